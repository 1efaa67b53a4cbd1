"""A centre whose database was away for a moment goes on, without being started anew."""

from __future__ import annotations

import asyncio

import pytest

from onqueue.floor import commands
from tests.server.scene import Centre
from tests.server.test_chat_from_end_to_end import taken


async def test_what_follows_the_journal_goes_on_once_it_can_be_read_again(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onqueue.journal.feed.AGAIN_S", 0.01)
    shopper, seat = await taken(centre)
    program, me = centre.program, seat.actor.account
    program.db._reads.set_away(True)
    # It is written down; those who follow hear of it, and cannot read it.
    await program.house.driver.ask(commands.End(contact="contact-0001", by=me))
    await asyncio.sleep(0.05)
    program.db._reads.set_away(False)
    await centre.settle()
    await shopper.look()
    assert (shopper.phase, program.house.leading.crashed, program.tasks.crashed) == (
        "ended",
        {},
        {},
    )
