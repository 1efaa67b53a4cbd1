"""A customer's page calls, and an agent's page answers: through the whole program.

The pages do as their plans say; that sound then flows is proven by the browser journeys.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from onqueue.boot import Program
from onqueue.channels.voice import books
from onqueue.channels.voice.books import LegRow
from onqueue.channels.voice.drivers.webrtc import APART_MS_MAX, AWAY_MS_MAX
from onqueue.channels.voice.explaining import told
from onqueue.channels.voice.frames import HangUp, PhoneOn, Report, Take
from onqueue.directory.models import AgentProfile, ChatWidget
from onqueue.floor import commands
from onqueue.floor.evolving.moves import PASS_MS
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.settings import Settings
from tests.server.scene import SETTLED_S_MAX, Centre, Founded, Seat, Shopper

pytestmark = pytest.mark.database

CALL = {
    "t": "start",
    "id": "contact-0001",
    "form": {"name": "Carl"},
    "text": None,
    "channel": "voice",
    "attachment": "page-of-carl",
}
CUSTOMER_LEG = "contact-0001-c"


@pytest.fixture
async def centre(
    settings: Settings, clock: VirtualClock, founded: Founded
) -> AsyncIterator[Centre]:
    """A centre that carries calls, and where agents take them."""
    program = Program(
        settings=settings.model_copy(update={"demo": True, "calls": "on"}), clock=clock
    )
    await program.start()
    running = Centre(program, founded)
    await program.db.write(_allow_calls)
    for _ in range(2):
        await program.house._sync.once()
    await settled(running)
    yield running
    # A test may have started another one in its place.
    await running.program.stop()
    assert running.program.house.driver.health.breaches == []


def _allow_calls(session: Session) -> None:
    session.execute(update(ChatWidget).values(calls_enabled=True))
    session.execute(update(AgentProfile).values(capacity={"chat": 3, "voice": 1}))


async def settled(centre: Centre) -> None:
    """Let the calls catch up with the floor, and the floor with the calls."""
    telephone = centre.program.telephone
    assert telephone is not None
    async with asyncio.timeout(SETTLED_S_MAX):
        # What another life left is taken up beside the start, and nobody is told when.
        while not telephone.calls.ready:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    for _ in range(4):
        await centre.settle()
        await telephone.calls.caught_up()


async def passes(centre: Centre, ms: int) -> None:
    """Let time pass for the browsers' side of calls."""
    assert centre.program.telephone is not None
    centre.program.clock.advance(ms=ms)  # type: ignore[attr-defined]  # tests have the virtual one
    centre.program.telephone.webrtc.look()
    await settled(centre)


async def on_queue(centre: Centre, who: str = "ann", *, phone: bool = True) -> Seat:
    """An agent who takes calls, with a page that can."""
    seat = await centre.sit(who)
    me = seat.actor.account
    await centre.program.house.asking.ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    if phone:
        await page_on(centre, seat)
    return seat


async def page_on(centre: Centre, seat: Seat, *, attachment: str = "page-of-agent") -> None:
    assert centre.program.telephone is not None
    phones = centre.program.telephone.phones
    await phones.agent(seat.actor.account, seat.desk, PhoneOn(attachment=attachment))
    await seat.look()


async def accept(centre: Centre, seat: Seat) -> None:
    """Take the offer; the page answers its leg by itself."""
    await seat.look()
    offer = seat.only("offer")["id"]
    account = seat.actor.account
    await centre.program.house.asking.ask(commands.Accept(offer=offer, agent=account))
    await settled(centre)
    await seat.look()
    await answer(centre, seat)


async def answer(centre: Centre, seat: Seat) -> None:
    assert centre.program.telephone is not None
    await seat.look()
    for leg, plan in plans(seat.frames).items():
        if plan is not None and plan["state"] == "ringing":
            await centre.program.telephone.phones.agent(
                seat.actor.account, seat.desk, Take(leg=leg)
            )
    await settled(centre)
    await seat.look()


def plans(frames: list[dict[str, Any]]) -> dict[str, dict[str, Any] | None]:
    """The newest plan of each leg."""
    return {frame["leg"]: frame["plan"] for frame in frames if frame["t"] == "phone"}


async def calling(centre: Centre) -> Shopper:
    shopper = await centre.shop()
    await shopper.say(**CALL)
    await settled(centre)
    await shopper.look()
    return shopper


async def talking(centre: Centre, who: str = "ann") -> tuple[Shopper, Seat]:
    seat = await on_queue(centre, who)
    shopper = await calling(centre)
    await accept(centre, seat)
    await shopper.look()
    return shopper, seat


