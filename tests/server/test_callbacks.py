"""Customers who keep their place and are called back: by key, by button, refused, killed, late."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from typing_extensions import override

from onqueue.channels.voice.drivers.simulated import BUSY, RINGS_OUT, Behaviour
from onqueue.conversations import queries as conversations
from onqueue.directory import service as setting_up
from onqueue.floor import commands
from onqueue.floor.specs import TELEPHONE
from onqueue.flows import queries as flows
from onqueue.flows import service
from onqueue.flows.rules.graph import Graph
from onqueue.flows.tests.graphs import flow, node
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.settings import Settings
from onqueue.outbound import queries as outbound
from onqueue.outbound.rules import Allowed, Policy
from tests.server.scene import Centre
from tests.server.switchboard import switchboard
from tests.server.test_calls_out import THEIRS, Desk
from tests.server.test_flows import begun, publish, said

NUMBER = "+49 30 5551234"
DIALLED = "49305551234"
CARRIES = "+49 30 76543210"
SPOKEN = "+ 4 9, 3 0, 7 6 5 4 3 2 1 0"
OFFER = "en: Shall we call you back?"
RIGHT = f"en: We will call you at {SPOKEN}. Is that right?"
THANKS = "You keep your place. We will call you at {} when it is your turn."


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The program carries no calls: the switchboard does."""
    return settings.model_copy(update={"calls": "off"})


def offering(queue: str) -> Graph:
    return flow(
        node(
            "callback",
            "offer",
            text="Shall we call you back?",
            queue=queue,
            next={"no": "wait", "unknown": "sorry"},
        ),
        node("queue", "wait", queue=queue),
        node("end", "sorry", text="Then not."),
    )


class Centred(Desk):
    """Ann with her telephone, on a break, and a number that offers to call back."""

    flow = ""

    @override
    async def open(self) -> None:
        await super().open()
        await self.go("break")
        db, by = self.centre.program.db, By(actor=SYSTEM, now=0, network="")
        self.flow = await publish(self.centre, offering(self.centre.made.queue))
        await db.write(
            setting_up.create_phone_number,
            by=by,
            number=NUMBER,
            queue_id=self.centre.made.queue,
            flow_id=self.flow,
            language="en",
        )

    async def go(self, state: str) -> None:
        account = self.actor.account
        reason = "" if state == "on_queue" else "lunch"
        await self.ask(commands.ChangeState(agent=account, state=state, by=account, reason=reason))

    async def ring(self, keys: str, *, caller: str = THEIRS) -> str:
        """Let somebody call, press keys at the offer, and hear what follows."""
        leg = await self.board.call(DIALLED, caller=caller)
        await self.board.press(leg, keys)
        return leg

    @property
    def contacts(self) -> dict[str, Any]:
        return dict(self.centre.program.house.replica.floor.contacts)

    @property
    def legs(self) -> list[str]:
        return [leg.far for leg in self.board.driver._switch.legs.values()]

    def only(self) -> Any:
        (contact,) = self.contacts.values()
        return contact

    async def take(self) -> None:
        """Ann comes back and takes what is offered."""
        await self.go("on_queue")
        await self.accept()

    async def accept(self) -> None:
        offer, account = self.only().offer, self.actor.account
        await self.ask(commands.Accept(offer=offer, agent=account))
        await self.board.pass_ms(1_000)

    def answers(self, behaviour: Behaviour) -> None:
        self.board.driver.phone(THEIRS, behaviour)

    async def outcomes(self) -> object:
        db, now = self.centre.program.db, self.centre.program.clock.now()
        return (await db.read(flows.flow_figures, flow=self.flow, now=now)).outcomes

    async def row(self, contact: str) -> Any:
        return await self.centre.program.db.read(outbound.placed, contact=contact)


LATE = Behaviour(rings_after_ms=500, answers_after_ms=3_000)


@pytest.fixture
async def desk(centre: Centre) -> AsyncIterator[Centred]:
    board = await switchboard(centre)
    desk = Centred(centre, board)
    await desk.open()
    yield desk
    await board.tasks.stop()


