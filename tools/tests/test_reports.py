from pathlib import Path

import pytest

from tools.reports import Tally, read_report

PYTEST = """<testsuites><testsuite name="pytest" tests="4">
<testcase name="a"/><testcase name="b"><failure/></testcase>
<testcase name="c"><error/></testcase><testcase name="d"><skipped/></testcase>
</testsuite></testsuites>"""
NESTED = """<testsuites tests="2"><testsuite tests="2"><testsuite>
<testcase name="a"/></testsuite><testcase name="b"><system-out>x</system-out></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    "text,tally",
    [
        (PYTEST, Tally(passed=1, failed=2, skipped=1)),
        (NESTED, Tally(passed=2)),
        ("<testsuites/>", Tally()),
    ],
)
def test_cases_are_counted(tmp_path: Path, text: str, tally: Tally) -> None:
    file = tmp_path / "report.xml"
    file.write_text(text, "utf-8")
    assert read_report(file) == tally


def test_missing_report_holds_nothing(tmp_path: Path) -> None:
    assert read_report(tmp_path / "none.xml") == Tally()


def test_tallies_read_as_a_sentence() -> None:
    total = Tally(passed=2, skipped=1) + Tally(passed=1, failed=3)
    assert str(total) == "3 passed, 3 failed, 1 skipped"
