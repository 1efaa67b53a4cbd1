"""Which rows does each figure count, and what does it add up?

One `Figure` serves the sum on a board, the answer of the API, the line of a file and the list
of rows behind it. So they cannot disagree: there is no second place that says what counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, and_, literal

from onqueue.insight.models import ContactRating, Handling, Segment
from onqueue.insight.rules.ledger import (
    ABANDONED,
    ANSWERED,
    CANCELLED,
    CONSULTED,
    MOVED,
    OWNER,
    SCHEDULED,
    WAITING,
)
from onqueue.insight.rules.metrics import GOOD_SCORE, SHORT_ABANDON_MS

Now = int | BindParameter[Any]
Column = ColumnElement[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Something that is counted or added up over the rows of one table."""

    table: type[Any]
    at: Any
    """The column that puts a row into an interval."""
    counts: Callable[[Now], ColumnElement[bool]]
    value: Callable[[], Column] = lambda: literal(1)


_waited: Final = Segment.settled_at - Segment.arrived_at
_talked: Final = Handling.talk_until_at - Handling.began_at
_wrapped: Final = Handling.ended_at - Handling.talk_until_at


def _stays(counts: Callable[[Now], ColumnElement[bool]], **more: Any) -> Figure:
    return Figure(table=Segment, at=Segment.arrived_at, counts=counts, **more)


def _parts(role: str, **more: Any) -> Figure:
    return Figure(
        table=Handling,
        at=Handling.ended_at,
        counts=lambda _: and_(Handling.role == role, Handling.ended_at.is_not(None)),
        **more,
    )


def _ratings(counts: Callable[[Now], ColumnElement[bool]], **more: Any) -> Figure:
    return Figure(table=ContactRating, at=ContactRating.rated_at, counts=counts, **more)


FIGURES: Final[dict[str, Figure]] = {
    "offered": _stays(lambda _: Segment.outcome.not_in((MOVED, SCHEDULED, CANCELLED))),
    "answered": _stays(lambda _: Segment.outcome == ANSWERED),
    "within": _stays(lambda _: and_(Segment.outcome == ANSWERED, _waited <= Segment.threshold_ms)),
    "abandoned": _stays(lambda _: Segment.outcome == ABANDONED),
    "abandoned_within": _stays(
        lambda _: and_(Segment.outcome == ABANDONED, _waited <= Segment.threshold_ms)
    ),
    "abandoned_short": _stays(
        lambda _: and_(Segment.outcome == ABANDONED, _waited <= SHORT_ABANDON_MS)
    ),
    "waiting": _stays(lambda _: Segment.outcome == WAITING),
    "waiting_within": _stays(
        lambda now: and_(
            Segment.outcome == WAITING, now - Segment.arrived_at <= Segment.threshold_ms
        )
    ),
    "moved": _stays(lambda _: Segment.outcome == MOVED),
    "wait_ms": _stays(lambda _: Segment.outcome == ANSWERED, value=lambda: _waited),
    "handled": _parts(OWNER),
    "talk_ms": _parts(OWNER, value=lambda: _talked),
    "hold_ms": _parts(OWNER, value=lambda: literal(0)),
    "wrap_ms": _parts(OWNER, value=lambda: _wrapped),
    "consults": _parts(CONSULTED),
    "consult_ms": _parts(CONSULTED, value=lambda: Handling.ended_at - Handling.began_at),
    "ratings": _ratings(lambda _: ContactRating.score >= 1),
    "ratings_good": _ratings(lambda _: ContactRating.score >= GOOD_SCORE),
    "ratings_sum": _ratings(lambda _: ContactRating.score >= 1, value=lambda: ContactRating.score),
}
"""Nobody can hold a chat, so `hold_ms` is there for the formula, and nothing."""
