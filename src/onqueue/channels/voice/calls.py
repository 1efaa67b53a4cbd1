"""Who makes calls be what the floor says?

It hears of the floor from the replica and of legs from the driver, and takes what is of one call
one after the other, calls beside each other (`turns`): look at the contact, work out what to ask
(`settling`), ask it. What could not be done is found again by the sweep, a few seconds later:
nothing hangs on a single message.

Calls go by several carriers. After a start, and whenever a carrier was away, the legs in the books
are compared with what it carries; only then do its calls go on. What stays away has lost its calls.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
import structlog

from onqueue.channels.voice import books, causes, commands, events
from onqueue.channels.voice.agreeing import agree, as_leg, believed, give_up_if_away
from onqueue.channels.voice.announcing import Announcer
from onqueue.channels.voice.books import OpenLeg
from onqueue.channels.voice.call import (
    CHANNEL,
    CUSTOMER,
    Call,
    Line,
    call_anew,
    farewell_play,
    follow_farewell,
    is_over,
    see,
    told,
)
from onqueue.channels.voice.carriers import WEBRTC, can_play
from onqueue.channels.voice.incoming import CLOSED
from onqueue.channels.voice.legs import Legs
from onqueue.channels.voice.listening import Taps, tap_acts
from onqueue.channels.voice.notices import Notices
from onqueue.channels.voice.recorder import Recorder
from onqueue.channels.voice.settling import settle
from onqueue.channels.voice.showing import Showing
from onqueue.channels.voice.turns import Turns
from onqueue.channels.voice.walking.guide import Guide
from onqueue.floor import model
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.tasks import first_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from onqueue.channels.voice.carriers import Carrier
    from onqueue.channels.voice.events import Event
    from onqueue.channels.voice.incoming import Incoming
    from onqueue.channels.voice.outgoing import Outgoing
    from onqueue.channels.webchat.opening import Begun
    from onqueue.conversations.service.blobs import Blob
    from onqueue.floor.model import Contact
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking
    from onqueue.live.replica import Batch, Replica

log = structlog.get_logger(__name__)

SWEEP_S: Final = 5.0
COMING_MS: Final = 30_000
"""As long as a call may be there before its contact is on the floor."""
UNHEARD: Final = (events.RoomJoined, events.RoomLeft, events.PlayStarted, events.RecordStarted)
"""What follows from what we asked ourselves."""

Item = str | tuple["Carrier", "Event"]
"""A call to be looked at, by its contact, or news of a carrier."""


class Calls:
    """All calls of this centre."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        replica: Replica,
        asking: Asking,
        carriers: Sequence[Carrier],
        incoming: Incoming,
        outgoing: Outgoing,
        words: Callable[[str], tuple[str, ...]],
        say: Callable[[str, str], Awaitable[str]],
        keep: Callable[[events.RecordFinished], Awaitable[Blob | None]],
        show: Callable[[dict[str, Any], frozenset[str]], None],
    ) -> None:
        self._db = db
        self._clock = clock
        self._replica = replica
        self._carriers = {one.name: one for one in carriers}
        self._incoming, self._outgoing = incoming, outgoing
        self._words = words
        self.showing = Showing(show)
        self._calls: dict[str, Call] = {}
        self._whose: dict[str, str] = {}
        self._offered: set[str] = set()
        """Legs whose news still waits in the inbox."""
        self._turns = Turns[Item](call_of=self._call_of, take=self._take)
        self._legs = Legs(
            db=db,
            clock=clock,
            replica=replica,
            asking=asking,
            carriers=self._carriers,
            showing=self.showing,
            calls=self._calls,
            of=self._whose,
            press=self._press,
        )
        self._doing = self._legs.doing
        self._guide = Guide(
            db=db,
            clock=clock,
            carriers=self._carriers,
            doing=self._doing,
            say=say,
            bring=self._bring,
            keep=keep,
            forget=self._forget,
            calls=self._calls,
            legs=self._whose,
        )
        self.taps = Taps(
            db=db,
            clock=clock,
            calls=self._calls,
            legs=self._whose,
            doing=self._doing,
            look=self._put,
        )
        notices = Notices(db, clock, self._carriers, say)
        self.recorder = Recorder(db, clock, self._carriers, self._calls, self._put, notices)
        self._announcer = Announcer(
            db=db, clock=clock, replica=replica, carriers=self._carriers, say=say
        )
        self.ready = False
        replica.watch(self._changed, recover=self._recover)
        for carrier in carriers:
            carrier.telephony.listen(partial(self._heard, carrier))

    def __len__(self) -> int:
        """How many calls there are."""
        return len(self._calls)

    async def run(self) -> None:
        """Compare the books with what is there, then take what comes, until cancelled."""
        await self.start()
        try:
            await first_of(
                self._turns.run(),
                self._sweep(),
                self._guide.watch(self._put),
                self._announcer.run(self._calls, self._put),
            )
        finally:
            self.ready = False

    async def start(self) -> None:
        """Take up the calls that were under way when we stopped."""
        legs = await self._db.read(books.open_legs)
        for leg in legs:
            await self._take_up(leg)
        for contact, call in self._calls.items():
            call.coming_until, call.diverted = self._clock.now() + COMING_MS, True
            begun = await self._db.read(books.legs_of, contact=contact)
            call.dialled = len(begun)
            call.held = await self._db.read(books.is_held, contact=contact)
            there = self._replica.floor.contacts.get(contact)
            await self._outgoing.take_up(call, self._carriers, there=there)
            await self._guide.take_up(call)
        await self._outgoing.close_left_over(self._replica.floor.contacts, calls=self._calls)
        self.ready = True
        for carrier in self._carriers.values():
            carrier.agreed = False
            carrier.missing_since = self._clock.now()
            if carrier.expect is not None:
                theirs = [leg for leg in legs if leg.carrier == carrier.name]
                carrier.expect([leg for leg in theirs if leg.answered or leg.role == CUSTOMER])
            if carrier.is_up():
                await self._agree(carrier)
        await self.recorder.start()
        self.look_at_all()

    async def _take_up(self, leg: OpenLeg) -> None:
        """Believe in a leg of the books, until its carrier says otherwise."""
        carrier = self._carriers.get(leg.carrier)
        if carrier is None:
            now = self._clock.now()
            await self._db.write(books.end_leg, leg=leg.id, cause=causes.LOST, by="system", now=now)
            return
        call = self._calls.setdefault(leg.contact, Call(contact=leg.contact, carrier=leg.carrier))
        call.lines[leg.id] = believed(leg, carrier)
        self._whose[leg.id] = leg.contact

    def look_at_all(self) -> None:
        """Look at every call and every contact that should be one."""
        on_floor = [
            one.id for one in self._replica.floor.contacts.values() if one.needs.channel == CHANNEL
        ]
        for contact in dict.fromkeys([*on_floor, *self._calls]):
            self._put(contact)

    async def caught_up(self) -> None:
        """Wait until everything that has come so far was taken."""
        await self._turns.caught_up()

    # --- what people ask ----------------------------------------------------------------------

    async def begin(self, *, contact: str, leg: str, endpoint: str, attachment: str) -> None:
        """Write down a customer's leg before it is there."""
        call = self._calls.setdefault(contact, Call(contact=contact, carrier=WEBRTC))
        call.coming_until = self._clock.now() + COMING_MS
        line = call.lines.setdefault(leg, Line(leg=leg, role=CUSTOMER))
        begun = as_leg(call, line, endpoint=endpoint, attachment=attachment)
        await self._db.write(books.begin_leg, leg=begun, now=self._clock.now())
        self._whose[leg] = contact

    async def drop(self, leg: str) -> None:
        """End a leg whose contact never came to the floor."""
        call = self._calls.get(self._whose.get(leg, ""))
        if call is not None:
            call.coming_until = 0
            self._put(call.contact)

    async def hold(self, *, contact: str, on: bool, by: str) -> bool:
        """Let the customer wait with music, or bring them back; False without such a call."""
        call = self._calls.get(contact)
        if call is None:
            return False
        await self._legs.hold(call, on=on, by=by)
        self._put(contact)
        return True

    async def moved(self, account: str, *, target: str) -> None:
        """Another page of somebody is their telephone: they are called there instead."""
        for call in list(self._calls.values()):
            line = call.live(account)
            if line is not None and line.is_page and line.target != target:
                call_anew(line)
                await self._doing.carry_out(call, [commands.Hangup(leg=line.leg)])
                self._put(call.contact)

    # --- the loop -----------------------------------------------------------------------------

    def _heard(self, carrier: Carrier, event: Event) -> None:
        if isinstance(event, events.LegOffered):
            self._offered.add(event.leg)
        if not isinstance(event, UNHEARD):
            self._put((carrier, event))

    def _put(self, item: Item) -> None:
        self._turns.put(item)

    def _call_of(self, item: Item) -> str:
        """Return which call something is of; nothing for what concerns them all."""
        if isinstance(item, str):
            contact = item
        elif isinstance(item[1], events.NodeUp | events.NodeDown | events.NodeResynced):
            return ""
        else:
            contact = self._contact_of(item[1])
        call = self._calls.get(contact)
        return contact if call is None else call.name

    def _contact_of(self, event: Event) -> str:
        """Return whose news it is, or a name that all news of the same thing have."""
        leg, record = getattr(event, "leg", ""), getattr(event, "record", "")
        if leg:
            return self._whose.get(leg, leg)
        if record:
            found = self.recorder.contact_of(record) or self._guide.records.get(record)
            return found or str(record)
        play = getattr(event, "play", "")
        return self._contact_told(play) or play or type(event).__name__

    def _contact_told(self, play: str) -> str:
        """Return whom something is played to."""
        found = self._guide.plays.get(play) or self.recorder.notices.contact_told(play)
        return found or next(
            (
                contact
                for contact, call in self._calls.items()
                if play in {call.telling, farewell_play(call)}
            ),
            "",
        )

    async def _changed(self, batch: Batch) -> None:
        for one in batch:
            contact = getattr(one.event, "contact", None)
            if contact is None:
                continue
            there = self._replica.floor.contacts.get(contact)
            ours = there is not None and there.needs.channel == CHANNEL
            self._guide.hear(one.event, self._calls.get(contact))
            if ours or contact in self._calls:
                self._put(contact)

    async def _recover(self) -> None:
        self.look_at_all()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            for carrier in self._carriers.values():
                now, calls = self._clock.now(), self._by(carrier)
                await give_up_if_away(carrier, calls=calls, now=now, lose=self._legs.lose)
            await self.recorder.look()
            self.look_at_all()

    async def _take(self, item: Item) -> None:
        if isinstance(item, str):
            await self._settle(item)
            return
        carrier, event = item
        if isinstance(event, events.LegOffered):
            await self._come_in(carrier, event)
        elif isinstance(event, events.NodeDown | events.NodeResynced):
            await self._follow(carrier, event)
        elif isinstance(event, events.LegTransferRequested):
            await self._legs.transfer(carrier, event)
        elif isinstance(event, events.PlayFinished):
            self.recorder.played(event)
            self._end_play(event.play)
        elif isinstance(event, events.RecordFinished | events.RecordFailed):
            await self._hear_record(event)
        else:
            contact = self._whose.get(getattr(event, "leg", ""))
            if contact is not None:
                await self._legs.hear(self._calls[contact], event)
                if not isinstance(event, events.LegQuality):
                    await self._settle(contact)

    async def _hear_record(self, event: events.RecordFinished | events.RecordFailed) -> None:
        if not await self.recorder.hear(event):
            contact = self._guide.recorded(event)
            if contact is not None:
                self._put(contact)

    async def _come_in(self, carrier: Carrier, event: events.LegOffered) -> None:
        self._offered.discard(event.leg)
        if event.leg in self._whose or not carrier.telephony.capabilities.numbers:
            return
        refused = commands.Reject(leg=event.leg, cause=causes.UNALLOCATED)
        if event.headers.get("origin") == "phone":
            await carrier.telephony.do(msgspec.structs.replace(refused, cause=causes.REFUSED))
            return
        try:
            taken = await self._incoming.take(event, carrier=carrier.name)
        except OnqueueError:
            await carrier.telephony.do(msgspec.structs.replace(refused, cause=causes.NO_CIRCUIT))
            raise
        if taken is None:
            log.info("calls.number_unknown", did=event.did)
            await carrier.telephony.do(refused)
            return
        contact = taken.contact
        call = self._calls[contact] = Call(
            contact=contact, carrier=carrier.name, caller=event.caller, name=event.leg
        )
        call.lines[event.leg] = Line(leg=event.leg, role=CUSTOMER)
        self._whose[event.leg] = contact
        if taken.step is not None:
            await self._guide.follow(call, taken.step)
        elif taken.begun is not None:
            await self._bring(call, taken.begun, False)
        self._put(contact)

    async def _bring(self, call: Call, begun: Begun, leaving: bool) -> None:  # noqa: FBT001 - once
        """Let a caller wait, or tell them why they cannot."""
        call.coming_until = 0 if call.message else self._clock.now() + COMING_MS
        why_not = await self._incoming.bring(begun, leaving=leaving)
        if why_not:
            call.coming_until, call.farewell = 0, self._words(why_not)
        self._put(call.contact)

    def _end_play(self, play: str) -> None:
        guided = self._guide.played(play)
        for contact, call in self._calls.items():
            if call.farewell and farewell_play(call) == play:
                call.farewell = ()
            elif guided != contact and not told(call, play):
                continue
            self._put(contact)

    async def _follow(self, carrier: Carrier, event: events.NodeDown | events.NodeResynced) -> None:
        if carrier.expect is not None:
            return  # its far ends come back by themselves, one by one
        if isinstance(event, events.NodeDown):
            carrier.agreed, carrier.missing_since = False, event.at
        elif carrier.is_up():
            await self._agree(carrier)
            await self.recorder.look()
            self.look_at_all()

    async def _agree(self, carrier: Carrier) -> None:
        await agree(
            carrier,
            calls=self._by(carrier),
            offered=self._offered,
            answered=partial(self._legs.note_answered, at=self._clock.now()),
            lose=self._legs.lose,
        )

    def _by(self, carrier: Carrier) -> list[Call]:
        return [one for one in self._calls.values() if one.carrier == carrier.name]

    async def _press(self, call: Call, key: str) -> None:
        self._guide.press(call, key)
        await self.recorder.press(call, key, self._replica.floor.contacts)

    async def _settle(self, contact: str) -> None:
        if not self.ready:
            return
        there = self._replica.floor.contacts.get(contact)
        call = self._calls.get(contact)
        if call is None:
            if there is None or await self._guide.is_message(contact):
                return
            call = self._calls[contact] = Call(contact=contact)
            await self._outgoing.take_up(call, self._carriers, there=there)
        await self._guide.send_off(call, there)
        there = None if call.message else there
        if there is not None:
            call.coming_until = 0
        if self._clock.now() < call.coming_until or not self._legs.can_go_on(call):
            return
        over = there is None or there.state == model.WRAP_UP
        if (over and self._guide.has(call)) or (there is None and await self._guide.lead_on(call)):
            await self._guide.settle(call)
        else:
            await self._settle_call(call, there)

    async def _settle_call(self, call: Call, there: Contact | None) -> None:
        await self._outgoing.follow(call, there)
        follow_farewell(
            call,
            waits=there is not None and there.state != model.SCHEDULED,
            words=self._words(CLOSED) if can_play(self._carriers, call.carrier) else (),
            now=self._clock.now(),
        )
        seen = see(there)
        held = call.held
        people = () if seen is None else seen.people
        coming = {account for account in people if self._legs.is_coming(call, account)}
        asked = await self._guide.ask_rating(call, there)
        acts = [] if asked else settle(call, seen, coming=coming)
        if held != call.held:
            await self._legs.note_held(call, by="")
        await self._doing.carry_out(call, [*acts, *tap_acts(call)])
        await self.recorder.follow(call, there)
        self.showing.tell(call, recording=self.recorder.shown(call.contact))
        if asked:
            self._put(call.contact)
        if there is None and is_over(call):
            self._forget(call)
            if call.message:
                self._put(call.contact)  # it may be their turn to be called back

    def _forget(self, call: Call) -> None:
        del self._calls[call.contact]
        self.showing.forget(call.contact)
        for leg in call.lines:
            self._whose.pop(leg, None)
