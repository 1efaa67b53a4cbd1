import os
import sys
from pathlib import Path

import pytest

from tools import steps, suite
from tools.reports import Tally
from tools.steps import PATIENT, Step
from tools.suite import Outcome, choose, has_room, run_all, run_step, summarise

REPORT = """from pathlib import Path
Path({report!r}).write_text({text!r})
raise SystemExit({code})"""
ONE_OF_EACH = "<a><testcase/><testcase><failure/></testcase><testcase><skipped/></testcase></a>"


@pytest.fixture(autouse=True)
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "REPORTS", tmp_path)


def python(code: str, *, runs_tests: bool = True) -> Step:
    return Step("a-step", (sys.executable, "-c", code), runs_tests=runs_tests)


def step(name: str, code: str, *, early: bool = False, after: tuple[str, ...] = ()) -> Step:
    return Step(name, (sys.executable, "-c", code), early=early, after=after)


def writing(text: str, code: int) -> Step:
    report = str(steps.REPORTS / "a-step.xml")
    return python(REPORT.format(report=report, text=text, code=code))


@pytest.mark.parametrize(
    "text,code,tally,passed",
    [
        ("<a><testcase/></a>", 0, Tally(passed=1), True),
        (ONE_OF_EACH, 1, Tally(passed=1, failed=1, skipped=1), False),
        ("<a><testcase/></a>", 1, Tally(passed=1, failed=1), False),
        (ONE_OF_EACH, 0, Tally(passed=1, failed=1, skipped=1), False),
    ],
)
def test_step_says_what_its_report_and_exit_code_say(
    text: str, code: int, tally: Tally, *, passed: bool
) -> None:
    outcome = run_step(writing(text, code))
    assert (outcome.tally, outcome.passed) == (tally, passed)


def test_old_report_is_not_read_again() -> None:
    run_step(writing("<a><testcase/></a>", 0))
    assert run_step(python("raise SystemExit(2)")).tally == Tally(failed=1)


def test_check_that_fails_is_one_failure() -> None:
    outcome = run_step(python("raise SystemExit(1)", runs_tests=False))
    assert (outcome.tally, outcome.passed) == (Tally(failed=1), False)


def test_program_that_is_missing_is_one_failure() -> None:
    assert run_step(Step("a-step", ("/no/such/program",))).tally == Tally(failed=1)


def test_steps_run_beside_each_other_and_say_all_at_their_end(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suite, "BESIDE_EACH_OTHER", 2)
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    meet = """from pathlib import Path
import time
print("here", flush=True)
Path({mine!r}).touch()
for _ in range(3_000):
    if Path({theirs!r}).exists():
        break
    time.sleep(0.01)
else:
    raise SystemExit("nobody came")
print("met")"""
    given = [
        step("left", meet.format(mine=str(mine), theirs=str(theirs))),
        step("right", meet.format(mine=str(theirs), theirs=str(mine))),
        step("last", "print('wrong'); raise SystemExit(3)"),
    ]
    outcomes = run_all(given)
    assert [(one.step.name, one.code) for one in outcomes] == [
        ("left", 0), ("right", 0), ("last", 3)
    ]  # fmt: skip
    said = capfd.readouterr().out
    assert "\n=== left\nhere\nmet\n" in said
    assert "\n=== right\nhere\nmet\n" in said
    assert said.endswith("\n=== last\nwrong\n")


def test_step_begins_when_those_before_it_have_ended(tmp_path: Path) -> None:
    note = f"open({str(tmp_path / 'notes')!r}, 'a').write({{!r}})"
    failing = "import time; time.sleep(0.2); " + note.format("first ") + "; raise SystemExit(1)"
    given = [
        step("third", note.format("third "), after=("second",)),
        step("second", note.format("second "), after=("first", "one that is not run")),
        step("first", failing, early=True),
    ]
    assert [one.code for one in run_all(given)] == [0, 0, 1]
    assert (tmp_path / "notes").read_text() == "first second third "


def test_early_steps_begin_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "BESIDE_EACH_OTHER", 1)
    note = f"open({str(tmp_path / 'notes')!r}, 'a').write({{!r}})"
    given = [
        step("check", note.format("check ")),
        step("journeys", note.format("journeys "), early=True),
    ]
    assert [one.step.name for one in run_all(given)] == ["check", "journeys"]
    assert (tmp_path / "notes").read_text() == "journeys check "


def patient(name: str) -> Step:
    return Step(name, (), nice=PATIENT)


@pytest.mark.parametrize(
    "running,working,checks",
    [
        ([], True, True),
        ([step("a", "")], True, True),
        ([step("a", ""), step("b", "")], False, True),
        ([step("a", ""), step("b", ""), patient("c")], False, False),
        ([step("a", ""), patient("c")], True, False),
        ([patient("c")], True, True),
        ([patient("c"), patient("d")], True, False),
    ],
)
def test_lanes_are_for_steps_that_work_and_that_take_what_is_left(
    running: list[Step], *, working: bool, checks: bool
) -> None:
    new = (step("new", ""), patient("new"))
    assert [has_room(one, running) for one in new] == [working, checks]


def test_patient_steps_let_others_go_before(capfd: pytest.CaptureFixture[str]) -> None:
    code = "import os; print('nice', os.nice(0))"
    given = [Step("mild", (sys.executable, "-c", code), nice=PATIENT), step("other", code)]
    run_all(given)
    said = capfd.readouterr().out
    mine = os.nice(0)
    assert f"=== mild\nnice {min(mine + PATIENT, 19)}\n" in said
    assert f"=== other\nnice {mine}\n" in said


def test_steps_that_wait_for_each_other_are_a_mistake() -> None:
    with pytest.raises(AssertionError, match="these wait for each other: "):
        run_all([step("a", "", after=("b",)), step("b", "", after=("a",))])


def test_whatever_is_waited_for_is_a_step() -> None:
    everything = choose([]).steps
    names = {one.name for one in everything}
    assert {name for one in everything for name in one.after} <= names


def test_last_line_adds_everything_up() -> None:
    step = Step("a-step", (), runs_tests=True)
    outcomes = [Outcome(step, 0, Tally(passed=3), 1.0), Outcome(step, 1, Tally(failed=2), 2.0)]
    assert summarise(outcomes).splitlines()[-1] == "3 passed, 2 failed, 0 skipped"


def test_steps_are_chosen_by_name_in_their_own_order() -> None:
    asked = choose(["pytest", "ruff"])
    assert [step.name for step in asked.steps] == ["ruff", "pytest"]


def test_unknown_step_is_refused() -> None:
    with pytest.raises(SystemExit, match="no such step: nonsense"):
        choose(["nonsense"])
