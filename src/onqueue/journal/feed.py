"""How do the gateway and the channels hear of new facts?

One reader follows the journal and hands every batch to all who registered, in order. It
subscribes before it reads, so a fact that is added in between wakes it again; and it looks
once a second without being woken, for facts that another process added. What this process added
comes along with the wake-up, after its commit, and is taken from there where it is what follows
next; all else is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Final

import structlog

from onqueue.journal.store import FRESH, TOPIC, Entry, head, read_after, read_fresh
from onqueue.kernel.bus import Subscription
from onqueue.kernel.clock import Clock
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.tasks import AGAIN_S, first_of

BATCH_MAX: Final = 500
LOOK_MS: Final = 1_000

log = structlog.get_logger(__name__)

Follower = Callable[[Sequence[Entry]], Awaitable[None]]


class Feed:
    """Follows the journal on behalf of others."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._followers: dict[str, Follower] = {}
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        """Who waits for which number, the lowest first."""
        self._counter = count()
        self._fresh: dict[int, list[Entry]] = {}
        """What came along with wake-ups and does not follow yet, by its first number."""
        self._told = 0
        """The highest number that somebody said is there."""
        self._wakes: Subscription | None = None
        self._look_due = False
        """Whether to read without having been told of anything."""
        self.seq = 0
        """The number of the last fact that all followers were given."""

    def follow(self, name: str, follower: Follower) -> None:
        """Give each batch to `follower`, from the next one on. A name can be taken once."""
        assert name not in self._followers, name
        self._followers[name] = follower

    def unfollow(self, name: str) -> None:
        """Give no more to a follower."""
        self._followers.pop(name, None)

    async def run(self, *, after: int | None = None) -> None:
        """Follow the journal after a number, or from its present end, until cancelled."""
        bus = self._db.bus
        with bus.subscribe(TOPIC, latest=True) as wakes, bus.subscribe(FRESH) as fresh:
            self._wakes = wakes
            self._advance(await self._db.read(head) if after is None else after)
            await first_of(self._follow(wakes, fresh), self._remind())

    async def _follow(self, wakes: Subscription, fresh: Subscription) -> None:
        self._look_due = True
        while True:
            try:
                missing = await self._take_fresh(fresh)
                if missing or self._look_due or self._told > self.seq:
                    self._look_due = False
                    await self._read_on()
                    self._told = 0
            except Unavailable as error:
                log.warning("feed.delayed", seq=self.seq, error=error.code)
                # Nothing need wake us once it is back: look by the machine's clock.
                await asyncio.sleep(AGAIN_S)
                self._look_due = True
                continue
            if not self._look_due:
                # What was said while we read need not be waited for.
                news = wakes.taken() or [await wakes.next()]
                self._told = max(self._told, *map(int, news))

    async def _remind(self) -> None:
        """Have the feed look by itself now and then."""
        while True:
            await self._clock.wait_until(self._clock.now() + LOOK_MS)
            self._look()

    def _look(self) -> None:
        self._look_due = True
        if self._wakes is not None:
            self._wakes.put(b"0")

    async def reached(self, seq: int) -> None:
        """Wait until all followers were given the fact with this number."""
        if seq <= self.seq:
            return
        given: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (seq, next(self._counter), given))
        await given

    async def abreast(self) -> None:
        """Wait until all followers were given what is in the journal now.

        Whoever was told by another process that something is done may come to this one with what
        follows from it. A process that is alone never lags behind what it said itself.
        """
        if self._db.dialect == "sqlite":
            return
        there = await self._db.read(head)
        if there > self.seq:
            self._look()
            await self.reached(there)

    async def _take_fresh(self, messages: Subscription) -> bool:
        """Hand on what this process added, as far as it follows; tell whether some is missing.

        Followers look things up. So what came along waits while nothing can be read.
        """
        missing = False
        for message in messages.taken():
            entries = read_fresh(message)
            if entries:
                self._fresh[entries[0].seq] = entries
            missing = missing or not entries
        while not self._db.unreadable() and (entries := self._fresh.pop(self.seq + 1, [])):
            await self._give(entries)
        if self._fresh:
            # Some of it was read meanwhile.
            self._fresh = {first: one for first, one in self._fresh.items() if first > self.seq}
        return missing or bool(self._fresh)

    async def _read_on(self) -> None:
        more = True
        while more:
            entries = await self._db.read(read_after, after=self.seq, limit=BATCH_MAX)
            if not entries:
                return
            # Whoever adds facts later wakes us again.
            more = len(entries) == BATCH_MAX
            assert entries[0].seq == self.seq + 1, "the journal has no gaps"
            await self._give(entries)

    async def _give(self, entries: Sequence[Entry]) -> None:
        for name, follower in list(self._followers.items()):
            try:
                await follower(entries)
            except Exception:
                # The others must not wait for one that fails; it is for it to recover.
                log.exception("feed.follower_failed", follower=name, seq=entries[0].seq)
        self._advance(entries[-1].seq)

    def _advance(self, seq: int) -> None:
        self.seq = seq
        while self._waiting and self._waiting[0][0] <= seq:
            _, _, given = heappop(self._waiting)
            if not given.done():
                given.set_result(None)
