"""What is written down of sound that is stored, kept longer, and deleted?

Deleting has two steps, because a file and a row do not go together: first the row says that nobody
hears it any more, then the file goes, then the row says so. What is left between is found again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onqueue.kernel import audit
from onqueue.kernel.authz import SYSTEM
from onqueue.recording import events
from onqueue.recording.models import Recording
from onqueue.recording.rules.policy import keep_until
from onqueue.recording.service.accounting import account, lose

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.identity.service.by import By

STORED: Final = "stored"
DELETING: Final = "deleting"
DELETED: Final = "deleted"
OVERDUE: Final = "retention"
HEARD: Final = "recording.heard"
LATELY_MS: Final = 600_000
"""A player asks for one part after the other: within this it is the same person listening."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Sound that lies where the carrier wrote it."""

    id: str
    raw: str
    stored: bool
    """It is kept already; what the carrier wrote may still be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was found out about sound while it was stored."""

    size: int
    sha256: str
    duration_ms: int
    bars: list[list[int]]
    speech: list[list[list[int]]]


def waiting(session: Session, *, recording: str) -> Waiting | None:
    """Return a recording whose file of the carrier has to go; None when there is none."""
    row = session.get(Recording, recording)
    if row is None or not row.raw:
        return None
    return Waiting(row.id, row.raw, stored=row.state != "closing")


def stored(session: Session, *, recording: str, kept: Kept, now: int) -> None:
    """The sound lies where it is kept."""
    row = session.get(Recording, recording, with_for_update=True)
    if row is None or row.state != "closing":
        return
    assert row.ended_at is not None, "it has ended"
    row.state, row.blob = STORED, row.id
    row.size, row.sha256, row.duration_ms = kept.size, kept.sha256, kept.duration_ms
    row.bars, row.speech = kept.bars, kept.speech
    # What lies there counts, and not what the carrier said of it.
    account(session, row)
    row.keep_until = keep_until(row.days, ended_at=row.ended_at)
    told = events.RecordingStored(
        at=now, contact=row.contact, recording=recording, sha256=kept.sha256
    )
    events.tell(session, told)


def latest_stored(session: Session, *, limit: int) -> list[str]:
    """Return the recordings that were stored last."""
    rows = session.scalars(
        select(Recording.id)
        .where(Recording.state == STORED)
        .order_by(Recording.id.desc())
        .limit(limit)
    )
    return list(rows)


def unsealed_gone(session: Session, *, recording: str) -> None:
    """What the carrier wrote is gone; only what is sealed is left."""
    row = session.get(Recording, recording, with_for_update=True)
    if row is not None and row.state != "closing":
        row.raw = ""


def fail(session: Session, *, recording: str, why: str, now: int) -> None:
    """What the carrier wrote cannot be used."""
    row = session.get(Recording, recording, with_for_update=True)
    if row is None or row.state != "closing":
        return
    row.state, row.why, row.raw = "failed", why, ""
    lose(session, row, why=why)
    told = events.RecordingFailed(at=now, contact=row.contact, recording=recording, why=why)
    events.tell(session, told)


def keep(session: Session, *, by: By, row: Recording, on: bool, why: str) -> None:
    """Keep a recording beyond its time, or let it go with the others again."""
    kept_by = by.actor.account if on else ""
    if (row.kept_by, row.kept_why) == (kept_by, why):
        return
    before = {"kept_why": row.kept_why}
    row.kept_by, row.kept_why = kept_by, why if on else ""
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action="recording.kept" if on else "recording.let_go",
        subject_kind="recording",
        subject=row.id,
        before=before,
        after={"kept_why": row.kept_why},
        reason=why,
        network=by.network,
    )


def heard(session: Session, *, by: By, row: Recording) -> None:
    """Write down who hears a recording."""
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=HEARD,
        subject_kind="recording",
        subject=row.id,
        after={"contact": row.contact},
        network=by.network,
    )


def heard_lately(session: Session, *, by: By, recording: str) -> bool:
    """Tell whether it is written down that somebody hears a recording now."""
    table = audit.Audit
    found = select(table.id).where(
        table.subject_kind == "recording",
        table.subject == recording,
        table.at > by.now - LATELY_MS,
        table.actor == by.actor.account,
        table.action == HEARD,
    )
    return session.scalars(found.limit(1)).first() is not None


def due(session: Session, *, now: int, limit: int) -> list[str]:
    """Return recordings whose time is over and that nobody wants kept, the oldest first."""
    rows = session.scalars(
        select(Recording.id)
        .where(Recording.state == STORED, Recording.keep_until <= now, Recording.kept_by == "")
        .order_by(Recording.keep_until, Recording.id)
        .limit(limit)
    )
    return list(rows)


def begin_deleting(session: Session, *, recording: str, now: int) -> None:
    """Nobody hears it any more, unless it is to be kept after all."""
    row = session.get(Recording, recording, with_for_update=True)
    if row is None or row.state != STORED or row.kept_by:
        return
    if row.keep_until is None or row.keep_until > now:
        return
    row.state, row.why = DELETING, OVERDUE
    row.bars, row.speech = [], []


def half_deleted(session: Session, *, limit: int) -> list[str]:
    """Return recordings whose file may still be there."""
    rows = session.scalars(select(Recording.id).where(Recording.state == DELETING).limit(limit))
    return list(rows)


def deleted(session: Session, *, recording: str, now: int) -> None:
    """The sound is gone."""
    row = session.get(Recording, recording, with_for_update=True)
    if row is None or row.state != DELETING:
        return
    row.state, row.blob, row.size = DELETED, "", 0
    told = events.RecordingDeleted(at=now, contact=row.contact, recording=row.id, why=row.why)
    events.tell(session, told)
    audit.record(
        session,
        now=now,
        actor=SYSTEM,
        action="recording.deleted",
        subject_kind="recording",
        subject=recording,
        before={"contact": row.contact, "sha256": row.sha256},
        reason=row.why,
    )
