"""When is a queue open? Opening hours as arithmetic, with nothing but the time zone data.

Hours are said in wall-clock time: a queue is open at an instant exactly when the clock on
the wall of its time zone shows a time inside one of that date's intervals. When clocks
go forward the skipped minutes are simply missing; when they go back the repeated minutes
count twice. An exception replaces its whole date; one without intervals is a closed day.
Intervals end on the date they began, at "24:00" at the latest. `None` in place of hours
means always open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

DAY_MINUTES: Final = 24 * 60
SECOND_MS: Final = 1000
MINUTE_MS: Final = 60 * SECOND_MS
HOUR_MS: Final = 60 * MINUTE_MS
WEEK: Final = 7
LOOKAHEAD_DAYS: Final = 16
"""Two weeks and an edge each side: the pattern of a whole week is seen at least once on
dates without a clock change, so a change that is not found here needs an exception."""


@dataclass(frozen=True, order=True)
class Interval:
    """Minutes of a day from `start` to before `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Hours:
    """A week of intervals, Monday first, and the dates that differ."""

    time_zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    exceptions: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)

    def on(self, day: date) -> tuple[Interval, ...]:
        """Return the intervals of a date."""
        found = self.exceptions.get(day)
        return self.weekly[day.weekday()] if found is None else found


@dataclass(frozen=True)
class Span:
    """A stretch of open time, from `from_at` to before `to_at`, in ms since the epoch."""

    from_at: int
    to_at: int


@dataclass(frozen=True)
class Change:
    """The next moment at which a queue opens or closes."""

    open: bool
    at: int


def is_open(hours: Hours | None, at: int) -> bool:
    """Say whether the queue is open at an instant."""
    if hours is None:
        return True
    wall = _wall(at, hours.time_zone)
    minute = wall.hour * 60 + wall.minute
    return any(i.start <= minute < i.end for i in hours.on(wall.date()))


def is_exception(hours: Hours | None, at: int) -> bool:
    """Say whether an instant is on a date that differs from its week, such as a holiday."""
    return hours is not None and local_date(at, hours.time_zone) in hours.exceptions


def next_change(hours: Hours | None, at: int) -> Change | None:
    """Return when the queue next opens or closes after `at`; None when it never does."""
    if hours is None:
        return None
    open_now = is_open(hours, at)
    for span in _spans(hours, _days_ahead(hours, at)):
        edge = span.to_at if open_now else span.from_at
        if edge > at and is_open(hours, edge) != open_now:
            return Change(open=not open_now, at=edge)
    return None


def next_opening(hours: Hours | None, at: int) -> int | None:
    """Return the first instant from `at` on at which the queue is open."""
    if is_open(hours, at):
        return at
    change = next_change(hours, at)
    return change.at if change else None


def next_closing(hours: Hours | None, at: int) -> int | None:
    """Return the first instant from `at` on at which the queue is closed."""
    if not is_open(hours, at):
        return at
    change = next_change(hours, at)
    return change.at if change else None


def intervals(hours: Hours, first: date, days: int) -> tuple[Span, ...]:
    """Return the open spans of some dates, in order; spans that touch are one."""
    return tuple(_spans(hours, (first + timedelta(days=n) for n in range(days))))


def local_date(at: int, time_zone: str) -> date:
    """Return the date that the wall shows at an instant."""
    return _wall(at, time_zone).date()


def _days_ahead(hours: Hours, at: int) -> Iterator[date]:
    """Yield the dates on which the next change can be, in order.

    Those soon, then those just around and after each exception: between exceptions the
    week repeats, and a week that has shown no change will not show one later.
    """
    start = local_date(at, hours.time_zone) - timedelta(days=1)
    wanted = {start + timedelta(days=n) for n in range(LOOKAHEAD_DAYS + 2)}
    for day in hours.exceptions:
        if day >= start:
            wanted.update(day + timedelta(days=n) for n in range(-1, LOOKAHEAD_DAYS))
    yield from sorted(wanted)


def _spans(hours: Hours, days: Iterable[date]) -> Iterator[Span]:
    pending: Span | None = None
    for day in days:
        for span in _day_spans(hours, day):
            if pending and span.from_at <= pending.to_at:
                pending = Span(pending.from_at, max(pending.to_at, span.to_at))
                continue
            if pending:
                yield pending
            pending = span
    if pending:
        yield pending


def _day_spans(hours: Hours, day: date) -> list[Span]:
    wanted = hours.on(day)
    if not wanted:
        return []
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND_MS
    found = []
    for from_at, to_at, offset_ms in _segments(hours.time_zone, midnight):
        for interval in wanted:
            start = max(from_at, midnight + interval.start * MINUTE_MS - offset_ms)
            end = min(to_at, midnight + interval.end * MINUTE_MS - offset_ms)
            if start < end:
                found.append(Span(start, end))
    return sorted(found, key=lambda span: span.from_at)


@lru_cache(maxsize=4096)
def _segments(time_zone: str, midnight_at: int) -> tuple[tuple[int, int, int], ...]:
    """Cut the instants that can bear a date into stretches of one distance from UTC.

    A date's wall clock lies within 15 hours either side of its UTC self, wherever on
    earth, and zones do not change their clocks twice in six hours.
    """
    start, end = midnight_at - 15 * HOUR_MS, midnight_at + 39 * HOUR_MS
    found = []
    offset = _offset_ms(start, time_zone)
    began = start
    for probe in range(start + 6 * HOUR_MS, end + 1, 6 * HOUR_MS):
        after = _offset_ms(probe, time_zone)
        if after != offset:
            edge = _edge(probe - 6 * HOUR_MS, probe, time_zone)
            found.append((began, edge, offset))
            began, offset = edge, after
    found.append((began, end, offset))
    return tuple(found)


def _edge(low: int, high: int, time_zone: str) -> int:
    """Return the instant in (low, high] from which the distance from UTC is another."""
    before = _offset_ms(low, time_zone)
    while high - low > SECOND_MS:
        middle = (low + high) // 2 // SECOND_MS * SECOND_MS
        if _offset_ms(middle, time_zone) == before:
            low = middle
        else:
            high = middle
    return high


def _offset_ms(at: int, time_zone: str) -> int:
    offset = _wall(at, time_zone).utcoffset()
    assert offset is not None, "an aware time has an offset"
    return int(offset / timedelta(milliseconds=1))


def _wall(at: int, time_zone: str) -> datetime:
    return datetime.fromtimestamp(at // SECOND_MS, ZoneInfo(time_zone))
