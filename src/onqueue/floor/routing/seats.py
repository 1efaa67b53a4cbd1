"""Where does an agent stand in the index of lines and pools?

A seat keeps what follows from the agent's spec and is asked at every step; a changed spec gets a
new seat.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from onqueue.floor.routing.pools import ABSENT, RankedPool
from onqueue.floor.routing.room import room_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.floor.model import Agent
    from onqueue.floor.routing.lines import Line
    from onqueue.floor.routing.pools import Pool
    from onqueue.floor.routing.wants import Want
    from onqueue.floor.specs import AgentSpec


class Profile:
    """What an agent can do; agents who can do the same share one.

    On a large floor there are far fewer of these than agents, so that a new line asks each once.
    """

    __slots__ = ("__weakref__", "cleared", "skills", "slots")

    def __init__(self, spec: AgentSpec) -> None:
        """Take it from a spec."""
        self.slots = dict(spec.capacity)
        self.skills = dict(spec.skills)
        self.cleared = frozenset(spec.cleared)

    def suits(self, want: Want) -> bool:
        """Say whether this is enough for a want; whether the queue is theirs is not asked here."""
        if not self.slots.get(want.channel) or not self.cleared.issuperset(want.gates):
            return False
        skills = self.skills
        return all(skills.get(skill, 0) >= level for skill, level in want.skills)


class Bay:
    """An agent's part in one channel."""

    __slots__ = (
        "alone",
        "channel",
        "level",
        "lines",
        "numbers",
        "pools",
        "ranked",
        "read_tops",
        "slots",
    )

    def __init__(self, channel: str, spec: AgentSpec) -> None:
        """Begin in no line and in no pool."""
        self.channel = channel
        self.slots = dict(spec.capacity).get(channel, 0)
        self.alone = channel in spec.exclusive
        """Whether its contacts are offered only to an agent who holds nothing."""
        self.level = ABSENT
        """The level in the pools of all lines, as far as settled."""
        self.lines: list[Line] = []
        self.numbers: list[int] = []
        """Those of the lines, in the same order: to ask each line means to fetch it."""
        self.read_tops: Callable[[list[int]], tuple[int, ...]] | None = None
        """Reads the tops of these lines, in the same order; made when it is needed."""
        self.pools: list[Pool] = []
        """Those of the lines that go by load."""
        self.ranked: list[RankedPool] = []
        """Those of the others."""

    def make_reader(self) -> Callable[[list[int]], tuple[int, ...]]:
        """Make what reads the tops of all lines in one call that never leaves C.

        After them it reads number 0, so that it returns a tuple also for a single line.
        """
        self.read_tops = itemgetter(*self.numbers, 0)
        return self.read_tops


class Seat:
    """An agent's place in the index."""

    __slots__ = (
        "agent",
        "bays",
        "free",
        "on",
        "plain",
        "profile",
        "queues",
        "seq",
        "slots",
        "staffs",
    )

    def __init__(self, agent: Agent, profile: Profile) -> None:
        """Begin in no line."""
        self.agent = agent
        self.profile = profile
        self.queues = tuple(dict.fromkeys(agent.spec.queues))
        self.bays = {channel: Bay(channel, agent.spec) for channel in profile.slots}
        self.plain = not (agent.spec.units_max or agent.spec.interrupts)
        """Whether slots and exclusive channels say all about the agent's room."""
        self.slots = sum(profile.slots.values())
        """Who holds as much has room in no channel, unless one holds more than it may."""
        self.seq = 0
        """The order of idleness in the pools, as far as settled."""
        self.on = False
        self.free = False
        self.staffs: list[Staff] = []
        """The numbers of the queues, in the order of the queues."""

    def join(self, line: Line) -> None:
        """Serve a line."""
        channel = line.want.channel
        bay = self.bays.get(channel)
        if bay is None:
            bay = self.bays[channel] = Bay(channel, self.agent.spec)
        bay.lines.append(line)
        bay.numbers.append(line.number)
        bay.read_tops = None
        if isinstance(line.pool, RankedPool):
            bay.ranked.append(line.pool)
        else:
            bay.pools.append(line.pool)

    def leave(self, line: Line) -> None:
        """Serve a line no longer, if it was served."""
        bay = self.bays.get(line.want.channel)
        if bay is not None and line in bay.lines:
            at = bay.lines.index(line)
            del bay.lines[at], bay.numbers[at]
            bay.read_tops = None
            if isinstance(line.pool, RankedPool):
                bay.ranked.remove(line.pool)
            else:
                bay.pools.remove(line.pool)

    def count(self, *, on: bool, free: bool) -> None:
        """Count the agent as at work, and as having room, or not."""
        more_on, more_free = on - self.on, free - self.free
        for staff in self.staffs:
            staff.free += more_free
            if more_on:
                staff.on += more_on
                for channel, slots in self.profile.slots.items():
                    staff.slots[channel] = staff.slots.get(channel, 0) + more_on * slots
        self.on, self.free = on, free

    def cleared_for(self, line: Line) -> bool:
        """Say whether the agent may answer what waits in a line for one person."""
        return self.profile.cleared.issuperset(line.want.gates)

    def could_take(self, line: Line) -> bool:
        """Say whether the agent could take a contact of a line right now."""
        agent = self.agent
        bay = self.bays.get(line.want.channel)
        if bay is None or not agent.ready or not self.room_in(bay):
            return False
        return line in bay.lines and not (line.want.hard and agent.spent)

    def room_in(self, bay: Bay) -> bool:
        """Say what `Agent.room_for` says of a bay's channel, without a search in the spec."""
        agent = self.agent
        used = agent.used
        if not self.plain:
            return room_for(agent.spec, used, bay.channel)
        if not used:
            return bay.slots > 0
        if bay.alone:
            return False
        for name in agent.spec.exclusive:
            if name in used:
                return False
        return used.get(bay.channel, 0) < bay.slots


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
