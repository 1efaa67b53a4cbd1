"""Runs every check and every test, goes on after a failure, and ends with one line for all.

    ./run test                  all steps
    ./run test ruff mypy        only these
    ./run test --list           what there is
    ./run test --lint           the checks that run no tests

The exit code is 0 only if every step passed. A step that fails without saying which test did
counts as one failure, so the last line never says less than the exit code.

Two steps run beside each other, because hardly one of them keeps two processors busy: journeys
wait for pages, tests for leases that end and for phones that speak, checks know one processor
only. Three are no faster on two processors, and journeys then wait too long for their pages. What
a step says is shown in one piece when it has ended. A step that is alone says it at once.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tools.chromium import NoChromium, ensure_chromium
from tools.reports import Tally, read_report

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "build" / "reports"
BIN = Path(sys.executable).parent
PYTHON_PLACES = ("src", "tools", "tests", "bench", "conftest.py", "hatch_build.py")
BESIDE_EACH_OTHER = 2
_printing = threading.Lock()


@dataclass(frozen=True)
class Step:
    """One program to run. `{report}` in it becomes the path of its JUnit report."""

    name: str
    command: tuple[str, ...]
    folder: str = "."
    environment: dict[str, str] = field(default_factory=dict)
    runs_tests: bool = False
    needs_chromium: bool = False
    early: bool = False
    """It takes longest, or others wait for it: it begins before all that are not early."""
    after: tuple[str, ...] = ()
    """It begins when these have ended, however they ended, as far as they are run at all."""

    @property
    def report(self) -> Path:
        return REPORTS / f"{self.name}.xml"


@dataclass(frozen=True)
class Outcome:
    step: Step
    code: int
    tally: Tally
    seconds: float

    @property
    def passed(self) -> bool:
        return self.code == 0 and self.tally.failed == 0


def python_step(name: str, *command: str, after: tuple[str, ...] = ()) -> Step:
    return Step(name, (str(BIN / command[0]), *command[1:]), after=after)


def npm_step(name: str, script: str) -> Step:
    return Step(name, ("npm", "run", "--silent", script), folder="frontend")


def pytest_step(name: str, *options: str, early: bool = False, **environment: str) -> Step:
    return Step(
        name,
        (str(BIN / "pytest"), "-q", "-n", "2", "--junitxml={report}", *options),
        environment=environment,
        runs_tests=True,
        early=early,
        after=("ui-build",),
    )


def checks() -> list[Step]:
    """The steps that run no tests."""
    places = [place for place in PYTHON_PLACES if (ROOT / place).exists()]
    return [
        python_step("ruff", "ruff", "check"),
        python_step("format", "ruff", "format", "--check"),
        python_step("mypy", "mypy", *places),
        python_step(
            "imports", "lint-imports", "--config=pyproject.toml", "--cache-dir=.cache/imports"
        ),
        python_step("tidy", "python", "-m", "tools.tidy"),
        npm_step("ui-lint", "lint"),
        npm_step("ui-types", "types"),
    ]


def tests() -> list[Step]:
    """The steps that run tests, and what they stand on."""
    return [
        python_step("ui-api", "python", "-m", "tools.api_types"),
        Step(
            "ui-test",
            ("npm", "run", "--silent", "test", "--",
             "--reporter=default", "--reporter=junit", "--outputFile.junit={report}"),
            folder="frontend",
            runs_tests=True,
        ),
        Step("ui-build", ("./run", "build"), early=True),
        python_step("budgets", "python", "-m", "tools.budgets", after=("ui-build",)),
        pytest_step(
            "pytest-postgres", "-m", "database", early=True, ONQUEUE_TEST_DATABASE="postgres"
        ),
        Step(
            "journeys",
            ("npm", "run", "--silent", "e2e", "--", "--pass-with-no-tests"),
            folder="frontend",
            environment={"ONQUEUE_JUNIT": "{report}"},
            runs_tests=True,
            needs_chromium=True,
            early=True,
            after=("ui-build",),
        ),
        pytest_step("pytest", early=True),
    ]  # fmt: skip


def run_all(steps: Sequence[Step]) -> list[Outcome]:
    """Run all steps, and return what came of them in the order in which they were given."""
    waiting = sorted(steps, key=lambda step: not step.early)
    running: dict[Future[Outcome], str] = {}
    outcomes: dict[str, Outcome] = {}
    with ThreadPoolExecutor(max_workers=BESIDE_EACH_OTHER) as pool:
        while waiting or running:
            while len(running) < BESIDE_EACH_OTHER and (step := next_ready(waiting, running)):
                waiting.remove(step)
                running[pool.submit(run_step, step, aside=len(steps) > 1)] = step.name
            assert running, f"these wait for each other: {[step.name for step in waiting]}"
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                outcomes[running.pop(ended)] = ended.result()
    return [outcomes[step.name] for step in steps]


def next_ready(waiting: Sequence[Step], running: Mapping[Future[Outcome], str]) -> Step | None:
    """Return the first step that waits for none that has not ended."""
    open_ = {step.name for step in waiting} | set(running.values())
    return next((step for step in waiting if open_.isdisjoint(step.after)), None)


def run_step(step: Step, *, aside: bool = False) -> Outcome:
    """Run one step with its output on the terminal, and read its report.

    Of a step that runs aside the output is shown at its end, in one piece.
    """
    step.report.unlink(missing_ok=True)
    started = time.perf_counter()  # noqa: TID251 - how long people waited, outside the program
    if aside:
        with tempfile.TemporaryFile() as said:
            code = start(step, output=said)
            said.seek(0)
            with _printing:
                print(f"\n=== {step.name}", flush=True)
                sys.stdout.write(said.read().decode(errors="replace"))
                sys.stdout.flush()
    else:
        print(f"\n=== {step.name}", flush=True)
        code = start(step)
    seconds = time.perf_counter() - started  # noqa: TID251 - the same
    tally = read_report(step.report) if step.runs_tests else Tally()
    if code != 0 and tally.failed == 0:
        tally += Tally(failed=1)
    return Outcome(step, code, tally, seconds)


def start(step: Step, *, output: IO[bytes] | None = None) -> int:
    """Run the program; return its exit code, or 127 when there is nothing to run."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    report = str(step.report)
    environment |= {key: text.format(report=report) for key, text in step.environment.items()}
    try:
        if step.needs_chromium:
            environment["ONQUEUE_CHROMIUM"] = ensure_chromium()
        command = [word.replace("{report}", report) for word in step.command]
        return subprocess.run(
            command, cwd=ROOT / step.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=output, stderr=None if output is None else subprocess.STDOUT, check=False,
        ).returncode  # fmt: skip
    except (NoChromium, FileNotFoundError) as problem:
        print(problem)
        return 127


def choose(arguments: Sequence[str]) -> list[Step]:
    """Return the steps that the arguments ask for; end the program if there is no such step."""
    if "--lint" in arguments:
        return checks()
    everything = checks() + tests()
    names = [step.name for step in everything]
    if "--list" in arguments:
        sys.exit("\n".join(names))
    if unknown := set(arguments) - set(names):
        sys.exit(f"no such step: {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
    return [step for step in everything if not arguments or step.name in arguments]


def summarise(outcomes: Sequence[Outcome]) -> str:
    """Return the closing table, whose last line adds everything up."""
    lines = [
        f"{'ok' if outcome.passed else 'FAILED':6}  {outcome.step.name:16}"
        f"{outcome.seconds:7.1f} s  {outcome.tally if outcome.step.runs_tests else ''}".rstrip()
        for outcome in outcomes
    ]
    total = sum((outcome.tally for outcome in outcomes), Tally())
    return "\n".join(["", *lines, "", str(total)])


def main(arguments: Sequence[str]) -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    outcomes = run_all(choose(arguments))
    print(summarise(outcomes), flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
