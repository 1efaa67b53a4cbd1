"""How did agents spend their time?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from onqueue.floor.model import ON_QUEUE
from onqueue.insight.models import AgentInterval
from onqueue.insight.rules.calendar import split


@dataclass(slots=True)
class Spent:
    """An agent's time in one piece of a stretch of time, in milliseconds."""

    states: Counter[str] = field(default_factory=Counter)
    busy_ms: int = 0
    available_ms: int = 0


def time_spent(
    session: Session,
    *,
    edges: Sequence[int],
    agents: Collection[str] | None,
    now: int,
) -> dict[tuple[str, int], Spent]:
    """Return each agent's time by the piece that it falls into, cut exactly at the edges.

    What still goes on is counted until `now`.
    """
    table = AgentInterval
    wanted = select(table).where(
        table.from_at < min(edges[-1], now), or_(table.to_at.is_(None), table.to_at > edges[0])
    )
    if agents is not None:
        wanted = wanted.where(table.agent.in_(agents))
    spent: dict[tuple[str, int], Spent] = defaultdict(Spent)
    for row in session.scalars(wanted):
        to_at = now if row.to_at is None else min(row.to_at, now)
        for number, took_ms in split(from_at=row.from_at, to_at=to_at, edges=edges):
            piece = spent[row.agent, number]
            piece.states[row.state] += took_ms
            if row.holding:
                piece.busy_ms += took_ms
            elif row.state == ON_QUEUE:
                piece.available_ms += took_ms
    return dict(spent)
