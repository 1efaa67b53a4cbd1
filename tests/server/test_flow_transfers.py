"""Callers whom a flow connects with a number outside: answered, busy, forbidden, dear, killed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from typing_extensions import override

from onqueue.channels.voice.drivers.simulated import BUSY, RINGS_OUT, Behaviour
from onqueue.directory import service as setting_up
from onqueue.flows import queries as flows
from onqueue.flows import service
from onqueue.flows.service.runs import PATIENCE_MS
from onqueue.flows.tests.graphs import flow, node
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.settings import Settings
from onqueue.outbound import queries as outbound
from onqueue.outbound.rules import Allowed, Policy, Price
from tests.server.scene import Centre
from tests.server.switchboard import switchboard
from tests.server.test_calls_out import Desk
from tests.server.test_flows import begun, publish, said

NUMBER = "+49 30 5551234"
DIALLED = "49305551234"
NOTARY = "+493011112222"
CARL = "+491701234567"
LATE = Behaviour(rings_after_ms=500, answers_after_ms=3_000)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The program carries no calls: the switchboard does."""
    return settings.model_copy(update={"calls": "off"})


class Centred(Desk):
    """A number that leads to a notary outside."""

    flow = ""

    @override
    async def open(self) -> None:
        await super().open()
        drawn = flow(
            node(
                "transfer",
                "notary",
                text="One moment.",
                number=NOTARY,
                next={"refused": "no", "unknown": "bye"},
            ),
            node("end", "no", text="That is not possible."),
            node("end", "bye", text="Nobody is there."),
        )
        self.flow = await publish(self.centre, drawn)
        await self.centre.program.db.write(
            setting_up.create_phone_number,
            by=By(actor=SYSTEM, now=0, network=""),
            number=NUMBER,
            queue_id=self.centre.made.queue,
            flow_id=self.flow,
            language="en",
        )

    def answers(self, behaviour: Behaviour) -> None:
        self.board.driver.phone(NOTARY, behaviour)

    async def come(self) -> str:
        """Let Carl call, and hear that he is to be connected."""
        leg = await self.board.call(DIALLED, caller=CARL)
        assert self.board.hears(leg) == "en: One moment."
        return leg

    async def ring(self) -> str:
        """Let Carl call, and wait until it rings."""
        leg = await self.come()
        await self.board.pass_ms(2_500)
        return leg

    def hears(self, leg: str) -> object:
        return self.board.driver.hears(leg)

    @property
    def notary(self) -> str:
        legs = self.board.driver._switch.legs.values()
        return next((one.id for one in legs if one.far == NOTARY), "")

    @property
    def legs(self) -> list[str]:
        return [one.far for one in self.board.driver._switch.legs.values()]

    async def outcomes(self) -> object:
        db, now = self.centre.program.db, self.centre.program.clock.now()
        figures = await db.read(flows.flow_figures, flow=self.flow, now=now)
        return figures.outcomes, figures.exits.get("notary")

    async def booked(self) -> list[Any]:
        db = self.centre.program.db
        spent = await db.read(outbound.spending, since=0)
        return [(one.price, one.reached_at is not None, one.ended_at is not None) for one in spent]


@pytest.fixture
async def desk(centre: Centre) -> AsyncIterator[Centred]:
    board = await switchboard(centre)
    desk = Centred(centre, board)
    await desk.open()
    yield desk
    await board.tasks.stop()


async def test_caller_hears_it_ring_talks_and_the_flow_is_over(desk: Centred) -> None:
    desk.answers(LATE)
    leg = await desk.ring()
    assert desk.hears(leg) == {"play:tone:ring"}
    await desk.board.pass_ms(4_000)
    assert (desk.hears(leg), desk.hears(desk.notary)) == ({NOTARY}, {CARL})
    assert await desk.booked() == [(10, True, False)]
    assert desk.centre.program.house.replica.floor.contacts == {}
    desk.board.driver.hang_up(desk.notary)
    await desk.board.pass_ms(1_000)
    assert desk.legs == []
    assert await desk.outcomes() == ({"transferred": 1}, {"": 1})
    assert await desk.booked() == [(10, True, True)]
    assert len(desk.board.calls) == 0


