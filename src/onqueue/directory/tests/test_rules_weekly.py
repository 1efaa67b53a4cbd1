"""How hours are written, and what each mistake is told."""

from __future__ import annotations

from datetime import date

import pytest

from onqueue.directory.rules.hours import Hours, Interval
from onqueue.directory.rules.weekly import (
    ExceptionTimes,
    WeeklyTimes,
    add_closed_days,
    read_hours,
    time_text,
)
from onqueue.kernel.errors import Invalid


def monday(start: str, end: str, *, day: int = 0) -> WeeklyTimes:
    return {"day": day, "from": start, "to": end}


def test_written_hours_are_read_in_order() -> None:
    hours = read_hours(
        time_zone="Europe/Berlin",
        weekly=[
            monday("13:00", "24:00"),
            monday("09:00", "12:30"),
            monday("00:00", "06:00", day=6),
        ],
        exceptions=[
            {"date": "2026-12-25", "name": "Christmas", "intervals": []},
            {"date": "2026-12-31", "name": "", "intervals": [{"from": "09:00", "to": "12:00"}]},
        ],
    )
    assert hours == Hours(
        "Europe/Berlin",
        ((Interval(540, 750), Interval(780, 1440)), (), (), (), (), (), (Interval(0, 360),)),
        {date(2026, 12, 25): (), date(2026, 12, 31): (Interval(540, 720),)},
    )


@pytest.mark.parametrize(
    "start, end, reason",
    [
        (
            "22:00",
            "06:00",
            (
                "22:00 to 06:00 goes over midnight; write it as 22:00 to 24:00 and, on the next "
                "day, 00:00 to 06:00"
            ),
        ),
        ("09:00", "09:00", "09:00 to 09:00 is no time at all; all day is 00:00 to 24:00"),
        ("9:00", "10:00", "“9:00” is not a time; write it like 09:30"),
        ("09:00", "24:01", "“24:01” is not a time; write it like 09:30"),
        ("09:60", "10:00", "“09:60” is not a time; write it like 09:30"),
        ("09:00\n", "10:00", "“09:00\n” is not a time; write it like 09:30"),
        ("", "10:00", "“” is not a time; write it like 09:30"),
    ],
)
def test_bad_times_are_named(start: str, end: str, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_hours(time_zone="UTC", weekly=[monday(start, end)], exceptions=[])
    assert (refusal.value.field, refusal.value.reason) == ("weekly", reason)


def test_intervals_that_overlap_are_named() -> None:
    with pytest.raises(Invalid) as refusal:
        read_hours(
            time_zone="UTC",
            weekly=[monday("09:00", "12:00"), monday("11:59", "13:00")],
            exceptions=[],
        )
    assert refusal.value.reason == "on Monday, 09:00–12:00 and 11:59–13:00 overlap"


@pytest.mark.parametrize("zone", ["Berlin", "", "../etc/passwd", "Europe/", "Mars/Base", "a\0b"])
def test_unknown_zones_are_refused(zone: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_hours(time_zone=zone, weekly=[], exceptions=[])
    assert refusal.value.field == "time_zone"


@pytest.mark.parametrize(
    "dates, reason",
    [
        (["2026-02-30"], "“2026-02-30” is not a date; write it like 2026-12-25"),
        (["25.12.2026"], "“25.12.2026” is not a date; write it like 2026-12-25"),
        (["1999-12-25"], "choose a year from 2000 to 2100"),
        (["2026-12-25", "2026-12-25"], "2026-12-25 is there twice; keep one of them"),
    ],
)
def test_bad_dates_are_named(dates: list[str], reason: str) -> None:
    entries: list[ExceptionTimes] = [{"date": day, "name": "", "intervals": []} for day in dates]
    with pytest.raises(Invalid) as refusal:
        read_hours(time_zone="UTC", weekly=[], exceptions=entries)
    assert (refusal.value.field, refusal.value.reason) == ("exceptions", reason)


def test_limits_have_sentences() -> None:
    many = [monday(time_text(n * 60), time_text(n * 60 + 30)) for n in range(13)]
    with pytest.raises(Invalid) as refusal:
        read_hours(time_zone="UTC", weekly=many, exceptions=[])
    assert refusal.value.reason == "Monday has more than 12 intervals"
    with pytest.raises(Invalid) as refusal:
        read_hours(time_zone="UTC", weekly=[monday("09:00", "10:00", day=7)], exceptions=[])
    assert refusal.value.reason == "days are numbered from 0, Monday, to 6, Sunday"
    dates = [date.fromordinal(738_000 + n).isoformat() for n in range(501)]
    with pytest.raises(Invalid) as refusal:
        read_hours(
            time_zone="UTC",
            weekly=[],
            exceptions=[{"date": day, "name": "", "intervals": []} for day in dates],
        )
    assert refusal.value.reason == "at most 500 dates; remove those long past"


def test_holidays_leave_dates_that_differ_already() -> None:
    own: list[ExceptionTimes] = [
        {"date": "2026-12-24", "name": "Half day", "intervals": [{"from": "09:00", "to": "12:00"}]}
    ]
    merged, added = add_closed_days(
        own, {date(2026, 12, 24): "Christmas Eve", date(2026, 1, 1): "New Year"}
    )
    assert added == 1
    assert merged == [{"date": "2026-01-01", "name": "New Year", "intervals": []}, *own]
