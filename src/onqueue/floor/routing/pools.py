"""Who could take a contact of this line now, and who of them first?

Most queues ask the least loaded first, and among equals the longest idle. Moments of
becoming idle only ever grow, so each load has a plain list in order of entry: no search, no
heap. It is a plain dict: to find the first key of one that is emptied from the front passes over
what was deleted before, but at a nanosecond each, while entering and leaving an OrderedDict
takes twice the time, in every pool that an agent is in. Who is put back at the front goes into a
list of their own.

Other choices rank the same agent differently in each line. A ranked pool keeps each agent's
rank and a sorted list of the ranks there are, which costs one search more.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from itertools import islice
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from onqueue.floor.model import Agent

ABSENT = -1
"""The level of an agent who is not in the pool."""


class Pool:
    """Agents with room, by load and then by idleness."""

    __slots__ = ("early", "levels")

    def __init__(self) -> None:
        """Begin with nobody."""
        self.levels: list[dict[str, Agent]] = []
        self.early: dict[int, dict[str, Agent]] = {}
        """By level, those who were put at the front, the first one last; no level without any."""

    def move(self, agent: Agent, old: int, new: int, *, front: bool = False) -> None:
        """Move an agent from one level to the end, or the front, of another."""
        move_all((self,), agent, old, new, front=front)

    def rank(self, agent: Agent) -> int:
        """Return what agents are ordered by, before their idleness."""
        return agent.load

    def holds(self, agent: Agent) -> bool:
        """Say whether an agent is in the pool."""
        name = agent.id
        return any(name in level for level in (*self.levels, *self.early.values()))

    def first(self, most: int, but: Collection[str]) -> list[Agent]:
        """Return the first so many agents to be asked, leaving some out."""
        if but or self.early:
            return list(islice((agent for agent in self if agent.id not in but), most))
        found: list[Agent] = []
        for level in self.levels:
            if level:
                found += islice(level.values(), most - len(found))
                if len(found) == most:
                    break
        return found

    def __len__(self) -> int:
        """Count the agents."""
        count = sum(map(len, self.levels))
        return count + sum(map(len, self.early.values())) if self.early else count

    def __bool__(self) -> bool:
        """Say whether there is anybody."""
        return any(self.levels) or any(self.early.values())

    def __iter__(self) -> Iterator[Agent]:
        """Go through the agents, the next one to be asked first."""
        early = self.early
        for load, level in enumerate(self.levels):
            if load in early:
                yield from reversed(early[load].values())
            yield from level.values()


def move_all(pools: Iterable[Pool], agent: Agent, old: int, new: int, *, front: bool) -> None:
    """Move an agent from one level to another in all these pools.

    An agent with many skills in many queues is in dozens of pools at once, and to move them is
    most of what a busy floor does: so it is one loop and no call for each.
    """
    name = agent.id
    for pool in pools:
        levels = pool.levels
        if old >= 0 and levels[old].pop(name, None) is None:
            early = pool.early[old]
            del early[name]
            if not early:
                del pool.early[old]
        if new >= 0:
            while len(levels) <= new:
                levels.append({})
            if front:
                pool.early.setdefault(new, {})[name] = agent
            else:
                levels[new][name] = agent


class RankedPool(Pool):
    """Agents with room, by a rank of this line's own and then by idleness."""

    __slots__ = ("_at", "_hard", "_rank", "_ranks", "_tiers")

    def __init__(self, rank: Callable[[Agent], int], *, hard: bool = False) -> None:
        """Begin with nobody. A pool for hard contacts takes in nobody who had too many."""
        super().__init__()
        self._hard = hard
        self._rank = rank
        self._at: dict[str, int] = {}
        self._ranks: list[int] = []
        self._tiers: dict[int, OrderedDict[str, Agent]] = {}

    @override
    def move(self, agent: Agent, old: int, new: int, *, front: bool = False) -> None:
        """Move an agent to the end, or the front, of those with the rank the agent has now."""
        del old
        was = self._at.pop(agent.id, None)
        if was is not None:
            tier = self._tiers[was]
            del tier[agent.id]
            if not tier:
                del self._tiers[was]
                del self._ranks[bisect_left(self._ranks, was)]
        if new >= 0 and not (self._hard and agent.spent):
            rank = self._at[agent.id] = self._rank(agent)
            entered = self._tiers.get(rank)
            if entered is None:
                entered = self._tiers[rank] = OrderedDict()
                insort(self._ranks, rank)
            entered[agent.id] = agent
            if front:
                entered.move_to_end(agent.id, last=False)

    @override
    def rank(self, agent: Agent) -> int:
        """Return what agents are ordered by, before their idleness."""
        return self._rank(agent)

    @override
    def first(self, most: int, but: Collection[str]) -> list[Agent]:
        """Return the first so many agents to be asked, leaving some out."""
        return list(islice((agent for agent in self if agent.id not in but), most))

    @override
    def holds(self, agent: Agent) -> bool:
        """Say whether an agent is in the pool."""
        return agent.id in self._at

    @override
    def __len__(self) -> int:
        """Count the agents."""
        return len(self._at)

    @override
    def __bool__(self) -> bool:
        """Say whether there is anybody."""
        return bool(self._at)

    @override
    def __iter__(self) -> Iterator[Agent]:
        """Go through the agents, the next one to be asked first."""
        for rank in self._ranks:
            yield from self._tiers[rank].values()