async def test_caller_confirms_their_number_hangs_up_and_is_called_when_it_is_their_turn(
    desk: Centred,
) -> None:
    leg = await desk.ring("1")
    assert desk.board.hears(leg) == RIGHT
    await desk.board.press(leg, "1")
    assert desk.board.hears(leg) == f"en: {THANKS.format(SPOKEN)}"
    contact = desk.only()
    assert (contact.state, contact.keeps_place) == ("waiting", True)
    assert contact.needs.gates == (TELEPHONE,)
    await desk.board.pass_ms(3_000)
    assert desk.legs == [], "we hang up"
    await desk.board.pass_ms(60_000)
    assert desk.only().state == "waiting"
    assert await desk.outcomes() == {"callback": 1}

    desk.answers(LATE)
    await desk.take()
    assert desk.legs == [f"agent:{desk.actor.account}", THEIRS]
    await desk.board.pass_ms(4_000)
    assert desk.board.driver.hears(f"{contact.id}-a1") == {THEIRS}
    row = await desk.row(contact.id)
    assert (row.account, row.number, row.caller) == (desk.actor.account, THEIRS, "+49305551234")
    assert row.reached_at is not None


async def test_place_of_who_is_called_back_is_the_one_they_had(desk: Centred) -> None:
    await desk.ring("11")
    first = desk.only()
    await desk.board.pass_ms(30_000)
    later = await desk.board.call(DIALLED, caller="+493011111111")
    await desk.board.press(later, "2")
    desk.answers(LATE)
    await desk.go("on_queue")
    assert desk.contacts[first.id].offer is not None
    assert [one.state for one in desk.contacts.values()] == ["offered", "waiting"]


async def test_who_says_no_waits_on_the_line(desk: Centred) -> None:
    leg = await desk.ring("2")
    assert desk.board.hears(leg) == "music:default"
    assert desk.only().keeps_place is False


async def test_another_number_is_typed_confirmed_and_called(desk: Centred) -> None:
    leg = await desk.ring("12")
    assert desk.board.hears(leg) == (
        "en: At which number may we call you? Give it with its area code."
    )
    await desk.board.press(leg, "03033333333#")
    assert (
        desk.board.hears(leg)
        == "en: We will call you at + 4 9, 3 0, 3 3 3 3 3 3 3 3. Is that right?"
    )
    await desk.board.press(leg, "1")
    contact = desk.only()
    number = await desk.centre.program.db.read(flows.callback_number, contact=contact.id)
    assert number == "+493033333333"


@pytest.mark.parametrize("typed", ["0033123456789", "09001234567", "112", "0305551234", "5"])
async def test_number_that_nobody_may_call_is_not_promised(desk: Centred, typed: str) -> None:
    leg = await desk.ring("12")
    for _ in range(2):
        await desk.board.press(leg, f"{typed}#")
        assert desk.board.hears(leg) == (
            "en: We cannot call this number. Give another one, with its area code."
        )
    await desk.board.press(leg, f"{typed}#")
    assert desk.board.hears(leg) == "en: Then not."
    assert desk.contacts == {}


async def test_nothing_is_promised_while_nothing_may_be_called(desk: Centred) -> None:
    await desk.allow(Policy())
    leg = await desk.ring("1")
    assert desk.board.hears(leg).startswith("en: At which number")
    await desk.board.press(leg, "03033333333#")
    assert desk.board.hears(leg).startswith("en: We cannot call this number.")


async def test_rule_for_some_people_promises_nothing(desk: Centred) -> None:
    await desk.allow(Policy(allowed=(Allowed(prefix="+49", role="caller"),)))
    leg = await desk.ring("1")
    assert desk.board.hears(leg).startswith("en: At which number")


async def test_caller_without_a_number_is_asked_for_one(desk: Centred) -> None:
    leg = await desk.ring("1", caller="")
    assert desk.board.hears(leg).startswith("en: At which number")


@pytest.mark.parametrize("behaviour, waits_ms", [(BUSY, 2_000), (RINGS_OUT, 50_000)])
async def test_who_does_not_answer_is_over_with_the_reason(
    desk: Centred, behaviour: Behaviour, waits_ms: int
) -> None:
    await desk.ring("11")
    contact = desk.only().id
    await desk.board.pass_ms(3_000)
    desk.answers(behaviour)
    await desk.take()
    await desk.board.pass_ms(waits_ms)
    assert desk.contacts[contact].state == "wrap_up"
    row = await desk.row(contact)
    assert (row.reached_at, row.ended_at is not None) == (None, True)
    assert desk.legs == []


async def test_what_is_forbidden_by_then_ends_and_nobody_is_called(desk: Centred) -> None:
    await desk.ring("11")
    contact = desk.only().id
    await desk.board.pass_ms(3_000)
    await desk.allow(Policy())
    await desk.take()
    assert desk.contacts[contact].state == "wrap_up"
    assert (desk.legs, await desk.row(contact)) == ([], None)


