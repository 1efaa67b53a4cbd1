"""Opening hours, by hand where it is subtle, and against a naive walk where it is not."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onqueue.directory.rules.hours import (
    MINUTE_MS,
    Change,
    Hours,
    Interval,
    Span,
    intervals,
    is_open,
    local_date,
    next_change,
    next_closing,
    next_opening,
)

BERLIN = "Europe/Berlin"
NEVER: tuple[tuple[Interval, ...], ...] = ((),) * 7
ALWAYS = ((Interval(0, 1440),),) * 7
OFFICE = ((Interval(9 * 60, 12 * 60 + 30), Interval(13 * 60, 17 * 60)),) * 5 + ((), ())


def at(zone: str, *wall: int, fold: int = 0) -> int:
    """Say an instant by the clock on the wall."""
    moment = datetime(*wall, tzinfo=ZoneInfo(zone), fold=fold)  # type: ignore[arg-type,misc]
    return int(moment.timestamp() * 1000)


def utc(*wall: int) -> int:
    return at("UTC", *wall)


def test_no_hours_are_always_open() -> None:
    assert is_open(None, 0)
    assert next_change(None, 0) is None
    assert next_opening(None, 5) == 5
    assert next_closing(None, 5) is None


def test_an_empty_calendar_never_opens() -> None:
    hours = Hours("UTC", NEVER)
    assert not is_open(hours, utc(2026, 5, 4))
    assert next_change(hours, utc(2026, 5, 4)) is None
    assert next_opening(hours, utc(2026, 5, 4)) is None
    assert next_closing(hours, utc(2026, 5, 4)) == utc(2026, 5, 4)


def test_round_the_clock_never_closes() -> None:
    hours = Hours(BERLIN, ALWAYS)
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29)):
        assert is_open(hours, at(BERLIN, day.year, day.month, day.day, 2, 30))
    assert next_change(hours, utc(2026, 1, 1)) is None
    assert next_opening(hours, utc(2026, 1, 1)) == utc(2026, 1, 1)


def test_a_day_with_a_lunch_break() -> None:
    hours = Hours(BERLIN, OFFICE)
    monday = (2026, 5, 4)
    assert not is_open(hours, at(BERLIN, *monday, 9) - 1)
    assert is_open(hours, at(BERLIN, *monday, 9))
    assert is_open(hours, at(BERLIN, *monday, 12, 30) - 1)
    assert not is_open(hours, at(BERLIN, *monday, 12, 30))
    assert next_change(hours, at(BERLIN, *monday, 8)) == Change(
        open=True, at=at(BERLIN, *monday, 9)
    )
    assert next_change(hours, at(BERLIN, *monday, 9)) == Change(
        open=False, at=at(BERLIN, *monday, 12, 30)
    )
    assert next_opening(hours, at(BERLIN, *monday, 12, 45)) == at(BERLIN, *monday, 13)
    assert next_closing(hours, at(BERLIN, *monday, 14)) == at(BERLIN, *monday, 17)


def test_friday_evening_leads_to_monday() -> None:
    hours = Hours(BERLIN, OFFICE)
    assert next_opening(hours, at(BERLIN, 2026, 5, 8, 17)) == at(BERLIN, 2026, 5, 11, 9)


def test_intervals_that_touch_at_midnight_are_one() -> None:
    weekly = ((Interval(22 * 60, 1440),), (Interval(0, 6 * 60),), (), (), (), (), ())
    hours = Hours("UTC", weekly)
    assert next_change(hours, utc(2026, 5, 4, 22)) == Change(open=False, at=utc(2026, 5, 5, 6))
    assert intervals(hours, date(2026, 5, 4), 2) == (Span(utc(2026, 5, 4, 22), utc(2026, 5, 5, 6)),)


def test_touching_intervals_of_a_day_are_one() -> None:
    hours = Hours("UTC", ((Interval(540, 600), Interval(600, 660)), *NEVER[1:]))
    assert intervals(hours, date(2026, 5, 4), 1) == (Span(utc(2026, 5, 4, 9), utc(2026, 5, 4, 11)),)


def test_clocks_go_forward_and_the_day_is_shorter() -> None:
    hours = Hours(BERLIN, ALWAYS)
    [span] = intervals(hours, date(2026, 3, 29), 1)
    assert span == Span(utc(2026, 3, 28, 23), utc(2026, 3, 29, 22))
    skipped = Hours(BERLIN, (*NEVER[:6], (Interval(150, 210),)))
    assert intervals(skipped, date(2026, 3, 29), 1) == (
        Span(utc(2026, 3, 29, 1), utc(2026, 3, 29, 1, 30)),
    )
    gone = Hours(BERLIN, (*NEVER[:6], (Interval(130, 170),)))
    assert intervals(gone, date(2026, 3, 29), 1) == ()
    assert next_opening(gone, utc(2026, 3, 28, 23)) == at(BERLIN, 2026, 4, 5, 2, 10)


def test_clocks_go_back_and_the_hour_counts_twice() -> None:
    hours = Hours(BERLIN, (*NEVER[:6], (Interval(120, 150),)))
    assert intervals(hours, date(2026, 10, 25), 1) == (
        Span(utc(2026, 10, 25, 0), utc(2026, 10, 25, 0, 30)),
        Span(utc(2026, 10, 25, 1), utc(2026, 10, 25, 1, 30)),
    )
    whole = Hours(BERLIN, (*NEVER[:6], (Interval(60, 240),)))
    assert intervals(whole, date(2026, 10, 25), 1) == (
        Span(utc(2026, 10, 24, 23), utc(2026, 10, 25, 3)),
    )
    assert is_open(hours, at(BERLIN, 2026, 10, 25, 2, 15, fold=1))
    assert not is_open(hours, at(BERLIN, 2026, 10, 25, 2, 45, fold=0))


def test_a_zone_that_skips_midnight() -> None:
    zone = "America/Sao_Paulo"  # on this date 00:00 became 01:00
    hours = Hours(zone, ALWAYS, {date(2018, 11, 3): (), date(2018, 11, 5): ()})
    assert intervals(hours, date(2018, 11, 3), 3) == (
        Span(utc(2018, 11, 4, 3), utc(2018, 11, 5, 2)),
    )


def test_a_zone_that_skips_a_whole_date() -> None:
    hours = Hours("Pacific/Apia", ((Interval(540, 1020),),) * 7)
    assert intervals(hours, date(2011, 12, 30), 1) == ()
    assert next_opening(hours, at("Pacific/Apia", 2011, 12, 29, 17)) == at(
        "Pacific/Apia", 2011, 12, 31, 9
    )


def test_a_clock_change_of_half_an_hour() -> None:
    hours = Hours("Australia/Lord_Howe", ALWAYS)
    [span] = intervals(hours, date(2026, 4, 5), 1)
    assert span.to_at - span.from_at == (24 * 60 + 30) * MINUTE_MS


def test_a_leap_day_is_a_day_like_others() -> None:
    hours = Hours("UTC", ((Interval(540, 1020),),) * 7)
    assert next_change(hours, utc(2028, 2, 28, 17)) == Change(open=True, at=utc(2028, 2, 29, 9))
    assert next_change(hours, utc(2028, 2, 29, 17)) == Change(open=True, at=utc(2028, 3, 1, 9))
    closed = Hours("UTC", ((Interval(540, 1020),),) * 7, {date(2028, 2, 29): ()})
    assert next_opening(closed, utc(2028, 2, 28, 17)) == utc(2028, 3, 1, 9)


def test_a_holiday_replaces_its_whole_date() -> None:
    christmas = {date(2026, 12, 25): (), date(2026, 12, 24): (Interval(540, 720),)}
    hours = Hours(BERLIN, OFFICE, christmas)
    assert next_closing(hours, at(BERLIN, 2026, 12, 24, 10)) == at(BERLIN, 2026, 12, 24, 12)
    assert next_opening(hours, at(BERLIN, 2026, 12, 24, 12)) == at(BERLIN, 2026, 12, 28, 9)
    assert [is_open(hours, at(BERLIN, 2026, 12, 25, hour)) for hour in (0, 9, 16, 23)] == [
        False
    ] * 4


def test_an_exception_can_open_a_closed_day() -> None:
    hours = Hours("UTC", NEVER, {date(2031, 7, 5): (Interval(600, 660),)})
    assert next_change(hours, utc(2026, 1, 1)) == Change(open=True, at=utc(2031, 7, 5, 10))
    assert next_change(hours, utc(2031, 7, 5, 10)) == Change(open=False, at=utc(2031, 7, 5, 11))
    assert next_change(hours, utc(2031, 7, 5, 11)) is None


def test_round_the_clock_but_for_one_day_years_ahead() -> None:
    hours = Hours("UTC", ALWAYS, {date(2099, 1, 1): ()})
    assert next_change(hours, utc(2026, 1, 1)) == Change(open=False, at=utc(2099, 1, 1))
    assert next_change(hours, utc(2099, 1, 1)) == Change(open=True, at=utc(2099, 1, 2))
    assert next_change(hours, utc(2099, 1, 2)) is None


def test_a_long_run_of_closed_days_ends() -> None:
    shut = {date(2026, 7, 1) + timedelta(days=n): () for n in range(60)}
    hours = Hours(BERLIN, OFFICE, shut)
    assert next_opening(hours, at(BERLIN, 2026, 6, 30, 17)) == at(BERLIN, 2026, 8, 31, 9)


def test_an_exception_with_the_usual_hours_changes_nothing() -> None:
    hours = Hours("UTC", ALWAYS, {date(2026, 5, 5): (Interval(0, 1440),)})
    assert next_change(hours, utc(2026, 5, 4)) is None


def test_the_date_is_that_of_the_zone() -> None:
    assert local_date(utc(2026, 5, 4, 23), "Asia/Kathmandu") == date(2026, 5, 5)
    assert local_date(utc(2026, 5, 4, 3), "America/New_York") == date(2026, 5, 3)


ZONES = (
    BERLIN, "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Asia/Kathmandu", "America/Havana", "Africa/Casablanca", "Pacific/Kiritimati", "UTC",
)  # fmt: skip
CHANGES = (
    date(2011, 12, 28), date(2018, 2, 16), date(2018, 11, 2), date(2024, 2, 27), date(2024, 3, 8),
    date(2024, 3, 29), date(2024, 4, 5), date(2024, 10, 25), date(2024, 11, 1), date(2025, 12, 30),
)  # fmt: skip


@st.composite
def days(draw: st.DrawFn) -> tuple[Interval, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    return tuple(Interval(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Hours, date]:
    start = draw(st.sampled_from(CHANGES))
    weekly = draw(
        st.one_of(st.just(NEVER), st.just(ALWAYS), st.tuples(*[days() for _ in range(7)]))
    )
    dates = st.integers(0, 6).map(lambda n: start + timedelta(days=n))
    exceptions = draw(st.dictionaries(dates, days(), max_size=3))
    return Hours(draw(st.sampled_from(ZONES)), weekly, exceptions), start


def naive_open(hours: Hours, moment: int) -> bool:
    wall = datetime.fromtimestamp(moment / 1000, UTC).astimezone(ZoneInfo(hours.time_zone))
    minute = wall.hour * 60 + wall.minute
    for interval in hours.exceptions.get(wall.date(), hours.weekly[wall.weekday()]):
        if interval.start <= minute < interval.end:
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(calendars(), st.integers(0, 3 * 1440))
def test_the_next_change_is_where_a_walk_finds_it(case: tuple[Hours, date], offset: int) -> None:
    hours, start = case
    begin = utc(start.year, start.month, start.day) + offset * MINUTE_MS
    minutes = 10 * 1440
    before = naive_open(hours, begin)
    assert is_open(hours, begin) == before
    found = next(
        (n for n in range(minutes) if naive_open(hours, begin + n * MINUTE_MS) != before), None
    )
    change = next_change(hours, begin)
    if found is None:
        assert change is None or change.at >= begin + minutes * MINUTE_MS
    else:
        assert change == Change(open=not before, at=begin + found * MINUTE_MS)


@settings(max_examples=40, deadline=None)
@given(calendars())
def test_the_spans_of_days_are_the_open_minutes_of_those_dates(case: tuple[Hours, date]) -> None:
    hours, start = case
    spans = intervals(hours, start, 4)
    dates = {start + timedelta(days=n) for n in range(4)}
    begin = utc(start.year, start.month, start.day) - 30 * 60 * MINUTE_MS
    for n in range((4 * 24 + 60) * 60):
        moment = begin + n * MINUTE_MS
        inside = any(span.from_at <= moment < span.to_at for span in spans)
        wanted = local_date(moment, hours.time_zone) in dates and naive_open(hours, moment)
        assert inside == wanted
    assert all(a.to_at < b.from_at for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize("minute", [0, 539, 1020, 1439])
def test_a_day_is_cut_into_minutes(minute: int) -> None:
    hours = Hours("UTC", ((Interval(540, 1020),),) * 7)
    moment = utc(2026, 5, 4) + minute * MINUTE_MS
    assert is_open(hours, moment + 59_999) == is_open(hours, moment) == (540 <= minute < 1020)
