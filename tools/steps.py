"""Which steps are there, and what can change the outcome of each?

Inputs are too wide rather than too narrow: a step that runs in vain costs minutes, one that is left
out although something changed costs trust. Two things hold them to the truth. A test that is run by
a step can open no file of the checkout that is not among its inputs (`tools/declared.py`), and
`tools/tests/test_steps.py` follows all that the tests import.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tools.inputs import Inputs

ROOT: Final = Path(__file__).parents[1]
REPORTS: Final = ROOT / "build" / "reports"
BIN: Final = Path(sys.executable).parent
PYTHON_PLACES: Final = ("src", "tools", "tests", "bench", "conftest.py", "hatch_build.py")
AGREEING: Final = ("tools/tests", "tests/deploy")
"""All tests there are marked `agreement`, and may read what they like while they are imported."""
WAITING: Final = ("tests/voice", "tests/hosts", "tests/faults")
"""Tests that wait for phones that speak, for leases that end and for databases that are away."""

WAITING_ON_POSTGRES: Final = ("tests/voice/test_recording.py", "tests/hosts", "tests/faults")
"""Real telephones know nothing of databases: one whole call with all that it leaves is enough."""

POSTGRES: Final = "-postgres"
"""How the steps end that run what others ran on SQLite."""
PATIENT: Final = 15
LENIENT: Final = 3
"""It may take its time, but what it starts has leases."""

PROJECT: Final = ("pyproject.toml", "hatch_build.py", "requirements/*")
PROGRAM: Final = ("src/*", *PROJECT)
INNER_TESTS: Final = "src/*/tests/*"
ALL: Final = Inputs(("*",), runs_with=("python",))
PYTHON: Final = Inputs(
    ("*.py", "*.pyi", "*/py.typed", *PROJECT, ".gitignore"),
    without=("frontend/*",),
    runs_with=("python",),
)
UI: Final = Inputs(("frontend/*",), runs_with=("node",))
TESTS: Final = Inputs(
    (*PROGRAM, "conftest.py", "tests/*"),
    without=("tests/deploy/*",),
    runs_with=("python",),
)
JOURNEYS: Final = Inputs(
    (*PROGRAM, "frontend/*", "run"),
    without=(INNER_TESTS, "frontend/*.test.ts", "frontend/*.test.tsx"),
    runs_with=("python", "node", "chromium"),
)


@dataclass(frozen=True)
class Step:
    """One program to run. `{report}` in it becomes the path of its JUnit report."""

    name: str
    command: tuple[str, ...]
    inputs: Inputs | None = None
    """What can change its outcome. Without it the step is run every time."""
    folder: str = "."
    environment: dict[str, str] = field(default_factory=dict)
    runs_tests: bool = False
    needs_chromium: bool = False
    early: bool = False
    """It takes longest, or others wait for it: it begins before all that are not early."""
    nice: int = 0
    """How much it lets others go before, as the system counts it."""
    after: tuple[str, ...] = ()
    """It begins when these have ended, however they ended, as far as they are run at all."""

    @property
    def patient(self) -> bool:
        """Nothing in it has a time limit: it can do with what others leave of the processors."""
        return self.nice >= PATIENT

    @property
    def report(self) -> Path:
        return REPORTS / f"{self.name}.xml"


def python_step(
    name: str, *command: str, inputs: Inputs | None, after: tuple[str, ...] = ()
) -> Step:
    words = (str(BIN / command[0]), *command[1:])
    return Step(name, words, inputs=inputs, after=after, nice=PATIENT)


def npm_step(name: str, script: str) -> Step:
    words = ("npm", "run", "--silent", script)
    return Step(name, words, inputs=UI, folder="frontend", nice=PATIENT)


def pytest_step(name: str, *options: str, inputs: Inputs, nice: int = LENIENT) -> Step:
    engine = "postgres" if name.endswith(POSTGRES) else "sqlite"
    return Step(
        name,
        (str(BIN / "pytest"), "-q", "-p", "tools.declared", "--junitxml={report}", *options),
        inputs=inputs,
        environment={"ONQUEUE_TEST_DATABASE": engine, "ONQUEUE_TEST_STEP": name},
        runs_tests=True,
        early=nice != PATIENT,
        nice=nice,
    )


def checks() -> list[Step]:
    """The steps that run no tests."""
    places = [place for place in PYTHON_PLACES if (ROOT / place).exists()]
    contracts = ("lint-imports", "--config=pyproject.toml", "--cache-dir=.cache/imports")
    return [
        python_step("ruff", "ruff", "check", inputs=PYTHON),
        python_step("format", "ruff", "format", "--check", inputs=PYTHON),
        python_step("mypy", "mypy", *places, inputs=PYTHON),
        python_step("imports", *contracts, inputs=PYTHON),
        python_step("tidy", "python", "-m", "tools.tidy", inputs=ALL),
        npm_step("ui-lint", "lint"),
        npm_step("ui-types", "types"),
    ]


def tests() -> list[Step]:
    """The steps that run tests, and what they stand on."""
    two = ("-n", "2")
    server = ("src", "tests", *(f"--ignore={place}" for place in (*AGREEING, *WAITING)))
    return [
        python_step(
            "ui-api", "python", "-m", "tools.api_types",
            inputs=Inputs(
                (*PROGRAM, "tools/*", "frontend/api/*", "frontend/package*.json"),
                runs_with=("python", "node"),
            ),
        ),
        Step(
            "ui-test",
            ("npm", "run", "--silent", "test", "--",
             "--reporter=default", "--reporter=junit", "--outputFile.junit={report}"),
            inputs=UI,
            folder="frontend",
            runs_tests=True,
            # Some look at what was built.
            after=("ui-build",),
            nice=PATIENT,
        ),
        Step("ui-build", ("./run", "build"), early=True),
        python_step("budgets", "python", "-m", "tools.budgets", inputs=None, after=("ui-build",)),
        pytest_step("agreement", "-m", "agreement", inputs=ALL, nice=PATIENT),
        pytest_step(
            "pytest-postgres", *two, *server, "-m", "database and not agreement",
            inputs=TESTS,
        ),
        # What mostly waits goes first, beside what works: at the end processors would be idle.
        pytest_step("real-time", *two, *WAITING, inputs=TESTS, nice=0),
        pytest_step(
            "real-time-postgres", *two, *WAITING_ON_POSTGRES, "-m", "database",
            inputs=TESTS, nice=0,
        ),
        Step(
            "journeys",
            ("npm", "run", "--silent", "e2e", "--", "--pass-with-no-tests"),
            inputs=JOURNEYS,
            folder="frontend",
            environment={"ONQUEUE_JUNIT": "{report}"},
            runs_tests=True,
            needs_chromium=True,
            early=True,
            after=("ui-build",),
        ),
        pytest_step("pytest", *two, *server, "-m", "not agreement", inputs=TESTS),
    ]  # fmt: skip
