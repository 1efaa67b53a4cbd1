"""A call is handed on in all the ways that there are: who hears whom, for how long, and what of it
is in the books and in the figures.

By the desk and by the keys of a telephone, to a person and to a queue, with a talk before and
without, alone and all three together, and as it goes wrong.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.cli.demo.telephones.phone import Call, Manners
from onqueue.cli.demo.telephones.sound import MUSIC
from onqueue.insight.models import Handling
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from tests.voice.exchange import Exchange
from tests.voice.office import DIALLED, Desk, Office, until

UNAVAILABLE = "SIP/2.0 503 Service Unavailable"
ALIKE_S = 1.0
"""What the books and the telephones may differ by."""


class Scene:
    """A customer talks with Ann, and Ben is there to be called."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.ann, self.ben = office.desks["ann"], office.desks["ben"]
        self.caller: Call
        self.mine: Call
        self.contact = self.queue = ""
        self._lengths: dict[Call, tuple[float, float]] = {}
        self._watching = asyncio.create_task(self._watch())

    async def open(self) -> None:
        self.caller, self.mine, self.contact = await self.office.talking()
        self.queue = self.ann.queue_of(self.contact)

    async def close(self) -> None:
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)

    async def bens(self) -> None:
        """Ben takes what he is offered."""
        await self.ben.accept()
        await self.office.picked_up("ben")

    async def hears(self, caller: set[str], mine: set[str] | None, theirs: set[str] | None) -> None:
        """Listen at all ends; who is not on the line hears nothing, so there is nothing to ask."""
        assert await self.caller.media.hears() == caller
        if mine is not None:
            assert await self.mine.media.hears() == mine
        if theirs is not None:
            assert await self.ben.phone.calls[-1].media.hears() == theirs

    async def annes_is_over(self) -> None:
        await asyncio.wait_for(self.mine.ended.wait(), 10)

    async def end(self, desk: Desk) -> None:
        """Whoever has the customer ends it, and everybody's line is down."""
        await desk.act(self.contact, "end")
        for call in (self.caller, *self.ann.phone.calls, *self.ben.phone.calls):
            await asyncio.wait_for(call.ended.wait(), 10)
        await desk.until_written(self.contact)

    async def check_lengths(self, desk: Desk) -> None:
        """What the books say of how long each line talked is what the telephones saw."""
        legs = [leg for leg in await desk.legs(self.contact) if leg["answered_at"] is not None]
        written = sorted((leg["ended_at"] - leg["answered_at"]) / 1_000 for leg in legs)
        await until(lambda: len(self._lengths) == len(written), what="all telephones have hung up")
        seen = sorted(ended - began for began, ended in self._lengths.values())
        for ours, theirs in zip(written, seen, strict=True):
            assert abs(ours - theirs) < ALIKE_S, (written, seen)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        began: dict[Call, float] = {}
        while True:
            phones = [*(desk.phone for desk in self.office.desks.values()), *self.office.callers]
            for call in [one for phone in phones for one in phone.calls]:
                if call.is_up and call not in began:
                    began[call] = loop.time()
                if call.ended.is_set() and call in began and call not in self._lengths:
                    self._lengths[call] = (began[call], loop.time())
            await asyncio.sleep(0.02)

    async def handlings(self) -> list[tuple[str, str, str]]:
        """The parts that people had in the contact, as the figures are made from them."""
        names = {desk.seat.account: name for name, desk in self.office.desks.items()}

        def read(session: Session) -> list[tuple[str, str, str]]:
            rows = session.scalars(
                select(Handling).where(Handling.contact == self.contact).order_by(Handling.seq)
            )
            return [(names[row.agent], row.role, row.ending) for row in rows]

        db = Database(url=self.office.settings.database, read_only=True)
        await db.start()
        try:
            return await db.read(read)
        finally:
            await db.stop()


@pytest.fixture
async def scene(exchange: Exchange, settings: Settings) -> AsyncIterator[Scene]:
    exchange.asterisk.start()
    office = Office(exchange=exchange, settings=settings)
    await office.open()
    scene = Scene(office)
    await scene.open()
    yield scene
    await scene.close()
    await office.close()


async def to_a_person(scene: Scene) -> Desk:
    await scene.ben.on_queue()
    await scene.ann.act(scene.contact, "transfer", queue=scene.queue, target=scene.ben.seat.account)
    await scene.annes_is_over()
    await scene.hears({MUSIC}, None, None)
    await scene.bens()
    await scene.hears({"ben"}, None, {"carl"})
    return scene.ben


async def to_the_queue(scene: Scene) -> Desk:
    await scene.ann.act(scene.contact, "transfer", queue=scene.queue)
    await scene.annes_is_over()
    await scene.hears({MUSIC}, None, None)
    await scene.ben.on_queue()
    await scene.bens()
    await scene.hears({"ben"}, None, {"carl"})
    return scene.ben


async def to_a_person_by_the_keys(scene: Scene) -> Desk:
    await scene.ben.on_queue()
    await scene.mine.refer(scene.ben.seat.account)
    await scene.annes_is_over()
    await scene.bens()
    await scene.hears({"ben"}, None, {"carl"})
    return scene.ben


async def to_the_queue_by_the_keys(scene: Scene) -> Desk:
    await scene.mine.refer(DIALLED)
    await scene.annes_is_over()
    await scene.hears({MUSIC}, None, None)
    await scene.ben.on_queue()
    await scene.bens()
    await scene.hears({"ben"}, None, {"carl"})
    return scene.ben


