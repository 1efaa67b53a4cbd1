"""Which seconds of a talk were recorded, and which were lost? Said once its sound is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onqueue.recording.models import RecordingSegment
from onqueue.recording.queries import segments_of
from onqueue.recording.rules import segments as rules

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.recording.models import Recording


def account(session: Session, row: Recording) -> None:
    """Mark as lost what the file of a talk does not have of it."""
    assert row.ended_at is not None, "it has ended"
    before = segments_of(session, recording=row.id)
    after = rules.accounted(
        before, began_at=row.began_at, duration_ms=row.duration_ms, ended_at=row.ended_at
    )
    if after == before:
        return
    for one in segment_rows(session, row.id):
        session.delete(one)
    session.flush()
    for number, part in enumerate(after):
        session.add(
            RecordingSegment(
                recording=row.id,
                number=number,
                kind=part.kind,
                reason=part.reason,
                by=part.by,
                from_at=part.from_at,
                to_at=part.to_at,
            )
        )
    session.flush()


def lose(session: Session, row: Recording, *, why: str) -> None:
    """There is no sound of a talk: every second of it is lost, and it is known why."""
    assert row.ended_at is not None, "it has ended"
    there = segment_rows(session, row.id)
    for one in there:
        if one.kind == "recorded":
            one.kind, one.reason = "lost", why
    if not there and row.ended_at > row.began_at:
        lost = RecordingSegment(
            recording=row.id,
            number=0,
            kind="lost",
            reason=why,
            by="",
            from_at=row.began_at,
            to_at=row.ended_at,
        )
        session.add(lost)
    session.flush()


def segment_rows(session: Session, recording: str) -> list[RecordingSegment]:
    """Return the rows of a talk's segments, in order."""
    table = RecordingSegment
    rows = session.scalars(select(table).where(table.recording == recording).order_by(table.number))
    return list(rows)
