"""What do figures look like to those who ask?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from onqueue.insight.rules.metrics import (
    Credit,
    Sums,
    Unit,
    abandonment_rate,
    aht_ms,
    asa_ms,
    csat,
    csat_mean,
    occupancy,
    service_level,
)

QUEUE_SUMS = (
    "offered", "answered", "within", "abandoned", "abandoned_within", "abandoned_short",
    "waiting", "waiting_within", "moved", "wait_ms",
    "handled", "talk_ms", "hold_ms", "wrap_ms",
    "ratings", "ratings_good", "ratings_sum",
)  # fmt: skip
AGENT_SUMS = (
    "handled", "talk_ms", "hold_ms", "wrap_ms", "consults", "consult_ms",
    "ratings", "ratings_good", "ratings_sum",
    "busy_ms", "available_ms",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """The figures of one queue (or of all, when `queue` is empty) in one stretch of time."""

    queue: str
    from_at: int
    to_at: int
    offered: int
    answered: int
    within: int
    abandoned: int
    abandoned_within: int
    abandoned_short: int
    waiting: int
    waiting_within: int
    moved: int
    wait_ms: int
    handled: int
    talk_ms: int
    hold_ms: int
    wrap_ms: int
    ratings: int
    ratings_good: int
    ratings_sum: int
    service_level: float | None
    asa_ms: int | None
    abandonment_rate: float | None
    aht_ms: int | None
    csat: float | None
    csat_mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFigures:
    """The figures of one agent in one stretch of time."""

    agent: str
    name: str
    from_at: int
    to_at: int
    handled: int
    talk_ms: int
    hold_ms: int
    wrap_ms: int
    consults: int
    consult_ms: int
    ratings: int
    ratings_good: int
    ratings_sum: int
    busy_ms: int
    available_ms: int
    states: Mapping[str, int]
    """Milliseconds in each state."""
    aht_ms: int | None
    occupancy: float | None
    csat: float | None
    csat_mean: float | None


AGENT_CELLS = tuple(field.name for field in fields(AgentFigures) if field.name != "states")
"""What a file has of an agent's figures; the states are columns of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFigures:
    """What a board shows of a queue for one stretch of time."""

    from_at: int
    to_at: int
    offered: int
    answered: int
    abandoned: int
    within: int
    service_level: float | None
    asa_ms: int | None
    aht_ms: int | None
    csat: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueStats:
    """A queue's line on the board: today, the last interval that is over, and the running one."""

    queue: str
    at: int
    today: LiveFigures
    interval: LiveFigures
    running: LiveFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One row behind a figure: a stay, an agent's part, or a rating."""

    contact: str
    conversation: str
    seq: int
    queue: str
    channel: str
    agent: str | None
    at: int
    """The instant that puts the row into its interval."""
    arrived_at: int | None
    settled_at: int | None
    outcome: str
    wait_ms: int | None
    talk_ms: int | None
    wrap_ms: int | None
    score: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricShown:
    """A metric's definition."""

    name: str
    version: int
    unit: Unit
    formula: str
    credit: Credit
    source: str


def queue_figures_of(sums: Sums, *, queue: str, from_at: int, to_at: int) -> QueueFigures:
    """Return the figures that follow from sums: ratios are taken here, last."""
    return QueueFigures(
        queue=queue,
        from_at=from_at,
        to_at=to_at,
        **{name: sums[name] for name in QUEUE_SUMS},
        service_level=service_level(sums),
        asa_ms=asa_ms(sums),
        abandonment_rate=abandonment_rate(sums),
        aht_ms=aht_ms(sums),
        csat=csat(sums),
        csat_mean=csat_mean(sums),
    )


def agent_figures_of(
    sums: Sums, *, agent: str, name: str, from_at: int, to_at: int, states: Mapping[str, int]
) -> AgentFigures:
    """Return an agent's figures that follow from sums."""
    return AgentFigures(
        agent=agent,
        name=name,
        from_at=from_at,
        to_at=to_at,
        **{key: sums[key] for key in AGENT_SUMS},
        states=states,
        aht_ms=aht_ms(sums),
        occupancy=occupancy(sums),
        csat=csat(sums),
        csat_mean=csat_mean(sums),
    )


def live_figures_of(figures: QueueFigures) -> LiveFigures:
    """Return what the board shows of a queue's figures."""
    return LiveFigures(
        from_at=figures.from_at,
        to_at=figures.to_at,
        offered=figures.offered,
        answered=figures.answered,
        abandoned=figures.abandoned,
        within=figures.within,
        service_level=figures.service_level,
        asa_ms=figures.asa_ms,
        aht_ms=figures.aht_ms,
        csat=figures.csat,
    )
