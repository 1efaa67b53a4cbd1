"""What are the figures of queues: for boards, reports and files alike?"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.insight.models import QueueThreshold
from onqueue.insight.queries.counting import Sums, Within, counted
from onqueue.insight.rules.calendar import (
    INTERVAL_MS,
    By,
    day_start,
    edges,
    interval_start,
)
from onqueue.insight.schemas import (
    QUEUE_SUMS,
    QueueFigures,
    QueueStats,
    live_figures_of,
    queue_figures_of,
)

ALL = ""
"""The name under which all queues together are given."""


def queue_figures(
    session: Session,
    *,
    from_at: int,
    to_at: int,
    by: By,
    queues: Collection[str] | None,
    time_zone: str,
    now: int,
) -> list[QueueFigures]:
    """Return the figures of queues, by queue and then by time.

    Pieces in which nothing happened to a queue are left out, save that a queue that is
    asked for by name has at least its total.
    """
    cut = edges(from_at=from_at, to_at=to_at, by=by, time_zone=time_zone)
    sums = _pieces(
        counted(
            session,
            within=Within(from_at=from_at, to_at=to_at, now=now, queues=queues),
            figures=QUEUE_SUMS,
            group="queue",
            in_intervals=by != "total",
        ),
        cut=cut,
    )
    if by == "total":
        for queue in queues or ():
            sums.setdefault((queue, 0), Counter())
    return [
        queue_figures_of(found, queue=queue, from_at=cut[number], to_at=cut[number + 1])
        for (queue, number), found in sorted(sums.items())
    ]


def all_queues(figures: list[QueueFigures]) -> list[QueueFigures]:
    """Return the figures of all queues together: sums are added, ratios taken anew."""
    sums: dict[tuple[int, int], Sums] = {}
    for row in figures:
        found = sums.setdefault((row.from_at, row.to_at), Counter())
        found.update({name: getattr(row, name) for name in QUEUE_SUMS})
    return [
        queue_figures_of(found, queue=ALL, from_at=from_at, to_at=to_at)
        for (from_at, to_at), found in sorted(sums.items())
    ]


def live_stats(
    session: Session, *, queues: Collection[str] | None, time_zone: str, now: int
) -> list[QueueStats]:
    """Return each queue's line on the board, from the same sums as every report.

    None is every queue that was ever on the floor.
    """
    if queues is None:
        queues = session.scalars(select(QueueThreshold.queue)).all()
    running_at = interval_start(now)
    midnight = day_start(now, time_zone=time_zone)
    stretches = {
        "today": (midnight, now + 1),
        "interval": (running_at - INTERVAL_MS, running_at),
        "running": (running_at, running_at + INTERVAL_MS),
    }
    found: dict[str, dict[str, QueueFigures]] = {
        name: {
            row.queue: row
            for row in queue_figures(
                session,
                from_at=from_at,
                to_at=to_at,
                by="total",
                queues=queues,
                time_zone=time_zone,
                now=now,
            )
        }
        for name, (from_at, to_at) in stretches.items()
    }
    return [
        QueueStats(
            queue=queue,
            at=now,
            today=live_figures_of(found["today"][queue]),
            interval=live_figures_of(found["interval"][queue]),
            running=live_figures_of(found["running"][queue]),
        )
        for queue in sorted(queues)
    ]


def _pieces(sums: dict[tuple[str, int], Sums], *, cut: list[int]) -> dict[tuple[str, int], Sums]:
    """Add intervals up into the pieces of the stretch that they lie in."""
    pieces: dict[tuple[str, int], Sums] = {}
    for (queue, at), found in sums.items():
        number = bisect_right(cut, at) - 1
        pieces.setdefault((queue, number), Counter()).update(found)
    return pieces
