"""Which Chromium do the journeys get?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import chromium


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ONQUEUE_CHROMIUM", raising=False)
    return tmp_path


def put(path: Path, *names: str) -> None:
    for name in names:
        program = path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)


def test_the_shell_goes_before_the_browser(path: Path) -> None:
    put(path, "google-chrome", "chromium", "chromium-headless-shell")
    assert chromium.ensure_chromium() == str(path / "chromium-headless-shell")


def test_a_browser_serves_where_there_is_no_shell_and_no_way_to_get_it(path: Path) -> None:
    put(path, "google-chrome", "chromium")
    assert chromium.ensure_chromium() == str(path / "chromium")


def test_the_one_that_was_named_is_taken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(path, "chromium-headless-shell")
    monkeypatch.setenv("ONQUEUE_CHROMIUM", "/opt/mine")
    assert chromium.ensure_chromium() == "/opt/mine"


def test_who_has_none_and_may_not_install_it_is_told_what_to_do(path: Path) -> None:
    with pytest.raises(chromium.NoChromium, match="ONQUEUE_CHROMIUM"):
        chromium.ensure_chromium()


@pytest.mark.parametrize(
    "refused, asked",
    [
        ("nothing", ["update", "install chromium-headless-shell"]),
        (
            "chromium-headless-shell",
            ["update", "install chromium-headless-shell", "install chromium"],
        ),
    ],
)
def test_what_a_system_does_not_have_is_not_asked_for_twice(
    path: Path, monkeypatch: pytest.MonkeyPatch, refused: str, asked: list[str]
) -> None:
    monkeypatch.setattr(chromium, "as_root", list)
    apt = path / "apt-get"
    apt.write_text(
        f"""#!/bin/sh
for word; do last=$word; done
case "$*" in *install*) verb="install " ;; esac
echo "$verb$last" >>"{path}/asked"
[ "$last" != "{refused}" ] || exit 100
"""
    )
    apt.chmod(0o755)
    chromium.install()
    assert (path / "asked").read_text().splitlines() == asked
