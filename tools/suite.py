"""Runs checks and tests, goes on after a failure, and ends with one line for all.

    ./run test                  all steps, but for those unchanged since they passed
    ./run test --all            all steps
    ./run test ruff mypy        only these, whether they changed or not
    ./run test pytest -k floor  one of them with options of its own; that proves nothing for later
    ./run test --list           what there is
    ./run test --lint           the checks that run no tests

A step is not run again while all that can change its outcome is as it was when it passed on this
machine (`tools/inputs.py`). Where CI is set, everything is run.

The exit code is 0 only if every step passed. A step that fails without saying which test did
counts as one failure, so the last line never says less than the exit code.

Two steps run beside each other, because hardly one of them keeps two processors busy. Beside them
run the checks, which get what is left: with three at one rank journeys wait too long for their
pages, and phones that speak are not heard in time.
What a step says is shown in one piece when it has ended. A step that is alone says it at once.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import IO, Final

from tools.chromium import NoChromium, ensure_chromium
from tools.inputs import Tree
from tools.passed import Ledger, Pass, Passes
from tools.reports import Tally, read_report
from tools.steps import REPORTS, ROOT, Step, checks, tests

PASSES: Final = ROOT / ".cache" / "passed"
OPTIONS: Final = ("--all", "--lint", "--list")
BESIDE_EACH_OTHER = 2
_printing = threading.Lock()


@dataclass(frozen=True)
class Outcome:
    """What came of a step; or of an earlier run of it, when it has passed and nothing changed."""

    step: Step
    code: int
    tally: Tally
    seconds: float
    processor_s: float = 0.0
    """Of one processor: what tells, on a busy machine, which step is dear."""
    earlier: Pass | None = None

    @property
    def passed(self) -> bool:
        return self.code == 0 and self.tally.failed == 0


@dataclass(frozen=True)
class Asked:
    """What the arguments ask for."""

    steps: list[Step]
    again: bool
    """Also what is unchanged since it passed."""
    whole: bool = True
    """No step has options that leave part of it out."""


def run_all(
    steps: Sequence[Step], *, ledger: Ledger | None = None, again: bool = True
) -> list[Outcome]:
    """Run the steps, and return what came of them in the order in which they were given.

    What a ledger knows to be unchanged is left out, unless it is to be run again.
    """
    outcomes: dict[str, Outcome] = {}
    for step in steps:
        earlier = None if again or ledger is None else ledger.earlier(step)
        if earlier is not None:
            outcomes[step.name] = Outcome(step, 0, Tally(), 0.0, earlier=earlier)
    waiting = [one for one in steps if one.name not in outcomes]
    waiting.sort(key=lambda step: not step.early)
    aside = len(waiting) > 1
    running: dict[Future[Outcome], Step] = {}
    with ThreadPoolExecutor(max_workers=2 * BESIDE_EACH_OTHER) as pool:
        while waiting or running:
            while ready := next_ready(waiting, list(running.values())):
                waiting.remove(ready)
                running[pool.submit(run_step, ready, aside=aside, ledger=ledger)] = ready
            assert running, f"these wait for each other: {[step.name for step in waiting]}"
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                outcomes[running.pop(ended).name] = ended.result()
    return [outcomes[step.name] for step in steps]


def next_ready(waiting: Sequence[Step], running: Sequence[Step]) -> Step | None:
    """Return the first step that waits for none that has not ended, and that there is room for."""
    open_ = {step.name for step in (*waiting, *running)}
    ready = (step for step in waiting if open_.isdisjoint(step.after))
    return next((step for step in ready if has_room(step, running)), None)


def has_room(step: Step, running: Sequence[Step]) -> bool:
    """Tell whether a step may begin; one that is patient takes no room from those that work."""
    patient = [one for one in running if one.patient]
    if step.patient:
        return not patient or len(running) < BESIDE_EACH_OTHER
    return len(running) - len(patient) < BESIDE_EACH_OTHER


def run_step(step: Step, *, aside: bool = False, ledger: Ledger | None = None) -> Outcome:
    """Run one step, read its report, and let the ledger know.

    Of a step that runs aside the output is shown at its end, in one piece.
    """
    before = None
    if ledger is not None:
        if step.needs_chromium:
            find_or_fetch_chromium()
        before = ledger.see(step)
    step.report.unlink(missing_ok=True)
    started = time.perf_counter()  # noqa: TID251 - how long people waited, outside the program
    if aside:
        with tempfile.TemporaryFile() as said:
            code, processor_s = start(step, output=said)
            said.seek(0)
            with _printing:
                print(f"\n=== {step.name}", flush=True)
                sys.stdout.write(said.read().decode(errors="replace"))
                sys.stdout.flush()
    else:
        print(f"\n=== {step.name}", flush=True)
        code, processor_s = start(step)
    seconds = time.perf_counter() - started  # noqa: TID251 - the same
    tally = read_report(step.report) if step.runs_tests else Tally()
    if code != 0 and tally.failed == 0:
        tally += Tally(failed=1)
    outcome = Outcome(step, code, tally, seconds, processor_s)
    if ledger is not None:
        ledger.settle(step, before=before, came=tally, passed=outcome.passed)
    return outcome


def find_or_fetch_chromium() -> None:
    """See that it is there before we look at what a step runs with; the step says if it is not."""
    with contextlib.suppress(NoChromium):
        ensure_chromium()


def start(step: Step, *, output: IO[bytes] | None = None) -> tuple[int, float]:
    """Run the program; return its exit code, and the seconds of a processor that it took.

    The code is 127 when there is nothing to run. Counted is all that the program waited for.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    report = str(step.report)
    environment |= {key: text.format(report=report) for key, text in step.environment.items()}
    try:
        if step.needs_chromium:
            environment["ONQUEUE_CHROMIUM"] = ensure_chromium()
        command = [word.replace("{report}", report) for word in step.command]
        if output is not None and step.nice and shutil.which("nice"):
            command = ["nice", "-n", str(step.nice), *command]
        running = subprocess.Popen(
            command, cwd=ROOT / step.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=output, stderr=None if output is None else subprocess.STDOUT,
        )  # fmt: skip
    except (NoChromium, FileNotFoundError) as problem:
        print(problem)
        return 127, 0.0
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    return running.returncode, used.ru_utime + used.ru_stime


