"""What do opening hours come to on the days ahead?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from onqueue.directory.errors import RecordMissing
from onqueue.directory.queries.lists import HOURS, record
from onqueue.directory.rules.hours import Hours, intervals, is_open, local_date, next_change
from onqueue.directory.rules.weekly import ExceptionTimes, WeeklyTimes, read_hours
from onqueue.directory.schemas import shown

DAYS_MAX: Final = 400


def hours_preview(session: Session, *, hours: str, days: int, now: int) -> shown.HoursPreview:
    """Return the open spans of the days from today on, as clocks there show them."""
    found = record(session, listing=HOURS, id=hours)
    if found is None:
        raise RecordMissing(kind="set of hours")
    return draft_preview(
        time_zone=found.time_zone,
        weekly=found.weekly,
        exceptions=found.exceptions,
        days=days,
        now=now,
    )


def draft_preview(
    *,
    time_zone: str,
    weekly: Sequence[WeeklyTimes],
    exceptions: Sequence[ExceptionTimes],
    days: int,
    now: int,
) -> shown.HoursPreview:
    """Return what hours would come to that nobody has saved; refuse those that nobody could."""
    assert 1 <= days <= DAYS_MAX, days
    asked = read_hours(time_zone=time_zone, weekly=weekly, exceptions=exceptions)
    names = {entry["date"]: entry["name"] for entry in exceptions}
    today = local_date(now, time_zone)
    change = next_change(asked, now)
    return shown.HoursPreview(
        time_zone=time_zone,
        open=is_open(asked, now),
        changes_at=None if change is None else change.at,
        days=tuple(_day(asked, today + timedelta(days=n), names=names) for n in range(days)),
    )


def _day(hours: Hours, day: date, *, names: dict[str, str]) -> shown.DayShown:
    spans = intervals(hours, day, 1)
    return shown.DayShown(
        date=day.isoformat(),
        closed=not spans,
        exception=names.get(day.isoformat()),
        intervals=tuple(shown.SpanShown(from_at=s.from_at, to_at=s.to_at) for s in spans),
    )
