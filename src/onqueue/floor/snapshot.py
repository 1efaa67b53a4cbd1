"""How is a floor kept, so that a restart need not replay everything?

A snapshot holds the state and nothing derived from it: lines, pools and deadlines are
built anew. `load(dump(floor))` behaves as the floor would have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.floor import timers
from onqueue.floor.evolving.moves import join_line, time_passes, time_wish
from onqueue.floor.model import (
    OFFERED,
    SCHEDULED,
    WAITING,
    WRAP_UP,
    Agent,
    Contact,
    Floor,
    Offer,
    Queue,
)
from onqueue.floor.specs import BreakRules

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT: Final = 10
"""Grows with every change of a stored field or of how a snapshot is packed, and with every new
kind of event or field of one.

A snapshot of an unknown format means: replay the journal. A leader of a higher one means: what
it writes cannot be followed.
"""


class UnknownFormat(Exception):
    """The snapshot was written by another version. Rebuild the floor from the journal."""


class Head(msgspec.Struct, frozen=True):
    """The first field alone, readable whatever the rest looks like."""

    format: int


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A floor's state as it is stored."""

    format: int
    now: int
    ageing_ms: int
    misses_max: int
    presence_grace_ms: int
    hard_run_max: int
    hard_rest_ms: int
    recovery_budget_ms: int
    breaks: BreakRules
    arrivals: int
    offers_made: int
    idle_first: int
    idle_last: int
    agents: list[Agent]
    queues: list[Queue]
    contacts: list[Contact]
    offers: list[Offer]
    departed: list[str]


FIELDS: Final = (
    "now",
    "ageing_ms",
    "misses_max",
    "presence_grace_ms",
    "hard_run_max",
    "hard_rest_ms",
    "recovery_budget_ms",
    "breaks",
    "arrivals",
    "offers_made",
    "idle_first",
    "idle_last",
)


def dump(floor: Floor) -> bytes:
    """Write a floor down. Equal floors give equal bytes."""
    kept = Snapshot(
        format=FORMAT,
        agents=list(floor.agents.values()),
        queues=list(floor.queues.values()),
        contacts=list(floor.contacts.values()),
        offers=list(floor.offers.values()),
        departed=list(floor.departed),
        **{name: getattr(floor, name) for name in FIELDS},
    )
    return msgspec.msgpack.encode(kept)


def load(kept: bytes) -> Floor:
    """Build a floor from what `dump` wrote."""
    found = msgspec.msgpack.decode(kept, type=Head).format
    if found != FORMAT:
        message = f"this is snapshot format {found}, and only {FORMAT} can be read"
        raise UnknownFormat(message)
    read = msgspec.msgpack.decode(kept, type=Snapshot)
    floor = Floor()
    for name in FIELDS:
        setattr(floor, name, getattr(read, name))
    floor.queues = {queue.id: queue for queue in read.queues}
    floor.agents = {agent.id: agent for agent in read.agents}
    floor.contacts = {contact.id: contact for contact in read.contacts}
    floor.offers = {offer.id: offer for offer in read.offers}
    floor.departed = dict.fromkeys(read.departed)
    _derive(floor)
    return floor


def _derive(floor: Floor) -> None:
    for agent in floor.agents.values():
        floor.index.seat(agent)
        floor.index.touch(agent)
        if agent.grace_until_at is not None:
            floor.deadlines.put(timers.PRESENCE, agent.id, agent.grace_until_at)
        if agent.recover_until_at is not None:
            floor.deadlines.put(timers.RECOVERY, agent.id, agent.recover_until_at)
        if agent.rest_until_at is not None:
            floor.deadlines.put(timers.REST, agent.id, agent.rest_until_at)
        if agent.wish is not None:
            time_wish(floor, agent)
    _wait(floor, (one for one in floor.contacts.values() if one.state in {WAITING, OFFERED}))
    for contact in floor.contacts.values():
        if contact.state == WRAP_UP and contact.wrap_up_until_at is not None:
            floor.deadlines.put(timers.WRAP_UP, contact.id, contact.wrap_up_until_at)
        if contact.state == SCHEDULED and contact.due_at is not None:
            floor.deadlines.put(timers.DUE, contact.id, contact.due_at)
    for offer in floor.offers.values():
        floor.deadlines.put(timers.OFFER, offer.id, offer.expires_at)
    floor.index.unmark()


def _wait(floor: Floor, contacts: Iterable[Contact]) -> None:
    for contact in sorted(contacts, key=lambda one: one.waiting_since_at):
        floor.index.wait(contact)
        time_passes(floor, contact)
        if contact.ring_at is not None:
            floor.deadlines.put(timers.RING, contact.id, contact.ring_at)
        if contact.divert_at is not None:
            floor.deadlines.put(timers.DIVERT, contact.id, contact.divert_at)
        if contact.state == WAITING:
            join_line(floor, contact)
