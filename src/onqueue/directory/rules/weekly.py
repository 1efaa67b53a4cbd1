"""How are opening hours written down, and which are refused?

    weekly      [{"day": 0, "from": "09:00", "to": "12:30"}, …]     Monday is 0
    exceptions  [{"date": "2026-12-25", "name": "Christmas", "intervals": []}, …]

An interval ends on its own date: hours over midnight are written as two, up to "24:00" and
from "00:00". That way a holiday means its whole date and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from typing_extensions import TypedDict

from onqueue.directory.rules.hours import DAY_MINUTES, WEEK, Hours, Interval
from onqueue.kernel.errors import Invalid

INTERVALS_PER_DAY_MAX: Final = 12
EXCEPTIONS_MAX: Final = 500
EXCEPTION_NAME_LENGTH_MAX: Final = 120
YEAR_MIN: Final = 2000
YEAR_MAX: Final = 2100
DAY_NAMES: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00", re.ASCII)

# Functional, because "from" is a word of the language; from typing_extensions, because these
# are shown on the wire as they are.
Times = TypedDict("Times", {"from": str, "to": str})
WeeklyTimes = TypedDict("WeeklyTimes", {"day": int, "from": str, "to": str})


class ExceptionTimes(TypedDict):
    """A date that differs; no intervals means closed all day."""

    date: str
    name: str
    intervals: Sequence[Times]


def read_hours(
    *,
    time_zone: str,
    weekly: Iterable[WeeklyTimes],
    exceptions: Iterable[ExceptionTimes],
) -> Hours:
    """Turn written hours into hours that can be asked; refuse what makes no sense."""
    check_time_zone(time_zone)
    week: list[list[Interval]] = [[] for _ in range(WEEK)]
    for entry in weekly:
        if not 0 <= entry["day"] < WEEK:
            raise Invalid(field="weekly", reason="days are numbered from 0, Monday, to 6, Sunday")
        week[entry["day"]].append(_interval(entry["from"], entry["to"], field="weekly"))
    days = tuple(_in_order(found, field="weekly", day=DAY_NAMES[n]) for n, found in enumerate(week))
    return Hours(time_zone=time_zone, weekly=days, exceptions=_read_exceptions(exceptions))


def check_time_zone(time_zone: str, *, field: str = "time_zone") -> None:
    """Refuse what is not the name of a time zone."""
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        reason = "“{text}” is not a time zone; write it like Europe/Berlin"
        raise Invalid(field=field, reason=reason, text=time_zone) from None


def read_date(text: str, *, field: str) -> date:
    """Read a date such as 2026-12-25."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        reason = "“{text}” is not a date; write it like 2026-12-25"
        raise Invalid(field=field, reason=reason, text=text) from None
    if not YEAR_MIN <= found.year <= YEAR_MAX:
        raise Invalid(
            field=field,
            reason="choose a year from {least} to {most}",
            least=YEAR_MIN,
            most=YEAR_MAX,
        )
    return found


def add_closed_days(
    exceptions: Sequence[ExceptionTimes], closed: Mapping[date, str]
) -> tuple[list[ExceptionTimes], int]:
    """Add closed days, and say how many were new. Dates that already differ stay as they are."""
    taken = {entry["date"] for entry in exceptions}
    new: list[ExceptionTimes] = [
        {"date": day.isoformat(), "name": name[:EXCEPTION_NAME_LENGTH_MAX], "intervals": []}
        for day, name in sorted(closed.items())
        if day.isoformat() not in taken
    ]
    return sorted([*exceptions, *new], key=lambda entry: entry["date"]), len(new)


def time_text(minute: int) -> str:
    """Write a minute of the day as 09:30."""
    assert 0 <= minute <= DAY_MINUTES, minute
    return f"{minute // 60:02}:{minute % 60:02}"


def _read_exceptions(entries: Iterable[ExceptionTimes]) -> dict[date, tuple[Interval, ...]]:
    found: dict[date, tuple[Interval, ...]] = {}
    for entry in entries:
        day = read_date(entry["date"], field="exceptions")
        if day in found:
            raise Invalid(
                field="exceptions", reason="{day} is there twice; keep one of them", day=str(day)
            )
        times = [_interval(t["from"], t["to"], field="exceptions") for t in entry["intervals"]]
        found[day] = _in_order(times, field="exceptions", day=str(day))
    if len(found) > EXCEPTIONS_MAX:
        reason = "at most {most} dates; remove those long past"
        raise Invalid(field="exceptions", reason=reason, most=EXCEPTIONS_MAX)
    return found


def _interval(start_text: str, end_text: str, *, field: str) -> Interval:
    start, end = _minute(start_text, field=field), _minute(end_text, field=field)
    if start == end:
        reason = "{start} to {end} is no time at all; all day is 00:00 to 24:00"
        raise Invalid(field=field, reason=reason, start=start_text, end=end_text)
    if start > end:
        reason = (
            "{start} to {end} goes over midnight; write it as {start} to 24:00 "
            "and, on the next day, 00:00 to {end}"
        )
        raise Invalid(field=field, reason=reason, start=start_text, end=end_text)
    return Interval(start, end)


def _minute(text: str, *, field: str) -> int:
    if not _TIME.fullmatch(text):
        raise Invalid(field=field, reason="“{text}” is not a time; write it like 09:30", text=text)
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _in_order(found: list[Interval], *, field: str, day: str) -> tuple[Interval, ...]:
    if len(found) > INTERVALS_PER_DAY_MAX:
        raise Invalid(
            field=field,
            reason="{day} has more than {most} intervals",
            day=day,
            most=INTERVALS_PER_DAY_MAX,
        )
    ordered = sorted(found)
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise Invalid(
                field=field,
                reason="on {day}, {one} and {other} overlap",
                day=day,
                one=f"{time_text(before.start)}–{time_text(before.end)}",
                other=f"{time_text(after.start)}–{time_text(after.end)}",
            )
    return tuple(ordered)
