"""How is this process? What it says of itself, for the screen of the server's health.

It is written into the database every few seconds, so that any process, and the command line,
can show how all of them are.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from onqueue import __version__
from onqueue.journal.store import head
from onqueue.kernel.db import dialect_of
from onqueue.upkeep.rules import Report
from onqueue.upkeep.service import Found

if TYPE_CHECKING:
    from onqueue.channels.webchat.chats import Chats
    from onqueue.journal.feed import Feed
    from onqueue.journal.projections import Projector
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.kernel.health import Health
    from onqueue.kernel.settings import Settings
    from onqueue.kernel.tasks import Tasks
    from onqueue.live.house import House

BACKUP_NOTE: Final = "last-backup"
"""The file in the data folder whose time is that of the last backup."""
PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")


class Probe:
    """Looks at the parts of one process."""

    def __init__(
        self,
        *,
        settings: Settings,
        db: Database,
        clock: Clock,
        house: House,
        chats: Chats,
        feed: Feed,
        projector: Projector,
        tasks: Tasks,
        health: Health,
    ) -> None:
        self._settings = settings
        self._db = db
        self._clock = clock
        self._house = house
        self._chats = chats
        self._feed = feed
        self._projector = projector
        self._tasks = tasks
        self._health = health
        self._head = 0
        self._restarts = 0
        self._seen: dict[str, int] = {}
        self._told: set[tuple[str, str]] = set()

    async def __call__(self) -> tuple[Report, Sequence[Found]]:
        """Say how the process is, and what happened since it was asked last."""
        driver = self._house.driver
        problems = (await self._health.ready()).problems
        before, self._head = self._head, await self._db.read(head)
        free_bytes, backup_at = await asyncio.to_thread(_disk, self._settings.data_dir)
        waiting = self._db.waiting()
        leads = self._house.leading.leads
        follows = self._settings.role != "jobs"
        stopped = {**self._tasks.crashed, **self._house.leading.crashed}
        report = Report(
            version=__version__,
            leads=driver.health.running,
            restarts=driver.health.restarts,
            looked_at=driver.inspection.looked_at,
            look_ms=round(driver.inspection.took_ms),
            mended=driver.inspection.mended,
            broken=tuple(one.sentence for one in driver.inspection.broken()),
            head=self._head,
            feed_behind=max(0, before - self._feed.seq) if follows else 0,
            # Only the leader keeps them.
            projections_late=self._projector.late(before) if leads else (),
            projections_failed=tuple(sorted(self._projector.failed)),
            stopped=tuple(sorted(stopped)),
            problems={name: said for name, said in problems.items() if said},
            free_bytes=free_bytes,
            ailing=self._db.ailing() or "",
            engine="SQLite" if self._db.dialect == "sqlite" else "PostgreSQL",
            database_bytes=await self._db.read(_size),
            reads_waiting=waiting.get("read", 0),
            writes_waiting=waiting.get("write", 0),
            desks=len(self._house.desks),
            widgets=len(self._chats),
            files=_open_files(),
            memory_bytes=_memory(),
            backup_at=backup_at,
            clock_ahead_ms=self._clock.ahead_ms(),
        )
        return report, [*self._floor(), *self._lasting(report)]

    def _floor(self) -> list[Found]:
        """Return what was wrong with the floor since the last time."""
        driver, found = self._house.driver, []
        if driver.health.restarts > self._restarts:
            detail = f"{driver.health.restarts - self._restarts}×"
            found.append(Found(kind="floor.restarted", subject="floor", detail=detail))
            self._restarts = driver.health.restarts
        for one in driver.inspection.seen():
            if self._seen.get(one.sentence) == one.last_at:
                continue
            self._seen[one.sentence] = one.last_at
            kind = "floor.mended" if one.mended else "floor.broken"
            found.append(Found(kind=kind, subject=one.code, detail=one.sentence))
        return found

    def _lasting(self, report: Report) -> list[Found]:
        """Return what is wrong now and was not the last time."""
        errors = self._projector.failed
        crashed = {**self._tasks.crashed, **self._house.leading.crashed}
        now = {
            **{("projection.failed", one): f"{one}: {errors[one]!r}" for one in errors},
            **{("task.stopped", k): f"{k}: {said}" for k, said in crashed.items()},
        }
        if report.ailing:
            now["disk.ailing", "disk"] = report.ailing
        if self._db.was_away():
            now["database.away", "database"] = report.engine
        new = [key for key in now if key not in self._told]
        self._told = set(now)
        return [Found(kind=kind, subject=name, detail=now[kind, name]) for kind, name in new]


def _disk(data: Path) -> tuple[int, int]:
    try:
        backup_at = (data / BACKUP_NOTE).stat().st_mtime_ns // 1_000_000
    except FileNotFoundError:
        backup_at = 0
    return shutil.disk_usage(data).free, backup_at


def _size(session: Session) -> int:
    if dialect_of(session) == "sqlite":
        pages = session.scalar(text("PRAGMA page_count")) or 0
        return int(pages) * int(session.scalar(text("PRAGMA page_size")) or 0)
    return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _open_files() -> int:
    try:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())
    except OSError:
        return 0


def _memory() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
    except OSError:
        return 0
