"""Is everybody who waits in their line, and does each line know who can be asked?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.invariants.breaches import Breach
from onqueue.floor.invariants.seating import abilities, may_serve
from onqueue.floor.model import OFFERED, WAITING
from onqueue.floor.routing.index import EMPTY_LINES_MAX
from onqueue.floor.routing.lines import NOBODY, PASSED_MAX
from onqueue.floor.routing.match import pick_from
from onqueue.floor.routing.wants import want

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.floor.model import Contact, Floor
    from onqueue.floor.routing.lines import Line


def contact_is_in_line(floor: Floor, contact: Contact) -> Iterator[Breach]:
    """A contact that waits is in the line of what it wants, and no other is in any."""
    index, queue = floor.index, floor.queues.get(contact.queue)
    line = index.places.get(contact.id)
    if (line is not None) != (contact.state == WAITING):
        yield Breach("line.contacts", f"{contact.id} is {contact.state}, in line or in none")
    elif line is not None and not line.holds(contact):
        yield Breach("line.contacts", f"{contact.id} is lost in its line of {line.queue}")
    if line is not None and queue is not None:
        wants = want(contact.queue, queue.spec, contact.needs, contact.ring)
        if line is not index.lines_of(contact.queue).get((wants, contact.target)):
            yield Breach("line.wrong", f"{contact.id} waits in another line")
    unanswered = index.unanswered.get(contact.queue, {})
    if (contact.state in {WAITING, OFFERED}) != (contact.id in unanswered):
        yield Breach("queue.unanswered", f"{contact.queue} has lost sight of {contact.id}")


def places_are_of_those_who_wait(floor: Floor) -> Iterator[Breach]:
    """Nobody who is gone has a place."""
    waiting = sum([one.state == WAITING for one in floor.contacts.values()])
    if len(floor.index.places) != waiting:
        yield Breach("line.places", f"{len(floor.index.places)} places for {waiting} contacts")


def line_is_in_order(floor: Floor, line: Line) -> Iterator[Breach]:
    """A line holds those who have their place there, the first of them at its head."""
    contacts = list(line)
    places = [(contact.key, contact.seq) for contact in contacts]
    head, top = line.head, floor.index.tops[line.number]
    if places != sorted(places) or line.size != len(places):
        yield Breach("line.order", f"a line of {line.queue} is out of order: {places}")
    if (head[2] if head else None) is not (contacts[0] if contacts else None) or (
        top != (contacts[0].key if contacts else NOBODY)
    ):
        yield Breach("line.head", f"a line of {line.queue} has another head")
    passed = [contact.id for contact in contacts if contact.passes]
    if sorted(line.passed) != sorted(passed) or len(passed) > PASSED_MAX:
        yield Breach("line.passed", f"a line of {line.queue} remembers {passed}")
    for one in contacts:
        if floor.index.places.get(one.id) is not line or floor.contacts.get(one.id) is not one:
            yield Breach("line.wrong", f"{one.id} is in a line of {line.queue}, without a place")


def line_can_be_found(floor: Floor, line: Line) -> Iterator[Breach]:
    """A line is known to all queues whose agents it asks, and to the person it waits for."""
    index = floor.index
    known = [line in index.guests.get(queue, ()) for queue in line.want.queues[1:]]
    if line.target is not None:
        known = [line in index.targets.get(line.target, ())]
    if not all(known):
        yield Breach("line.unknown", f"a line of {line.queue} is unknown to those it asks")


def pool_is_in_order(line: Line) -> Iterator[Breach]:
    """A pool's agents may serve its line now, and go by rank and then by idleness."""
    pool, wanted = line.pool, line.want
    asked = list(pool)
    free = [
        one
        for one in asked
        if may_serve(abilities(one), line)
        and one.ready
        and one.room_for(wanted.channel)
        and not (wanted.hard and one.spent)
    ]
    in_order = sorted(free, key=lambda one: (pool.rank(one), one.idle_seq))
    if [one.id for one in asked] != [one.id for one in in_order]:
        yield Breach("pool.agents", f"{line.queue} has {[one.id for one in asked]}")
    if len(pool) != len(in_order):
        yield Breach("pool.size", f"a pool of {line.queue} miscounts its {len(in_order)} agents")


def work_is_conserved(floor: Floor, line: Line) -> Iterator[Breach]:
    """Nobody waits while somebody who may be asked is free."""
    pick = pick_from(floor, line)
    if pick is not None:
        contact, _, able = pick
        yield Breach("work.left", f"{contact.id} waits, and {able[0].id} is free")


def queue_sees_who_waits(floor: Floor, queue: str) -> Iterator[Breach]:
    """A queue knows who waits longest, and keeps few lines in which nobody does."""
    index = floor.index
    kept = list(index.unanswered.get(queue, {}).values())
    since = [one.waiting_since_at for one in kept]
    there = [floor.contacts.get(one.id) is one and one.queue == queue for one in kept]
    if not all(there) or since != sorted(since):
        yield Breach("queue.unanswered", f"{queue} has lost sight of who waits longest")
    empty = [one for one in index.lines_of(queue).values() if not one.size]
    if len(empty) > EMPTY_LINES_MAX:
        yield Breach("line.empty", f"{queue} keeps {len(empty)} empty lines")
