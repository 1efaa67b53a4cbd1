"""Do lines, pools and deadlines say what the state says?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from onqueue.floor import timers
from onqueue.floor.invariants.breaches import Breach
from onqueue.floor.model import BEGUN, GRANTED, IN_LINE, OFFERED, SCHEDULED, WAITING, WRAP_UP
from onqueue.floor.routing.index import EMPTY_LINES_MAX
from onqueue.floor.routing.lines import NOBODY, PASSED_MAX
from onqueue.floor.routing.wants import ranked, want

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onqueue.floor.model import Agent, Contact, Floor, Wish
    from onqueue.floor.routing.lines import Line
    from onqueue.floor.routing.seats import Seat


def deadlines_follow(floor: Floor) -> Iterator[Breach]:
    """Every bounded state has its deadline, and there are no others."""
    expected = {**_of_people(floor), **_of_contacts(floor)}
    if floor.deadlines.as_dict() != expected:
        differ = sorted(map(str, set(floor.deadlines.as_dict().items()) ^ set(expected.items())))
        yield Breach("deadline.wrong", f"these deadlines are missing or left over: {differ}")


def _of_people(floor: Floor) -> dict[tuple[str, str], int | None]:
    expected: dict[tuple[str, str], int | None] = {
        (timers.OFFER, offer.id): offer.expires_at for offer in floor.offers.values()
    }
    for agent in floor.agents.values():
        for kind, at in (
            (timers.PRESENCE, agent.grace_until_at),
            (timers.RECOVERY, agent.recover_until_at),
            (timers.REST, agent.rest_until_at),
        ):
            if at is not None:
                expected[kind, agent.id] = at
        if agent.wish is not None:
            expected |= _of_wish(agent.id, agent.wish)
    return expected


def _of_wish(agent: str, wish: Wish) -> dict[tuple[str, str], int | None]:
    if wish.state == IN_LINE:
        return {(timers.WISH, agent): min(wish.again_at, wish.until_at)}
    if wish.state == BEGUN:
        return {(timers.BREAK, agent): wish.until_at}
    if wish.state == GRANTED and wish.free_at is not None:
        return {(timers.BREAK, agent): wish.free_at}
    return {}


def _of_contacts(floor: Floor) -> dict[tuple[str, str], int | None]:
    expected: dict[tuple[str, str], int | None] = {}
    for contact in floor.contacts.values():
        if contact.state == WRAP_UP:
            expected[timers.WRAP_UP, contact.id] = contact.wrap_up_until_at
        elif contact.state == SCHEDULED:
            expected[timers.DUE, contact.id] = contact.due_at
        elif contact.state == WAITING and contact.target is not None:
            expected[timers.TARGET, contact.id] = contact.target_until_at
        for kind, at in ((timers.RING, contact.ring_at), (timers.DIVERT, contact.divert_at)):
            if at is not None:
                expected[kind, contact.id] = at
        lapses = [until_at for until_at in contact.passes.values() if until_at]
        if lapses:
            expected[timers.LAPSE, contact.id] = min(lapses)
    return expected


def index_follows(floor: Floor) -> Iterator[Breach]:
    """Each waiting contact is in its line alone, and each pool holds who has room."""
    index = floor.index
    found = [(contact.id, line) for line in index.all_lines() for contact in line]
    places = dict(found)
    waiting = {one.id: one for one in floor.contacts.values() if one.state == WAITING}
    if len(found) != len(places) or places.keys() != waiting.keys():
        yield Breach("line.contacts", f"the lines hold {sorted(name for name, _ in found)}")
        return
    for contact in waiting.values():
        wants = want(contact.queue, floor.queues[contact.queue].spec, contact.needs, contact.ring)
        line = index.lines_of(contact.queue).get((wants, contact.target))
        if places[contact.id] is not line or index.places.get(contact.id) is not line:
            yield Breach("line.wrong", f"{contact.id} waits in another line")
    if len(index.places) != len(waiting):
        yield Breach("line.places", f"{len(index.places)} places for {len(waiting)} contacts")
    team = [_member(agent) for agent in floor.agents.values()]
    served = _served(floor)
    for line in index.all_lines():
        yield from _line(floor, line, team, served.get(id(line), []))
    for queue, home in index.homes.items():
        empty = [one for one in home.lines.values() if not one.size]
        if len(empty) > EMPTY_LINES_MAX:
            yield Breach("line.empty", f"{queue} keeps {len(empty)} empty lines")
    yield from _unanswered(floor)
    yield from _staff(floor)


class _Member(NamedTuple):
    """An agent, and what they may do as it is looked up: once for all lines."""

    agent: Agent
    skills: dict[str, int]
    channels: frozenset[str]
    queues: frozenset[str]
    cleared: frozenset[str]


def _member(agent: Agent) -> _Member:
    spec = agent.spec
    return _Member(
        agent,
        dict(spec.skills),
        frozenset(channel for channel, slots in dict(spec.capacity).items() if slots),
        frozenset(spec.queues),
        frozenset(spec.cleared),
    )


def _served(floor: Floor) -> dict[int, list[str]]:
    """Return who serves each line, by the line's identity, as the agents' seats say it."""
    served: dict[int, list[str]] = {}
    numbers = list(range(len(floor.index.tops)))
    for agent in floor.agents.values():
        # A line that is in two bays of a seat is served by one agent all the same.
        for line in {id(line) for line in _lines_of(floor.index.seats[agent.id], numbers)}:
            served.setdefault(line, []).append(agent.id)
    return served


def _line(
    floor: Floor, line: Line, team: Sequence[_Member], serving: list[str]
) -> Iterator[Breach]:
    contacts = list(line)
    places = [(contact.key, contact.seq) for contact in contacts]
    head = line.head
    if places != sorted(places) or line.size != len(places):
        yield Breach("line.order", f"a line of {line.queue} is out of order: {places}")
    top = floor.index.tops[line.number]
    if (head[2] if head else None) is not (contacts[0] if contacts else None) or (
        top != (contacts[0].key if contacts else NOBODY)
    ):
        yield Breach("line.head", f"a line of {line.queue} has another head")
    passed = [contact.id for contact in contacts if contact.passes]
    if sorted(line.passed) != sorted(passed) or len(passed) > PASSED_MAX:
        yield Breach("line.passed", f"a line of {line.queue} remembers {passed}")
    able = [one.agent for one in team if _may_serve(one, line)]
    free = [
        one
        for one in able
        if one.ready and one.room_for(line.want.channel) and not (line.want.hard and one.spent)
    ]
    rank = ranked(line.want) or (lambda one: one.load)
    in_order = sorted(free, key=lambda one: (rank(one), one.idle_seq))
    if [one.id for one in line.pool] != [one.id for one in in_order]:
        yield Breach("pool.agents", f"{line.queue} has {[one.id for one in line.pool]}")
    if len(line.pool) != len(free):
        yield Breach("pool.size", f"a pool of {line.queue} miscounts its {len(free)} agents")
    if serving != [one.id for one in able]:
        yield Breach("line.served", f"a line of {line.queue} is served by {serving}")


def _lines_of(seat: Seat, numbers: list[int]) -> Iterator[Line]:
    """Go through the lines of a seat whose tops it reads. What it reads of numbers are its own."""
    for bay in seat.bays.values():
        if bay.lines:
            read = bay.read_tops or bay.make_reader()
            for line, number in zip(bay.lines, read(numbers), strict=False):
                if line.number == number:
                    yield line


def _may_serve(one: _Member, line: Line) -> bool:
    wanted = line.want
    if not one.cleared.issuperset(wanted.gates):
        return False
    if line.target is not None:
        return one.agent.id == line.target
    if wanted.channel not in one.channels or one.queues.isdisjoint(wanted.queues):
        return False
    return all(one.skills.get(skill, 0) >= level for skill, level in wanted.skills)


def _unanswered(floor: Floor) -> Iterator[Breach]:
    for queue in floor.queues:
        kept: list[Contact] = list(floor.index.unanswered.get(queue, {}).values())
        waiting = [
            one.id
            for one in floor.contacts.values()
            if one.queue == queue and one.state in {WAITING, OFFERED}
        ]
        since = [one.waiting_since_at for one in kept]
        if sorted(one.id for one in kept) != sorted(waiting) or since != sorted(since):
            yield Breach("queue.unanswered", f"{queue} has lost sight of who waits longest")


def _staff(floor: Floor) -> Iterator[Breach]:
    there = [
        (one, any(one.room_for(name) for name, _ in one.spec.capacity))
        for one in floor.agents.values()
        if one.ready
    ]
    for queue, staff in floor.index.staff.items():
        on = [(one, room) for one, room in there if queue in one.spec.queues]
        free = [one for one, room in on if room]
        slots: Counter[str] = Counter()
        for agent, _ in on:
            for name, count in dict(agent.spec.capacity).items():
                slots[name] += count
        if (staff.on, staff.free) != (len(on), len(free)):
            yield Breach("queue.staff", f"{queue} says {staff.on} and {staff.free} agents")
        if {name: count for name, count in staff.slots.items() if count} != {
            name: count for name, count in slots.items() if count
        }:
            yield Breach("queue.slots", f"{queue} says {staff.slots}")
