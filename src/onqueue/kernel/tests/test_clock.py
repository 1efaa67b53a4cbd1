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


class Machine:
    """A machine whose clock can be set; its time goes on in whole seconds."""

    def __init__(self) -> None:
        self.wall_s, self.steady_s = 1_000_000, 5

    def wall_ns(self) -> int:
        return self.wall_s * 1_000_000_000

    def steady_ns(self) -> int:
        return self.steady_s * 1_000_000_000

    def pass_s(self, seconds: int) -> None:
        self.wall_s += seconds
        self.steady_s += seconds

    def clock(self) -> SystemClock:
        return SystemClock(wall_ns=self.wall_ns, steady_ns=self.steady_ns)


def test_clock_that_is_set_back_goes_on_and_is_caught_up_with() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall_s -= 3_600
    assert (clock.now(), clock.ahead_ms()) == (1_000_000_000, 3_600_000)
    # A deadline in eighteen seconds is reached in twenty, not in an hour.
    machine.pass_s(20)
    assert clock.now() == 1_000_018_000
    machine.pass_s(36_000 - 20)
    assert (clock.now() // 1_000, clock.ahead_ms()) == (machine.wall_s, 0)
    machine.pass_s(1)
    assert clock.now() // 1_000 == machine.wall_s


def test_clock_that_is_set_on_is_followed_at_once() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall_s += 86_400
    assert (clock.now(), clock.ahead_ms()) == (1_086_400_000, 0)


def test_clock_that_was_set_back_while_nobody_looked_goes_on_from_what_is_known() -> None:
    machine = Machine()
    clock = machine.clock()
    clock.not_before(1_000_060_000)
    assert (clock.now(), clock.ahead_ms()) == (1_000_060_000, 60_000)
    machine.pass_s(10)
    assert clock.now() == 1_000_069_000
    clock.not_before(1_000_000_000)
    assert clock.now() == 1_000_069_000