async def legs(centre: Centre) -> list[LegRow]:
    return list(await centre.program.db.read(books.legs_of, contact="contact-0001"))


async def causes(centre: Centre) -> dict[str, str]:
    return {leg.id: leg.cause for leg in await legs(centre)}


def state(centre: Centre) -> str | None:
    contact = centre.program.house.replica.floor.contacts.get("contact-0001")
    return None if contact is None else contact.state


async def test_who_calls_waits_with_music_and_is_told_the_place(centre: Centre) -> None:
    shopper = await calling(centre)
    assert (shopper.phase, shopper.told("error")) == ("waiting", [])
    plan = plans(shopper.frames)[CUSTOMER_LEG]
    assert plan is not None
    assert (plan["state"], plan["music"], plan["peers"]) == ("up", "default", [])
    assert shopper.told("welcome")[-1]["state"]["channel"] == "voice"


async def test_customer_and_agent_are_connected_with_each_other(centre: Centre) -> None:
    shopper, seat = await talking(centre)
    mine, theirs = plans(shopper.frames)[CUSTOMER_LEG], plans(seat.frames)["contact-0001-a1"]
    assert mine is not None
    assert theirs is not None
    [to_agent], [to_customer] = mine["peers"], theirs["peers"]
    assert to_agent["link"] == to_customer["link"]
    assert (to_agent["send"], to_agent["play"]) == (["mic"], True)
    assert (to_customer["send"], to_customer["play"]) == (["mic"], True)
    assert {to_agent["offers"], to_customer["offers"]} == {True, False}
    assert mine["music"] is None
    assert (shopper.phase, state(centre)) == ("active", "active")


async def test_the_customer_hangs_up_and_the_agent_wraps_up(centre: Centre) -> None:
    shopper, seat = await talking(centre)
    await shopper.say(t="hangup", leg=CUSTOMER_LEG)
    await settled(centre)
    await seat.look()
    assert state(centre) == "wrap_up"
    assert plans(seat.frames)["contact-0001-a1"] is None
    ends = {leg.id: (leg.cause, leg.ended_by) for leg in await legs(centre)}
    assert ends == {CUSTOMER_LEG: ("normal", "far"), "contact-0001-a1": ("normal", "us")}


async def test_the_agent_ends_and_both_legs_are_gone(centre: Centre) -> None:
    shopper, seat = await talking(centre)
    me = seat.actor.account
    await centre.program.house.asking.ask(commands.End(contact="contact-0001", by=me))
    await settled(centre)
    await shopper.look()
    assert plans(shopper.frames)[CUSTOMER_LEG] is None
    assert shopper.phase == "ended"
    assert all(leg.ended_at is not None for leg in await legs(centre))


async def test_who_gives_up_while_waiting_is_abandoned(centre: Centre) -> None:
    shopper = await calling(centre)
    await shopper.say(t="hangup", leg=CUSTOMER_LEG)
    await settled(centre)
    await shopper.look()
    assert state(centre) is None
    assert shopper.phase == "ended"


async def test_hold_plays_music_to_the_customer_and_nobody_hears(centre: Centre) -> None:
    shopper, seat = await talking(centre)
    assert centre.program.telephone is not None
    calls = centre.program.telephone.calls
    assert await calls.hold(contact="contact-0001", on=True, by=seat.actor.account)
    await settled(centre)
    await shopper.look()
    await seat.look()
    mine, theirs = plans(shopper.frames)[CUSTOMER_LEG], plans(seat.frames)["contact-0001-a1"]
    assert mine is not None
    assert theirs is not None
    assert (mine["music"], mine["peers"][0]["send"], mine["peers"][0]["play"]) == (
        "default", [], False,
    )  # fmt: skip
    assert (theirs["music"], theirs["peers"][0]["send"]) == (None, [])
    assert [one for one in seat.frames if one["t"] == "call"][-1]["held"]


async def test_an_agent_without_a_phone_gives_the_call_back_to_the_line(centre: Centre) -> None:
    seat = await on_queue(centre, phone=False)
    shopper = await calling(centre)
    await accept(centre, seat)
    await shopper.look()
    assert state(centre) == "waiting"
    plan = plans(shopper.frames)[CUSTOMER_LEG]
    assert plan is not None
    assert plan["music"] == "default"
    assert await causes(centre) == {CUSTOMER_LEG: "", "contact-0001-a1": "absent"}


