"""What do the commands that only look at things say?"""

from __future__ import annotations

import os
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from onqueue.boot import Program
from onqueue.channels.voice.explaining import told
from onqueue.conversations import queries as conversations
from onqueue.conversations.queries.explaining import explained
from onqueue.directory.queries.floor import centre
from onqueue.directory.queries.lists import QUEUES, all_records
from onqueue.directory.queries.routing import version_row
from onqueue.directory.rules.routing import FLOOR
from onqueue.floor import invariants
from onqueue.identity.rules import RESET_PATH
from onqueue.identity.service.passwords import make_reset_link
from onqueue.insight import queries as insight
from onqueue.journal import store
from onqueue.kernel import audit, jobs
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.db import Database
from onqueue.kernel.errors import NotFound, OnqueueError
from onqueue.kernel.rows import Paging
from onqueue.kernel.settings import Settings
from onqueue.live import recovery
from onqueue.migrations.migrate import check
from onqueue.recording.service import checking as recordings
from onqueue.recording.service.vault import vault_of
from onqueue.sim.past import Day
from onqueue.trials.errors import NothingToTry
from onqueue.trials.queries import stretch_of
from onqueue.trials.queries.recorded import Sides, day_recorded, sides
from onqueue.upkeep import queries as upkeep
from onqueue.upkeep.rules import KINDS, State, judge, size_text, worst
from onqueue.web.app import create_app, describe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.orm import Session

    from onqueue.floor.wordings import Language

SPACE_BYTES_MIN = 1024**3
LATEST = 20
"""So many findings and parked jobs are told."""


P = ParamSpec("P")
T = TypeVar("T")


class NoDatabase(NotFound):
    """There is no database at {path}; name the data folder with --data."""

    code = "database.missing"


class NoQueue(NotFound):
    """There is no queue {name}; there are: {names}, and floor for the rules of the whole floor."""

    code = "queue.unknown_name"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found."""

    good: bool
    lines: tuple[str, ...]


def describe_api() -> dict[str, Any]:
    """The OpenAPI description of everything that the server answers."""
    return describe(create_app(Program(settings=Settings()).parts))


async def explain(*, settings: Settings, contact: str, language: Language = "en") -> list[str]:
    """A contact's story in plain sentences, oldest first, with a call's lines and recordings."""
    floor = await _look(settings, explained, contact=contact, language=language)
    lines = await _look(settings, told, contact=contact, language=language)
    story = sorted(
        [(line.at, line.seq, line.text) for line in floor]
        + [(line.at, line.seq, line.text) for line in lines]
    )
    if not story:
        return [f"Nothing is known of a contact {contact}."]
    return [f"{_clock(at)}  {text}" for at, _, text in story]


async def _look(
    settings: Settings,
    fn: Callable[Concatenate[Session, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    async with _looking(settings) as database:
        return await database.read(fn, *args, **kwargs)


@asynccontextmanager
async def _looking(settings: Settings) -> AsyncIterator[Database]:
    """Open a database that a server may be using."""
    if settings.database.startswith("sqlite") and not _sqlite_file(settings).exists():
        raise NoDatabase(path=str(_sqlite_file(settings)))
    database = Database(url=settings.database, site=settings.site, read_only=True)
    await database.start()
    try:
        yield database
    finally:
        await database.stop()


def _sqlite_file(settings: Settings) -> Path:
    return Path(settings.database.removeprefix("sqlite:///"))


async def past_day(*, settings: Settings, day: date) -> Day:
    """What the journal says of a day in the centre's time zone."""
    return await _look(settings, _past_day, day=day)


def _past_day(session: Session, *, day: date) -> Day:
    zone = centre(session).time_zone
    from_at, to_at = stretch_of(day, zone=zone)
    return day_recorded(session, from_at=from_at, to_at=to_at)


async def day_and_draft(*, settings: Settings, day: date, rules: str) -> tuple[Day, Sides]:
    """A day, and the rules in force beside a draft: of a queue by its name, or of the floor."""
    return await _look(settings, _day_and_draft, day=day, rules=rules)


def _day_and_draft(session: Session, *, day: date, rules: str) -> tuple[Day, Sides]:
    queues = {one.name: one.id for one in all_records(session, listing=QUEUES, archived="no")}
    subject = queues.get(rules, FLOOR if rules == FLOOR else None)
    if subject is None:
        raise NoQueue(name=rules, names=", ".join(sorted(queues)))
    if version_row(session, subject=subject, number=None) is None:
        raise NothingToTry
    past = _past_day(session, day=day)
    return past, sides(session, subject=subject, day=past)


async def reset_link(*, settings: Settings, email: str) -> str | None:
    """A link to choose a new password; None when nobody has the address."""
    database = Database(url=settings.database, site=settings.site)
    await database.start()
    try:
        made = await database.write(make_reset_link, email=email, now=SystemClock().now())
    finally:
        await database.stop()
    return None if made is None else f"{settings.address}{RESET_PATH}{made.token}"


