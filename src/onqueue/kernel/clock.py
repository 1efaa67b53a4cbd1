"""What time is it? All instants are whole milliseconds since the epoch, UTC.

Nothing else in the program reads the machine's clock. Whoever waits for an instant waits
through its clock, so that a test can move a `VirtualClock` instead of sleeping.
"""

from __future__ import annotations

import asyncio
import heapq
import random
import time
from collections.abc import Callable
from itertools import count
from typing import Final, Protocol

SLEEP_MS_MAX: Final = 60_000
"""A long wait is cut into such pieces, so that a machine that was asleep or whose clock
was set catches up within a minute."""
SLOWER: Final = 10
"""A clock that is ahead of the machine's loses a tenth of the time that passes."""


class Clock(Protocol):
    """Tells the time and waits for it."""

    def now(self) -> int:
        """Return the present instant in milliseconds since the epoch."""
        ...

    def not_before(self, at: int) -> None:
        """Go on from `at` if that is still to come: something has happened then already."""
        ...

    def ahead_ms(self) -> int:
        """Return by how much the machine's clock is behind, because it was set back."""
        ...

    async def wait_until(self, at: int) -> None:
        """Return once `now()` has reached `at`."""
        ...


class SystemClock:
    """The machine's own clock, but one that never goes back.

    Whoever waits for a deadline must not wait for a day because somebody set the machine's clock
    back by a day. So ours goes on from where it was, a little slower than time passes, until the
    machine's has caught up. When that is set on, ours is at once.
    """

    def __init__(
        self,
        *,
        wall_ns: Callable[[], int] = time.time_ns,
        steady_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        """`wall_ns` can be set by anybody, `steady_ns` by nobody."""
        self._wall_ns, self._steady_ns = wall_ns, steady_ns
        self._at_ns, self._looked_ns = wall_ns(), steady_ns()

    def now(self) -> int:
        """Return the present instant in milliseconds since the epoch."""
        looked_ns = self._steady_ns()
        passed_ns = looked_ns - self._looked_ns
        self._at_ns = max(self._wall_ns(), self._at_ns + passed_ns - passed_ns // SLOWER)
        self._looked_ns = looked_ns
        return self._at_ns // 1_000_000

    def not_before(self, at: int) -> None:
        """Go on from `at` if that is still to come."""
        if at > self.now():
            self._at_ns = at * 1_000_000

    def ahead_ms(self) -> int:
        """Return by how much the machine's clock is behind, because it was set back."""
        return self.now() - self._wall_ns() // 1_000_000

    async def wait_until(self, at: int) -> None:
        """Sleep until the machine's clock has reached `at`."""
        while (left_ms := at - self.now()) > 0:  # noqa: ASYNC110  # the clock can be set
            await asyncio.sleep(min(left_ms, SLEEP_MS_MAX) / 1_000)


class VirtualClock:
    """A clock that stands still until it is told to advance."""

    def __init__(self, *, start: int = 1_767_225_600_000) -> None:
        """Start at an instant; left out, it is midnight, 1 January 2026."""
        self._now = start
        self._order = count()
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    def now(self) -> int:
        """Return the instant that the clock was last advanced to."""
        return self._now

    def advance(self, *, ms: int) -> None:
        """Move on by `ms`, waking whoever waited for an instant up to there, in order."""
        self._now += ms
        while self._waiting and self._waiting[0][0] <= self._now:
            _, _, reached = heapq.heappop(self._waiting)
            if not reached.done():
                reached.set_result(None)

    def not_before(self, at: int) -> None:
        """Advance to `at` if that is still to come."""
        self.advance(ms=max(0, at - self._now))

    def ahead_ms(self) -> int:
        """Return nothing: there is no other clock behind this one."""
        return 0

    async def wait_until(self, at: int) -> None:
        """Return once somebody has advanced the clock to `at`."""
        if at <= self._now:
            return
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (at, next(self._order), reached))
        await reached

    def waiting(self) -> int:
        """Return how many wait for a later instant: tests use it to see that all is quiet."""
        return sum(not reached.done() for _, _, reached in self._waiting)


def pause(*, ms_max: int) -> None:
    """Stop this thread for a random part of `ms_max`: two that collided part ways."""
    time.sleep(random.uniform(0, ms_max) / 1_000)


def monotonic_s() -> float:
    """Return seconds since some moment, for measuring how long something took."""
    return time.monotonic()