def choose(arguments: Sequence[str]) -> Asked:
    """Return what the arguments ask for; end the program if there is no such step."""
    everything = checks() + tests()
    names = [step.name for step in everything]
    known, options = split(arguments)
    if "--list" in known:
        sys.exit("\n".join(names))
    again = "--all" in known or bool(os.environ.get("CI"))
    if "--lint" in known:
        return Asked(checks(), again=again)
    named = [one for one in known if one != "--all"]
    if unknown := set(named) - set(names):
        sys.exit(f"no such step: {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
    steps = [step for step in everything if not named or step.name in named]
    if options and len(named) != 1:
        sys.exit(f"{options[0]} is an option for one step: name it before")
    if options:
        (step,) = steps
        narrower = replace(step, command=(*step.command, *options))
        return Asked([narrower], again=True, whole=False)
    return Asked(steps, again=again or bool(named))


def split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part our own words from the options of a step, which begin with the first of them."""
    for place, word in enumerate(arguments):
        if word.startswith("-") and word not in OPTIONS:
            return list(arguments[:place]), list(arguments[place:])
    return list(arguments), []


def summarise(outcomes: Sequence[Outcome]) -> str:
    """Return the closing table, whose last line adds everything up."""
    total = sum((outcome.tally for outcome in outcomes), Tally())
    earlier = [outcome.earlier for outcome in outcomes if outcome.earlier is not None]
    closing = str(total)
    if earlier:
        tests = sum((one.tally for one in earlier), Tally()).passed
        closing += f"; unchanged since they passed: {len(earlier)} of {len(outcomes)} steps"
        closing += f" with {tests} tests"
    return "\n".join(["", *map(row, outcomes), "", closing])


def row(outcome: Outcome) -> str:
    """Return what the table says of one step."""
    name, earlier = outcome.step.name, outcome.earlier
    if earlier is not None:
        at = datetime.fromtimestamp(earlier.at_s, UTC).astimezone()
        tests = f", {earlier.tally}" if outcome.step.runs_tests else ""
        return f"{'same':6}  {name:16}  unchanged since it passed at {at:%Y-%m-%d %H:%M}{tests}"
    how = "ok" if outcome.passed else "FAILED"
    tests = f"  {outcome.tally}" if outcome.step.runs_tests else ""
    took = f"{outcome.seconds:7.1f} s {outcome.processor_s:7.1f} s of a processor"
    return f"{how:6}  {name:16}{took}{tests}"


def main(arguments: Sequence[str]) -> int:
    asked = choose(arguments)
    REPORTS.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(tree=Tree(ROOT), passes=Passes(PASSES)) if asked.whole else None
    outcomes = run_all(asked.steps, ledger=ledger, again=asked.again)
    print(summarise(outcomes), flush=True)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
