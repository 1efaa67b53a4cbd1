"""What is written down of a talk while it goes on, and when it is over?

A recording is a row before the carrier is asked to record, so that after a crash we know what
there may be. Its segments follow one another without a gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onqueue.kernel import jobs
from onqueue.recording import events
from onqueue.recording.models import Recording, RecordingSegment
from onqueue.recording.queries import has_declined, policy_of
from onqueue.recording.rules.policy import DECLINED, judge
from onqueue.recording.service.accounting import account, lose, segment_rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.recording.rules.policy import Form
    from onqueue.recording.rules.segments import Kind

STORE: Final = "recording.store"
CLOSING: Final = "closing"
FAILED: Final = "failed"
RUNNING: Final = "running"
SKIPPED: Final = "skipped"


def begin_talk(
    session: Session,
    *,
    id: str,  # noqa: A002  # its name
    contact: str,
    queue: str,
    agent: str,
    talk: str,
    can_record: bool,
    can_tell: bool,
    now: int,
) -> Form | None:
    """Decide on a talk and write the decision down; return in which form it is recorded.

    A talk that was decided not to be recorded stays so.
    """
    if _was_skipped(session, contact=contact, talk=talk):
        return None
    policy = policy_of(session, queue=queue)
    verdict = judge(
        policy,
        contact=contact,
        can_record=can_record,
        can_tell=can_tell,
        declined=has_declined(session, contact=contact),
    )
    row = _new(
        id=id,
        contact=contact,
        queue=queue,
        now=now,
        why="" if verdict.recorded else verdict.why,
        policy=policy.version,
    )
    row.agent, row.talk, row.form, row.days = agent, talk, policy.form, policy.days
    if verdict.recorded:
        row.state, row.ended_at = RUNNING, None
    session.add(row)
    session.flush()
    told: events.Event = events.RecordingSkipped(
        at=now, contact=contact, recording=id, queue=queue, policy=policy.version, why=verdict.why
    )
    if verdict.recorded:
        told = events.RecordingBegun(
            at=now,
            contact=contact,
            recording=id,
            queue=queue,
            policy=policy.version,
        )
    events.tell(session, told)
    return policy.form if verdict.recorded else None


def _new(*, id: str, contact: str, queue: str, now: int, why: str, policy: int) -> Recording:  # noqa: A002  # its name
    return Recording(
        id=id,
        contact=contact,
        queue=queue,
        agent="",
        talk="",
        state=SKIPPED,
        why=why,
        form="mixed",
        policy=policy,
        announced=False,
        days=0,
        began_at=now,
        ended_at=now,
        duration_ms=0,
        raw="",
        blob="",
        size=0,
        sha256="",
        voices=[],
        bars=[],
        speech=[],
        keep_until=None,
        kept_by="",
        kept_why="",
    )


def _was_skipped(session: Session, *, contact: str, talk: str) -> bool:
    found = select(Recording.id).where(
        Recording.contact == contact, Recording.talk == talk, Recording.state == SKIPPED
    )
    return session.scalars(found.limit(1)).first() is not None


def decline(session: Session, *, id: str, contact: str, queue: str, now: int) -> None:  # noqa: A002  # its name
    """The customer will not be recorded: what was goes, and nothing more comes."""
    if has_declined(session, contact=contact):
        return
    running = session.scalars(
        select(Recording.id).where(Recording.contact == contact, Recording.state == RUNNING)
    ).all()
    for recording in running:
        fail_talk(session, recording=recording, why=DECLINED, now=now)
    if not running:
        version = policy_of(session, queue=queue).version
        session.add(
            _new(id=id, contact=contact, queue=queue, now=now, why=DECLINED, policy=version)
        )
        session.flush()
        told = events.RecordingSkipped(
            at=now, contact=contact, recording=id, queue=queue, policy=version, why=DECLINED
        )
        events.tell(session, told)


def change_segment(
    session: Session, *, recording: str, kind: Kind, reason: str, by: str, now: int
) -> None:
    """From now on it is recorded, paused or on hold; the same as before changes nothing."""
    row = _running(session, recording)
    if row is None:
        return
    last = _open(session, recording)
    if last is not None and (last.kind, last.reason) == (kind, reason):
        return
    number = 0
    if last is None:
        row.began_at = now
    else:
        last.to_at, number = now, last.number + 1
    session.add(
        RecordingSegment(
            recording=recording,
            number=number,
            kind=kind,
            reason=reason,
            by=by,
            from_at=now,
            to_at=None,
        )
    )
    session.flush()
    changed = events.RecordingChanged(
        at=now, contact=row.contact, recording=recording, kind=kind, reason=reason, by=by
    )
    events.tell(session, changed)


def note_told(session: Session, *, recording: str, now: int) -> None:
    """The customer was told that they are recorded, to the end."""
    row = _running(session, recording)
    if row is None or row.announced:
        return
    row.announced = True
    told = events.RecordingAnnounced(at=now, contact=row.contact, recording=recording)
    events.tell(session, told)


def end_talk(session: Session, *, recording: str, now: int) -> None:
    """The talk is over; its sound is still to come."""
    row = _running(session, recording)
    if row is None:
        return
    row.state, row.ended_at = CLOSING, now
    last = _open(session, recording)
    if last is not None:
        # A file may end some packets before what was last written down of it.
        last.to_at = row.ended_at = max(now, last.from_at)


def take_sound(
    session: Session,
    *,
    recording: str,
    duration_ms: int,
    raw: str,
    sha256: str,
    voices: list[str],
    ends_with_file: bool,
    now: int,
) -> bool:
    """The carrier has written a talk down; False when nobody waits for it (any more).

    Where nobody saw the end of the talk, it is where its file ends.
    """
    row = session.get(Recording, recording, with_for_update=True)
    if row is None or row.state not in {RUNNING, CLOSING} or row.raw:
        return False
    until = min(now, row.began_at + duration_ms) if ends_with_file else now
    end_talk(session, recording=recording, now=until)
    row.duration_ms, row.raw, row.sha256, row.voices = duration_ms, raw, sha256, voices
    account(session, row)
    ended = events.RecordingEnded(
        at=now, contact=row.contact, recording=recording, duration_ms=duration_ms
    )
    events.tell(session, ended)
    jobs.enqueue(
        session,
        kind=STORE,
        payload={"recording": recording},
        now=now,
        dedup_key=f"store-{recording}",
    )
    return True


def fail_talk(session: Session, *, recording: str, why: str, now: int) -> None:
    """There is no sound of a talk: every second of it is lost, and it is known why."""
    row = session.get(Recording, recording, with_for_update=True)
    if row is None or row.state not in {RUNNING, CLOSING} or row.raw:
        return
    end_talk(session, recording=recording, now=now)
    row.state, row.why = (SKIPPED if why == DECLINED else FAILED), why
    lose(session, row, why=why)
    failed = events.RecordingFailed(at=now, contact=row.contact, recording=recording, why=why)
    events.tell(session, failed)


def _running(session: Session, recording: str) -> Recording | None:
    row = session.get(Recording, recording, with_for_update=True)
    return row if row is not None and row.state == RUNNING else None


def _open(session: Session, recording: str) -> RecordingSegment | None:
    rows = segment_rows(session, recording)
    return rows[-1] if rows and rows[-1].to_at is None else None
