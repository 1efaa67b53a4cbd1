"""Racing people with sockets that break and a server that dies see what a right server shows."""

from __future__ import annotations

import pytest

from onqueue.kernel.settings import Settings
from tests.histories.racing import Race, missing, run


# Sockets are cut in the middle: nobody is left to close them.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.slow
async def test_racing_people_see_only_what_a_right_server_shows(settings: Settings) -> None:
    outcome = await run(settings, Race())
    assert outcome.wrong == []
    assert missing(outcome.counts) == [], outcome.counts
