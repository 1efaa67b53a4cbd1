"""One database, whichever it is: SQLite in one process, PostgreSQL for many."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Concatenate, Final, Literal, ParamSpec, TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from onqueue.kernel.bus import Bus, LocalBus
from onqueue.kernel.db.engines import engine_for, lock_database, parse_url
from onqueue.kernel.db.errors import DatabaseStopped
from onqueue.kernel.db.lanes import Lane, read_alone, write_alone, write_together
from onqueue.kernel.db.limits import Limits
from onqueue.kernel.db.pulse import Pulse
from onqueue.kernel.db.unit import Ground

PULSE_MS: Final = 2_000
"""So long the pulse waits for a connection; the driver takes less for this."""

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """Runs transaction functions on threads of its own. It belongs to one event loop."""

    def __init__(
        self,
        *,
        url: str,
        site: str = "main",
        bus: Bus | None = None,
        limits: Limits | None = None,
        read_only: bool = False,
    ) -> None:
        """Open nothing yet. `read_only` takes no lock, and refuses writes."""
        self.site = site
        self.bus: Bus = bus or LocalBus()
        ground = Ground(bus=self.bus, site=site)
        self._url = parse_url(url)
        self.limits = limits or Limits()
        self.dialect: Literal["sqlite", "postgresql"] = (
            "sqlite" if self._url.get_backend_name() == "sqlite" else "postgresql"
        )
        address = self._url.render_as_string(hide_password=False)
        reading = engine_for(address, limits=self.limits, read_only=True)
        embedded = self.dialect == "sqlite"
        self._reads = Lane(
            name="read",
            engine=reading,
            threads=self.limits.sqlite_readers if embedded else self.limits.postgres_readers,
            runner=read_alone,
            ground=ground,
            waiting_max=self.limits.reads_waiting_max,
        )
        self._writes: Lane | None = None
        if not read_only:
            self._writes = Lane(
                name="write",
                engine=engine_for(address, limits=self.limits),
                threads=1 if embedded else self.limits.postgres_writers,
                runner=write_together if embedded else write_alone(self.limits),
                ground=ground,
                waiting_max=self.limits.writes_waiting_max,
                batch_max=self.limits.batch_max if embedded else 1,
            )
        self._apart: Lane | None = None
        if not (read_only or embedded):
            self._apart = Lane(
                name="apart",
                engine=engine_for(address, limits=self.limits),
                threads=1,
                runner=write_alone(self.limits),
                ground=ground,
                waiting_max=self.limits.apart_waiting_max,
            )
        self._held = ExitStack()
        self._pulse: Pulse | None = None
        if not embedded:
            impatient = replace(self.limits, silence_ms=PULSE_MS)
            self._pulse = Pulse(
                engine=engine_for(address, limits=impatient, read_only=True), lanes=self._lanes()
            )

    async def start(self) -> None:
        """Open the database, or say at once why it cannot be opened."""
        if self._writes is not None:
            self._held.enter_context(lock_database(self._url))
        try:
            self._reads.start()
            if self._writes is not None:
                self._writes.start()
                if self._apart is not None:
                    self._apart.start()
                await self._writes.submit(_ask)
            await self._reads.submit(_ask)
            if self._pulse is not None:
                self._pulse.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Refuse new work, finish what was accepted, close. May be called twice."""
        if self._writes is not None:
            await self._writes.stop()
        await self._reads.stop()
        if self._apart is not None:
            # What it holds goes with its connection: it outlives all that is written.
            await self._apart.stop()
        if self._pulse is not None:
            await self._pulse.stop()
        self._held.close()

    async def read(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return `fn(session, ...)`, all of whose statements see one state of the database."""
        result: T = await self._reads.submit(lambda session: fn(session, *args, **kwargs))
        return result

    async def write(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return `fn(session, ...)` once what it wrote is durable; it may be run again."""
        if self._writes is None:
            raise DatabaseStopped
        result: T = await self._writes.submit(lambda session: fn(session, *args, **kwargs))
        return result

    async def write_apart(
        self, fn: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Write on the one connection that is kept for it, whatever else waits.

        What the function locks for its connection stays locked as long as that lives. Only
        PostgreSQL has such a connection.
        """
        assert self._apart is not None, "one process alone needs none"
        result: T = await self._apart.submit(lambda session: fn(session, *args, **kwargs))
        return result

    def ailing(self) -> str | None:
        """Say what was wrong with the disk in the last minute, if anything was."""
        return None if self._writes is None else self._writes.ailing()

    def waiting(self) -> dict[str, int]:
        """Return how many calls wait, by lane, for metrics and health."""
        return {lane.name: lane.waiting() for lane in self._lanes() if lane is not self._apart}

    def unreadable(self) -> bool:
        """Tell whether the database is known not to answer questions now."""
        return self._reads.is_away()

    def was_away(self) -> bool:
        """Tell whether the database did not answer in the last minute."""
        return any(lane.was_away() for lane in self._lanes())

    def _lanes(self) -> list[Lane]:
        lanes = (self._reads, self._writes, self._apart)
        return [lane for lane in lanes if lane is not None]


def _ask(session: Session) -> None:
    session.execute(text("SELECT 1"))
