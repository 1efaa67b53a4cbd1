"""How much of each figure is there, by queue or agent and by interval?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.orm import Session

from onqueue.insight.queries.figures import FIGURES, Figure
from onqueue.insight.rules.calendar import INTERVAL_MS

Sums = Counter[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Which rows are looked at: a stretch of time, some queues, some agents; None is all."""

    from_at: int
    to_at: int
    now: int
    queues: Collection[str] | None = None
    agents: Collection[str] | None = None


def conditions(figure: Figure, *, within: Within) -> list[ColumnElement[bool]]:
    """Return what is true of the rows that a figure counts."""
    table = figure.table
    found = [figure.at >= within.from_at, figure.at < within.to_at, figure.counts(within.now)]
    if within.queues is not None:
        found.append(table.queue.in_(within.queues))
    if within.agents is not None:
        found.append(table.agent.in_(within.agents))
    return found


def counted(
    session: Session,
    *,
    within: Within,
    figures: Collection[str],
    group: str,
    in_intervals: bool,
) -> dict[tuple[str, int], Sums]:
    """Return the sums by what they are grouped by (`queue` or `agent`) and by interval.

    Without intervals everything is in one, named by the beginning of the stretch.
    """
    sums: dict[tuple[str, int], Sums] = defaultdict(Counter)
    for names in _by_table(figures):
        statement = _sums(
            tuple(names),
            group,
            in_intervals=in_intervals,
            queues=within.queues is not None,
            agents=within.agents is not None,
        )
        asked: dict[str, object] = {
            "now": within.now,
            "from_at": within.from_at,
            "to_at": within.to_at,
        }
        if within.queues is not None:
            asked["queues"] = list(within.queues)
        if within.agents is not None:
            asked["agents"] = list(within.agents)
        for who, at, *values in session.execute(statement, asked):
            if who is None:
                continue
            # PostgreSQL adds up into a numeric; these are whole numbers.
            found = {name: int(value or 0) for name, value in zip(names, values, strict=True)}
            place = within.from_at if at is None else max(int(at), within.from_at)
            sums[who, place].update(found)
    return dict(sums)


def _by_table(figures: Iterable[str]) -> list[list[str]]:
    """Group figures by their table: each table is read once."""
    groups: dict[type[Any], list[str]] = defaultdict(list)
    for name in figures:
        groups[FIGURES[name].table].append(name)
    return list(groups.values())


@cache
def _sums(
    names: tuple[str, ...], group: str, *, in_intervals: bool, queues: bool, agents: bool
) -> Select[Any]:
    """Return the statement for figures of one table. It takes longer to make than to run."""
    first, now = FIGURES[names[0]], bindparam("now", type_=BigInteger)
    at, who = first.at, getattr(first.table, group)
    begin = at - at % INTERVAL_MS if in_intervals else literal(None)
    values = [
        func.sum(case((FIGURES[name].counts(now), FIGURES[name].value()), else_=0))
        for name in names
    ]
    statement = select(who, begin.label("begin"), *values).where(
        at >= bindparam("from_at", type_=BigInteger), at < bindparam("to_at", type_=BigInteger)
    )
    if queues:
        statement = statement.where(first.table.queue.in_(bindparam("queues", expanding=True)))
    if agents:
        statement = statement.where(first.table.agent.in_(bindparam("agents", expanding=True)))
    # By position: a driver's parameters would make the two mentions of `begin` differ.
    return statement.group_by(text("1"), text("2")) if in_intervals else statement.group_by(who)
