"""A telephone call reaches a queue, and an agent with a telephone: through the whole program."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from onqueue.cli.demo.telephones.phone import Manners
from onqueue.cli.demo.telephones.sound import MUSIC
from onqueue.kernel.settings import Settings
from tests.voice.exchange import Exchange
from tests.voice.office import DIALLED, Office, closed, until

NOT_FOUND = 404
FORBIDDEN = 403
FREE_WITHIN_S = 10


@pytest.fixture
async def office(exchange: Exchange, settings: Settings) -> AsyncIterator[Office]:
    """A centre with a telephone number, and two agents with telephones."""
    exchange.asterisk.start()
    office = Office(exchange=exchange, settings=settings)
    await office.open()
    yield office
    await office.close()


async def test_a_caller_waits_with_music_and_talks_with_the_agent_who_takes_it(
    office: Office,
) -> None:
    ann = office.desks["ann"]
    caller = await office.call()
    await until(lambda: caller.is_up, what="the caller is answered")
    assert await caller.media.hears() == {MUSIC}
    await ann.on_queue()
    contact = await ann.accept()
    mine = await office.picked_up("ann")
    assert await caller.media.hears() == {"ann"}
    assert await mine.media.hears() == {"carl"}
    assert ann.calls[contact]["carrier"] == "asterisk"
    await mine.hang_up()
    await asyncio.wait_for(caller.ended.wait(), 10)
    await until(lambda: (ann.contact(contact) or {}).get("state") == "wrap_up", what="ann wraps up")


async def test_who_hangs_up_while_it_rings_at_the_agent_is_abandoned(office: Office) -> None:
    ann = office.desks["ann"]
    await ann.on_queue()
    caller = await office.call()
    await until(lambda: ann.offer() is not None, what="ann is asked")
    [contact] = ann.things["contact"]
    await until(lambda: caller.is_up, what="the caller is answered")
    await caller.hang_up()
    await until(lambda: ann.contact(contact) is None, what="the contact is gone")
    await until(lambda: ann.offer() is None, what="the offer is gone")
    assert ann.phone.calls == []


async def test_the_customer_hangs_up_and_the_agent_wraps_up(office: Office) -> None:
    caller, mine, contact = await office.talking()
    await caller.hang_up()
    await asyncio.wait_for(mine.ended.wait(), 10)
    ann = office.desks["ann"]
    await until(lambda: ann.state_of(contact) == "wrap_up", what="ann wraps up")
    await ann.until_written(contact)
    ends = {leg["role"]: (leg["cause"], leg["ended_by"]) for leg in await ann.legs(contact)}
    assert ends == {"customer": ("normal", "far"), "agent": ("normal", "us")}


async def test_hold_plays_music_to_the_customer_alone(office: Office) -> None:
    caller, mine, contact = await office.talking()
    await office.desks["ann"].hold(contact, on=True)
    assert await caller.media.hears() == {MUSIC}
    assert await mine.media.hears() == set()
    await office.desks["ann"].hold(contact, on=False)
    assert await caller.media.hears() == {"ann"}
    assert await mine.media.hears() == {"carl"}


async def test_the_agent_ends_at_the_desk_and_both_lines_are_gone(office: Office) -> None:
    caller, mine, contact = await office.talking()
    await office.desks["ann"].act(contact, "end")
    await asyncio.wait_for(caller.ended.wait(), 10)
    await asyncio.wait_for(mine.ended.wait(), 10)


async def test_a_number_that_is_none_of_ours_is_refused(office: Office) -> None:
    caller = await office.call(number="4930999")
    await asyncio.wait_for(caller.ended.wait(), 10)
    assert caller.code == NOT_FOUND


async def test_a_telephone_of_ours_cannot_call_out_yet(office: Office) -> None:
    ann = office.desks["ann"]
    call = await ann.phone.call(DIALLED, password=ann.password)
    await asyncio.wait_for(call.ended.wait(), 10)
    assert call.code == FORBIDDEN


async def test_talk_goes_on_while_the_server_is_killed_and_is_ended_by_its_next_life(
    office: Office,
) -> None:
    caller, mine, contact = await office.talking()
    await office.die()
    assert await caller.media.hears() == {"ann"}
    assert await mine.media.hears() == {"carl"}
    await office.come_back()
    ann = office.desks["ann"]
    assert await caller.media.hears() == {"ann"}
    assert await mine.media.hears() == {"carl"}
    assert ann.state_of(contact) == "active"
    await ann.hold(contact, on=True)
    assert await caller.media.hears() == {MUSIC}
    await ann.act(contact, "end")
    await asyncio.wait_for(caller.ended.wait(), 10)
    await asyncio.wait_for(mine.ended.wait(), 10)
    await until(lambda: ann.state_of(contact) == "wrap_up", what="ann wraps up")


async def test_who_is_on_hold_stays_there_through_the_death_of_the_server(office: Office) -> None:
    caller, mine, contact = await office.talking()
    ann = office.desks["ann"]
    await ann.hold(contact, on=True)
    assert await caller.media.hears() == {MUSIC}
    await office.die()
    await office.come_back()
    assert await caller.media.hears() == {MUSIC}
    assert await mine.media.hears() == set()
    await ann.hold(contact, on=False)
    assert await caller.media.hears() == {"ann"}


async def test_who_waits_stays_in_line_through_the_death_of_the_server(office: Office) -> None:
    caller = await office.call()
    await until(lambda: caller.is_up, what="the caller is answered")
    assert await caller.media.hears() == {MUSIC}
    await office.die()
    assert await caller.media.hears() == {MUSIC}
    await office.come_back()
    await office.desks["ann"].on_queue()
    await office.desks["ann"].accept()
    await office.picked_up("ann")
    assert await caller.media.hears() == {"ann"}


async def test_who_hung_up_while_the_server_was_dead_is_known_afterwards(office: Office) -> None:
    caller, mine, contact = await office.talking()
    await office.die()
    await caller.hang_up()
    await office.come_back()
    ann = office.desks["ann"]
    await until(lambda: ann.state_of(contact) == "wrap_up", what="ann wraps up")
    await asyncio.wait_for(mine.ended.wait(), 10)


async def test_when_the_exchange_dies_its_calls_are_closed_and_agents_are_free(
    office: Office,
) -> None:
    _, _, contact = await office.talking()
    ann = office.desks["ann"]
    waits = await office.call("cid")
    await until(lambda: waits.is_up, what="another caller waits")
    await asyncio.to_thread(office.exchange.asterisk.kill)
    async with asyncio.timeout(FREE_WITHIN_S):
        await until(lambda: ann.state_of(contact) == "wrap_up", what="ann wraps up")
    await until(lambda: list(ann.things.get("contact", {})) == [contact], what="nobody waits")
    await ann.until_written(contact)
    assert {leg["cause"] for leg in await ann.legs(contact)} == {"lost"}
    await asyncio.to_thread(office.exchange.asterisk.start)
    await ann.registers_again()
    await ann.act(contact, "close", code=office.place.code)
    caller = await office.call("cid")
    await ann.accept()
    await office.picked_up("ann", calls=2)
    assert await caller.media.hears() == {"ann"}


async def test_who_calls_while_it_is_closed_is_told_so(office: Office) -> None:
    await office.die()
    await office.write(closed)
    await office.come_back()
    caller = await office.call()
    await until(lambda: caller.is_up, what="the caller is answered")
    assert await caller.media.hears() == {"play:closed"}
    await asyncio.wait_for(caller.ended.wait(), 10)


async def test_hold_by_the_keys_of_a_telephone_is_as_at_the_desk(office: Office) -> None:
    caller, mine, contact = await office.talking()
    ann = office.desks["ann"]
    await mine.hold(on=True)
    assert await caller.media.hears() == {MUSIC}
    await until(lambda: ann.calls[contact]["held"], what="the desk shows that it holds")
    await mine.hold(on=False)
    assert await caller.media.hears() == {"ann"}


async def test_a_telephone_that_is_busy_sends_the_caller_back_to_the_line(office: Office) -> None:
    ann, ben = office.desks["ann"], office.desks["ben"]
    ann.phone.manners = Manners(refuses_with=486)
    await ann.on_queue()
    caller = await office.call()
    await ann.accept()
    await until(lambda: bool(ann.phone.calls), what="the telephone of ann was called")
    await ben.on_queue()
    contact = await ben.accept()
    await office.picked_up("ben")
    assert await caller.media.hears() == {"ben"}
    legs = await ben.legs(contact)
    assert [leg["cause"] for leg in legs] == ["", "busy", ""]


async def test_a_new_password_ends_the_old_one_and_a_telephone_taken_away_is_refused(
    office: Office,
) -> None:
    ann = office.desks["ann"]
    old = ann.password
    await ann.telephone()
    assert ann.password != old
    assert not await ann.phone.registers(old)
    assert await ann.phone.registers(ann.password)
    assert (await ann.web.get("/api/calls/phone")).json()["registered"]
    assert (await ann.web.delete("/api/calls/phone")).is_success
    assert not await ann.phone.registers(ann.password)
    shown = (await ann.web.get("/api/calls/phone")).json()
    assert (shown["made_at"], shown["registered"]) == (None, False)


async def test_a_supervisor_listens_unheard_and_then_speaks_to_the_agent_alone(
    office: Office,
) -> None:
    caller, mine, contact = await office.talking()
    sue = office.desks["sue"]
    await sue.ask(f"/api/calls/{contact}/listen", mode="listen")
    hers = await office.picked_up("sue")
    assert await hers.media.hears() == {"ann", "carl"}
    assert await caller.media.hears() == {"ann"}
    assert await mine.media.hears() == {"carl"}
    await sue.ask(f"/api/calls/{contact}/listen", mode="whisper")
    assert await mine.media.hears() == {"carl", "sue"}
    assert await caller.media.hears() == {"ann"}
    assert (await sue.web.delete(f"/api/calls/{contact}/listen")).is_success
    await asyncio.wait_for(hers.ended.wait(), 10)
    assert await caller.media.hears() == {"ann"}
