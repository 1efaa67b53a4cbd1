"""Reads the JUnit reports that pytest, Vitest and Playwright write, and adds them up."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from typing_extensions import override

LOUD: Final = "NOT TRIED:"
"""How tests say that they were left out for want of something; see tests/support/loud.py."""


@dataclass(frozen=True)
class Tally:
    """How many tests ended in which way."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    not_tried: int = 0
    """Of those skipped, for want of something that the machine could have."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            passed=self.passed + other.passed,
            failed=self.failed + other.failed,
            skipped=self.skipped + other.skipped,
            not_tried=self.not_tried + other.not_tried,
        )

    @override
    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read_report(file: Path) -> Tally:
    """Add up the cases of one report; a report that was never written holds none."""
    if not file.exists():
        return Tally()
    # The cases are counted, not the totals: the three writers nest and total differently.
    cases = ET.parse(file).getroot().iter("testcase")  # noqa: S314 - our own runners wrote it
    return sum(map(read_case, cases), Tally())


def read_case(case: ET.Element) -> Tally:
    if case.find("failure") is not None or case.find("error") is not None:
        return Tally(failed=1)
    skipped = case.find("skipped")
    if skipped is not None:
        return Tally(skipped=1, not_tried=int(LOUD in (skipped.get("message") or "")))
    return Tally(passed=1)
