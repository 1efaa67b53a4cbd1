"""Who leads, who stands by, and how often they look."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from onqueue.journal import store
from onqueue.journal.feed import Feed
from onqueue.journal.store import EpochPassed
from onqueue.kernel.bus import LocalBus
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database, DatabaseAway
from onqueue.kernel.tasks import Tasks
from onqueue.live.driver import Driver
from onqueue.live.leading import Leading, Right

LEASE_MS = 5_000
MANY = 50


class Passing:
    """A right that is ours once, then another's; and cannot be asked for while `away`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.away = False
        self.looks = 0

    async def take(self) -> int:
        self.looks += 1
        await asyncio.sleep(0)
        if self.away:
            raise DatabaseAway(retry_after_s=1)
        if self.looks > 1:
            raise EpochPassed
        return await self._db.write(store.begin_epoch)

    async def keep(self) -> bool:
        return False

    async def give_up(self) -> None:
        """It is another's."""

    def surely(self) -> bool:
        return False


async def test_who_has_lost_the_lead_looks_no_more_often_than_who_never_had_it(
    database: Database, clock: VirtualClock
) -> None:
    tasks, right = Tasks(), Passing(database)
    ours: Right = right
    feed, bus = Feed(db=database, clock=clock), LocalBus()
    driver = Driver(db=database, clock=clock, tasks=tasks, right=ours)
    leading = Leading(bus=bus, feed=feed, driver=driver, right=ours, lease_ms=LEASE_MS)
    tasks.start(feed.run(), name="feed")
    with capture_logs() as said:
        tasks.start(leading.run(), name="lead")
        await leading.settled()
        async with asyncio.timeout(30):
            while leading.leads or right.looks < 2:  # noqa: ASYNC110 -- nobody is told of a look
                await asyncio.sleep(0.01)
    assert "lead.lost" in {one["event"] for one in said}
    assert "floor.failed" not in {one["event"] for one in said}
    for right.away in (False, True):
        before = right.looks
        await asyncio.sleep(0.3)
        # One or two; and many more only when it does not wait between them.
        assert right.looks - before < MANY
    await tasks.stop()
    await leading.stop()