async def test_caller_who_hangs_up_ends_it_for_both(desk: Centred) -> None:
    desk.answers(LATE)
    leg = await desk.ring()
    await desk.board.pass_ms(4_000)
    desk.board.driver.hang_up(leg)
    await desk.board.settle()
    assert desk.legs == []
    assert await desk.outcomes() == ({"transferred": 1}, {"": 1})
    assert await desk.booked() == [(10, True, True)]


async def test_caller_who_hangs_up_while_it_rings_calls_nobody_any_more(desk: Centred) -> None:
    desk.answers(LATE)
    leg = await desk.ring()
    desk.board.driver.hang_up(leg)
    await desk.board.settle()
    assert desk.legs == []
    assert (await desk.outcomes())[0] == {"abandoned": 1}  # type: ignore[index]  # a pair
    assert await desk.booked() == [(10, False, True)]


@pytest.mark.parametrize("behaviour", [BUSY, RINGS_OUT], ids=["busy", "rings out"])
async def test_flow_goes_on_where_nobody_answers(desk: Centred, behaviour: Behaviour) -> None:
    desk.answers(behaviour)
    leg = await desk.come()
    told = await desk.board.heard(leg, until="en: Nobody is there.")
    assert told[0] == "en: One moment."
    assert await desk.outcomes() == ({"ended": 1}, {"unknown": 1})
    assert await desk.booked() == [(10, False, True)]


@pytest.mark.parametrize(
    "policy",
    [
        Policy(),
        Policy(allowed=(Allowed(prefix="+49", role="caller"),)),
        Policy(allowed=(Allowed(prefix="+43"),)),
    ],
    ids=["nothing is allowed", "allowed to some", "another country"],
)
async def test_number_that_not_everybody_may_call_is_refused(desk: Centred, policy: Policy) -> None:
    await desk.allow(policy)
    leg = await desk.board.call(DIALLED, caller=CARL)
    assert desk.board.hears(leg) == "en: That is not possible."
    assert await desk.outcomes() == ({"ended": 1}, {"refused": 1})
    assert await desk.booked() == []


async def test_what_would_cost_too_much_is_refused_and_is_a_finding(desk: Centred) -> None:
    dear = Policy(
        allowed=(Allowed(prefix="+49"),),
        prices=(Price(prefix="+49", cents=500),),
        centre_day_cents=499,
    )
    await desk.allow(dear)
    leg = await desk.come()
    await desk.board.heard(leg, until="en: That is not possible.")
    assert NOTARY not in desk.legs
    assert await desk.booked() == []


async def test_talk_longer_than_patience_goes_on(desk: Centred) -> None:
    desk.answers(LATE)
    leg = await desk.ring()
    await desk.board.pass_ms(4_000)
    later = desk.board.clock.now() + 2 * PATIENCE_MS
    assert await desk.centre.program.db.write(service.end_silent_runs, now=later) == 0
    await desk.board.settle()
    assert desk.hears(leg) == {NOTARY}


async def test_next_life_lets_them_talk_on(desk: Centred) -> None:
    desk.answers(LATE)
    leg = await desk.ring()
    await desk.board.again()
    await desk.board.pass_ms(4_000)
    assert desk.hears(leg) == {NOTARY}
    await desk.board.again()
    await desk.board.pass_ms(2_000)
    assert desk.hears(leg) == {NOTARY}
    assert await desk.booked() == [(10, True, False)]
    desk.board.driver.hang_up(desk.notary)
    await desk.board.pass_ms(1_000)
    assert desk.legs == []
    assert await desk.booked() == [(10, True, True)]


async def test_chat_is_led_on_by_refused(desk: Centred) -> None:
    by = By(actor=SYSTEM, now=0, network="")
    widgets = [desk.centre.made.widget]
    await desk.centre.program.db.write(service.set_entries, by=by, flow=desk.flow, widgets=widgets)
    shopper = await begun(desk.centre)
    assert said(shopper)[-1] == ("agent", "That is not possible.")
