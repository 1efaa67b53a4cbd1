from __future__ import annotations

from onqueue.floor.estimates import Wait
from onqueue.sim.told import Told

RANGE = Wait(mean_ms=60_000, low_ms=30_000, high_ms=100_000)


def test_what_was_told_held_or_came_sooner_or_later() -> None:
    told = Told()
    assert told.tell(RANGE) is RANGE
    assert told.tell(None) is None
    for true_ms in (29_999, 30_000, 100_000, 100_001):
        told.check(RANGE, true_ms)
    assert told == Told(
        told=1,
        silent=1,
        checked=4,
        held=2,
        sooner=1,
        later=1,
        error_ms=30_001 + 30_000 - 40_000 - 40_001,
        off_ms=30_001 + 30_000 + 40_000 + 40_001,
    )
