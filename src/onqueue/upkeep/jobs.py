"""Who watches the server, and who writes to administrators?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any, Final

import structlog
from sqlalchemy.orm import Session

from onqueue.identity.queries import PersonFound, administrators_found
from onqueue.kernel.clock import Clock
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.mailer import Mail, Mailer
from onqueue.kernel.settings import Settings
from onqueue.kernel.worker import Jobs
from onqueue.upkeep import queries, service
from onqueue.upkeep.models import Finding
from onqueue.upkeep.rules import KINDS, Report
from onqueue.upkeep.service import Found

EVERY_S: Final = 10.0
LINES_MAX: Final = 20
FOUND_MAX: Final = 1_000
"""So many findings are kept in memory while they cannot be written."""
PATH: Final = "/desk/admin/health"

log = structlog.get_logger(__name__)

Probe = Callable[[], Awaitable[tuple[Report, Sequence[Found]]]]
"""Asks a process how it is, and what it noticed since its findings were last kept."""


class Watch:
    """Writes down how this process is, again and again."""

    def __init__(self, *, db: Database, clock: Clock, process: str, probe: Probe) -> None:
        self._db = db
        self._clock = clock
        self._process = process
        self._probe = probe
        self._started_at = clock.now()
        self._found: list[Found] = []
        self._one_after_the_other = asyncio.Lock()

    async def look(self) -> None:
        """Ask, and write down. What could not be written is kept for the next time."""
        async with self._one_after_the_other:
            await self._look()

    async def _look(self) -> None:
        report, found = await self._probe()
        self._found = [*self._found, *found][-FOUND_MAX:]
        try:
            await self._db.write(
                service.take_report,
                process=self._process,
                started_at=self._started_at,
                report=report,
                found=self._found,
                now=self._clock.now(),
            )
        except Unavailable as error:
            log.warning("upkeep.unwritten", error=str(error))
        else:
            self._found = []


class Letters:
    """Writes to administrators about what was repaired or parked."""

    def __init__(self, *, db: Database, mailer: Mailer, clock: Clock, settings: Settings) -> None:
        self._db = db
        self._mailer = mailer
        self._clock = clock
        self._settings = settings

    async def tell(self, _payload: dict[str, Any]) -> None:
        """Write to every administrator once about what is new.

        A mail server that is away shall not fill the list of parked jobs with letters about
        parked letters: the next run tries again.
        """
        found, total, people = await self._db.read(_to_tell)
        if not found or not people:
            return
        try:
            for person in people:
                await self._mailer.send(self._letter(person, found=found, total=total))
        except Exception as error:  # noqa: BLE001  # whatever keeps a letter from being sent
            log.warning("upkeep.untold", error=repr(error))
            return
        told = [one.id for one in found]
        await self._db.write(service.mark_told, findings=told, now=self._clock.now())

    def _letter(self, person: PersonFound, *, found: Sequence[Finding], total: int) -> Mail:
        language = person.language if person.language in {"en", "de"} else "en"
        subject, text = _template(language)
        lines = [f"- {KINDS[one.kind].format(detail=one.detail)}" for one in found]
        if total > len(found):
            lines.append(f"- … +{total - len(found)}")
        words = {
            "name": person.name,
            "found": "\n".join(lines),
            "link": self._settings.address + PATH,
        }
        return Mail(
            to=person.email, subject=subject, text=text.substitute(words), language=language
        )


def register(jobs: Jobs, *, letters: Letters) -> None:
    """Say who does upkeep's jobs."""

    def forget(session: Session, payload: dict[str, Any], now: int) -> None:
        del payload
        service.forget(session, now=now)

    jobs.handle("upkeep.tell", letters.tell)
    jobs.every("upkeep.tell", cron="*/5 * * * *")
    jobs.handle_in_transaction("upkeep.forget", forget)
    jobs.every("upkeep.forget", cron="23 4 * * *")


def _to_tell(session: Session) -> tuple[Sequence[Finding], int, Sequence[PersonFound]]:
    found, total = queries.untold(session, limit=LINES_MAX)
    people = administrators_found(session) if found else ()
    return found, total, people


@cache
def _template(language: str) -> tuple[str, Template]:
    path = files("onqueue.upkeep").joinpath("letters", language, "found.txt")
    subject, _, text = path.read_text(encoding="utf-8").partition("\n")
    return subject, Template(text)
