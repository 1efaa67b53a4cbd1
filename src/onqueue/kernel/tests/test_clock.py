"""Clocks: a virtual one wakes whom it passes, in order."""

import asyncio

from onqueue.kernel.clock import SystemClock, VirtualClock


async def test_waiters_are_woken_when_their_instant_is_reached() -> None:
    clock, woken = VirtualClock(start=1_000), []

    async def wait(name: str, at: int) -> None:
        await clock.wait_until(at)
        woken.append(name)

    waits = [
        asyncio.ensure_future(wait(*what)) for what in (("b", 1_200), ("a", 1_100), ("c", 2_000))
    ]
    await asyncio.sleep(0)
    assert clock.waiting() == 3
    clock.advance(ms=99)
    await asyncio.sleep(0)
    assert woken == []
    clock.advance(ms=101)
    await asyncio.gather(*waits[:2])
    assert (woken, clock.now(), clock.waiting()) == (["a", "b"], 1_200, 1)
    waits[2].cancel()
    await asyncio.sleep(0)
    clock.advance(ms=800)
    assert (woken, clock.waiting()) == (["a", "b"], 0)


async def test_an_instant_that_has_passed_is_not_waited_for() -> None:
    clock = VirtualClock(start=1_000)
    await clock.wait_until(1_000)
    assert clock.waiting() == 0


async def test_the_system_clock_waits_no_longer_than_needed() -> None:
    clock = SystemClock()
    at = clock.now() + 2
    await clock.wait_until(at)
    assert 0 <= clock.now() - at < 10_000
