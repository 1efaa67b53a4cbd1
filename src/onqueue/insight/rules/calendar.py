"""Where does an interval, and where does a day, begin and end?

Intervals are 15 minutes. Every time zone in use is a multiple of 15 minutes from UTC, so
intervals begin at the same instants everywhere, and each lies within one local day. Days
are of the centre's time zone: one has 23 hours in spring and one 25 in autumn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

INTERVAL_MS: Final = 15 * 60_000
SECOND_MS: Final = 1_000

By = Literal["interval", "day", "total"]


def interval_start(at: int) -> int:
    """Return the beginning of the interval that contains an instant."""
    return at - at % INTERVAL_MS


def day_start(at: int, *, time_zone: str) -> int:
    """Return the local midnight at or before an instant."""
    return _midnight(_local_date(at, time_zone=time_zone), time_zone=time_zone)


def edges(*, from_at: int, to_at: int, by: By, time_zone: str) -> list[int]:
    """Return where the pieces of a stretch of time begin, and at last where it ends.

    The first and the last piece may be shorter than an interval or a day.
    """
    assert from_at < to_at, "a stretch of time ends after it begins"
    if by == "total":
        return [from_at, to_at]
    found = [from_at]
    if by == "interval":
        found += range(interval_start(from_at) + INTERVAL_MS, to_at, INTERVAL_MS)
    else:
        day = _local_date(from_at, time_zone=time_zone)
        while (start := _midnight(day, time_zone=time_zone)) < to_at:
            if start > from_at:
                found.append(start)
            day += timedelta(days=1)
    found.append(to_at)
    return found


def split(*, from_at: int, to_at: int, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield, for each piece that a stretch of time touches, its number and the time in it."""
    from_at, to_at = max(from_at, edges[0]), min(to_at, edges[-1])
    number = bisect_right(edges, from_at) - 1
    while from_at < to_at:
        end = min(to_at, edges[number + 1])
        yield number, end - from_at
        from_at, number = end, number + 1


def _local_date(at: int, *, time_zone: str) -> date:
    local = datetime.fromtimestamp(at // SECOND_MS, tz=UTC).astimezone(ZoneInfo(time_zone))
    return local.date()


def _midnight(day: date, *, time_zone: str) -> int:
    # Where the clocks change at midnight, fold=0 gives the first of two midnights, and a
    # midnight that is left out gives the instant at which the day really begins.
    local = datetime.combine(day, time(), tzinfo=ZoneInfo(time_zone))
    return round(local.timestamp()) * SECOND_MS
