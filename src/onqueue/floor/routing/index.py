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

from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from onqueue.floor.routing.lines import NOBODY, Home, Line
from onqueue.floor.routing.pools import ABSENT, move_all
from onqueue.floor.routing.seats import Profile, Seat, Staff
from onqueue.floor.routing.wants import Want, want

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onqueue.floor.model import Agent, Contact
    from onqueue.floor.routing.lines import Entry, LineKey
    from onqueue.floor.specs import Needs, QueueSpec

EMPTY_LINES_MAX: Final = 16
"""Empty lines kept for each queue."""

WAYS_MAX: Final = 16_384
"""Ways to lines that are remembered; past this all are worked out again."""


class Index:
    """Lines by queue, agents by queue, and what is to be matched."""

    __slots__ = (
        "dirty_agents",
        "dirty_lines",
        "emptied",
        "guests",
        "homes",
        "members",
        "places",
        "profiles",
        "seats",
        "spare",
        "staff",
        "targets",
        "tops",
        "unanswered",
        "unsettled",
        "ways",
    )

    def __init__(self) -> None:
        """Begin with nothing."""
        self.places: dict[str, Line] = {}
        """The line of each waiting contact."""
        self.targets: dict[str, dict[Line, None]] = {}
        """The lines in which contacts wait for one person, by the person."""
        self.guests: dict[str, dict[Line, None]] = {}
        """The lines of other queues that ask a queue's agents as well, by that queue."""
        self.homes: dict[str, Home] = {}
        """The lines of each queue."""
        self.ways: dict[tuple[str, Needs, int], Line] = {}
        """Which line contacts for anybody go to, by queue, needs and ring."""
        self.emptied = 0
        """How often a line ran empty: the order in which they did."""
        self.members: dict[str, dict[str, Seat]] = {}
        self.seats: dict[str, Seat] = {}
        self.profiles: WeakValueDictionary[object, Profile] = WeakValueDictionary()
        """What the agents who are there can do, by what their specs say of it."""
        self.staff: dict[str, Staff] = {}
        self.unanswered: dict[str, dict[str, Contact]] = {}
        """Contacts of a queue that wait or are being offered, longest wait first. For why these
        are plain dicts, see `pools`."""
        self.dirty_lines: dict[Line, None] = {}
        self.dirty_agents: dict[str, Seat] = {}
        self.unsettled: dict[str, Seat] = {}
        """Of the marked agents, those whose pools do not show the change yet."""
        self.tops = [NOBODY]
        """The key of each line's head, by the number of the line; no line has the number 0."""
        self.spare: list[int] = []
        """Numbers of lines that are gone, for lines to come."""

    # Contacts

    def wait(self, contact: Contact) -> None:
        """Note that a customer began to wait for an answer."""
        waiting = self.unanswered.get(contact.queue)
        if waiting is None:
            waiting = self.unanswered[contact.queue] = {}
        waiting[contact.id] = contact

    def answer(self, contact: Contact) -> None:
        """Note that a customer's wait is over."""
        del self.unanswered[contact.queue][contact.id]

    def enter(self, contact: Contact, spec: QueueSpec) -> Contact | None:
        """Put a waiting contact in its line; return one whose passes were forgotten for it."""
        way = (contact.queue, contact.needs, contact.ring)
        line = self.ways.get(way) if contact.target is None else None
        if line is None:
            line = self._line_for(contact, spec)
        if not line.size and contact.target is None:
            line.home.empty -= 1
        self.places[contact.id] = line
        self.dirty_lines[line] = None
        line.add(contact)
        return line.note_passes(contact) if contact.passes else None

    def leave(self, contact: Contact) -> None:
        """Take a contact out of its line."""
        line = self.places.pop(contact.id)
        line.leave(contact)
        if line.size:
            return
        if line.target is not None:
            self._drop(line)
            return
        self.emptied += 1
        line.emptied = self.emptied
        home = line.home
        home.empty += 1
        if home.empty > EMPTY_LINES_MAX:
            empty = (one for one in home.lines.values() if not one.size)
            self._drop(min(empty, key=lambda one: one.emptied))

    def waiting_for(self, agent: str) -> list[Contact]:
        """Return the contacts that wait for this person alone."""
        found = [contact for line in self.targets.get(agent, ()) for contact in line]
        return sorted(found, key=lambda contact: contact.seq)

    def forget_ways(self, queue: str) -> None:
        """Work out anew what contacts of a queue want; its empty lines are of no more use."""
        self.ways = {way: line for way, line in self.ways.items() if way[0] != queue}
        for line in [one for one in self.lines_of(queue).values() if not one.size]:
            self._drop(line)

    def all_lines(self) -> Iterator[Line]:
        """Go through all lines."""
        for home in self.homes.values():
            yield from home.lines.values()

    def lines_of(self, queue: str) -> dict[LineKey, Line]:
        """Return the lines of a queue, by what they want and whom they wait for."""
        home = self.homes.get(queue)
        return {} if home is None else home.lines

    def forget_queue(self, queue: str) -> None:
        """Drop what is kept for a queue in which nobody waits."""
        self.forget_ways(queue)
        self.homes.pop(queue, None)
        self.unanswered.pop(queue, None)

    def _line_for(self, contact: Contact, spec: QueueSpec) -> Line:
        queue, target = contact.queue, contact.target
        wants = want(queue, spec, contact.needs, contact.ring)
        line = self.lines_of(queue).get((wants, target)) or self._build(queue, wants, target)
        if target is None:
            if len(self.ways) >= WAYS_MAX:
                self.ways.clear()
            self.ways[queue, contact.needs, contact.ring] = line
        return line

    def _build(self, queue: str, wants: Want, target: str | None) -> Line:
        if not self.spare:
            self.spare.append(len(self.tops))
            self.tops.append(NOBODY)
        home = self.homes.get(queue)
        if home is None:
            home = self.homes[queue] = Home()
        line = Line(
            queue=queue,
            want=wants,
            target=target,
            tops=self.tops,
            number=self.spare.pop(),
            home=home,
        )
        home.lines[wants, target] = line
        home.empty += target is None
        if target is not None:
            self.targets.setdefault(target, {})[line] = None
            servers = [self.seats[target]] if self.seats[target].cleared_for(line) else []
        else:
            for other in wants.queues[1:]:
                self.guests.setdefault(other, {})[line] = None
            servers = self._servers(line)
        for seat in servers:
            seat.join(line)
        free = [seat for seat in servers if seat.bays[wants.channel].level != ABSENT]
        for seat in sorted(free, key=lambda seat: seat.agent.idle_seq):
            self._pool(seat, line)
        return line

    def _servers(self, line: Line) -> list[Seat]:
        """Return those who may take contacts of a line for anybody, room permitting."""
        suits: dict[Profile, bool] = {}
        found: list[Seat] = []
        for seat in self._asked(line):
            profile = seat.profile
            suited = suits.get(profile)
            if suited is None:
                suited = suits[profile] = profile.suits(line.want)
            if suited:
                found.append(seat)
        return found

    def _asked(self, line: Line) -> Iterable[Seat]:
        """Go through the agents of all queues that a line asks, each once."""
        queues = line.want.queues
        if len(queues) == 1:
            return self.members.get(queues[0], {}).values()
        seats: dict[str, Seat] = {}
        for queue in queues:
            seats.update(self.members.get(queue, {}))
        return seats.values()

    @staticmethod
    def _pool(seat: Seat, line: Line) -> None:
        line.pool.move(seat.agent, ABSENT, seat.bays[line.want.channel].level)

    def _drop(self, line: Line) -> None:
        del line.home.lines[line.want, line.target]
        servers: Iterable[Seat]
        if line.target is None:
            line.home.empty -= 1
            self.ways = {way: one for way, one in self.ways.items() if one is not line}
            servers = self._asked(line)
            for other in line.want.queues[1:]:
                del self.guests[other][line]
        else:
            servers = [self.seats[line.target]]
            del self.targets[line.target][line]
            if not self.targets[line.target]:
                del self.targets[line.target]
        for seat in servers:
            seat.leave(line)
        self.spare.append(line.number)
        self.dirty_lines.pop(line, None)

    # Agents

    def seat(self, agent: Agent) -> None:
        """Give a new or changed agent a place in the lines they may serve, for now without room."""
        if agent.id in self.seats:
            self._unseat(agent.id)
        spec = agent.spec
        kind = (spec.capacity, spec.skills, spec.cleared)
        profile = self.profiles.get(kind)
        if profile is None:
            profile = self.profiles[kind] = Profile(spec)
        seat = self.seats[agent.id] = Seat(agent, profile)
        found: dict[Line, None] = {}
        for queue in seat.queues:
            self.members.setdefault(queue, {})[agent.id] = seat
            staff = self.staff.get(queue)
            if staff is None:
                staff = self.staff[queue] = Staff()
            seat.staffs.append(staff)
            found.update(dict.fromkeys(self.lines_of(queue).values()))
            found.update(self.guests.get(queue, {}))
        for line in found:
            if line.target is None and profile.suits(line.want):
                seat.join(line)
        for line in self.targets.get(agent.id, ()):
            if seat.cleared_for(line):
                seat.join(line)

    def unseat(self, agent: str) -> None:
        """Take an agent for whom nobody waits out of all lines."""
        assert agent not in self.targets, "nobody waits for an agent who is removed"
        self._unseat(agent)

    def _unseat(self, agent: str) -> None:
        seat = self.seats.pop(agent)
        seat.count(on=False, free=False)
        for bay in seat.bays.values():
            for pool in (*bay.pools, *bay.ranked):
                pool.move(seat.agent, bay.level, ABSENT)
        for queue in seat.queues:
            del self.members[queue][agent]
            if not self.members[queue]:
                del self.members[queue]
        self.dirty_agents.pop(agent, None)
        self.unsettled.pop(agent, None)

    def touch(self, agent: Agent) -> None:
        """Mark an agent whose load, readiness or idleness changed."""
        seat = self.seats[agent.id]
        self.dirty_agents[agent.id] = self.unsettled[agent.id] = seat

    def settle(self) -> None:
        """Bring the pools up to date with the marked agents, so that each is in order."""
        if len(self.unsettled) == 1:
            for seat in self.unsettled.values():
                self._place(seat)
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
        unsettled = self.unsettled
        found = line.pool.first(most, unsettled)
        if unsettled:
            loose = [seat.agent for seat in unsettled.values() if seat.could_take(line)]
            if loose:
                found += loose
                rank = line.pool.rank
                found.sort(key=lambda agent: (rank(agent), agent.idle_seq))
                del found[most:]
        return found

    def count_able(self, line: Line) -> int:
        """Count those who could take a contact of a line."""
        count = len(line.pool)
        for seat in self.unsettled.values():
            bay = seat.bays.get(line.want.channel)
            if bay is not None and line in bay.lines:
                count -= line.pool.holds(seat.agent)
                count += seat.could_take(line)
        return count

    def top_for(self, seat: Seat) -> Entry | None:
        """Return the first of all who wait in the lines that an agent serves and has room for."""
        found: Entry | None = None
        for bay in seat.bays.values():
            if not bay.lines or not seat.room_in(bay):
                continue
            tops = (bay.read_tops or bay.make_reader())(self.tops)
            if seat.agent.rest_until_at is not None:
                lines = zip(tops, bay.lines, strict=False)
                tops = tuple([NOBODY if line.want.hard else top for top, line in lines])
            least = min(tops)
            if least == NOBODY:
                continue
            if tops.count(least) == 1:
                head = bay.lines[tops.index(least)].head
            else:
                heads = zip(tops, bay.lines, strict=False)
                head = min(line.head for top, line in heads if top == least and line.head)
            if found is None or (head is not None and head < found):
                found = head
        return found

    @staticmethod
    def _place(seat: Seat) -> None:
        agent = seat.agent
        seq, load = agent.idle_seq, agent.load
        moved, front = seat.seq != seq, seq < 0
        seat.seq = seq
        ready, free = agent.ready, False
        room = ready and (load < seat.slots or agent.strained)
        for bay in seat.bays.values():
            old = bay.level
            if room and seat.room_in(bay):
                new, free = load, True
            elif old < 0:
                continue
            else:
                new = ABSENT
            if old == new and not moved:
                continue
            bay.level = new
            if bay.pools:
                move_all(bay.pools, agent, old, new, front=front)
            for pool in bay.ranked:
                pool.move(agent, old, new, front=front)
        if ready is not seat.on or free is not seat.free:
            seat.count(on=ready, free=free)
