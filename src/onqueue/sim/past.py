"""What happened on a day, as the journal tells it: what came from outside, and how each went on.

A fold over the floor's events. What people and customers did is kept as commands to be given
again; what followed from it, offers above all, is left for the floor to decide anew. Of each
contact it is kept how long each part of it took, for when it comes to that again.

Consultations are left out: the owner's talk has their length in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from onqueue.floor import commands, events, snapshot
from onqueue.floor.evolve import evolve
from onqueue.floor.model import ACTIVE, OFFERED, WAITING, WRAP_UP, Floor
from onqueue.floor.reasons import CUSTOMER_LEFT

TICK: Final = commands.Tick()
"""Given again when a deadline was noticed, which is some milliseconds after it came."""
SYSTEM: Final = "system"
SIGNED_OFF: Final = "signed off by a supervisor"
"""Who and why contacts go back to their lines without anybody having asked for that."""

Moment = tuple[int, int]
"""A time and a place in the journal."""


class Asked(msgspec.Struct):
    """An offer that was made: to whom, when, and what came of it."""

    agent: str
    made_at: int
    answer: events.Event | None = None
    answered: Moment = (-1, -1)


class Leg(msgspec.Struct):
    """A contact from the beginning of a wait to the end of the work that followed."""

    since_at: int
    asked: list[Asked] = []
    taken_at: int = -1
    agent: str = ""
    over: events.Event | None = None
    """How the talk ended: with the customer, or somewhere else."""
    ended: Moment = (-1, -1)
    extended: list[Moment] = []
    closed: events.ContactClosed | None = None
    closing: Moment = (-1, -1)

    @property
    def talk_ms(self) -> int:
        """How long the talk took, or -1 when that is not known."""
        return -1 if self.taken_at < 0 or self.over is None else self.ended[0] - self.taken_at


class Past(msgspec.Struct):
    """What happened to one contact."""

    contact: str
    legs: list[Leg]
    gone: Moment = (-1, -1)
    """When the customer left unanswered."""
    reason: str = CUSTOMER_LEFT


class Day(msgspec.Struct, kw_only=True):
    """A day to be lived again."""

    from_at: int
    to_at: int
    floor: bytes
    """As it stood at the beginning."""
    inputs: list[tuple[int, int, Any]]
    """Time, place in the journal, and the command, or the arrival, that came from outside."""
    pasts: dict[str, Past]
    aside: set[tuple[str, int]]
    """Who was set aside, and when."""
    last: int
    """The last place in the journal."""


def day_of(happened: Iterable[tuple[int, events.Event]], *, from_at: int, to_at: int) -> Day:
    """Fold a journal, from its beginning, into one day of it."""
    floor = Floor()
    book: _Book | None = None
    last = 0
    for seq, event in happened:
        if event.at >= to_at:
            break
        if event.at < from_at:
            evolve(floor, event)
            continue
        if book is None:
            book = _Book(floor)
        book.enter(event, seq)
        last = seq
    if book is None:
        book = _Book(floor)
    floor.index.unmark()
    return Day(
        from_at=from_at,
        to_at=to_at,
        floor=snapshot.dump(floor),
        inputs=book.inputs,
        pasts=book.pasts,
        aside=book.aside,
        last=last,
    )


class _Book:
    """What was noted of the day so far."""

    def __init__(self, floor: Floor) -> None:
        """Begin with what is on the floor already."""
        self.inputs: list[tuple[int, int, Any]] = []
        self.pasts: dict[str, Past] = {}
        self.offers: dict[str, Asked] = {}
        self.aside: set[tuple[str, int]] = set()
        self.outbound: set[str] = set()
        for contact in floor.contacts.values():
            leg = Leg(contact.waiting_since_at)
            if contact.state in {ACTIVE, WRAP_UP}:
                leg.taken_at, leg.agent = contact.taken_at, contact.agent or ""
            if contact.state == WRAP_UP:
                leg.ended = (contact.ended_at or 0, 0)
            if contact.state == OFFERED and contact.offer:
                offer = floor.offers[contact.offer]
                self._asked(leg, offer.id, offer.agent, offer.made_at)
            self.pasts[contact.id] = Past(contact.id, [leg])
            assert contact.state in {WAITING, OFFERED, ACTIVE, WRAP_UP} or contact.due_at

    def enter(self, event: events.Event, seq: int) -> None:
        """Note one event. Calls out are left out: who made them is busy with nothing instead."""
        if isinstance(event, events.ContactPlaced):
            self.outbound.add(event.contact)
        if getattr(event, "contact", "") in self.outbound:
            return
        enter = _ENTERS.get(type(event))
        if enter is not None:
            enter(self, event, seq)
        make = _COMMANDS.get(type(event))
        if make is not None:
            self.inputs.append((event.at, seq, make(event)))

    def leg(self, contact: str) -> Leg:
        """Return the leg that a contact is in."""
        return self.pasts[contact].legs[-1]

    def _asked(self, leg: Leg, offer: str, agent: str, made_at: int) -> None:
        asked = self.offers[offer] = Asked(agent, made_at)
        leg.asked.append(asked)

    def came(self, event: events.ContactArrived | events.ContactScheduled, seq: int) -> None:
        """Note that a contact came, now or for later."""
        self.pasts[event.contact] = Past(event.contact, [Leg(event.at)])
        self.inputs.append((event.at, seq, event))

    def due(self, event: events.ContactDue, _seq: int) -> None:
        """Note that a scheduled contact began to wait."""
        self.leg(event.contact).since_at = event.at

    def made(self, event: events.OfferMade, _seq: int) -> None:
        """Note an offer; those of consultations are left out."""
        if event.kind == "contact":
            self._asked(self.leg(event.contact), event.offer, event.agent, event.at)

    def answered(self, event: events.OfferDeclined | events.OfferExpired, seq: int) -> None:
        """Note a no."""
        asked = self.offers.pop(event.offer, None)
        if asked is not None:
            asked.answer, asked.answered = event, (event.at, seq)

    def accepted(self, event: events.OfferAccepted, seq: int) -> None:
        """Note a yes."""
        asked = self.offers.pop(event.offer)
        asked.answer, asked.answered = event, (event.at, seq)
        leg = self.leg(event.contact)
        leg.taken_at, leg.agent = event.at, event.agent

    def ended(self, event: events.ContactEnded, seq: int) -> None:
        """Note the end of the talk."""
        leg = self.leg(event.contact)
        leg.over, leg.ended = event, (event.at, seq)

    def moved(self, event: events.ContactTransferred | events.ContactRequeued, seq: int) -> None:
        """Note that the contact waits again; what nobody asked for does not end a talk."""
        leg = self.leg(event.contact)
        forced = isinstance(event, events.ContactRequeued) and (
            event.by == SYSTEM or event.reason == SIGNED_OFF
        )
        if not forced:
            leg.over, leg.ended = event, (event.at, seq)
        if isinstance(event, events.ContactTransferred) and not event.agent:
            self.inputs.append((event.at, seq, transfer_of(event)))
        self.pasts[event.contact].legs.append(Leg(event.at))

    def taken_over(self, event: events.ContactTakenOver, seq: int) -> None:
        """Note that a supervisor took it; the talk goes on."""
        command = commands.TakeOver(contact=event.contact, agent=event.agent, reason=event.reason)
        self.inputs.append((event.at, seq, command))

    def extended(self, event: events.WrapUpExtended, seq: int) -> None:
        """Note that more time was asked for."""
        self.leg(event.contact).extended.append((event.at, seq))

    def closed(self, event: events.ContactClosed, seq: int) -> None:
        """Note the end of the work."""
        leg = self.leg(event.contact)
        leg.closed, leg.closing = event, (event.at, seq)
        if not event.code:
            self.inputs.append((event.at, seq, TICK))

    def set_aside(self, event: events.AgentSetAside, _seq: int) -> None:
        """Note that somebody was set aside; they came back by themselves."""
        self.aside.add((event.agent, event.at))

    def abandoned(self, event: events.ContactAbandoned, seq: int) -> None:
        """Note that the customer left."""
        past = self.pasts[event.contact]
        past.gone, past.reason = (event.at, seq), event.reason


def transfer_of(event: events.ContactTransferred) -> commands.Transfer:
    """Return the command that led to a transfer."""
    return commands.Transfer(
        contact=event.contact,
        by=event.by,
        queue=event.queue,
        target=event.target,
        needs=event.needs,
        note=event.note,
        steering=True,
    )


_ENTERS: Final[dict[type, Callable[[_Book, Any, int], None]]] = {
    events.ContactArrived: _Book.came,
    events.ContactScheduled: _Book.came,
    events.ContactDue: _Book.due,
    events.OfferMade: _Book.made,
    events.OfferAccepted: _Book.accepted,
    events.OfferDeclined: _Book.answered,
    events.OfferExpired: _Book.answered,
    events.ContactEnded: _Book.ended,
    events.ContactTransferred: _Book.moved,
    events.ContactRequeued: _Book.moved,
    events.ContactTakenOver: _Book.taken_over,
    events.WrapUpExtended: _Book.extended,
    events.AgentSetAside: _Book.set_aside,
    events.ContactClosed: _Book.closed,
    events.ContactAbandoned: _Book.abandoned,
}

_COMMANDS: Final[dict[type, Callable[[Any], commands.Command]]] = {
    events.FloorTuned: lambda one: commands.TuneFloor(
        **{name: getattr(one, name) for name in commands.TuneFloor.__struct_fields__}
    ),
    events.QueueConfigured: lambda one: commands.ConfigureQueue(queue=one.queue, spec=one.spec),
    events.QueueRemoved: lambda one: commands.RemoveQueue(queue=one.queue),
    events.QueueOpened: lambda one: commands.OpenQueue(queue=one.queue, closes_at=one.closes_at),
    events.QueueClosed: lambda one: commands.CloseQueue(
        queue=one.queue, opens_at=one.opens_at, cause=one.cause
    ),
    events.ContactKeepsPlace: lambda one: commands.KeepPlace(contact=one.contact),
    events.AgentRecovered: lambda one: commands.EndRecovery(agent=one.agent) if one.early else TICK,
    events.BreakAsked: lambda one: commands.AskBreak(agent=one.agent, span_ms=one.span_ms),
    events.BreakDropped: lambda one: commands.DropBreak(agent=one.agent),
    events.BreakGranted: lambda one: (
        commands.GrantBreak(agent=one.agent, by=one.by, reason=one.reason) if one.by else TICK
    ),
    events.BreakRefused: lambda one: (
        commands.RefuseBreak(agent=one.agent, by=one.by, reason=one.reason) if one.by else TICK
    ),
    events.AgentConfigured: lambda one: commands.ConfigureAgent(agent=one.agent, spec=one.spec),
    events.AgentRemoved: lambda one: commands.RemoveAgent(agent=one.agent),
    events.AgentConnected: lambda one: commands.Connect(agent=one.agent),
    events.AgentDisconnected: lambda one: commands.Disconnect(agent=one.agent),
    events.AgentStateChanged: lambda one: commands.ChangeState(
        agent=one.agent, state=one.state, by=one.by, reason=one.reason
    ),
    **dict.fromkeys(
        (
            events.OfferExpired,
            events.PassLapsed,
            events.AgentRested,
            events.BreakBegun,
            events.BreakDeferred,
            events.BreakLapsed,
            events.BreakOverrun,
            events.ContactRelaxed,
            events.ContactDiverted,
            events.ContactStayed,
            events.ContactDue,
            events.ContactUntargeted,
            events.AgentLost,
        ),
        lambda _: TICK,
    ),
    events.ContactPrioritised: lambda one: commands.Prioritise(
        contact=one.contact, priority=one.priority, by=one.by, reason=one.reason
    ),
}
