"""Routes of figures: queues, agents, one's own day, and the rows behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import count
from typing import Annotated, Final, Literal

from fastapi import Depends, Query, Response
from sqlalchemy.orm import Session

from onqueue.directory import queries as directory
from onqueue.edge import OnGround, PageAsked, csv_answer, make_router, requires
from onqueue.insight import access, queries
from onqueue.insight.errors import ListTooLong, StretchInvalid
from onqueue.insight.queries.counting import Within
from onqueue.insight.rules.calendar import By, day_start
from onqueue.insight.rules.metrics import METRICS
from onqueue.insight.schemas import AGENT_CELLS, AgentFigures, Behind, MetricShown, QueueFigures
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import PAGE_SIZE_MAX, Page, Paging
from onqueue.kernel.wire import PageOf, page_of

router = make_router(prefix="/api/insight", tags=["insight"])

Reporting = Annotated[Actor, requires("report.read")]
ReportingOwn = Annotated[Actor, requires("report.own", "report.read")]
Ids = Annotated[frozenset[str], Query(max_length=200)]
NONE: Final[frozenset[str]] = frozenset()

DAY_MS: Final = 24 * 3_600_000
STRETCH_MAX: Final[dict[By, int]] = {
    "interval": 31 * DAY_MS + DAY_MS,
    "day": 400 * DAY_MS,
    "total": 4_000 * DAY_MS,
}
"""How long a stretch is counted at once; finer pieces make longer answers."""
CSV_ROWS_MAX: Final = 20_000

QUEUE_CELLS: Final = tuple(field.name for field in fields(QueueFigures))
BEHIND_CELLS: Final = tuple(field.name for field in fields(Behind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which stretch of time is asked for, and how it is cut."""

    from_at: int | None
    to_at: int | None
    by: By


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueReport:
    """Figures of queues, and of all of them together."""

    from_at: int
    to_at: int
    by: Literal["interval", "day", "total"]
    items: Sequence[QueueFigures]
    total: Sequence[QueueFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReport:
    """Figures of agents."""

    from_at: int
    to_at: int
    by: Literal["interval", "day", "total"]
    items: Sequence[AgentFigures]


From = Annotated[int | None, Query(alias="from", ge=0, le=2**48)]
To = Annotated[int | None, Query(alias="to", ge=0, le=2**48)]


async def _asked(*, from_at: From = None, to_at: To = None, by: By = "total") -> Asked:
    return Asked(from_at=from_at, to_at=to_at, by=by)


StretchAsked = Annotated[Asked, Depends(_asked)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """Which figure was clicked, and what it was narrowed to."""

    asked: Asked
    figure: str
    queues: frozenset[str]
    agents: frozenset[str]


async def _clicked(
    *,
    asked: StretchAsked,
    figure: Annotated[str, Query(max_length=40)],
    queue: Ids = NONE,
    agent: Ids = NONE,
) -> Clicked:
    return Clicked(asked=asked, figure=figure, queues=queue, agents=agent)


FigureClicked = Annotated[Clicked, Depends(_clicked)]


@router.get("/metrics")
async def list_metrics(_actor: ReportingOwn) -> list[MetricShown]:
    """List what each figure means."""
    return [
        MetricShown(
            name=metric.name,
            version=metric.version,
            unit=metric.unit,
            formula=metric.formula,
            credit=metric.credit,
            source=metric.source,
        )
        for metric in METRICS
    ]


@router.get("/queues")
async def report_queues(
    ground: OnGround, actor: Reporting, asked: StretchAsked, queue: Ids = NONE
) -> QueueReport:
    """Report the figures of queues; without a time, today's."""
    now = ground.clock.now()
    return await ground.db.read(_queues, actor=actor, asked=asked, queues=queue, now=now)


@router.get("/queues.csv")
async def report_queues_csv(
    ground: OnGround, actor: Reporting, asked: StretchAsked, queue: Ids = NONE
) -> Response:
    """Report the figures of queues as a file."""
    now = ground.clock.now()
    report = await ground.db.read(_queues, actor=actor, asked=asked, queues=queue, now=now)
    names = await ground.db.read(directory.queue_names)
    rows = [
        [names.get(row.queue, row.queue), *(getattr(row, cell) for cell in QUEUE_CELLS)]
        for row in report.items
    ]
    return csv_answer(name="queues", columns=("name", *QUEUE_CELLS), rows=rows)


@router.get("/agents")
async def report_agents(
    ground: OnGround, actor: Reporting, asked: StretchAsked, agent: Ids = NONE
) -> AgentReport:
    """Report the figures of agents; without a time, today's."""
    now = ground.clock.now()
    return await ground.db.read(_agents, actor=actor, asked=asked, agents=agent, now=now)


@router.get("/agents.csv")
async def report_agents_csv(
    ground: OnGround, actor: Reporting, asked: StretchAsked, agent: Ids = NONE
) -> Response:
    """Report the figures of agents as a file."""
    now = ground.clock.now()
    report = await ground.db.read(_agents, actor=actor, asked=asked, agents=agent, now=now)
    states = sorted({state for row in report.items for state in row.states})
    rows = [
        [
            *(getattr(row, cell) for cell in AGENT_CELLS),
            *(row.states.get(state, 0) for state in states),
        ]
        for row in report.items
    ]
    columns = (*AGENT_CELLS, *(f"{state}_ms" for state in states))
    return csv_answer(name="agents", columns=columns, rows=rows)


@router.get("/me")
async def report_my_day(
    *,
    ground: OnGround,
    actor: Annotated[Actor, requires("report.own")],
    from_at: From = None,
    to_at: To = None,
) -> AgentFigures:
    """Report your own figures; without a time, today's."""
    asked = Asked(from_at=from_at, to_at=to_at, by="total")
    return await ground.db.read(_my_day, actor=actor, asked=asked, now=ground.clock.now())


@router.get("/contacts")
async def list_contacts_behind(
    ground: OnGround, actor: ReportingOwn, paging: PageAsked, clicked: FigureClicked
) -> PageOf[Behind]:
    """List the rows behind a figure: as many as it says."""
    now = ground.clock.now()
    found = await ground.db.read(_behind, actor=actor, clicked=clicked, paging=paging, now=now)
    return page_of(found, lambda row: row)


@router.get("/contacts.csv")
async def list_contacts_behind_csv(
    ground: OnGround, actor: ReportingOwn, clicked: FigureClicked
) -> Response:
    """List the rows behind a figure as a file."""
    now = ground.clock.now()
    rows = await ground.db.read(_all_behind, actor=actor, clicked=clicked, now=now)
    cells = [[getattr(row, cell) for cell in BEHIND_CELLS] for row in rows]
    return csv_answer(name="contacts", columns=BEHIND_CELLS, rows=cells)


def _queues(
    session: Session, *, actor: Actor, asked: Asked, queues: frozenset[str], now: int
) -> QueueReport:
    scope = access.queues_reported(session, actor=actor)
    from_at, to_at, time_zone = _stretch(session, asked, now=now)
    items = queries.queue_figures(
        session,
        from_at=from_at,
        to_at=to_at,
        by=asked.by,
        queues=access.narrowed(scope=scope, asked=queues),
        time_zone=time_zone,
        now=now,
    )
    total = queries.all_queues(items)
    return QueueReport(from_at=from_at, to_at=to_at, by=asked.by, items=items, total=total)


def _agents(
    session: Session, *, actor: Actor, asked: Asked, agents: frozenset[str], now: int
) -> AgentReport:
    scope = access.agents_reported(session, actor=actor)
    from_at, to_at, time_zone = _stretch(session, asked, now=now)
    items = queries.agent_figures(
        session,
        from_at=from_at,
        to_at=to_at,
        by=asked.by,
        agents=access.narrowed(scope=scope, asked=agents),
        time_zone=time_zone,
        now=now,
    )
    return AgentReport(from_at=from_at, to_at=to_at, by=asked.by, items=items)


def _my_day(session: Session, *, actor: Actor, asked: Asked, now: int) -> AgentFigures:
    from_at, to_at, time_zone = _stretch(session, asked, now=now)
    (figures,) = queries.agent_figures(
        session,
        from_at=from_at,
        to_at=to_at,
        by="total",
        agents=[actor.account],
        time_zone=time_zone,
        now=now,
    )
    return figures


def _behind(
    session: Session, *, actor: Actor, clicked: Clicked, paging: Paging, now: int
) -> Page[Behind]:
    within = _within(session, actor=actor, clicked=clicked, now=now)
    return queries.contacts_behind(session, figure=clicked.figure, within=within, paging=paging)


def _all_behind(session: Session, *, actor: Actor, clicked: Clicked, now: int) -> list[Behind]:
    rows: list[Behind] = []
    for number in count(1):
        paging = Paging(page=number, size=PAGE_SIZE_MAX)
        found = _behind(session, actor=actor, clicked=clicked, paging=paging, now=now)
        if found.total > CSV_ROWS_MAX:
            raise ListTooLong(total=found.total, limit=CSV_ROWS_MAX)
        rows += found.items
        if not found.items or len(rows) == found.total:
            break
    return rows


def _within(session: Session, *, actor: Actor, clicked: Clicked, now: int) -> Within:
    """Return which rows may be looked at, by the rule of the figure that was clicked.

    Whoever names agents comes from an agent's figure, which no queue narrows.
    """
    from_at, to_at, _ = _stretch(session, clicked.asked, now=now)
    if clicked.agents or not actor.may("report.read"):
        scope = access.agents_reported(session, actor=actor)
        agents = access.narrowed(scope=scope, asked=clicked.agents)
        queues = clicked.queues or None
        return Within(from_at=from_at, to_at=to_at, now=now, agents=agents, queues=queues)
    scope = access.queues_reported(session, actor=actor)
    chosen = access.narrowed(scope=scope, asked=clicked.queues)
    return Within(from_at=from_at, to_at=to_at, now=now, queues=chosen)


def _stretch(session: Session, asked: Asked, *, now: int) -> tuple[int, int, str]:
    time_zone = directory.centre(session).time_zone
    from_at = day_start(now, time_zone=time_zone) if asked.from_at is None else asked.from_at
    to_at = now + 1 if asked.to_at is None else asked.to_at
    if from_at >= to_at:
        raise StretchInvalid(field="to", reason="it must end after it begins")
    if to_at - from_at > STRETCH_MAX[asked.by]:
        days = STRETCH_MAX[asked.by] // DAY_MS
        raise StretchInvalid(
            field="from", reason="at most {days} days are counted at once", days=days
        )
    return from_at, to_at, time_zone
