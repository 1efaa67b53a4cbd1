from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from onqueue.insight.rules.calendar import INTERVAL_MS, day_start, edges, split

BERLIN = "Europe/Berlin"
HOUR = 3_600_000


def at(text: str, zone: str = BERLIN) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def test_a_day_begins_at_local_midnight() -> None:
    assert day_start(at("2026-11-22T00:00"), time_zone=BERLIN) == at("2026-11-22T00:00")
    assert day_start(at("2026-11-22T23:59"), time_zone=BERLIN) == at("2026-11-22T00:00")
    assert day_start(at("2026-11-22T00:30"), time_zone="UTC") == at("2026-11-21T00:00", "UTC")


def test_days_have_23_24_or_25_hours() -> None:
    cut = edges(
        from_at=at("2026-03-28T00:00"), to_at=at("2026-03-31T00:00"), by="day", time_zone=BERLIN
    )
    assert [(b - a) // HOUR for a, b in pairwise(cut)] == [24, 23, 24]
    cut = edges(
        from_at=at("2026-10-25T00:00"), to_at=at("2026-10-26T06:00"), by="day", time_zone=BERLIN
    )
    assert [(b - a) // HOUR for a, b in pairwise(cut)] == [25, 6]


def test_a_day_that_begins_at_one_because_midnight_is_left_out() -> None:
    # In Beirut clocks go from 24:00 to 01:00 in spring.
    begins = day_start(at("2026-03-29T12:00", "Asia/Beirut"), time_zone="Asia/Beirut")
    assert begins == at("2026-03-28T23:00", "Asia/Beirut") + HOUR


def test_pieces_at_the_ends_may_be_shorter() -> None:
    start = at("2026-11-22T10:07")
    cut = edges(from_at=start, to_at=start + 30 * 60_000, by="interval", time_zone=BERLIN)
    assert [(b - a) // 60_000 for a, b in pairwise(cut)] == [8, 15, 7]
    assert edges(from_at=1, to_at=9, by="total", time_zone=BERLIN) == [1, 9]


def test_time_over_midnight_is_cut_there() -> None:
    cut = edges(
        from_at=at("2026-11-21T00:00"), to_at=at("2026-11-23T00:00"), by="day", time_zone=BERLIN
    )
    shift = split(from_at=at("2026-11-21T22:00"), to_at=at("2026-11-22T06:00"), edges=cut)
    assert list(shift) == [(0, 2 * HOUR), (1, 6 * HOUR)]


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_pieces_add_up_to_what_is_inside(begin: int, length: int, one: int, other: int) -> None:
    cut = edges(
        from_at=begin, to_at=begin + length * 100, by="interval", time_zone="Asia/Kathmandu"
    )
    assert cut == sorted(set(cut))
    assert all(edge % INTERVAL_MS == 0 for edge in cut[1:-1])
    low, high = sorted((one * 100, other * 100))
    found = list(split(from_at=low, to_at=high, edges=cut))
    assert sum(took for _, took in found) == max(0, min(high, cut[-1]) - max(low, cut[0]))
    assert all(0 < took <= cut[n + 1] - cut[n] for n, took in found)
