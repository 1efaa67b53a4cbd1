"""An agent calls a customer: answered, busy, silent, forbidden, too dear, too strange, too long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from onqueue.channels.voice.drivers.simulated import (
    ANSWERS,
    BUSY,
    REFUSES,
    RINGS_OUT,
    Behaviour,
)
from onqueue.channels.voice.outgoing import Begun, Outgoing
from onqueue.conversations import queries as conversations
from onqueue.directory import service as setting_up
from onqueue.directory.models import AgentProfile
from onqueue.floor import commands
from onqueue.identity.models import AccountRole
from onqueue.identity.rules import Grant
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM, Actor, RightMissing
from onqueue.kernel.errors import Invalid, OnqueueError
from onqueue.kernel.settings import Settings
from onqueue.live.errors import FloorRefused
from onqueue.outbound import queries as outbound
from onqueue.outbound import service as permits
from onqueue.outbound.errors import (
    AgentSpent,
    CentreSpent,
    DialCostly,
    DialNotAllowed,
    OutboundStopped,
)
from onqueue.outbound.rules import Allowed, Policy, Price
from tests.server.scene import Centre
from tests.server.switchboard import Switchboard, switchboard

OURS = "+49 30 1234567"
THEIRS = "+493076543210"
WRITTEN = "030 / 76 54 32 10"
GERMANY = Policy(allowed=(Allowed(prefix="+49"),))
CALLER = Grant("caller", "site", "")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The program carries no calls: the switchboard does."""
    return settings.model_copy(update={"calls": "off"})


class Desk:
    """Ann, who may call, at a telephone."""

    def __init__(self, centre: Centre, board: Switchboard) -> None:
        self.centre, self.board = centre, board
        self.number = ""
        program = centre.program
        self.outgoing = Outgoing(db=program.db, clock=program.clock, asking=program.house.asking)

    @property
    def actor(self) -> Actor:
        return self.centre.people["ann"]

    @property
    def by(self) -> By:
        return By(actor=self.actor, now=self.centre.program.clock.now(), network="")

    async def open(self) -> None:
        program = self.centre.program
        made = await program.db.write(self._set_up)
        self.number = made
        await self.allow(GERMANY)
        account = self.actor.account
        await program.house.equip(frozenset({account}))
        await self.centre.sit("ann")
        await self.ask(commands.ChangeState(agent=account, state="on_queue", by=account))
        self.board.driver.phone(f"agent:{account}", ANSWERS)

    def _set_up(self, session: Session) -> str:
        by = By(actor=SYSTEM, now=self.centre.program.clock.now(), network="")
        account = self.centre.people["ann"].account
        session.add(AccountRole(account=account, role="caller", scope_kind="site", scope=""))
        profile = session.get(AgentProfile, account)
        assert profile is not None
        profile.capacity = {"chat": 2, "voice": 1}
        made = setting_up.create_phone_number(
            session, by=by, number=OURS, queue_id=self.centre.made.queue, language="en"
        )
        self.centre.people["ann"] = Actor(
            account=account,
            name="Ann Test",
            rights=self.actor.rights | {"call.out"},
            queues=frozenset(),
            teams=frozenset(),
            agent=True,
        )
        return made.id

    async def allow(self, policy: Policy) -> None:
        db = self.centre.program.db
        by = By(actor=SYSTEM, now=self.centre.program.clock.now(), network="")
        shown = await db.read(outbound.policy_shown, now=by.now)
        await db.write(permits.change_policy, by=by, version=shown.version, policy=policy)

    async def call(self, written: str = WRITTEN, *, caller: str | None = None) -> Begun:
        begun = await self.outgoing.place(
            by=self.by,
            number=written,
            caller=self.number if caller is None else caller,
            customer="",
        )
        await self.board.settle()
        return begun

    async def ask(self, command: commands.Command) -> None:
        await self.centre.program.house.asking.ask(command)
        await self.board.settle()

    async def is_refused(self, error: type[OnqueueError], written: str = WRITTEN) -> OnqueueError:
        with pytest.raises(error) as caught:
            await self.call(written)
        await self.board.settle()
        assert self.board.driver._switch.legs == {}, "nobody is called"
        return caught.value

    async def hang_up(self, begun: Begun) -> None:
        await self.ask(commands.End(contact=begun.contact, by=self.actor.account))
        code = commands.Close(contact=begun.contact, agent=self.actor.account, code="x")
        await self.ask(code)

    async def written(self, begun: Begun) -> Any:
        rows = await self.centre.program.db.read(outbound.recent_calls, account=self.actor.account)
        return next(row for row in rows if row.contact == begun.contact)

    def shown(self, begun: Begun) -> dict[str, Any]:
        call = self.board.calls._calls[begun.contact]
        shown = next(
            shown
            for shown in self.board.calls.showing.to(self.actor.account)
            if shown["contact"] == call.contact
        )
        return dict(shown["out"])

    def state(self, begun: Begun) -> str:
        contact = self.centre.program.house.replica.floor.contacts.get(begun.contact)
        return "" if contact is None else contact.state


