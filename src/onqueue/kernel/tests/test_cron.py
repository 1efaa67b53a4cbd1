"""Schedules: the next instant, to the minute."""

from datetime import UTC, datetime

import pytest

from onqueue.kernel.cron import next_after


@pytest.mark.parametrize(
    "cron,after,due",
    [
        ("* * * * *", "2026-01-01 00:00:00", "2026-01-01 00:01"),
        ("* * * * *", "2026-01-01 00:00:59", "2026-01-01 00:01"),
        ("*/15 * * * *", "2026-01-01 00:45:00", "2026-01-01 01:00"),
        ("5/20 * * * *", "2026-01-01 00:25:00", "2026-01-01 00:45"),
        ("30 3 * * *", "2026-01-01 03:30:00", "2026-01-02 03:30"),
        ("0 9-11,14 * * *", "2026-01-01 11:00:00", "2026-01-01 14:00"),
        ("0 0 1 * *", "2026-01-01 00:00:00", "2026-02-01 00:00"),
        ("0 0 31 * *", "2026-02-01 00:00:00", "2026-03-31 00:00"),
        ("0 0 29 2 *", "2096-03-01 00:00:00", "2104-02-29 00:00"),
        ("0 8 * * 1-5", "2026-01-02 08:00:00", "2026-01-05 08:00"),
        ("0 8 * * 7", "2026-01-01 00:00:00", "2026-01-04 08:00"),
        ("0 8 13 * 5", "2026-01-01 00:00:00", "2026-01-02 08:00"),
    ],
)
def test_the_next_instant(cron: str, after: str, due: str) -> None:
    assert next_after(cron, at=_ms(after)) == _ms(f"{due}:00")


@pytest.mark.parametrize(
    "cron", ["* * * *", "60 * * * *", "a * * * *", "5-1 * * * *", "0 0 31 2 *"]
)
def test_what_cannot_be_a_schedule_is_refused(cron: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        next_after(cron, at=0)


def _ms(words: str) -> int:
    return int(datetime.fromisoformat(words).replace(tzinfo=UTC).timestamp()) * 1_000
