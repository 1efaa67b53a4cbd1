"""On which days did contacts come?"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.insight.models import Segment
from onqueue.insight.rules.calendar import INTERVAL_MS


def days_counted(session: Session, *, from_at: int, to_at: int, time_zone: str) -> dict[date, int]:
    """Return how many stays in queues began on each local day of a stretch of time."""
    # An interval lies within one local day, wherever that is.
    began = Segment.arrived_at - Segment.arrived_at % INTERVAL_MS
    stmt = (
        select(began, func.count())
        .where(Segment.arrived_at >= from_at, Segment.arrived_at < to_at)
        .group_by(began)
    )
    zone = ZoneInfo(time_zone)
    found: Counter[date] = Counter()
    for at, stays in session.execute(stmt):
        found[datetime.fromtimestamp(at / 1000, tz=UTC).astimezone(zone).date()] += stays
    return dict(found)
