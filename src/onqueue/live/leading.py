"""Which process drives the floor, and what does one do that may not?

On SQLite there is one process, and it leads. On PostgreSQL the holder of the lease leads: it
drives the floor and does what only one may do for a centre, its duties. The others stand by:
they look several times a second whether the lease is free, and take over. A leader that lost the
lease without knowing, because it was frozen or cut off, learns of it at its next append, which
the journal refuses; it drops its floor, ends its duties, and stands by.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from onqueue.journal import lease, store
from onqueue.journal.store import EpochPassed
from onqueue.kernel.clock import monotonic_s
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.tasks import Tasks, first_of, outlasting

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any, TypeAlias

    from onqueue.journal.feed import Feed
    from onqueue.kernel.bus import Bus
    from onqueue.kernel.db import Database
    from onqueue.live.driver import Driver

    Duty: TypeAlias = Callable[[], Coroutine[Any, Any, None]]

log = structlog.get_logger(__name__)

BEATS: Final = 5
"""How often the lease is renewed before it would run out."""
LOOKS: Final = 2 * BEATS
"""How often the others look within that time whether it is free."""


class Right(Protocol):
    """The right to write for the floor."""

    async def take(self) -> int:
        """Begin an epoch of our own, or raise `EpochPassed`: somebody else leads."""

    async def keep(self) -> bool:
        """Hold the right for longer; False when somebody else has it."""

    async def give_up(self) -> None:
        """Let somebody else have it at once."""

    def surely(self) -> bool:
        """Whether nobody else can have it by now."""


class Sole:
    """The right of a process that is alone: the database's file is locked for it."""

    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def take(self) -> int:
        """Begin an epoch."""
        return await self._db.write(store.begin_epoch)

    async def keep(self) -> bool:
        """Go on."""
        return True

    async def give_up(self) -> None:
        """There is nobody to give it to."""

    def surely(self) -> bool:
        """Nobody else can have it."""
        return True


class Leased:
    """The right of whoever holds the lease."""

    def __init__(self, *, db: Database, node: str, lease_ms: int) -> None:
        self._db = db
        self._node = node
        self._lease_ms = lease_ms
        self._sure_until_s = 0.0

    async def take(self) -> int:
        """Take the lease if it is free, or ours."""
        asked_s = monotonic_s()
        if not await self._db.read(lease.may_take, node=self._node):
            raise EpochPassed
        epoch = await self._db.write(lease.take, node=self._node, lease_ms=self._lease_ms)
        if epoch is None:
            raise EpochPassed
        self._sure_until_s = asked_s + self._lease_ms / 1_000
        return epoch

    async def keep(self) -> bool:
        """Renew the lease."""
        asked_s = monotonic_s()
        kept = await self._db.write_apart(lease.renew, node=self._node, lease_ms=self._lease_ms)
        self._sure_until_s = asked_s + self._lease_ms / 1_000 if kept else 0.0
        return kept

    async def give_up(self) -> None:
        """Let the lease run out now."""
        self._sure_until_s = 0.0
        await self._db.write_apart(lease.release, node=self._node)

    def surely(self) -> bool:
        """The lease that was surely ours has not run out since, by a clock that is not set."""
        return monotonic_s() < self._sure_until_s


class Leading:
    """Takes the lead when it is free, holds it, and stands by while another has it."""

    def __init__(
        self, *, bus: Bus, feed: Feed, driver: Driver, right: Right, lease_ms: int
    ) -> None:
        self._bus = bus
        self._feed = feed
        self._driver = driver
        self._right = right
        self._lease_ms = lease_ms
        self._duties: list[tuple[str, Duty]] = []
        self._term: Tasks | None = None
        self._settled = asyncio.Event()
        self._failed: Exception | None = None
        self.terms = 0
        """How often this process has taken the lead."""

    @property
    def leads(self) -> bool:
        """Whether this process has the lead, as far as it knows."""
        return self._term is not None

    @property
    def crashed(self) -> dict[str, str]:
        """The duties that ended by an error, with it."""
        return {} if self._term is None else self._term.crashed

    def while_leading(self, name: str, duty: Duty) -> None:
        """Have something done by the leader only, from each time it takes the lead."""
        self._duties.append((name, duty))

    async def settled(self) -> None:
        """Wait until `run` has found out who leads; if it is us, until the floor serves."""
        await self._settled.wait()
        if self._failed is not None:
            raise self._failed

    async def run(self) -> None:
        """Take the lead, hold it or wait for it, until cancelled."""
        with self._bus.subscribe(lease.TOPIC, latest=True) as news:
            while True:
                await self._look_safely()
                looks = BEATS if self.leads else LOOKS
                pause = asyncio.sleep(self._lease_ms / 1_000 / looks)
                # A lead that is lost stays lost: who stands by after it does not wait for that.
                lost = [self._driver.lost.wait()] if self.leads else []
                await first_of(news.next(), pause, *lost)

    async def stop(self) -> None:
        """End our duties, stop the floor, and let another take over at once. After `run`."""
        led = self.leads
        await self._end_term()
        await self._driver.stop()
        if led:
            try:
                await self._right.give_up()
            except OnqueueError as error:
                log.warning("lead.not_given_up", error=error.code)

    async def _look_safely(self) -> None:
        try:
            await self._look()
        except OnqueueError as error:
            log.warning("lead.delayed", error=error.code)
        except Exception:
            # Without the database nobody leads; whoever reaches it first takes over.
            log.exception("lead.failed")

    async def _look(self) -> None:
        if not self.leads:
            await self._take_over()
        elif self._driver.lost.is_set() or not await self._right.keep():
            log.warning("lead.lost")
            await self._end_term()
            await self._driver.lose()

    async def _take_over(self) -> None:
        try:
            epoch = await self._right.take()
        except EpochPassed:
            self._settled.set()
            return
        self.terms += 1
        self._driver.lost.clear()
        self._term = Tasks()
        # Beside us: a floor that takes long to build must not cost the lease.
        self._term.start(self._begin(self._term, epoch), name="lead")

    async def _begin(self, term: Tasks, epoch: int) -> None:
        try:
            await self._driver.start(epoch=epoch)
            # Duties look at the replica, which may be behind what the floor was built from.
            await self._feed.reached(self._driver.position)
        except Exception as error:
            log.exception("lead.floor_failed")
            self._failed = error
            self._driver.lost.set()
        else:
            log.info("lead.taken", term=self.terms)
            for name, duty in self._duties:
                term.start(outlasting(duty, name=name), name=name)
        self._settled.set()

    async def _end_term(self) -> None:
        term, self._term = self._term, None
        if term is not None:
            await term.stop()
