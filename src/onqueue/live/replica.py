"""What does the floor look like at a durable position, for everybody who watches?

The driver's own floor runs ahead of the journal while an append is under way, so nobody
looks at it. A replica follows the journal and evolves a floor of its own: what it shows is
durable by construction, and any process can have one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import structlog

from onqueue.floor.evolve import evolve
from onqueue.floor.model import Floor
from onqueue.live import codec, recovery

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from onqueue.floor.events import Event
    from onqueue.journal.feed import Feed
    from onqueue.journal.store import Entry
    from onqueue.kernel.db import Database

log = structlog.get_logger(__name__)

Batch: TypeAlias = "Sequence[tuple[Entry, Event | None]]"
Watcher: TypeAlias = "Callable[[Batch], Awaitable[None]]"


class Replica:
    """A floor that follows the journal, and tells its watchers each batch it applied."""

    def __init__(self, *, db: Database, feed: Feed) -> None:
        self.floor = Floor()
        self.position = 0
        self._db = db
        self._feed = feed
        self._watchers: list[Watcher] = []

    async def start(self) -> None:
        """Build the floor as of now; from then on the feed carries it forward."""
        recovered = await self._db.read(recovery.load)
        self.floor, self.position = recovered.floor, recovered.position
        self._feed.follow("replica", self._apply)

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` with each batch, after the floor has taken it in."""
        self._watchers.append(watcher)

    async def _apply(self, entries: Sequence[Entry]) -> None:
        batch: list[tuple[Entry, Event | None]] = []
        for entry in entries:
            if entry.seq <= self.position:
                continue
            event = codec.to_event(entry) if entry.stream == codec.STREAM else None
            if event is not None:
                evolve(self.floor, event)
            self.position = entry.seq
            batch.append((entry, event))
        for watcher in self._watchers:
            await watcher(batch)
