"""`onqueue voice` as an operator gives it."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onqueue.cli.voice import app
from tests.voice.exchange import free_port


@pytest.fixture
def data(asterisk_program: Path, tmp_path: Path) -> Path:
    """A data folder in which Asterisk and what speaks are installed."""
    (tmp_path / "voice").mkdir()
    (tmp_path / "voice" / "asterisk").symlink_to(asterisk_program)
    (tmp_path / "voice" / "speech").symlink_to(asterisk_program.with_name("speech"))
    return tmp_path


def voice(data: Path, command: str, *more: str, **ports: int) -> tuple[int, str]:
    named = {f"ONQUEUE_ASTERISK_{name.upper()}": str(port) for name, port in ports.items()}
    ran = CliRunner().invoke(app, [command, "--data", str(data), *more], env=named)
    return ran.exit_code, ran.output


def test_start_status_and_stop(data: Path) -> None:
    ports = {
        "sip_port": free_port(socket.SOCK_DGRAM),
        "http_port": free_port(socket.SOCK_STREAM),
        "events_port": free_port(socket.SOCK_STREAM),
    }
    assert voice(data, "status") == (1, "Asterisk is not running.\n")
    try:
        started = voice(data, "start", **ports)
        assert started[0] == 0, started[1]
        again = voice(data, "start", **ports)
        assert again == started
        code, said = voice(data, "status")
        assert (code, "0 active calls" in said) == (0, True)
        code, said = voice(data, "doctor", **ports)
        assert code == 1
        assert [line[6:40] for line in said.splitlines() if line.startswith("MEND")] == [
            f"0 trunks are in {data}"[:34],
            "Asterisk is to be connected to Onqueue."[:34],
        ]
    finally:
        stopped = voice(data, "stop")
    assert stopped == (0, "Asterisk has ended.\n")
    assert voice(data, "stop") == (0, "Asterisk was not running.\n")


def test_others_cannot_read_the_secret(data: Path) -> None:
    ports = {name: free_port(socket.SOCK_STREAM) for name in ("http_port", "events_port")}
    voice(data, "start", sip_port=free_port(socket.SOCK_DGRAM), **ports)
    run = data / "voice" / "run"
    for path in [run / "secret", *(run / "etc").iterdir()]:
        assert path.stat().st_mode & 0o077 == 0, path
    voice(data, "stop")


def test_without_an_install_the_way_to_it_is_said(tmp_path: Path) -> None:
    code, said = voice(tmp_path, "start")
    assert code == 1
    assert "Give `onqueue voice install` first. (voice.not_installed)" in said
