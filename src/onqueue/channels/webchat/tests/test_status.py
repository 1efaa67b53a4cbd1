"""What those who wait are told of their wait."""

from __future__ import annotations

import pytest

from onqueue.channels.webchat.status import Status, _told
from onqueue.floor.estimates import Wait


@pytest.mark.parametrize(
    "wait, told",
    [
        (None, (None, None)),
        (Wait(29_999, 0, 90_000), (None, None)),
        (Wait(30_000, 10_000, 61_000), (0, 120)),
        (Wait(180_000, 125_000, 240_000), (120, 240)),
        (Wait(900_000, 660_000, 1_190_000), (600, 1_200)),
        (Wait(3_000_000, 2_000_000, 9_000_000), (1_800, 3_600)),
        (Wait(9_000_000, 3_700_000, 20_000_000), (3_600, None)),
    ],
)
def test_a_wait_is_told_in_steps_and_within_limits(
    wait: Wait | None, told: tuple[int | None, int | None]
) -> None:
    assert _told(wait) == told


def waiting(low_s: int | None, high_s: int | None) -> Status:
    return Status(phase="waiting", position=3, wait_low_s=low_s, wait_high_s=high_s)


@pytest.mark.parametrize(
    "before, after, told",
    [
        ((60, 180), (120, 300), (60, 180)),
        ((120, 300), (60, 180), (60, 180)),
        ((60, 180), (180, 300), (60, 180)),
        ((300, 600), (240, 900), (240, 600)),
        ((3_600, None), (1_800, 3_600), (1_800, 3_600)),
        ((60, 180), (3_600, None), (60, 180)),
        ((60, 180), (None, None), (None, None)),
    ],
)
def test_what_was_told_never_rises(
    *,
    before: tuple[int | None, int | None],
    after: tuple[int | None, int | None],
    told: tuple[int | None, int | None],
) -> None:
    assert waiting(*before).never_rising(waiting(*after)) == waiting(*told)
