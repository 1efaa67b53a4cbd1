"""What can be read of policies and recordings?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import select

from onqueue.identity import queries as identity
from onqueue.recording.models import Recording, RecordingPolicy, RecordingSegment, as_dict
from onqueue.recording.rules.policy import DECLINED, USUAL, Policy, judge
from onqueue.recording.rules.segments import Kind, Segment
from onqueue.recording.schemas import PolicyShown, RecordingShown, SegmentShown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

CONTACT_MAX = 100
"""Recordings of one contact that are shown: a call that went through more hands is none."""


def policy_of(session: Session, *, queue: str) -> Policy:
    """Return what is to be recorded of a queue's calls."""
    row = session.get(RecordingPolicy, queue)
    if row is None:
        return USUAL
    rules: dict[str, Any] = as_dict(row)
    return Policy(**rules, version=row.version)


def is_notice_due(session: Session, *, queue: str, contact: str) -> bool:
    """Tell whether a customer is to be told that their call is recorded."""
    policy = policy_of(session, queue=queue)
    declined = has_declined(session, contact=contact)
    verdict = judge(policy, contact=contact, can_record=True, can_tell=True, declined=declined)
    return policy.announce and verdict.recorded


def has_declined(session: Session, *, contact: str) -> bool:
    """Tell whether the customer of a contact has said that they will not be recorded."""
    said = select(Recording.id).where(Recording.contact == contact, Recording.why == DECLINED)
    return session.scalars(said.limit(1)).first() is not None


def policy_shown(session: Session, *, queue: str) -> PolicyShown:
    """Return a queue's policy, with who said so."""
    row = session.get(RecordingPolicy, queue)
    policy = policy_of(session, queue=queue)
    return PolicyShown(
        queue=queue,
        mode=policy.mode,
        share=policy.share,
        form=policy.form,
        announce=policy.announce,
        days=policy.days,
        version=policy.version,
        changed_at=None if row is None else row.changed_at,
        changed_by="" if row is None else row.changed_by,
    )


@dataclass(frozen=True, slots=True)
class Open:
    """A recording of which the carrier may still have the sound."""

    id: str
    contact: str
    talk: str
    state: str
    began_at: int


def open_recordings(session: Session) -> list[Open]:
    """Return the recordings whose sound we do not have."""
    rows = session.scalars(
        select(Recording)
        .where(Recording.state.in_(("running", "closing")), Recording.raw == "")
        .order_by(Recording.began_at, Recording.id)
    )
    return [Open(one.id, one.contact, one.talk, one.state, one.began_at) for one in rows]


def known_and_done(
    session: Session, *, recordings: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return which of these there are, and of which the carrier's files are not needed any more."""
    known, done = set(), set()
    for id_ in recordings:
        row = session.get(Recording, id_)
        if row is None:
            continue
        known.add(id_)
        if row.state not in {"running", "closing"} and not row.raw:
            done.add(id_)
    return frozenset(known), frozenset(done)


def segments_of(session: Session, *, recording: str) -> list[Segment]:
    """Return the segments of a talk that is over, in order."""
    table = RecordingSegment
    rows = session.scalars(select(table).where(table.recording == recording).order_by(table.number))
    return [
        Segment(
            kind=cast("Kind", one.kind),
            reason=one.reason,
            by=one.by,
            from_at=one.from_at,
            to_at=one.from_at if one.to_at is None else one.to_at,
        )
        for one in rows
    ]


def recordings_of(session: Session, *, contact: str) -> list[Recording]:
    """Return the rows of a contact's talks, in order."""
    rows = session.scalars(
        select(Recording)
        .where(Recording.contact == contact)
        .order_by(Recording.began_at, Recording.id)
        .limit(CONTACT_MAX)
    )
    return list(rows)


def shown(session: Session, *, rows: Iterable[Recording]) -> list[RecordingShown]:
    """Return recordings as people see them, with the names of those in them."""
    found = list(rows)
    parts = {one.id: segments_of(session, recording=one.id) for one in found}
    people = {account for one in found for account in (one.agent, one.kept_by)}
    people |= {voice for one in found for voice in one.voices}
    people |= {part.by for all_ in parts.values() for part in all_}
    names = identity.names_of(session, accounts=people - {"", "customer"})
    return [_show(one, parts=parts[one.id], names=names) for one in found]


def _show(row: Recording, *, parts: list[Segment], names: Mapping[str, str]) -> RecordingShown:
    return RecordingShown(
        id=row.id,
        contact=row.contact,
        queue=row.queue,
        agent=row.agent,
        agent_name=names.get(row.agent, row.agent),
        state=cast("Any", row.state),
        why=row.why,
        announced=row.announced,
        began_at=row.began_at,
        ended_at=row.ended_at,
        duration_ms=row.duration_ms,
        size=row.size,
        sha256=row.sha256,
        voices=[names.get(one, one) for one in row.voices],
        bars=row.bars,
        speech=row.speech,
        segments=[
            SegmentShown(
                kind=one.kind,
                reason=one.reason,
                by=names.get(one.by, one.by),
                from_ms=one.from_at - row.began_at,
                to_ms=one.to_at - row.began_at,
            )
            for one in parts
        ],
        keep_until=row.keep_until,
        kept_by=names.get(row.kept_by, row.kept_by),
        kept_why=row.kept_why,
    )
