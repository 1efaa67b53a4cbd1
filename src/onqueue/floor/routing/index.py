"""Which lines does an agent serve, and which agents does a line have?

Everything here is derived from the state of agents and contacts, and could be built anew
from it at any time with the same result. A line is built when the first contact needs it.
It is kept for a while when it runs empty, since the next contact of its kind is likely to
come; only so many empty ones are kept for each queue, so memory is bounded.

What `evolve` changes here it also marks: lines that got a contact, and agents whose load or
readiness changed. Matching looks at nothing else. Marked agents are moved between pools only
when matching is done: on a busy floor, who gets room is given a contact in the same step, and
so never enters a pool at all.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from onqueue.floor.routing.lines import Line
from onqueue.floor.routing.pools import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onqueue.floor.model import Agent, Contact, Needs

EMPTY_LINES_MAX: Final = 16
"""Empty lines kept for each queue."""

LineKey = tuple["Needs", str | None]


class Seat:
    """An agent's place in the index."""

    __slots__ = ("agent", "free", "levels", "lines", "on", "queues", "seq", "skills", "slots")

    def __init__(self, agent: Agent) -> None:
        """Begin in no line."""
        self.agent = agent
        self.slots = dict(agent.spec.capacity)
        self.queues = tuple(dict.fromkeys(agent.spec.queues))
        self.skills = dict(agent.spec.skills)
        self.levels: dict[str, int] = {}
        """The level in all pools of a channel, as far as settled."""
        self.seq = 0
        """The order of idleness in the pools, as far as settled."""
        self.lines: dict[str, dict[Line, None]] = {}
        """Lines served, by channel."""
        self.on = False
        self.free = False

    def serves(self, line: Line) -> bool:
        """Say whether the agent may take contacts of a line for anybody, room permitting."""
        needs, skills = line.needs, self.skills
        if line.queue not in self.queues or not self.slots.get(needs.channel):
            return False
        return all(skills.get(skill, 0) >= level for skill, level in needs.skills)


class Staff:
    """A queue's agents in numbers."""

    __slots__ = ("free", "on", "slots")

    def __init__(self) -> None:
        """Begin with nobody."""
        self.on = 0
        """Agents on queue and connected."""
        self.free = 0
        """Those of them with room in some channel."""
        self.slots: dict[str, int] = {}
        """Their capacity by channel."""


