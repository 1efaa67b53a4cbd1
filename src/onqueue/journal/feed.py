"""How do the gateway and the channels hear of new facts?

One reader follows the journal and hands every batch to all who registered, in order. It
subscribes before it reads, so a fact that is added in between wakes it again; and it looks
once a second without being woken, for facts that another process added.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog

from onqueue.journal.store import TOPIC, Entry, head, read_after
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
        self._advanced = asyncio.Condition()
        self._hurried = asyncio.Event()
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
        with self._db.bus.subscribe(TOPIC, latest=True) as wakes:
            await self._advance(await self._db.read(head) if after is None else after)
            while True:
                self._hurried.clear()
                try:
                    await self._read_on()
                except Unavailable as error:
                    log.warning("feed.delayed", seq=self.seq, error=error.code)
                    # Nothing need wake us once it is back: look by the machine's clock.
                    await asyncio.sleep(AGAIN_S)
                    continue
                if any(int(seq) > self.seq for seq in wakes.taken()):
                    continue
                look_at = self._clock.now() + LOOK_MS
                await first_of(wakes.next(), self._hurried.wait(), self._clock.wait_until(look_at))

    async def reached(self, seq: int) -> None:
        """Wait until all followers were given the fact with this number."""
        async with self._advanced:
            await self._advanced.wait_for(lambda: self.seq >= seq)

    async def abreast(self) -> None:
        """Wait until all followers were given what is in the journal now.

        Whoever was told by another process that something is done may come to this one with what
        follows from it. A process that is alone never lags behind what it said itself.
        """
        if self._db.dialect == "sqlite":
            return
        there = await self._db.read(head)
        if there > self.seq:
            self._hurried.set()
            await self.reached(there)

    async def _read_on(self) -> None:
        more = True
        while more:
            entries = await self._db.read(read_after, after=self.seq, limit=BATCH_MAX)
            if not entries:
                return
            # Whoever adds facts later wakes us again.
            more = len(entries) == BATCH_MAX
            assert entries[0].seq == self.seq + 1, "the journal has no gaps"
            for name, follower in list(self._followers.items()):
                try:
                    await follower(entries)
                except Exception:
                    # The others must not wait for one that fails; it is for it to recover.
                    log.exception("feed.follower_failed", follower=name, seq=entries[0].seq)
            await self._advance(entries[-1].seq)

    async def _advance(self, seq: int) -> None:
        async with self._advanced:
            self.seq = seq
            self._advanced.notify_all()