async def test_a_dead_page_of_the_agent_gives_the_call_to_the_next(centre: Centre) -> None:
    _, seat = await talking(centre)
    assert centre.program.telephone is not None
    await centre.program.telephone.phones.agent_gone(seat.actor.account, seat.desk)
    await passes(centre, AWAY_MS_MAX - 1)
    assert state(centre) == "active"
    await passes(centre, 1)
    assert state(centre) == "waiting"
    assert await causes(centre) == {CUSTOMER_LEG: "", "contact-0001-a1": "no_media"}
    bob = await on_queue(centre, "bob")
    await accept(centre, bob)
    assert state(centre) == "active"


async def test_another_page_of_the_agent_goes_on(centre: Centre) -> None:
    _, first = await talking(centre)
    second = await centre.sit("ann")
    await page_on(centre, second, attachment="second-page")
    assert second.frames[-1] == {"t": "phone_state", "owner": False}
    assert centre.program.telephone is not None
    await centre.program.telephone.phones.agent_gone(first.actor.account, first.desk)
    await second.look()
    plan = plans(second.frames)["contact-0001-a1"]
    assert plan is not None
    assert plan["state"] == "up"
    await passes(centre, AWAY_MS_MAX)
    assert state(centre) == "active"


async def test_a_customer_whose_network_is_gone_is_given_up_after_a_while(
    centre: Centre,
) -> None:
    shopper, _ = await talking(centre)
    centre.program.chats.leave(shopper.session)
    await passes(centre, AWAY_MS_MAX)
    assert state(centre) == "wrap_up"


async def test_a_customer_who_comes_back_in_time_goes_on(centre: Centre) -> None:
    shopper, _ = await talking(centre)
    token = shopper.told("welcome")[0]["token"]
    centre.program.chats.leave(shopper.session)
    await passes(centre, AWAY_MS_MAX - 1)
    again = await centre.shop(token=token)
    await again.say(t="phone", attachment="page-of-carl")
    await again.look()
    plan = plans(again.frames)[CUSTOMER_LEG]
    assert plan is not None
    await passes(centre, AWAY_MS_MAX)
    assert state(centre) == "active"


async def test_another_page_of_the_visitor_cannot_take_the_call(centre: Centre) -> None:
    shopper, _ = await talking(centre)
    other = await centre.shop(token=shopper.told("welcome")[0]["token"])
    await other.say(t="phone", attachment="another-page")
    await other.say(t="hangup", leg=CUSTOMER_LEG)
    await settled(centre)
    assert plans(other.frames) == {}
    assert state(centre) == "active"


async def test_a_stranger_cannot_end_or_take_a_leg(centre: Centre) -> None:
    await talking(centre)
    bob = await on_queue(centre, "bob")
    assert centre.program.telephone is not None
    phones = centre.program.telephone.phones
    await phones.agent(bob.actor.account, bob.desk, HangUp(leg="contact-0001-a1"))
    await phones.agent(bob.actor.account, bob.desk, HangUp(leg=CUSTOMER_LEG))
    await settled(centre)
    assert state(centre) == "active"


async def test_a_call_that_connects_with_nobody_ends_after_three_agents(centre: Centre) -> None:
    shopper, seat = await talking(centre)
    assert centre.program.telephone is not None
    phones = centre.program.telephone.phones
    for _ in range(3):
        leg = next(leg.id for leg in await legs(centre) if leg.ended_at is None and leg.account)
        report = Report(leg=leg, apart=True)
        await phones.agent(seat.actor.account, seat.desk, report)
        await passes(centre, APART_MS_MAX)
        if state(centre) != "waiting":
            break
        await centre.later(PASS_MS)
        await settled(centre)
        await accept(centre, seat)
    await shopper.look()
    assert plans(shopper.frames)[CUSTOMER_LEG] is None
    assert [leg.cause for leg in await legs(centre) if leg.account] == ["no_media"] * 3


async def test_calls_are_refused_where_the_widget_offers_none(centre: Centre) -> None:
    await centre.program.db.write(
        lambda session: session.execute(update(ChatWidget).values(calls_enabled=False))
    )
    shopper = await centre.shop()
    await shopper.say(**CALL)
    assert shopper.frames[-1]["code"] == "call.off"
    assert state(centre) is None


async def test_calling_twice_is_one_call(centre: Centre) -> None:
    shopper = await calling(centre)
    await shopper.say(**CALL)
    await settled(centre)
    assert shopper.told("error") == []
    assert [leg.id for leg in await legs(centre)] == [CUSTOMER_LEG]


