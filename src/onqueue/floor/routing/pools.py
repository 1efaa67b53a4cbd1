"""Who could take a contact of this line now, and who of them first?

Most queues ask the least loaded first, and among equals the longest idle. Moments of
becoming idle only ever grow, so each load has a plain list in order of entry: no search, no
heap. It is an OrderedDict, not a dict, since finding the first key of a dict that is emptied
from the front passes over everything deleted before.

Other choices rank the same agent differently in each line. A ranked pool keeps each agent's
rank and a sorted list of the ranks there are, which costs one search more.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from onqueue.floor.model import Agent

ABSENT = -1
"""The level of an agent who is not in the pool."""


class Pool:
    """Agents with room, by load and then by idleness."""

    __slots__ = ("levels", "size")

    def __init__(self) -> None:
        """Begin with nobody."""
        self.levels: list[OrderedDict[str, Agent]] = []
        self.size = 0

    def move(self, agent: Agent, old: int, new: int, *, front: bool = False) -> None:
        """Move an agent from one level to the end, or the front, of another."""
        levels = self.levels
        if old >= 0:
            del levels[old][agent.id]
            self.size -= 1
        if new >= 0:
            while len(levels) <= new:
                levels.append(OrderedDict())
            levels[new][agent.id] = agent
            self.size += 1
            if front:
                levels[new].move_to_end(agent.id, last=False)

    def rank(self, agent: Agent) -> int:
        """Return what agents are ordered by, before their idleness."""
        return agent.load

    def holds(self, agent: Agent) -> bool:
        """Say whether an agent is in the pool."""
        return any(agent.id in level for level in self.levels)

    def first(self, most: int, *, but: Container[str]) -> list[Agent]:
        """Return the first so many agents to be asked, leaving some out."""
        found: list[Agent] = []
        if not self.size:
            return found
        for level in self.levels:
            for agent in level.values():
                if agent.id not in but:
                    found.append(agent)
                    if len(found) == most:
                        return found
        return found

    def __len__(self) -> int:
        """Count the agents."""
        return self.size

    def __iter__(self) -> Iterator[Agent]:
        """Go through the agents, the next one to be asked first."""
        for level in self.levels:
            yield from level.values()


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
            self.size -= 1
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
            self.size += 1
            if front:
                entered.move_to_end(agent.id, last=False)

    @override
    def rank(self, agent: Agent) -> int:
        """Return what agents are ordered by, before their idleness."""
        return self._rank(agent)

    @override
    def holds(self, agent: Agent) -> bool:
        """Say whether an agent is in the pool."""
        return agent.id in self._at

    @override
    def first(self, most: int, *, but: Container[str]) -> list[Agent]:
        """Return the first so many agents to be asked, leaving some out."""
        found: list[Agent] = []
        for agent in self:
            if agent.id not in but:
                found.append(agent)
                if len(found) == most:
                    break
        return found

    @override
    def __iter__(self) -> Iterator[Agent]:
        """Go through the agents, the next one to be asked first."""
        for rank in self._ranks:
            yield from self._tiers[rank].values()
