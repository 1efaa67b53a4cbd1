"""What must not be overlooked among what was skipped?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

LOUD: Final = "NOT TRIED:"
"""A reason to skip that begins so is said once more at the end of the run, aloud."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any) -> Generator[None]:
    """Say last of all how many tests were left out for a loud reason, and for which."""
    yield
    counts: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else "")
        _, found, said = reason.partition(LOUD)
        if found:
            counts[said.strip()] = counts.get(said.strip(), 0) + 1
    for said, count in counts.items():
        terminalreporter.section("NOT TRIED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{count} tests were left out: {said}", red=True, bold=True)
