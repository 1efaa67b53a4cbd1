"""Is what must be true of recordings true: every second named, every sound there and whole?

It is looked at while the server may be running, so what is missing is asked for once more before
it is told: a recording may be deleted meanwhile.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onqueue.conversations.schemas import Breach
from onqueue.kernel.errors import Unavailable
from onqueue.recording.errors import SealBroken
from onqueue.recording.models import Recording
from onqueue.recording.queries import segments_of
from onqueue.recording.rules.segments import accounted, has_gap
from onqueue.recording.service.keeping import STORED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.orm import Session

    from onqueue.kernel.db import Database
    from onqueue.recording.service.vault import Vault

PAGE: Final = 500
TOLD_MAX: Final = 100
"""Breaches that are told; more say nothing new."""
WITH_SOUND: Final = frozenset({"stored", "deleting", "deleted"})
WITHOUT: Final = frozenset({"failed", "skipped"})


async def verify(*, db: Database, vault: Vault, listen: bool = True) -> list[Breach]:
    """Return what should be true of recordings and is not; `listen` opens every one of them."""
    found = []
    async for breach in _breaches(db, vault, listen=listen):
        found.append(breach)
        if len(found) == TOLD_MAX:
            break
    return found


async def _breaches(db: Database, vault: Vault, *, listen: bool) -> AsyncIterator[Breach]:
    try:
        # Before the rows are read: what lies there has a row by then.
        lying = set(await vault.names())
        after = ""
        while page := await db.read(_page, after=after):
            for row, said in page:
                lying.discard(row.id)
                for sentence in said:
                    yield _breach("recording.second_missing", row.id, sentence)
                wrong = await _wrong(db, vault, row, listen=listen)
                if wrong:
                    yield _breach("recording.sound_lost", row.id, wrong)
            after = page[-1][0].id
    except Unavailable as error:
        # Nothing can be said of any recording without the key or the storage.
        yield Breach(code=error.code, subject="", sentence=str(error))
        return
    for name in sorted(lying):
        yield _breach("recording.unnamed", name, "lies in the storage, and no row names it")


def _breach(code: str, recording: str, sentence: str) -> Breach:
    return Breach(code=code, subject=recording, sentence=f"Recording {recording} {sentence}.")


def _page(session: Session, *, after: str) -> list[tuple[Recording, list[str]]]:
    rows = session.scalars(
        select(Recording).where(Recording.id > after).order_by(Recording.id).limit(PAGE)
    )
    found = [(row, _unaccounted(session, row)) for row in rows]
    session.expunge_all()
    return found


def _unaccounted(session: Session, row: Recording) -> list[str]:
    """Return what of a talk that is over nobody can account for."""
    if row.ended_at is None or row.state not in WITH_SOUND | WITHOUT:
        return []
    parts = segments_of(session, recording=row.id)
    said = []
    if has_gap(parts, began_at=row.began_at, ended_at=row.ended_at):
        said.append("has a second that is nowhere, or twice, among its segments")
    if row.state in WITHOUT and any(one.kind == "recorded" for one in parts):
        said.append(f"is {row.state}, and says of a segment that it is recorded")
    heard = accounted(
        parts, began_at=row.began_at, duration_ms=row.duration_ms, ended_at=row.ended_at
    )
    if row.state in WITH_SOUND and heard != parts:
        said.append("says of seconds that its file does not have that they are recorded")
    return said


async def _wrong(db: Database, vault: Vault, row: Recording, *, listen: bool) -> str:
    """Return what is wrong with the sound of a stored recording; empty when nothing is."""
    if row.state != STORED:
        return ""
    size = await vault.size(row.id)
    if size is None:
        return "" if await db.read(_is_gone, recording=row.id) else "is not in the storage"
    if size != row.size:
        return f"has {size} bytes in the storage, and had {row.size}"
    if not listen:
        return ""
    digest = hashlib.sha256()
    try:
        sound = await vault.sound(row.id)
        async for part in vault.part(row.id, sound, begin=0, end=sound.size):
            digest.update(part)
    except SealBroken:
        return "does not open: it was altered, or sealed with another key"
    return "" if digest.hexdigest() == row.sha256 else "does not say what it said when it was kept"


def _is_gone(session: Session, *, recording: str) -> bool:
    row = session.get(Recording, recording)
    return row is None or row.state != STORED