async def verify(*, settings: Settings, listen: bool = True) -> Verdict:
    """Everything that must be true of a database, checked; `listen` opens every recording."""
    async with _looking(settings) as database:
        found = await database.read(_verify, files_root=settings.files_dir)
        vault = vault_of(settings, db=database, clock=SystemClock())
        broken = await recordings.verify(db=database, vault=vault, listen=listen)
    found.append(("recordings", [one.sentence for one in broken]))
    lines = [f"{name}: {_verdict(breaches)}" for name, breaches in found]
    lines += [f"  {name}: {sentence}" for name, breaches in found for sentence in breaches]
    good = not any(breaches for _, breaches in found)
    lines.append(
        "Everything that must be true is true." if good else "Something is wrong; see above."
    )
    return Verdict(good=good, lines=tuple(lines))


async def health(*, settings: Settings) -> tuple[State, list[str]]:
    """How the running server is, in the words of its screen."""
    return await _look(settings, _health, now=SystemClock().now())


def _health(session: Session, *, now: int) -> tuple[State, list[str]]:
    parts = judge(upkeep.facts(session, now=now))
    because = worst(parts)
    well = sum(part.state == "well" for part in parts)
    lines = [f"{because.state.upper()}: {well} of {len(parts)} parts are well. {because.text}"]
    lines += [f"  {part.state:5} {part.name:12} {part.text}" for part in parts]
    latest = Paging(size=LATEST, sort="last_at", order="desc")
    for found in upkeep.findings(session, paging=latest).items:
        seen = "seen" if found.seen_at else "NEW"
        said = KINDS[found.kind].format(detail=found.detail)
        lines.append(f"  {_clock(found.last_at)}  {seen:4} {found.times}×  {said}")
    for job in jobs.parked(session, paging=replace(latest, sort="parked_at")).items:
        lines.append(f"  parked {job.id}  {job.kind}: {job.last_error}")
    return because.state, lines


def _verdict(breaches: list[str]) -> str:
    return f"{len(breaches)} broken" if breaches else "good"


def _verify(session: Session, *, files_root: Any) -> list[tuple[str, list[str]]]:
    checks: tuple[tuple[str, Callable[[], list[str]]], ...] = (
        ("journal has no gaps", lambda: _journal(session)),
        ("floor's invariants", lambda: _floor(session)),
        (
            "conversations",
            lambda: [one.sentence for one in conversations.verify(session, files_root=files_root)],
        ),
        ("figures equal a recount", lambda: [one.sentence for one in insight.verify(session)]),
        ("audit chain", lambda: _audit(session)),
    )
    return [(name, run()) for name, run in checks]


def _journal(session: Session) -> list[str]:
    broken = []
    position = 0
    while entries := store.read_after(session, after=position, limit=store.READ_MAX):
        for entry in entries:
            if entry.seq != position + 1:
                broken.append(f"{entry.seq} follows {position}")
            position = entry.seq
    if position != store.head(session):
        broken.append(f"the head says {store.head(session)}, the last fact is {position}")
    return broken


def _floor(session: Session) -> list[str]:
    floor = recovery.load(session).floor
    floor.index.unmark()
    return [breach.sentence for breach in invariants.check(floor)]


def _audit(session: Session) -> list[str]:
    bad = audit.verify_chain(session)
    return [] if bad is None else [f"entry {bad} does not follow from the one before it"]


async def examine(*, settings: Settings) -> tuple[bool, list[str]]:
    """What of the machine and the settings needs mending."""
    data = settings.data_dir
    there = next(path for path in (data, data.parent, Path()) if path.exists())
    free = shutil.disk_usage(there).free
    findings = [
        (free >= SPACE_BYTES_MIN, f"{size_text(free)} free where the data is"),
        (not data.exists() or os.access(data, os.W_OK), f"{data} can be written to"),
        (_schema_fits(settings), "the database's schema fits this version"),
    ]
    if settings.recordings_url:
        findings.append(await _storage_works(settings))
    lines = [f"{'ok   ' if good else 'MEND '} {sentence}" for good, sentence in findings]
    return all(good for good, _ in findings), lines


async def _storage_works(settings: Settings) -> tuple[bool, str]:
    database = Database(url=settings.database, site=settings.site, read_only=True)
    try:
        await vault_of(settings, db=database, clock=SystemClock()).try_storage()
    except OnqueueError as error:
        return False, str(error)
    return True, f"recordings can be kept at {settings.recordings_url}"


def _schema_fits(settings: Settings) -> bool:
    if settings.database.startswith("sqlite") and not settings.data_dir.exists():
        return True
    try:
        check(settings.database)
    except OnqueueError:
        return False
    return True


def _clock(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, tz=UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
