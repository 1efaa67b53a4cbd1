"""Do the inputs of the steps cover what their tests import and open?"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tools import steps
from tools.declared import UndeclaredRead, Watch
from tools.inputs import Inputs, Tree
from tools.steps import JOURNEYS, ROOT, Step

PACKAGES = ("onqueue", "tests", "tools")
STARTED = (
    "onqueue.__main__", "onqueue.cli.main", "onqueue.films.jobs.showing",
    "onqueue.trials.jobs.living",
)  # fmt: skip
"""What tests and journeys start as programs."""
LOADED = ("onqueue.web.tests.clients", "tests.support.loud")
"""What conftest.py loads as plugins."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def path_of(module: str) -> str:
    """Return the file of a module, from the root."""
    place = ("src/" if module.startswith("onqueue") else "") + module.replace(".", "/")
    return f"{place}/__init__.py" if (ROOT / place).is_dir() else f"{place}.py"


def collected(step: Step, paths: list[str]) -> list[str]:
    """Return the files in which a step of pytest looks for tests, and those that prepare them."""
    words = step.command
    left_out = tuple(f"{one.partition('=')[2]}/" for one in words if one.startswith("--ignore="))
    named = tuple(f"{one}/" for one in words[1:] if (ROOT / one).is_dir())
    places = named or ("src/", "tests/", "tools/")
    return [
        path
        for path in paths
        if path.startswith(places)
        and not path.startswith(left_out)
        and path.rpartition("/")[2].startswith(("test_", "conftest."))
        and path.endswith(".py")
    ]


def module_of(path: str) -> str:
    return path.removeprefix("src/").removesuffix(".py").replace("/", ".")


def imported_by(path: Path) -> set[str]:
    """Return what a module outside all packages imports of ours, with what it takes from it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def reached(graph: grimp.ImportGraph, modules: set[str]) -> set[str]:
    """Return modules with all that they import, and all packages that these are in."""
    known = modules & graph.modules
    assert known >= set(STARTED), "another module is started now"
    all_ = known.union(*(graph.find_upstream_modules(one) for one in known))
    parts = {name.rpartition(".")[0] for name in all_}
    while new := {name.rpartition(".")[0] for name in parts} - parts - {""}:
        parts |= new
    more = {one for one in parts if one in graph.modules} - all_
    return reached(graph, all_ | more) if more else all_


STEPS = [step for step in steps.tests() if "pytest" in step.command[0]]


def test_there_are_steps_to_look_at() -> None:
    assert {step.name for step in STEPS} == {
        "agreement", "pytest", "pytest-postgres", "real-time", "real-time-postgres"
    }  # fmt: skip


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_inputs_cover_all_that_the_tests_import(step: Step, graph: grimp.ImportGraph) -> None:
    paths = Tree(ROOT).paths()
    assert paths is not None
    files = collected(step, paths)
    assert files
    begun = (
        {module_of(path) for path in files}
        | {*LOADED, *STARTED}
        | imported_by(ROOT / "conftest.py")
    )
    assert step.inputs is not None
    needed = {path_of(module) for module in reached(graph, begun)} | {*files, "conftest.py"}
    assert sorted(path for path in needed if not step.inputs.has(path)) == []


def test_journeys_stand_on_all_of_the_server(graph: grimp.ImportGraph) -> None:
    needed = {path_of(module) for module in reached(graph, set(STARTED))}
    assert len(needed) > 300
    assert sorted(path for path in needed if not JOURNEYS.has(path)) == []


def test_every_test_is_run_by_a_step() -> None:
    """What the steps leave out, each by its own options, leaves nothing out together."""
    paths = Tree(ROOT).paths() or []
    agreeing = {one.name: collected(one, paths) for one in STEPS}
    there = {
        path
        for path in paths
        if path.endswith(".py") and path.rpartition("/")[2].startswith("test_")
    }
    assert there - set(agreeing["pytest"]) - set(agreeing["real-time"]) == {
        path for path in agreeing["agreement"] if path.startswith(("tools/tests/", "tests/deploy/"))
    }


def names(path: str) -> set[str]:
    """The steps that a change of a file asks for; those without inputs are run anyway."""
    return {
        step.name
        for step in steps.checks() + steps.tests()
        if step.inputs is not None and step.inputs.has(path)
    }


UI_STEPS = {"ui-lint", "ui-types", "ui-test"}
OF_ALL = {"tidy", "agreement"}


@pytest.mark.parametrize(
    "path,expected",
    [
        ("docs/glossary.md", OF_ALL),
        ("README.md", OF_ALL),
        ("deploy/compose.yaml", OF_ALL),
        ("frontend/desk/src/live/store.test.ts", UI_STEPS | OF_ALL),
        ("frontend/desk/src/live/store.ts", UI_STEPS | OF_ALL | {"journeys"}),
        ("frontend/api/openapi.json", UI_STEPS | OF_ALL | {"journeys", "ui-api"}),
    ],
)
def test_change_asks_only_for_what_reads_it(path: str, expected: set[str]) -> None:
    assert names(path) == expected


def test_change_of_the_server_asks_for_every_test_of_it() -> None:
    assert {
        "pytest",
        "pytest-postgres",
        "real-time",
        "real-time-postgres",
        "journeys",
        "ui-api",
        "agreement",
    } <= names("src/onqueue/floor/decide.py")


def test_test_that_opens_what_is_not_declared_fails(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "page.md").write_text("")
    watch = Watch(root=tmp_path, inputs=Inputs(("src/*",)), step="a-step")
    watch("open", (str(tmp_path / "src/a.py"), "r", 0))
    watch("open", (f"{tmp_path}-beside/page.md", "r", 0))
    watch("open", (3, "r", 0))
    watch("open", ("page-of-an-open-folder", None, 0))
    watch("os.listdir", (str(tmp_path / "src"),))
    watch("socket.connect", (str(tmp_path / "page.md"),))
    for event, path in (("open", "page.md"), ("os.scandir", "docs")):
        with pytest.raises(
            UndeclaredRead, match=rf"^{path} is not among the inputs of the step a-"
        ):
            watch(event, (str(tmp_path / path), "r", 0))


def test_plugin_fails_a_test_of_a_step_that_reads_a_page(tmp_path: Path) -> None:
    test = tmp_path / "test_reading.py"
    page = ROOT / "docs" / "glossary.md"
    test.write_text(f"def test_reading():\n    open({str(page)!r}).close()\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ONQUEUE_TEST_STEP": "pytest"}
    plugins = ("-p", "tools.declared", "-p", "no:cacheprovider", f"--rootdir={tmp_path}")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugins, "-c", "/dev/null", test],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1, ran.stdout
    assert "UndeclaredRead: docs/glossary.md is not among the inputs of the ste" in ran.stdout
