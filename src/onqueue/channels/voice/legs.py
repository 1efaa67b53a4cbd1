"""What follows when a leg of a call is answered, holds, asks for a transfer, or ends?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.channels.voice import books, causes, events, facts
from onqueue.channels.voice.call import CUSTOMER, OVER, UP, call_anew, has_talk, hear, hold, see
from onqueue.channels.voice.doing import Doing
from onqueue.channels.voice.settling import ended

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from onqueue.channels.voice.call import Call, Line
    from onqueue.channels.voice.carriers import Carrier
    from onqueue.channels.voice.events import Event
    from onqueue.channels.voice.showing import Showing
    from onqueue.floor.model import Contact
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking
    from onqueue.live.replica import Replica


class Legs:
    """Takes in what carriers tell of the legs of calls."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        replica: Replica,
        asking: Asking,
        carriers: Mapping[str, Carrier],
        showing: Showing,
        calls: Mapping[str, Call],
        of: dict[str, str],
        press: Callable[[Call, str], Awaitable[None]],
    ) -> None:
        """`of` has the contact of each leg; `press` hears of the keys of customers."""
        self._db, self._clock, self._replica = db, clock, replica
        self._carriers, self._showing = carriers, showing
        self._calls, self._of, self._press = calls, of, press
        self.doing = Doing(
            db=db, clock=clock, asking=asking, carriers=carriers, begun=of, lose=self.lose
        )

    async def hear(self, call: Call, event: Event) -> None:
        """Take in what a carrier told of a leg of a call."""
        line = call.lines[getattr(event, "leg", "")]
        before = line.state
        hear(call, event)
        if isinstance(event, events.LegHeld | events.LegUnheld):
            if has_talk(call, line, see(self._there(call))):
                await self.hold(call, on=isinstance(event, events.LegHeld), by=line.account)
        elif isinstance(event, events.LegDtmf) and line.role == CUSTOMER:
            await self._press(call, event.digit)
        elif isinstance(event, events.LegAnswered):
            await self.note_answered(line.leg, at=event.at)
        elif isinstance(event, events.LegEnded) and before != OVER:
            await self._end(call, line, event, talked=before == UP)

    async def hold(self, call: Call, *, on: bool, by: str) -> None:
        """Let the customer wait with music, or bring them back."""
        if call.held != on:
            hold(call, on=on)
            await self.note_held(call, by=by)

    async def transfer(self, carrier: Carrier, event: events.LegTransferRequested) -> None:
        """An agent's telephone asks for a transfer."""
        call = self._calls.get(self._of.get(event.leg, ""))
        there = None if call is None else self._there(call)
        await self.doing.transfer(call, there, event=event, carrier=carrier)

    async def lose(self, leg: str) -> None:
        """A leg that we believed in is not there: it ended while nobody looked."""
        call = self._calls[self._of[leg]]
        line = call.lines[leg]
        line.state, line.cause = OVER, causes.LOST
        now = self._clock.now()
        await self._db.write(books.end_leg, leg=leg, cause=causes.LOST, by="system", now=now)
        if self.can_go_on(call):
            acts = ended(call, line, seen=see(self._there(call)), by_us=False)
            await self.doing.carry_out(call, acts)

    def can_go_on(self, call: Call) -> bool:
        """Whether what is asked for a call can be done; who has gone is told in any case."""
        carrier = self._carriers.get(call.carrier)
        customer = call.customer
        return carrier is None or carrier.agreed or customer is None or customer.state == OVER

    def is_coming(self, call: Call, account: str) -> bool:
        """Whether somebody's telephone is not there and will be within moments."""
        carrier = self._carriers.get(call.carrier)
        return carrier is not None and carrier.is_coming(account)

    async def note_answered(self, leg: str, *, at: int) -> None:
        """Write down that a leg talks."""
        await self._db.write(books.answer_leg, leg=leg, now=at)

    async def note_held(self, call: Call, *, by: str) -> None:
        """Write down that the customer is on hold, or not any more."""
        fact = facts.CustomerHeld if call.held else facts.CustomerUnheld
        happened = fact(at=self._clock.now(), contact=call.contact, by=by)
        await self._db.write(books.note, happened=happened)

    async def _end(self, call: Call, line: Line, event: events.LegEnded, *, talked: bool) -> None:
        await self._db.write(
            books.end_leg, leg=line.leg, cause=event.cause, by=event.by, now=event.at
        )
        call.taps.pop(line.account, None)
        by_us = event.by == "us"
        if not by_us and line.is_page and self.is_coming(call, line.account):
            call_anew(line)
        seen = see(self._there(call))
        acts = ended(call, line, seen=seen, by_us=by_us or not line.stint)
        if not by_us:
            self._showing.tell_failed(call, line, acts=acts, talked=talked)
        if self.can_go_on(call):
            await self.doing.carry_out(call, acts)

    def _there(self, call: Call) -> Contact | None:
        return self._replica.floor.contacts.get(call.contact)
