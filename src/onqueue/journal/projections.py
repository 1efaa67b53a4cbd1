"""How are tables kept that follow from the journal?

A projection's rows and how far it has read change in one transaction, so every fact counts
exactly once, wherever the process is killed. Several processes may run the same projection:
the one that comes second waits for the row that says how far it has read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import structlog
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from onqueue.journal.feed import Feed
from onqueue.journal.models import ProjectionRow
from onqueue.journal.store import TOPIC, Entry, read_after
from onqueue.kernel.clock import Clock
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.db import Database, dialect_of, site_of
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.tasks import AGAIN_S, first_of

BATCH_MAX: Final = 500
LOOK_MS: Final = 1_000

log = structlog.get_logger(__name__)


class Projection(Protocol):
    """Tables that follow from facts."""

    name: str
    version: int
    """Raised when the tables must be built anew from the first fact."""
    streams: frozenset[str]
    """What is taken in: streams, or single kinds of a stream as `stream/kind`."""

    def apply(self, session: Session, entries: Sequence[Entry]) -> None:
        """Take in facts of the streams, in order."""
        ...

    def reset(self, session: Session) -> None:
        """Forget everything."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """How far a projection has read, and in which version."""

    version: int
    seq: int


def places(session: Session) -> dict[str, Place]:
    """Return how far each projection has read, by name."""
    rows = session.scalars(select(ProjectionRow).where(ProjectionRow.site == site_of(session)))
    return {row.name: Place(version=row.version, seq=row.seq) for row in rows}


def advance(session: Session, *, projection: Projection) -> tuple[int, bool]:
    """Take in the next batch; return how far it got, and whether there may be more."""
    row = _place(session, projection)
    if row.version > projection.version:
        # A newer program is at work on the same database: its tables are not ours.
        return row.seq, False
    if row.version < projection.version:
        projection.reset(session)
        row.version, row.seq = projection.version, 0
    entries = read_after(session, after=row.seq, limit=BATCH_MAX)
    if not entries:
        return row.seq, False
    wanted = [entry for entry in entries if _wants(projection, entry)]
    if wanted:
        projection.apply(session, wanted)
    row.seq = entries[-1].seq
    reached("projection.advanced")
    return row.seq, len(entries) == BATCH_MAX


def _wants(projection: Projection, entry: Entry) -> bool:
    streams = projection.streams
    return entry.stream in streams or f"{entry.stream}/{entry.kind}" in streams


def _place(session: Session, projection: Projection) -> ProjectionRow:
    """Return the row that says how far a projection has read, locked."""
    site = site_of(session)
    stmt = select(ProjectionRow).where(
        ProjectionRow.site == site, ProjectionRow.name == projection.name
    )
    row = session.scalar(stmt.with_for_update())
    if row is None:
        engine = sqlite if dialect_of(session) == "sqlite" else postgresql
        first = engine.insert(ProjectionRow).values(
            site=site, name=projection.name, version=0, seq=0
        )
        session.execute(first.on_conflict_do_nothing())
        row = session.scalars(stmt.with_for_update()).one()
    return row


class Projector:
    """Keeps projections up to date in the background."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        projections: Iterable[Projection],
        feed: Feed | None = None,
    ) -> None:
        """With a feed, what it has read is not read again to see whether anybody wants it."""
        self._wanted = asyncio.Event()
        if feed is not None:
            feed.follow("projections", self._look_at)
        self._fed = feed is not None
        self._db = db
        self._clock = clock
        self._projections = tuple(projections)
        self._seqs = {projection.name: 0 for projection in self._projections}
        self._written = dict(self._seqs)
        assert len(self._seqs) == len(self._projections), "two projections with one name"
        self._moved = asyncio.Condition()
        self.failed: dict[str, Exception] = {}
        """What went wrong last time, by projection; health looks here."""

    async def run(self) -> None:
        """Follow the journal until cancelled. A projection that fails is tried again."""
        try:
            with self._db.bus.subscribe(TOPIC, latest=True) as wakes:
                while True:
                    self._wanted.clear()
                    await self.catch_up()
                    wake = self._wanted.wait() if self._fed else wakes.next()
                    await first_of(wake, self._pause())
        finally:
            # Whoever follows now, it is not us: what failed here is nobody's trouble any more.
            self.failed.clear()

    async def _pause(self) -> None:
        """Let the usual while pass; what failed is tried again by the machine's clock."""
        if self.failed:
            await asyncio.sleep(AGAIN_S)
        else:
            await self._clock.wait_until(self._clock.now() + LOOK_MS)

    async def _look_at(self, entries: Sequence[Entry]) -> None:
        """Pass over what the feed has read, or see to it that it is taken in."""
        read = entries[0].seq - 1
        ready = not self.failed and all(seq >= read for seq in self._seqs.values())
        passed = [ready and self._passes(one, entries) for one in self._projections]
        if not all(passed):
            self._wanted.set()
            return
        async with self._moved:
            self._moved.notify_all()

    async def catch_up(self) -> None:
        """Take in all that is there. Projections do not wait for each other."""
        behind = await self._behind()
        await asyncio.gather(*(self._catch_up(projection) for projection in behind))
        async with self._moved:
            self._moved.notify_all()

    def late(self, seq: int) -> tuple[str, ...]:
        """Return the projections that have not taken in a fact yet, sorted."""
        return tuple(sorted(name for name, taken in self._seqs.items() if taken < seq))

    async def caught_up(self, seq: int) -> None:
        """Wait until every projection has taken in a fact; raise what stopped one.

        A database that is away or busy delays them, and stops none.
        """
        async with self._moved:
            await self._moved.wait_for(
                lambda: bool(self._stopped()) or all(n >= seq for n in self._seqs.values())
            )
        for error in self._stopped():
            raise error

    def _stopped(self) -> list[Exception]:
        return [error for error in self.failed.values() if not isinstance(error, Unavailable)]

    async def _behind(self) -> tuple[Projection, ...]:
        """Return which have something to take in. The others pass over what is not theirs.

        Most facts are messages, and no projection takes those in: writing down for each of them
        that it was read would keep the writer busier than the messages themselves.
        """
        least = min(self._seqs.values(), default=0)
        if not least or self.failed:
            return self._projections
        entries = await self._db.read(read_after, after=least, limit=BATCH_MAX)
        if len(entries) == BATCH_MAX:
            return self._projections
        return tuple(one for one in self._projections if not self._passes(one, entries))

    def _passes(self, projection: Projection, entries: Sequence[Entry]) -> bool:
        """Pass over facts, unless one is wanted, or too many would be passed over again."""
        read = self._seqs[projection.name]
        last = entries[-1].seq if entries else read
        if last - self._written[projection.name] >= BATCH_MAX:
            return False
        if any(entry.seq > read and _wants(projection, entry) for entry in entries):
            return False
        self._seqs[projection.name] = max(read, last)
        return True

    async def _catch_up(self, projection: Projection) -> None:
        more = True
        while more:
            try:
                seq, more = await self._db.write(advance, projection=projection)
            except Unavailable as error:
                # The database is away or busy: that is no fault of the projection.
                log.warning("projection.delayed", projection=projection.name, error=error.code)
                self.failed[projection.name] = error
                return
            except Exception as error:
                # Its transaction left no trace; the other projections go on.
                log.exception("projection.failed", projection=projection.name)
                self.failed[projection.name] = error
                return
            self._written[projection.name] = seq
            # While that was on its way, the feed may have passed over what came after it.
            self._seqs[projection.name] = max(self._seqs[projection.name], seq)
        self.failed.pop(projection.name, None)
