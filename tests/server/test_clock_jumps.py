"""The machine's clock is set while people talk, wait, and are being offered."""

from __future__ import annotations

import pytest

from onqueue.boot import Program
from onqueue.channels.webchat.session import ChatSession
from onqueue.cli.looking import verify
from onqueue.floor import commands
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.settings import Settings
from tests.server.scene import Centre, Founded, Seat, Shopper
from tests.server.test_chat_from_end_to_end import taken

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
TO_LEAP_DAY = 789 * DAY + 23 * HOUR + 59 * MINUTE
"""From the clock's beginning, 1 January 2026, to the last minute of 28 February 2028."""


async def waiting(centre: Centre, number: int) -> Shopper:
    shopper = Shopper(ChatSession(chats=centre.program.chats, origin=None))
    await shopper.say(t="hello", widget=centre.made.widget)
    await shopper.say(t="start", id=f"contact-{number:04}", form={"name": "Dora"}, text="Hello")
    return shopper


async def serve_next(centre: Centre, seat: Seat) -> None:
    """Come back from wherever they are, take what is offered, and finish it all."""
    floor, me = centre.program.house.replica.floor, seat.actor.account
    ask = centre.program.house.asking.ask
    if floor.agents[me].state != "on_queue":
        await ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    for offer in [one.id for one in floor.offers.values() if one.agent == me]:
        await ask(commands.Accept(offer=offer, agent=me))
    for mine in [one for one in floor.contacts.values() if one.agent == me]:
        if mine.ended_at is None:
            await ask(commands.End(contact=mine.id, by=me))
        await ask(commands.Close(contact=mine.id, agent=me, code="any"))
    await centre.settle()


@pytest.mark.parametrize(
    "jump_ms",
    [HOUR, DAY, TO_LEAP_DAY],
    ids=["an-hour", "a-day", "to-a-leap-day"],
)
async def test_clock_that_is_set_on_loses_nobody_and_keeps_the_order(
    centre: Centre, settings: Settings, jump_ms: int
) -> None:
    talking, seat = await taken(centre)
    crowd = [await waiting(centre, number) for number in range(2, 6)]
    await talking.say(t="say", id="message-01", text="before")
    await centre.later(jump_ms)
    await talking.say(t="say", id="message-02", text="after")
    await centre.later(2 * MINUTE)
    await talking.look()
    assert [one["text"] for one in talking.told("message")][-2:] == ["before", "after"]
    floor = centre.program.house.replica.floor
    for _ in range(len(crowd) + 2):
        await serve_next(centre, seat)
        await centre.later(MINUTE)
    for shopper in (talking, *crowd):
        await shopper.look()
    assert {shopper.phase for shopper in (talking, *crowd)} == {"ended"}
    assert floor.contacts == {}
    assert (await verify(settings=settings)).good


async def test_clock_that_is_set_back_while_nobody_is_there_holds_up_no_deadline(
    settings: Settings, clock: VirtualClock, founded: Founded
) -> None:
    demo = settings.model_copy(update={"demo": True})
    before = Program(settings=demo, clock=clock)
    await before.start()
    centre = Centre(before, founded)
    await centre.later(HOUR)
    await before.stop()

    after = Program(settings=demo, clock=VirtualClock(start=clock.now() - DAY))
    await after.start()
    again = Centre(after, founded)
    seat = await again.sit("ann")
    me = seat.actor.account
    await after.house.asking.ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    shopper = await waiting(again, 1)
    floor = after.house.replica.floor
    assert len(floor.offers) == 1
    # Nobody takes it: it rings for as long as it may, twice, and not for a day.
    for _ in range(2):
        await again.later(MINUTE)
    assert (floor.agents[me].state, dict(floor.offers)) == ("set_aside", {})
    await shopper.look()
    assert shopper.phase == "waiting"
    await after.stop()
    assert (await verify(settings=settings)).good