async def test_agent_whose_telephone_fails_gives_the_place_back(desk: Centred) -> None:
    await desk.ring("11")
    contact = desk.only().id
    await desk.board.pass_ms(3_000)
    desk.answers(LATE)
    desk.board.driver.phone(f"agent:{desk.actor.account}", RINGS_OUT)
    await desk.take()
    await desk.board.pass_ms(40_000)
    there = desk.contacts[contact]
    assert (there.keeps_place, THEIRS in desk.legs) == (True, False)
    assert there.state in {"waiting", "offered"}


async def test_next_life_keeps_the_place_and_calls(desk: Centred) -> None:
    await desk.ring("11")
    await desk.board.again()
    await desk.board.pass_ms(6_000)
    assert desk.legs == []
    assert desk.only().keeps_place is True
    desk.answers(LATE)
    await desk.take()
    await desk.board.again()
    await desk.board.pass_ms(6_000)
    contact = desk.only()
    assert contact.state == "active"
    assert desk.board.driver.hears(f"{contact.id}-a1") == {THEIRS}
    await desk.board.again()
    await desk.board.pass_ms(2_000)
    assert desk.board.driver.hears(f"{contact.id}-a1") == {THEIRS}


async def test_called_customer_who_hangs_up_ends_the_contact(desk: Centred) -> None:
    await desk.ring("11")
    await desk.board.pass_ms(3_000)
    desk.answers(LATE)
    await desk.take()
    await desk.board.pass_ms(4_000)
    contact = desk.only().id
    called = next(leg.id for leg in desk.board.driver._switch.legs.values() if leg.far == THEIRS)
    desk.board.driver.hang_up(called)
    await desk.board.settle()
    assert desk.contacts[contact].state == "wrap_up"
    row = await desk.row(contact)
    assert row.ended_at is not None
    assert desk.legs == []


async def test_chat_offers_it_by_buttons_and_the_telephone_rings(desk: Centred) -> None:
    by = By(actor=SYSTEM, now=0, network="")
    db, centre = desk.centre.program.db, desk.centre
    await db.write(service.set_entries, by=by, flow=desk.flow, widgets=[centre.made.widget])
    shopper = await begun(centre)
    for place, text in enumerate(("Yes", "030 76543210", "Yes")):
        await shopper.say(t="say", id=f"answer-000{place}", text=text)
        await centre.settle()
    await shopper.look()
    assert said(shopper)[-2] == ("agent", THANKS.format(CARRIES))
    assert shopper.phase == "waiting"
    state = [one["state"] for one in shopper.frames if "state" in one][-1]
    assert (state["keeps_place"], state["channel"]) == (True, "chat")
    contact = desk.only()
    assert (contact.needs.channel, contact.needs.gates) == ("voice", (TELEPHONE,))
    row = await db.read(conversations.contact, id=contact.id)
    assert row is not None
    await desk.board.pass_ms(10_000)
    desk.answers(LATE)
    await desk.take()
    await desk.board.pass_ms(4_000)
    assert desk.board.driver.hears(f"{contact.id}-a1") == {THEIRS}


async def test_chat_can_give_its_place_back(desk: Centred) -> None:
    by = By(actor=SYSTEM, now=0, network="")
    db, centre = desk.centre.program.db, desk.centre
    await db.write(service.set_entries, by=by, flow=desk.flow, widgets=[centre.made.widget])
    shopper = await begun(centre)
    for place, text in enumerate(("Yes", "030 76543210", "Yes")):
        await shopper.say(t="say", id=f"answer-000{place}", text=text)
        await centre.settle()
    await shopper.say(t="end")
    await desk.board.settle()
    assert desk.contacts == {}


async def test_rule_sends_a_caller_off_who_is_told_and_called_back(desk: Centred) -> None:
    leg = await desk.ring("2")
    contact = desk.only().id
    await desk.ask(commands.KeepPlace(contact=contact))
    assert desk.board.hears(leg) == f"en: {THANKS.format(SPOKEN)}"
    await desk.board.pass_ms(5_000)
    assert (desk.legs, desk.only().state) == ([], "waiting")
    await desk.board.again()
    desk.answers(LATE)
    await desk.take()
    await desk.board.pass_ms(4_000)
    assert desk.board.driver.hears(f"{contact}-a1") == {THEIRS}
    await desk.board.again()
    await desk.board.pass_ms(2_000)
    assert desk.board.driver.hears(f"{contact}-a1") == {THEIRS}


async def test_caller_whom_we_may_not_call_goes_on_waiting_on_the_line(desk: Centred) -> None:
    leg = await desk.ring("2")
    await desk.allow(Policy())
    await desk.ask(commands.KeepPlace(contact=desk.only().id))
    await desk.board.pass_ms(3_000)
    assert desk.board.hears(leg) == "music:default"
    await desk.take()
    assert desk.board.driver.hears(leg) == {f"agent:{desk.actor.account}"}