@pytest.fixture
async def desk(centre: Centre) -> AsyncIterator[Desk]:
    board = await switchboard(centre)
    desk = Desk(centre, board)
    await desk.open()
    yield desk
    await board.tasks.stop()


def answers_late(desk: Desk) -> None:
    behaviour = Behaviour(rings_after_ms=500, answers_after_ms=3_000)
    desk.board.driver.phone(THEIRS, behaviour)


async def test_agents_telephone_comes_first_then_it_rings_and_both_talk(desk: Desk) -> None:
    answers_late(desk)
    begun = await desk.call()
    assert [leg.far for leg in desk.board.driver._switch.legs.values()] == [
        f"agent:{desk.actor.account}"
    ]
    await desk.board.pass_ms(1_500)
    shown = desk.shown(begun)
    assert (shown["number"], shown["shows"], shown["state"]) == (THEIRS, "+49301234567", "ringing")
    mine = f"{begun.contact}-a1"
    assert desk.board.hears(mine) == "tone:ring"
    await desk.board.pass_ms(4_000)
    assert desk.shown(begun)["state"] == "talking"
    assert desk.board.driver.hears(mine) == {THEIRS}
    contact = desk.centre.program.house.replica.floor.contacts[begun.contact]
    assert contact.reached_at is not None
    row = await desk.written(begun)
    assert (row.number, row.reached_at is not None, row.ended_at) == (THEIRS, True, None)
    desk.board.driver.hang_up(f"{begun.contact}-c")
    await desk.board.settle()
    assert desk.state(begun) == "wrap_up"
    assert (await desk.written(begun)).outcome == "talked"


async def test_contact_of_a_call_is_the_agents_and_says_who_began(desk: Desk) -> None:
    answers_late(desk)
    begun = await desk.call()
    row = await desk.centre.program.db.read(conversations.contact, id=begun.contact)
    assert row is not None
    assert (row.direction, row.state, row.agent) == ("out", "active", desk.actor.account)


@pytest.mark.parametrize(
    "behaviour, waits_ms, outcome",
    [
        (BUSY, 2_000, "callee_busy"),
        (REFUSES, 2_000, "callee_refused"),
        (RINGS_OUT, 50_000, "callee_no_answer"),
        (Behaviour(refuses_with=1), 2_000, "callee_unknown"),
        (Behaviour(refuses_with=34), 2_000, "callee_unreachable"),
    ],
)
async def test_who_is_not_reached_is_told_with_the_reason(
    desk: Desk, behaviour: Behaviour, waits_ms: int, outcome: str
) -> None:
    desk.board.driver.phone(THEIRS, behaviour)
    begun = await desk.call()
    await desk.board.pass_ms(waits_ms)
    assert desk.state(begun) in {"wrap_up", ""}
    assert (await desk.written(begun)).outcome == outcome
    assert desk.board.driver._switch.legs == {}


async def test_agent_who_hangs_up_while_it_rings_calls_nobody_any_more(desk: Desk) -> None:
    answers_late(desk)
    begun = await desk.call()
    await desk.board.pass_ms(1_000)
    await desk.hang_up(begun)
    assert desk.board.driver._switch.legs == {}
    assert (await desk.written(begun)).outcome == "cancelled"


async def test_nobody_is_called_before_the_agents_telephone_is_answered(desk: Desk) -> None:
    desk.board.driver.phone(f"agent:{desk.actor.account}", RINGS_OUT)
    answers_late(desk)
    begun = await desk.call()
    await desk.board.pass_ms(25_000)
    assert desk.state(begun) in {"wrap_up", ""}
    legs = await desk.centre.program.db.read(outbound.placed, contact=begun.contact)
    assert legs is not None
    assert legs.reached_at is None
    assert desk.board.driver._switch.legs == {}


async def test_next_life_goes_on_with_the_call(desk: Desk) -> None:
    answers_late(desk)
    begun = await desk.call()
    await desk.board.pass_ms(1_000)
    await desk.board.again()
    await desk.board.pass_ms(4_000)
    assert desk.shown(begun)["state"] == "talking"


async def test_nothing_may_be_called_that_nobody_allowed(desk: Desk) -> None:
    await desk.is_refused(DialNotAllowed, "+33 1 23 45 67 89")
    await desk.allow(Policy())
    await desk.is_refused(DialNotAllowed)


@pytest.mark.parametrize("number", ["+49 900 1234567", "+881 6 12345678", "+882 16 1234567"])
async def test_costly_numbers_are_allowed_by_name_alone(desk: Desk, number: str) -> None:
    await desk.allow(Policy(allowed=(Allowed(prefix="+49"), Allowed(prefix="+88"))))
    await desk.is_refused(DialCostly, number)
    costly = (Allowed(prefix="+49", costly=True), Allowed(prefix="+88", costly=True))
    await desk.allow(Policy(allowed=costly))
    await desk.call(number)


