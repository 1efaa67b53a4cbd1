"""Who could take a contact of this line now, and who of them first?

The least loaded first; among equals, the longest idle. Moments of becoming idle only ever
grow, so each load has a plain list in order of entry: no search, no heap. It is an
OrderedDict, not a dict, since finding the first key of a dict that is emptied from the
front passes over everything deleted before.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

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
