"""Racing people with sockets that break and a server that dies see what a right server shows."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from onqueue.kernel.settings import Settings
from tests.histories.racing import Race, missing, run

pytestmark = [
    pytest.mark.slow,
    # Sockets are cut in the middle: nobody is left to close them.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def what_was_cut_is_cleared_away_here() -> Iterator[None]:
    """Not during another test, which would be told of it."""
    yield
    gc.collect()


async def test_racing_people_see_only_what_a_right_server_shows(settings: Settings) -> None:
    outcome = await run(settings, Race())
    assert outcome.wrong == []
    assert missing(outcome.counts) == [], outcome.counts


async def test_racing_people_see_it_too_when_processes_take_over_from_each_other(
    settings: Settings,
) -> None:
    if not settings.shared:
        pytest.skip("one process alone serves a centre on SQLite")
    outcome = await run(settings, Race(hosts=2, agents=6, customers=12))
    assert outcome.wrong == []
    assert missing(outcome.counts) == [], outcome.counts