async def test_rules_of_a_role_are_that_roles_alone(desk: Desk) -> None:
    await desk.allow(Policy(allowed=(Allowed(prefix="+49", role="supervisor"),)))
    await desk.is_refused(DialNotAllowed)
    await desk.allow(Policy(allowed=(Allowed(prefix="+49", role="agent"),)))
    await desk.call()


async def test_who_lacks_the_right_calls_nobody(desk: Desk) -> None:
    desk.centre.people["ann"] = Actor(
        account=desk.actor.account,
        name="Ann",
        rights=frozenset({"contact.handle"}),
        queues=frozenset(),
        teams=frozenset(),
        agent=True,
    )
    await desk.is_refused(RightMissing)


async def test_only_numbers_of_ones_queues_can_be_shown(desk: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        await desk.call(caller="another")
    assert caught.value.field == "caller"


@pytest.mark.parametrize("number", ["", "anonymous", "12", "+", "sip:ada@example.org"])
async def test_what_is_no_number_is_not_dialled(desk: Desk, number: str) -> None:
    await desk.is_refused(Invalid, number)


async def talk(desk: Desk, *, number: str = THEIRS, ms: int = 0) -> None:
    desk.board.driver.phone(number, ANSWERS)
    begun = await desk.call(number)
    await desk.board.pass_ms(1_000 + ms)
    await desk.hang_up(begun)


async def test_an_agents_hour_costs_no_more_than_it_may(desk: Desk) -> None:
    prices = (Price(prefix="+49", cents=40), Price(prefix="+4930", cents=60))
    policy = Policy(allowed=GERMANY.allowed, prices=prices, agent_hour_cents=100)
    await desk.allow(policy)
    await talk(desk)
    await desk.is_refused(AgentSpent)
    await desk.allow(Policy(allowed=GERMANY.allowed, prices=prices, agent_hour_cents=120))
    await talk(desk)
    await desk.is_refused(AgentSpent)


async def test_the_centres_day_costs_no_more_than_it_may(desk: Desk) -> None:
    await desk.allow(Policy(allowed=GERMANY.allowed, price_otherwise=60, centre_day_cents=100))
    await talk(desk)
    await desk.is_refused(CentreSpent)


async def test_a_call_is_ended_when_it_has_lasted_long_enough(desk: Desk) -> None:
    await desk.allow(Policy(allowed=GERMANY.allowed, minutes_max=1))
    desk.board.driver.phone(THEIRS, ANSWERS)
    begun = await desk.call()
    await desk.board.pass_ms(55_000)
    assert desk.state(begun) == "active"
    await desk.board.pass_ms(10_000)
    assert desk.state(begun) == "wrap_up"


async def test_a_call_is_ended_when_the_agents_hour_is_used_up(desk: Desk) -> None:
    await desk.allow(Policy(allowed=GERMANY.allowed, price_otherwise=40, agent_hour_cents=100))
    desk.board.driver.phone(THEIRS, ANSWERS)
    begun = await desk.call()
    await desk.board.pass_ms(110_000)
    assert desk.state(begun) == "active"
    await desk.board.pass_ms(10_000)
    assert desk.state(begun) == "wrap_up"


async def test_a_call_is_ended_before_a_minute_for_which_others_have_left_nothing(
    desk: Desk,
) -> None:
    await desk.allow(Policy(allowed=GERMANY.allowed, price_otherwise=40, centre_day_cents=400))
    desk.board.driver.phone(THEIRS, ANSWERS)
    begun = await desk.call()
    await desk.board.pass_ms(50_000)
    await desk.allow(Policy(allowed=GERMANY.allowed, price_otherwise=40, centre_day_cents=79))
    assert desk.state(begun) == "active"
    await desk.board.pass_ms(15_000)
    assert desk.state(begun) == "wrap_up"
    now = desk.centre.program.clock.now()
    [spent] = await desk.centre.program.db.read(outbound.spending, since=0)
    assert spent.cents(now) == 40


async def test_too_many_short_calls_stop_all_until_somebody_lifts_it(desk: Desk) -> None:
    await desk.allow(Policy(allowed=GERMANY.allowed, short_max=1))
    await talk(desk)
    await talk(desk)
    refused = await desk.is_refused(OutboundStopped)
    assert refused.data["reason"] == "2 calls in an hour were over within 6 s"
    by = By(actor=SYSTEM, now=desk.by.now, network="")
    await desk.centre.program.db.write(permits.lift_stop, by=by)
    await talk(desk)


async def test_too_many_new_numbers_stop_all(desk: Desk) -> None:
    await desk.allow(Policy(allowed=GERMANY.allowed, new_max=1, short_max=0))
    await talk(desk)
    await talk(desk, number="+493076543211")
    await desk.is_refused(OutboundStopped, "+493076543212")


async def test_call_that_the_floor_refuses_is_written_down_as_refused(desk: Desk) -> None:
    answers_late(desk)
    await desk.call()
    with pytest.raises(FloorRefused) as caught:
        await desk.call()
    assert caught.value.code == "call_out.full"
    rows = await desk.centre.program.db.read(outbound.recent_calls, account=desk.actor.account)
    assert {row.outcome for row in rows} == {"", "call_out.full"}