async def test_a_supervisor_listens_and_the_agent_sees_it(centre: Centre) -> None:
    shopper, seat = await talking(centre)
    assert centre.program.telephone is not None
    calls = centre.program.telephone.calls
    sue = await centre.sit("sue")
    await page_on(centre, sue, attachment="page-of-sue")
    assert (
        await calls.taps.tap(contact="contact-0001", account=sue.actor.account, mode="listen")
        is None
    )
    await settled(centre)
    await answer(centre, sue)
    await shopper.look()
    await seat.look()
    agent = plans(seat.frames)["contact-0001-a1"]
    customer = plans(shopper.frames)[CUSTOMER_LEG]
    [listening] = [one for leg, one in plans(sue.frames).items() if "-s" in leg]
    assert agent is not None
    assert customer is not None
    assert listening is not None
    assert [peer["send"] for peer in listening["peers"]] == [[]]
    assert [peer["leg"] for peer in customer["peers"]] == ["contact-0001-a1"]
    [to_sue] = [peer for peer in agent["peers"] if "-s" in peer["leg"]]
    assert (to_sue["send"], to_sue["play"]) == (["mic", CUSTOMER_LEG], False)
    shown = [one for one in seat.frames if one["t"] == "call"][-1]
    assert shown["listening"] == [{"account": sue.actor.account, "mode": "listen"}]
    await calls.taps.untap(contact="contact-0001", account=sue.actor.account)
    await settled(centre)
    await seat.look()
    agent = plans(seat.frames)["contact-0001-a1"]
    assert agent is not None
    assert [peer["leg"] for peer in agent["peers"]] == [CUSTOMER_LEG]


async def test_after_a_restart_pages_come_back_and_the_call_goes_on(
    centre: Centre, clock: VirtualClock
) -> None:
    shopper, seat = await talking(centre)
    link = (plans(shopper.frames)[CUSTOMER_LEG] or {})["peers"][0]["link"]
    token = shopper.told("welcome")[0]["token"]
    settings = centre.program.settings
    await centre.program.stop()
    again = Centre(Program(settings=settings, clock=clock))
    again.made, again.people = centre.made, centre.people
    centre.program = again.program
    await again.program.start()
    await settled(again)
    back = await again.shop(token=token)
    await back.say(t="phone", attachment="page-of-carl")
    desk = await again.sit("ann")
    await page_on(again, desk)
    await settled(again)
    await back.look()
    await desk.look()
    mine, theirs = plans(back.frames)[CUSTOMER_LEG], plans(desk.frames)["contact-0001-a1"]
    assert mine is not None
    assert theirs is not None
    assert mine["peers"][0]["link"] == theirs["peers"][0]["link"] == link
    await passes(again, AWAY_MS_MAX)
    assert state(again) == "active"
    assert seat.actor.account == again.program.house.replica.floor.contacts["contact-0001"].agent


async def test_after_a_restart_who_does_not_come_back_has_ended_as_lost(
    centre: Centre, clock: VirtualClock
) -> None:
    await talking(centre)
    settings = centre.program.settings
    await centre.program.stop()
    again = Centre(Program(settings=settings, clock=clock))
    again.made, again.people = centre.made, centre.people
    centre.program = again.program
    await again.program.start()
    await settled(again)
    await passes(again, AWAY_MS_MAX)
    assert state(again) in {"wrap_up", None}
    assert {leg.cause for leg in await legs(again)} == {"lost"}


async def test_the_story_of_a_call_says_who_was_on_the_line(centre: Centre) -> None:
    shopper, seat = await talking(centre)
    assert centre.program.telephone is not None
    calls = centre.program.telephone.calls
    await calls.hold(contact="contact-0001", on=True, by=seat.actor.account)
    await settled(centre)
    await shopper.say(t="hangup", leg=CUSTOMER_LEG)
    await settled(centre)
    story = [
        one.text
        for one in await centre.program.db.read(told, contact="contact-0001", language="en")
    ]
    assert story == [
        "The customer called.",
        "The customer was on the line.",
        "Ann Test was called.",
        "Ann Test was on the line.",
        "The talk was not recorded: calls of this queue are not.",
        "The customer was put on hold by Ann Test.",
        "The line of the customer ended: normal, by the far end.",
        "The line of Ann Test ended: normal, by us.",
    ]
    german = await centre.program.db.read(told, contact="contact-0001", language="de")
    assert german[5].text == "Der Kunde wurde in die Warteschleife gelegt von Ann Test."


async def test_who_is_on_hold_is_known_from_the_journal(centre: Centre) -> None:
    _, seat = await talking(centre)
    assert centre.program.telephone is not None
    calls = centre.program.telephone.calls
    held = []
    for on in (True, False):
        await calls.hold(contact="contact-0001", on=on, by=seat.actor.account)
        held.append(await centre.program.db.read(books.is_held, contact="contact-0001"))
    assert held == [True, False]
