"""Is a step left out exactly while nothing changed that it depends on? Real steps, a real git."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import loud
from tools import steps, suite
from tools.inputs import Inputs, Tree
from tools.passed import KEYS_MAX, Ledger, Pass, Passes
from tools.reports import LOUD, Tally
from tools.steps import Step
from tools.suite import choose, run_all, summarise

PYTHON = Inputs(("src/*", "setup.toml"), without=("src/notes/*",), runs_with=("python",))
COUNT = "open('runs', 'a').write('x'); "
GREEN = "from pathlib import Path; Path({report!r}).write_text('<a><testcase/><testcase/></a>')"


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a source, a page and something that git ignores."""
    root = tmp_path / "checkout"
    for path, text in {
        "src/a.py": "a = 1\n",
        "src/notes/b.txt": "of no use\n",
        "docs/page.md": "words\n",
        ".gitignore": "/runs\n/made/\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "All.")
    monkeypatch.setattr(suite, "ROOT", root)
    monkeypatch.setattr(steps, "REPORTS", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return root


@pytest.fixture
def ledger(checkout: Path, tmp_path: Path) -> Ledger:
    return Ledger(tree=Tree(checkout), passes=Passes(tmp_path / "passed"))


def step(code: str = "", *, name: str = "a-step", inputs: Inputs | None = PYTHON) -> Step:
    return Step(name, (sys.executable, "-c", COUNT + code), inputs=inputs)


def counting(tmp_path: Path) -> Step:
    """A step of two tests."""
    written = COUNT + GREEN.format(report=str(tmp_path / "a-step.xml"))
    return Step("a-step", (sys.executable, "-c", written), inputs=PYTHON, runs_tests=True)


def times_run(checkout: Path) -> int:
    return len((checkout / "runs").read_text()) if (checkout / "runs").exists() else 0


def test_step_is_not_run_again_and_the_summary_says_so(
    checkout: Path, ledger: Ledger, tmp_path: Path
) -> None:
    first = run_all([counting(tmp_path)], ledger=ledger, again=False)
    assert summarise(first).splitlines()[-1] == "2 passed, 0 failed, 0 skipped"
    second = run_all([counting(tmp_path)], ledger=ledger, again=False)
    assert times_run(checkout) == 1
    assert [one.passed for one in second] == [True]
    *_, row, empty, closing = summarise(second).splitlines()
    assert row.startswith("same    a-step            unchanged since it passed at 20")
    assert row.endswith(", 2 passed, 0 failed, 0 skipped")
    assert (empty, closing) == (
        "",
        "0 passed, 0 failed, 0 skipped; unchanged since they passed: 1 of 1 steps with 2 tests",
    )


def test_step_that_is_asked_for_again_is_run_again(checkout: Path, ledger: Ledger) -> None:
    run_all([step()], ledger=ledger, again=False)
    run_all([step()], ledger=ledger, again=True)
    assert times_run(checkout) == 2


def edit(checkout: Path) -> None:
    (checkout / "src/a.py").write_text("a = 2\n")


def add(checkout: Path) -> None:
    (checkout / "src/new.py").write_text("")


def delete(checkout: Path) -> None:
    (checkout / "src/a.py").unlink()


def rename(checkout: Path) -> None:
    git(checkout, "mv", "src/a.py", "src/c.py")


def let_run(checkout: Path) -> None:
    (checkout / "src/a.py").chmod(0o755)


def link(checkout: Path) -> None:
    (checkout / "src/a.py").unlink()
    (checkout / "src/a.py").symlink_to("notes/b.txt")


def settings(checkout: Path) -> None:
    (checkout / ".env").write_text("ONQUEUE_PORT=1\n")


@pytest.mark.parametrize("change", [edit, add, delete, rename, let_run, link, settings])
def test_step_is_run_again_when_an_input_changed(
    checkout: Path, ledger: Ledger, change: Callable[[Path], None]
) -> None:
    run_all([step()], ledger=ledger, again=False)
    change(checkout)
    run_all([step()], ledger=ledger, again=False)
    assert times_run(checkout) == 2


def page(checkout: Path) -> None:
    (checkout / "docs/page.md").write_text("other words\n")


def left_out(checkout: Path) -> None:
    (checkout / "src/notes/b.txt").write_text("still of no use\n")


def ignored(checkout: Path) -> None:
    (checkout / "made").mkdir()
    (checkout / "made/a.py").write_text("")


def commit(checkout: Path) -> None:
    git(checkout, "commit", "-q", "--allow-empty", "-m", "Nothing.")


def write_the_same(checkout: Path) -> None:
    (checkout / "src/a.py").write_text("a = 1\n")
    os.utime(checkout / "src/a.py", (1, 1))


@pytest.mark.parametrize("change", [page, left_out, ignored, commit, write_the_same])
def test_what_is_no_input_changes_nothing(
    checkout: Path, ledger: Ledger, change: Callable[[Path], None]
) -> None:
    run_all([step()], ledger=ledger, again=False)
    change(checkout)
    run_all([step()], ledger=ledger, again=False)
    assert times_run(checkout) == 1


def test_going_back_to_what_passed_is_enough(checkout: Path, ledger: Ledger) -> None:
    run_all([step()], ledger=ledger, again=False)
    edit(checkout)
    run_all([step()], ledger=ledger, again=False)
    git(checkout, "checkout", "-q", "src/a.py")
    run_all([step()], ledger=ledger, again=False)
    assert times_run(checkout) == 2


@pytest.mark.parametrize("variable", ["ONQUEUE_DATABASE_URL", "PYTHONHASHSEED", "no_proxy", "TZ"])
def test_variable_that_changes_programs_is_an_input(
    checkout: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    run_all([step()], ledger=ledger, again=False)
    monkeypatch.setenv(variable, "7")
    run_all([step()], ledger=ledger, again=False)
    assert times_run(checkout) == 2


def test_step_that_failed_is_run_again(checkout: Path, ledger: Ledger) -> None:
    for _ in range(2):
        run_all([step("raise SystemExit(1)")], ledger=ledger, again=False)
    assert times_run(checkout) == 2


def test_failure_takes_back_that_it_passed_before(
    checkout: Path, ledger: Ledger, tmp_path: Path
) -> None:
    failing = step(f"raise SystemExit(open({str(tmp_path / 'code')!r}).read() == 'wrong')")
    for code, again in (("right", False), ("wrong", True), ("right", False)):
        (tmp_path / "code").write_text(code)
        run_all([failing], ledger=ledger, again=again)
    assert times_run(checkout) == 3


@pytest.mark.parametrize("last", ["a = 2\n", "a = 1\n"])
def test_edit_while_it_runs_does_not_count_as_tested(
    checkout: Path, ledger: Ledger, last: str
) -> None:
    editing = step(f"open('src/a.py', 'w').write({last!r})")
    for _ in range(2):
        run_all([editing], ledger=ledger, again=False)
    assert times_run(checkout) == 2


def test_step_that_is_another_one_now_is_run(checkout: Path, ledger: Ledger) -> None:
    run_all([step()], ledger=ledger, again=False)
    run_all([step("pass")], ledger=ledger, again=False)
    assert times_run(checkout) == 2


def test_step_without_inputs_is_run_every_time(checkout: Path, ledger: Ledger) -> None:
    for _ in range(2):
        run_all([step(inputs=None)], ledger=ledger, again=False)
    assert times_run(checkout) == 2


def test_where_git_cannot_say_what_there_is_everything_is_run(
    checkout: Path, ledger: Ledger
) -> None:
    (checkout / ".git").rename(checkout / "made")
    for _ in range(2):
        run_all([step()], ledger=ledger, again=False)
    assert times_run(checkout) == 2


def test_what_one_person_ignores_is_an_input_nevertheless(checkout: Path, ledger: Ledger) -> None:
    (checkout / ".git/info").mkdir(exist_ok=True)
    (checkout / ".git/info/exclude").write_text("new.py\n")
    run_all([step()], ledger=ledger, again=False)
    add(checkout)
    run_all([step()], ledger=ledger, again=False)
    assert times_run(checkout) == 2


def test_tests_that_were_left_out_aloud_are_tried_again(
    checkout: Path, ledger: Ledger, tmp_path: Path
) -> None:
    case = f'<a><testcase/><testcase><skipped message="{LOUD} no exchange"/></testcase></a>'
    report = str(tmp_path / "a-step.xml")
    code = f"{COUNT}from pathlib import Path; Path({report!r}).write_text({case!r})"
    loud_step = Step("a-step", (sys.executable, "-c", code), inputs=PYTHON, runs_tests=True)
    for _ in range(2):
        (outcome,) = run_all([loud_step], ledger=ledger, again=False)
        assert outcome.tally == Tally(passed=1, skipped=1, not_tried=1)
    assert times_run(checkout) == 2


def test_reports_and_tests_mean_the_same_by_aloud() -> None:
    assert LOUD == loud.LOUD


def test_only_the_last_passes_are_kept(tmp_path: Path) -> None:
    passes = Passes(tmp_path)
    for number in range(KEYS_MAX + 1):
        passes.keep("a-step", f"key-{number}", Pass(at_s=number, tally=Tally(passed=number)))
    assert passes.find("a-step", "key-0") is None
    assert passes.find("a-step", "key-1") == Pass(at_s=1, tally=Tally(passed=1))


@pytest.mark.parametrize("written", ["", "{", "[]", '{"key": {"at": 1}}'])
def test_what_cannot_be_read_has_not_passed(tmp_path: Path, written: str) -> None:
    (tmp_path / "a-step.json").write_text(written)
    assert Passes(tmp_path).find("a-step", "key") is None


def test_named_step_is_run_whether_it_changed_or_not(checkout: Path) -> None:
    assert (choose([]).again, choose(["ruff"]).again, choose(["--all"]).again) == (
        False, True, True
    )  # fmt: skip


def test_machine_of_continuous_integration_runs_everything(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "1")
    assert choose([]).again
    assert choose(["--lint"]).again


def test_step_with_options_proves_nothing_for_later(checkout: Path) -> None:
    asked = choose(["pytest", "-k", "floor", "--all"])
    assert asked.steps[0].command[-3:] == ("-k", "floor", "--all")
    assert (len(asked.steps), asked.whole) == (1, False)
    assert choose(["pytest"]).whole


@pytest.mark.parametrize("arguments", [["-k", "floor"], ["ruff", "pytest", "-x"]])
def test_options_are_for_one_step(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="is an option for one step"):
        choose(arguments)