class Index:
    """Lines by queue, agents by queue, and what is to be matched."""

    __slots__ = (
        "dirty_agents",
        "dirty_lines",
        "lines",
        "members",
        "resting",
        "seats",
        "staff",
        "unanswered",
        "unsettled",
    )

    def __init__(self) -> None:
        """Begin with nothing."""
        self.lines: dict[str, dict[LineKey, Line]] = {}
        self.members: dict[str, dict[str, Seat]] = {}
        self.seats: dict[str, Seat] = {}
        self.staff: dict[str, Staff] = {}
        self.unanswered: dict[str, OrderedDict[str, Contact]] = {}
        """Contacts of a queue that wait or are being offered, longest wait first."""
        self.resting: dict[str, OrderedDict[LineKey, Line]] = {}
        self.dirty_lines: dict[Line, None] = {}
        self.dirty_agents: dict[str, Seat] = {}
        self.unsettled: dict[str, Seat] = {}
        """Of the marked agents, those whose pools do not show the change yet."""

    # Contacts

    def wait(self, contact: Contact) -> None:
        """Note that a customer began to wait for an answer."""
        waiting = self.unanswered.get(contact.queue)
        if waiting is None:
            waiting = self.unanswered[contact.queue] = OrderedDict()
        waiting[contact.id] = contact

    def answer(self, contact: Contact) -> None:
        """Note that a customer's wait is over."""
        del self.unanswered[contact.queue][contact.id]

    def enter(self, contact: Contact) -> Contact | None:
        """Put a waiting contact in its line; return one whose passes were forgotten for it."""
        key = (contact.needs, contact.target)
        lines = self.lines.get(contact.queue)
        line = None if lines is None else lines.get(key)
        if line is None:
            line = self._build(contact, key)
        elif not line.size and contact.target is None:
            del self.resting[contact.queue][key]
        self.dirty_lines[line] = None
        return line.enter(contact)

    def leave(self, contact: Contact) -> None:
        """Take a contact out of its line."""
        queue, key = contact.queue, (contact.needs, contact.target)
        line = self.lines[queue][key]
        line.leave(contact)
        if line.size:
            return
        if contact.target is not None:
            self._drop(queue, key)
            return
        resting = self.resting.setdefault(queue, OrderedDict())
        resting[key] = line
        if len(resting) > EMPTY_LINES_MAX:
            self._drop(queue, resting.popitem(last=False)[0])

    def waiting_for(self, agent: str) -> list[Contact]:
        """Return the contacts that wait for this person alone."""
        lines = (line for lines in self.seats[agent].lines.values() for line in lines)
        found = [contact for line in lines if line.target == agent for contact in line]
        return sorted(found, key=lambda contact: contact.seq)

    def all_lines(self) -> Iterator[Line]:
        """Go through all lines."""
        for lines in self.lines.values():
            yield from lines.values()

    def forget_queue(self, queue: str) -> None:
        """Drop what is kept for a queue in which nobody waits."""
        for key in list(self.lines.get(queue, {})):
            self._drop(queue, key)
        for table in (self.lines, self.resting, self.unanswered):
            table.pop(queue, None)

    def _build(self, contact: Contact, key: LineKey) -> Line:
        line = Line(queue=contact.queue, needs=contact.needs, target=contact.target)
        self.lines.setdefault(contact.queue, {})[key] = line
        servers: Iterable[Seat]
        if contact.target is not None:
            servers = (self.seats[contact.target],)
        else:
            servers = [
                seat for seat in self.members.get(contact.queue, {}).values() if seat.serves(line)
            ]
            servers.sort(key=lambda seat: seat.agent.idle_seq)
        for seat in servers:
            self._join(seat, line)
        return line

    @staticmethod
    def _join(seat: Seat, line: Line) -> None:
        channel = line.needs.channel
        seat.lines.setdefault(channel, {})[line] = None
        line.pool.move(seat.agent, ABSENT, seat.levels.get(channel, ABSENT))

    def _drop(self, queue: str, key: LineKey) -> None:
        line = self.lines[queue].pop(key)
        channel = line.needs.channel
        servers = (
            self.members.get(queue, {}).values()
            if line.target is None
            else [self.seats[line.target]]
        )
        for seat in servers:
            lines = seat.lines.get(channel)
            if lines is not None:
                lines.pop(line, None)
        self.dirty_lines.pop(line, None)

    # Agents

    def seat(self, agent: Agent) -> None:
        """Give a new or changed agent a place in the lines they may serve, for now without room."""
        targeted = self.unseat(agent.id) if agent.id in self.seats else []
        seat = self.seats[agent.id] = Seat(agent)
        for queue in seat.queues:
            self.members.setdefault(queue, {})[agent.id] = seat
            for line in self.lines.get(queue, {}).values():
                if line.target is None and seat.serves(line):
                    self._join(seat, line)
        for line in targeted:
            self._join(seat, line)

    def unseat(self, agent: str) -> list[Line]:
        """Take an agent out of all lines; return those that wait for this person alone."""
        seat = self.seats.pop(agent)
        self._count(seat, on=False, free=False)
        for channel, lines in seat.lines.items():
            for line in lines:
                line.pool.move(seat.agent, seat.levels.get(channel, ABSENT), ABSENT)
        for queue in seat.queues:
            del self.members[queue][agent]
            if not self.members[queue]:
                del self.members[queue]
        self.dirty_agents.pop(agent, None)
        self.unsettled.pop(agent, None)
        return [line for lines in seat.lines.values() for line in lines if line.target is not None]

    @property
    def is_dirty(self) -> bool:
        """Say whether there is anything to match."""
        return bool(self.dirty_agents or self.dirty_lines)

    def touch(self, agent: Agent) -> None:
        """Mark an agent whose load, readiness or idleness changed."""
        seat = self.seats[agent.id]
        self.dirty_agents[agent.id] = self.unsettled[agent.id] = seat

    def settle(self) -> None:
        """Bring the pools up to date with the marked agents, so that each is in order."""
        if not self.unsettled:
            return
        if len(self.unsettled) == 1:
            self._place(next(iter(self.unsettled.values())))
        else:
            seats = sorted(self.unsettled.values(), key=lambda seat: seat.agent.idle_seq)
            for seat in reversed(seats):
                if seat.agent.idle_seq < 0:
                    self._place(seat)
            for seat in seats:
                if seat.agent.idle_seq >= 0:
                    self._place(seat)
        self.unsettled.clear()

    def unmark(self) -> None:
        """Note that everything marked was matched."""
        if self.unsettled:
            self.settle()
        if self.dirty_agents:
            self.dirty_agents.clear()
        if self.dirty_lines:
            self.dirty_lines.clear()

    def first_able(self, line: Line, most: int) -> list[Agent]:
        """Return the first so many who could take a contact of a line."""
        found = line.pool.first(most, but=self.unsettled)
        if self.unsettled:
            loose = [seat.agent for seat in self.unsettled.values() if _could_take(seat, line)]
            if loose:
                found += loose
                found.sort(key=lambda agent: (agent.load, agent.idle_seq))
                del found[most:]
        return found

    def count_able(self, line: Line) -> int:
        """Count those who could take a contact of a line."""
        channel, count = line.needs.channel, len(line.pool)
        for seat in self.unsettled.values():
            if line in seat.lines.get(channel, ()):
                count -= seat.levels.get(channel, ABSENT) >= 0
                count += _could_take(seat, line)
        return count

    def _place(self, seat: Seat) -> None:
        agent, levels = seat.agent, seat.levels
        ready, free = agent.ready, False
        moved, front = seat.seq != agent.idle_seq, agent.idle_seq < 0
        seat.seq = agent.idle_seq
        for channel in seat.slots:
            old = levels.get(channel, ABSENT)
            new = agent.load if ready and agent.room_for(channel) else ABSENT
            free = free or new >= 0
            if old == new and (new < 0 or not moved):
                continue
            levels[channel] = new
            for line in seat.lines.get(channel, ()):
                line.pool.move(agent, old, new, front=front)
        if ready != seat.on or free != seat.free:
            self._count(seat, on=ready, free=free)

    def _count(self, seat: Seat, *, on: bool, free: bool) -> None:
        more_on, more_free = on - seat.on, free - seat.free
        for queue in seat.queues:
            staff = self.staff.get(queue)
            if staff is None:
                staff = self.staff[queue] = Staff()
            staff.free += more_free
            if more_on:
                staff.on += more_on
                for channel, slots in seat.slots.items():
                    staff.slots[channel] = staff.slots.get(channel, 0) + more_on * slots
        seat.on, seat.free = on, free


def _could_take(seat: Seat, line: Line) -> bool:
    channel, agent = line.needs.channel, seat.agent
    return line in seat.lines.get(channel, ()) and agent.ready and agent.room_for(channel)