async def to_nobody_by_the_keys(scene: Scene) -> Desk:
    await scene.mine.refer("4930999")
    await until(lambda: scene.mine.transfer[-1:] == [UNAVAILABLE], what="it is refused")
    await scene.hears({"ann"}, {"carl"}, None)
    return scene.ann


async def ask(scene: Scene) -> None:
    """Ann asks Ben, and the customer hears nothing of it."""
    await scene.ben.on_queue()
    await scene.ann.act(scene.contact, "consult", agent=scene.ben.seat.account)
    await scene.bens()
    await scene.hears({MUSIC}, {"ben"}, {"ann"})


async def after_asking(scene: Scene) -> Desk:
    await ask(scene)
    await scene.ann.act(scene.contact, "consult/complete")
    await scene.annes_is_over()
    await scene.hears({"ben"}, None, {"carl"})
    return scene.ben


async def after_all_three_talked(scene: Scene) -> Desk:
    await ask(scene)
    await scene.ann.hold(scene.contact, on=False)
    await scene.hears({"ann", "ben"}, {"ben", "carl"}, {"ann", "carl"})
    await scene.ann.act(scene.contact, "consult/complete")
    await scene.annes_is_over()
    await scene.hears({"ben"}, None, {"carl"})
    return scene.ben


async def asked_and_thanked(scene: Scene) -> Desk:
    await ask(scene)
    await scene.ann.act(scene.contact, "consult/end")
    await asyncio.wait_for(scene.ben.phone.calls[-1].ended.wait(), 10)
    await scene.hears({"ann"}, {"carl"}, None)
    return scene.ann


async def asked_and_left_by_the_telephone(scene: Scene) -> Desk:
    await ask(scene)
    await scene.ann.hold(scene.contact, on=False)
    await scene.hears({"ann", "ben"}, {"ben", "carl"}, {"ann", "carl"})
    await scene.ben.phone.calls[-1].hang_up()
    await scene.hears({"ann"}, {"carl"}, None)
    return scene.ann


async def held_by_the_keys_and_handed_on(scene: Scene) -> Desk:
    await scene.mine.hold(on=True)
    await scene.hears({MUSIC}, None, None)
    return await to_a_person(scene)


async def to_a_telephone_that_is_busy(scene: Scene) -> Desk:
    scene.ben.phone.manners = Manners(refuses_with=486)
    await scene.ben.on_queue()
    await scene.ann.act(scene.contact, "transfer", queue=scene.queue, target=scene.ben.seat.account)
    await scene.annes_is_over()
    await scene.ben.accept()
    await until(lambda: bool(scene.ben.phone.calls), what="ben's telephone was called")
    await scene.hears({MUSIC}, None, None)
    await scene.ann.accept()
    scene.mine = await scene.office.picked_up("ann", calls=2)
    await scene.hears({"ann"}, {"carl"}, None)
    return scene.ann


async def there_and_back(scene: Scene) -> Desk:
    await to_a_person(scene)
    await scene.ben.act(scene.contact, "transfer", queue=scene.queue, target=scene.ann.seat.account)
    await asyncio.wait_for(scene.ben.phone.calls[-1].ended.wait(), 10)
    await scene.ann.accept()
    scene.mine = await scene.office.picked_up("ann", calls=2)
    await scene.hears({"ann"}, {"carl"}, None)
    return scene.ann


@dataclass(frozen=True)
class Flow:
    go: Callable[[Scene], Awaitable[Desk]]
    parts: tuple[tuple[str, str, str], ...]
    """Who had which part in the contact, and how it ended."""


STAYED = (("ann", "owner", ""),)
HANDED_ON = (("ann", "owner", "transferred"), ("ben", "owner", ""))
HANDED_OVER = (
    ("ann", "owner", "consult_completed"),
    ("ben", "consulted", "consult_completed"),
    ("ben", "owner", ""),
)
ASKED = (("ann", "owner", ""), ("ben", "consulted", "consult_ended"))

FLOWS = (
    Flow(to_a_person, HANDED_ON),
    Flow(to_the_queue, HANDED_ON),
    Flow(to_a_person_by_the_keys, HANDED_ON),
    Flow(to_the_queue_by_the_keys, HANDED_ON),
    Flow(to_nobody_by_the_keys, STAYED),
    Flow(after_asking, HANDED_OVER),
    Flow(after_all_three_talked, HANDED_OVER),
    Flow(asked_and_thanked, ASKED),
    Flow(asked_and_left_by_the_telephone, ASKED),
    Flow(held_by_the_keys_and_handed_on, HANDED_ON),
    Flow(to_a_telephone_that_is_busy, (HANDED_ON[0], ("ben", "owner", "requeued"), *STAYED)),
    Flow(there_and_back, (HANDED_ON[0], ("ben", "owner", "transferred"), *STAYED)),
)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.go.__name__)
async def test_a_call_is_handed_on(scene: Scene, flow: Flow) -> None:
    last = await flow.go(scene)
    assert last.state_of(scene.contact) == "active"
    await scene.end(last)
    await scene.check_lengths(last)
    await until(
        lambda: last.state_of(scene.contact) == "wrap_up", what="whoever had them last wraps up"
    )
    parts = await scene.handlings()
    assert parts == [*flow.parts]
