"""Racing people with sockets that break and a server that dies see what a right server shows."""

from __future__ import annotations

import pytest

from onqueue.kernel.settings import Settings
from tests.histories.racing import Race, run


# Sockets are cut in the middle: nobody is left to close them.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.slow
async def test_racing_people_see_only_what_a_right_server_shows(settings: Settings) -> None:
    outcome = await run(settings, Race())
    assert outcome.wrong == []
    seen = outcome.counts
    for needed in ("chats", "accept done", "take_over done", "requeue done", "read done"):
        assert seen[needed] >= 1, f"the race had no {needed}: {seen}"
    assert seen["post unknown"] >= 1, "no socket was cut and no server died under a message"
