"""What the deployment files name is there: settings, commands, paths, and each other's names."""

from __future__ import annotations

import configparser
import re
from pathlib import Path
from typing import Any, Final

import pytest
import typer.main
import yaml  # type: ignore[import-untyped]  # its types are one package more

from onqueue.boot import Program
from onqueue.cli.main import app
from onqueue.kernel.errors import Invalid
from onqueue.kernel.settings import Settings
from onqueue.web import films_api, health

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
FILES: Final = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OBJECTS: Final[list[dict[str, Any]]] = list(
    yaml.safe_load_all((DEPLOY / "kubernetes" / "onqueue.yaml").read_text())
)
UNITS: Final = sorted((DEPLOY / "systemd").glob("*.service"))
IMAGE: Final = (DEPLOY / "Containerfile").read_text()


def accept(words: list[str]) -> None:
    """Let the command line read words as it would, and do nothing."""
    command = typer.main.get_command(app)
    name, *rest = words
    with command.make_context("onqueue", [name, *rest]) as context:
        _, chosen, left = command.resolve_command(context, [name, *rest])  # type: ignore[attr-defined]  # a group has it
        assert chosen is not None
        chosen.make_context(name, left)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.name))
def test_every_setting_and_address_that_a_file_names_is_there(path: Path) -> None:
    text = path.read_text()
    known = {f"ONQUEUE_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"\bONQUEUE_[A-Z_]+\b", text)) <= known
    paths = {route.path for route in health.router.routes}  # type: ignore[attr-defined]  # ours
    assert set(re.findall(r"(?<![\w.])/(?:health/\w+|metrics)\b", text)) <= paths


def test_image_is_made_of_what_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", IMAGE, re.MULTILINE)
    named = [name for names in copied for name in names.split()]
    assert [name for name in named if not (ROOT / name).exists()] == []
    accept(yaml.safe_load(re.findall(r"^CMD (\[.*\])$", IMAGE, re.MULTILINE)[-1]))


def test_compose_runs_two_of_what_may_die() -> None:
    services = COMPOSE["services"]
    ours = [name for name, one in services.items() if one["image"] == "onqueue"]
    commands = {name: services[name]["command"] for name in ours}
    for words in commands.values():
        accept(words)
    roles = sorted(words[-1] for words in commands.values())
    assert roles == ["floor", "floor", "jobs", "web", "web"]
    for name in commands:
        assert services[name]["volumes"] == ["data:/srv/onqueue"]
        assert set(services[name]["depends_on"]) <= set(services)
        assert (DEPLOY / services[name]["build"]["dockerfile"].removeprefix("deploy/")).is_file()
    mounted = {
        one.partition(":")[0] for service in services.values() for one in service.get("volumes", ())
    }
    assert mounted - {"./nginx.conf"} == set(COMPOSE["volumes"])


def test_proxy_carries_sockets_to_every_web_process() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    port = re.findall(r"ONQUEUE_PORT=(\d+)", IMAGE)[0]
    services = COMPOSE["services"].items()
    web = {name for name, one in services if one.get("command", [])[-1:] == ["web"]}
    told = re.findall(r"^\s+server (\S+) ", text, re.MULTILINE)
    assert sorted(told) == sorted(2 * [f"{one}:{port}" for one in web])
    # What a process has in its memory alone is asked of that process.
    assert f"location {films_api.router.prefix} {{ proxy_pass http://onqueue_films; }}" in text
    for line in (
        "proxy_http_version 1.1;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $connection_upgrade;",
        "proxy_buffering off;",
    ):
        assert line in text
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: str(path.name))
def test_unit_starts_a_role(path: Path) -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way
    unit.read(path)
    program, *words = unit["Service"]["ExecStart"].split()
    assert program.endswith("/.venv/bin/onqueue")
    accept(words)
    assert path.name == f"onqueue-{words[-1]}@.service"
    assert (path.parent / unit["Install"]["WantedBy"]).is_file()


def test_objects_of_kubernetes_find_each_other() -> None:
    named = {(one["kind"], one["metadata"]["name"]) for one in OBJECTS}
    roles = []
    for one in (one for one in OBJECTS if one["kind"] == "Deployment"):
        pod = one["spec"]["template"]
        assert one["spec"]["selector"]["matchLabels"] == pod["metadata"]["labels"]
        (container,) = pod["spec"]["containers"]
        accept(container["args"])
        roles.append((container["args"][-1], one["spec"]["replicas"]))
        assert ("ConfigMap", container["envFrom"][0]["configMapRef"]["name"]) in named
        (volume,) = pod["spec"]["volumes"]
        assert ("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]) in named
        assert container["volumeMounts"][0]["name"] == volume["name"]
    assert roles == [("web", 2), ("floor", 2), ("jobs", 1)]
    service = next(one for one in OBJECTS if one["kind"] == "Service")
    assert service["spec"]["selector"] == {"app": "onqueue", "role": "web"}
    ways = {}
    for rule in (one["spec"]["rules"][0] for one in OBJECTS if one["kind"] == "Ingress"):
        (way,) = rule["http"]["paths"]
        ways[way["path"]] = backend = way["backend"]["service"]
        assert ("Service", backend["name"]) in named
        assert backend["port"]["name"] == service["spec"]["ports"][0]["name"]
    assert set(ways) == {"/", films_api.router.prefix}


def test_roles_are_refused_where_one_process_is_alone(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, role="web")
    with pytest.raises(Invalid, match="Check role: on SQLite one process does all of it"):
        Program(settings=settings)
