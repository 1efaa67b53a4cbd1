"""What are the figures of agents?"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection

from sqlalchemy.orm import Session

from onqueue.identity import queries as identity
from onqueue.insight.queries.counting import Sums, Within, counted
from onqueue.insight.queries.figures import FIGURES
from onqueue.insight.queries.time import Spent, time_spent
from onqueue.insight.rules.calendar import By, edges
from onqueue.insight.schemas import AGENT_SUMS, AgentFigures, agent_figures_of


def agent_figures(
    session: Session,
    *,
    from_at: int,
    to_at: int,
    by: By,
    agents: Collection[str] | None,
    time_zone: str,
    now: int,
) -> list[AgentFigures]:
    """Return the figures of agents, by agent and then by time."""
    cut = edges(from_at=from_at, to_at=to_at, by=by, time_zone=time_zone)
    sums: dict[tuple[str, int], Sums] = {}
    found = counted(
        session,
        within=Within(from_at=from_at, to_at=to_at, now=now, agents=agents),
        figures=[name for name in AGENT_SUMS if name in FIGURES],
        group="agent",
        in_intervals=by != "total",
    )
    for (agent, at), counts in found.items():
        sums.setdefault((agent, bisect_right(cut, at) - 1), Counter()).update(counts)
    spent = time_spent(session, edges=cut, agents=agents, now=now)
    if by == "total":
        for agent in agents or ():
            sums.setdefault((agent, 0), Counter())
    places = sorted({*sums, *spent})
    names = identity.names_of(session, accounts={agent for agent, _ in places})
    return [
        _figures(
            agent,
            name=names.get(agent, ""),
            from_at=cut[number],
            to_at=cut[number + 1],
            sums=sums.get((agent, number), Counter()),
            spent=spent.get((agent, number), Spent()),
        )
        for agent, number in places
    ]


def _figures(
    agent: str, *, name: str, from_at: int, to_at: int, sums: Sums, spent: Spent
) -> AgentFigures:
    every = Counter(sums)
    every["busy_ms"], every["available_ms"] = spent.busy_ms, spent.available_ms
    return agent_figures_of(
        every,
        agent=agent,
        name=name,
        from_at=from_at,
        to_at=to_at,
        states=dict(sorted(spent.states.items())),
    )
