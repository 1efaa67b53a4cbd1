"""What does a contact ask of an agent now, and who of those goes first?

A contact's needs are what it came with. What it wants of an agent is less: rings that have
opened drop skills, lower levels and ask more queues; a queue may leave skills out of
account. Contacts that want the same stand in the same line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.floor.specs import (
    BEST,
    BEST_LEVEL,
    FAIR_SHARE,
    LEAST_LOADED,
    LEAST_OCCUPIED,
    LONGEST_IDLE,
    NONE,
    SCORE,
    Weights,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.floor.model import Agent
    from onqueue.floor.specs import Needs, QueueSpec

MINUTE_MS: Final = 60_000
RUN_RANK: Final = 10**12
"""Weight of the hard contacts an agent had in a row: more than any other rank can be."""
LOAD_RANK: Final = 100
"""More than anybody holds at once: among equal levels, the least loaded goes first."""


class Want(msgspec.Struct, frozen=True, kw_only=True, gc=False, cache_hash=True):
    """What an agent must have to stand in for a line, and by what they are chosen."""

    channel: str
    skills: tuple[tuple[str, int], ...]
    queues: tuple[str, ...]
    """The queue itself, then those whose agents are asked as well."""
    gates: tuple[str, ...]
    hard: bool
    choice: str
    weights: Weights
    kept_free: int


def want(queue: str, spec: QueueSpec, needs: Needs, ring: int) -> Want:
    """Return what contacts with these needs want after so many rings."""
    skills = {} if spec.evaluation == NONE else dict(needs.skills)
    queues = {queue: None}
    for opened in spec.rings[:ring]:
        for skill in opened.drop:
            skills.pop(skill, None)
        for skill, level in opened.lower:
            if skill in skills:
                skills[skill] = min(skills[skill], level)
        queues.update(dict.fromkeys(opened.queues))
    return Want(
        channel=needs.channel,
        skills=tuple(sorted(skills.items())),
        queues=tuple(queues),
        gates=(*spec.gates, *needs.gates),
        hard=needs.hard or spec.hard,
        choice=BEST_LEVEL if spec.evaluation == BEST else spec.choice,
        weights=spec.weights,
        kept_free=spec.kept_free,
    )


def ranked(want: Want) -> Callable[[Agent], int] | None:
    """Return what agents are ordered by for a want, lowest first; None is by load alone.

    Ranks hold still between an agent's own changes, so that a pool need not be sorted anew
    as time goes by: occupancy and share are those of the last change, and idleness counts
    for everybody at the same rate, so its beginning says all.
    """
    rank = _CHOICES[want.choice](want)
    if not want.hard:
        return None if want.choice == LEAST_LOADED else rank
    return lambda agent: agent.hard_run * RUN_RANK + rank(agent)


def _by_load(_want: Want) -> Callable[[Agent], int]:
    return lambda agent: agent.load


def _by_idleness(_want: Want) -> Callable[[Agent], int]:
    return lambda _agent: 0


def _by_occupancy(_want: Want) -> Callable[[Agent], int]:
    return lambda agent: agent.occupancy


def _by_level(want: Want) -> Callable[[Agent], int]:
    wanted = frozenset(skill for skill, _ in want.skills)
    return lambda agent: agent.load - LOAD_RANK * _levels(agent, wanted)


def _by_share(_want: Want) -> Callable[[Agent], int]:
    return lambda agent: agent.share


def _by_score(want: Want) -> Callable[[Agent], int]:
    weights = want.weights
    wanted = frozenset(skill for skill, _ in want.skills)

    def rank(agent: Agent) -> int:
        return (
            weights.load * agent.load
            + weights.occupancy * agent.occupancy
            + weights.share * agent.share
            + weights.idle * (agent.idle_since_at // MINUTE_MS)
            - weights.level * _levels(agent, wanted)
        )

    return rank


def _levels(agent: Agent, wanted: frozenset[str]) -> int:
    return sum(level for skill, level in agent.spec.skills if skill in wanted)


_CHOICES: Final[dict[str, Callable[[Want], Callable[[Agent], int]]]] = {
    LEAST_LOADED: _by_load,
    LONGEST_IDLE: _by_idleness,
    LEAST_OCCUPIED: _by_occupancy,
    BEST_LEVEL: _by_level,
    FAIR_SHARE: _by_share,
    SCORE: _by_score,
}
