"""When is a schedule due next? Five fields, as in crontab, in UTC: minute, hour, day of the
month, month, day of the week (0 or 7 is Sunday).

A field is `*`, a number, a range `1-5`, a list `1,15`, each with a step `*/10` if wanted. When
both day fields are restricted a day needs to match only one of them, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

_BOUNDS: Final = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_DAYS_MAX: Final = 366 * 8 + 1
"""29 February can be eight years away."""


@dataclass(frozen=True, slots=True)
class _Schedule:
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def falls_on(self, day: datetime) -> bool:
        if day.month not in self.months:
            return False
        by_date, by_weekday = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return by_date or by_weekday if self.either_day else by_date and by_weekday


def next_after(cron: str, *, at: int) -> int:
    """Return the first instant after `at`, in milliseconds, that a schedule names."""
    schedule = _parse(cron)
    start = datetime.fromtimestamp(at // 1_000, UTC).replace(second=0) + timedelta(minutes=1)
    midnight = start.replace(hour=0, minute=0)
    for day in (midnight + timedelta(days=n) for n in range(_DAYS_MAX)):
        if not schedule.falls_on(day):
            continue
        for hour in sorted(schedule.hours):
            for minute in sorted(schedule.minutes):
                found = day.replace(hour=hour, minute=minute)
                if found >= start:
                    return int(found.timestamp()) * 1_000
    raise ValueError(f"The schedule {cron!r} names no day.")


def _parse(cron: str) -> _Schedule:
    fields = cron.split()
    if len(fields) != len(_BOUNDS):
        raise ValueError(f"The schedule {cron!r} needs five fields.")
    minutes, hours, days, months, weekdays = (
        _values(field, low=low, high=high)
        for field, (low, high) in zip(fields, _BOUNDS, strict=True)
    )
    return _Schedule(
        minutes=minutes,
        hours=hours,
        days=days,
        months=months,
        weekdays=frozenset(day % 7 for day in weekdays),
        either_day=not fields[2].startswith("*") and not fields[4].startswith("*"),
    )


def _values(field: str, *, low: int, high: int) -> frozenset[int]:
    values: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span == "*":
            start, end = low, high
        else:
            start = int(first)
            end = int(last) if last else high if step else start
        if not low <= start <= end <= high:
            raise ValueError(f"{part!r} is not between {low} and {high}.")
        values.update(range(start, end + 1, int(step or 1)))
    return frozenset(values)
