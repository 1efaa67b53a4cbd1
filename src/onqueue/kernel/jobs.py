"""What is to be done later, and who does it?

A job is a row that is written in the transaction that wants it done. A worker claims due
rows under a lease. A handler is run at least once: when its process dies the lease runs out
and another worker tries again. Whoever no longer holds the lease cannot finish the job: a
handler that works in a transaction is undone, one that reached outside is simply run again,
and must therefore do no harm the second time.

    queued ──claim──> running ──> done
       ^                 │
       └──── later ──────┴──> parked   after too many attempts, until a person looks

A job with a `cron` goes back to `queued` for its next time; when it fails for good a parked
copy stays behind and the schedule goes on. Done jobs are kept for a week, and with them their
`dedup_key`: enqueueing the same key again within that time does nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Index, UniqueConstraint, and_, delete, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from onqueue.kernel.cron import next_after
from onqueue.kernel.db import announce, dialect_of
from onqueue.kernel.errors import NotFound, OnqueueError
from onqueue.kernel.ids import new_id
from onqueue.kernel.rows import Base, Page, Paging, page

TOPIC: Final = "jobs"
ATTEMPTS_MAX: Final = 5
LEASE_MS: Final = 120_000
BACKOFF_MS: Final = 5_000
BACKOFF_MS_MAX: Final = 3_600_000
ERROR_MAX: Final = 500
DONE_KEPT_MS: Final = 7 * 86_400_000


class JobGone(NotFound):
    """This job is not parked; it may have been retried already."""

    code = "job.gone"


class LeaseLost(OnqueueError):
    """Another worker has this job now."""

    code = "job.lease_lost"


class Hopeless(OnqueueError):
    """This job cannot succeed: {reason}."""

    # Raised by a handler to park its job at once, since trying again is of no use.
    code = "job.hopeless"


class Job(Base):
    """Something to be done."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("dedup_key"),
        Index(
            "ix_job_due",
            "queue",
            "run_at",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_job_leased",
            "queue",
            "lease_until_at",
            sqlite_where=text("state = 'running'"),
            postgresql_where=text("state = 'running'"),
        ),
        Index("ix_job_state_finished_at", "state", "finished_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    queue: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    cron: Mapped[str | None]
    run_at: Mapped[int]
    state: Mapped[str]
    attempts: Mapped[int]
    attempts_max: Mapped[int]
    lease: Mapped[str | None]
    lease_until_at: Mapped[int | None]
    dedup_key: Mapped[str | None]
    last_error: Mapped[str | None]
    created_at: Mapped[int]
    finished_at: Mapped[int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A job in the hands of one worker."""

    id: str
    kind: str
    payload: dict[str, Any]
    attempts: int
    lease: str
    until_at: int


def enqueue(
    session: Session,
    *,
    kind: str,
    payload: Mapping[str, Any],
    now: int,
    run_at: int | None = None,
    dedup_key: str | None = None,
    queue: str = "default",
    attempts_max: int = ATTEMPTS_MAX,
) -> str | None:
    """Write down a job and return its id, or None when its `dedup_key` is known already."""
    values = _new(kind=kind, queue=queue, now=now) | {
        "payload": dict(payload),
        "run_at": now if run_at is None else run_at,
        "dedup_key": dedup_key,
        "attempts_max": attempts_max,
    }
    stmt = _insert(session).values(**values).on_conflict_do_nothing(index_elements=[Job.dedup_key])
    job: str | None = session.execute(stmt.returning(Job.id)).scalar()
    announce(session, TOPIC)
    return job


def schedule(session: Session, *, kind: str, cron: str, now: int, queue: str = "default") -> None:
    """Have a kind of job done again and again; asked twice, the later schedule holds."""
    key = f"cron:{kind}"
    row = session.scalar(select(Job).where(Job.dedup_key == key).with_for_update())
    if row is None:
        values = _new(kind=kind, queue=queue, now=now) | {
            "cron": cron,
            "run_at": next_after(cron, at=now),
            "dedup_key": key,
        }
        session.execute(
            _insert(session).values(**values).on_conflict_do_nothing(index_elements=[Job.dedup_key])
        )
    elif row.cron != cron:
        row.cron, row.run_at = cron, next_after(cron, at=now)


def claim(
    session: Session,
    *,
    kinds: Sequence[str],
    limit: int,
    now: int,
    queue: str = "default",
    lease_ms: int = LEASE_MS,
) -> list[Claim]:
    """Take due jobs, and those that a worker left behind, under one lease."""
    lease, until_at = new_id(), now + lease_ms
    _park_deadly(session, queue=queue, kinds=kinds, now=now)
    due = (
        select(Job.id)
        .where(Job.queue == queue, Job.kind.in_(kinds), _is_due(now))
        .order_by(Job.run_at, Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(due).all()
    if not ids:
        return []
    stmt = (
        update(Job)
        .where(Job.id.in_(ids))
        .values(state="running", attempts=Job.attempts + 1, lease=lease, lease_until_at=until_at)
        .returning(Job.id, Job.kind, Job.payload, Job.attempts, Job.run_at)
    )
    rows = sorted(session.execute(stmt, execution_options=_PLAIN), key=lambda row: (row[4], row[0]))
    return [
        Claim(
            id=row[0], kind=row[1], payload=row[2], attempts=row[3], lease=lease, until_at=until_at
        )
        for row in rows
    ]


def hold(session: Session, *, claim: Claim) -> Job:
    """Return the row of a claimed job, locked; raise `LeaseLost` when it is no longer ours."""
    stmt = select(Job).where(Job.id == claim.id, Job.lease == claim.lease, Job.state == "running")
    row = session.scalar(stmt.with_for_update())
    if row is None:
        raise LeaseLost
    return row


def finish(session: Session, *, claim: Claim, now: int) -> None:
    """Say that a job is done; it is `hold` that refuses one who came too late."""
    row = hold(session, claim=claim)
    row.lease, row.lease_until_at, row.last_error = None, None, None
    if row.cron is None:
        row.state, row.finished_at = "done", now
    else:
        row.state, row.attempts, row.run_at = "queued", 0, next_after(row.cron, at=now)


def fail(session: Session, *, claim: Claim, error: str, now: int, hopeless: bool = False) -> bool:
    """Say that a job failed: it is tried later, or parked. Returns whether it was parked."""
    row = hold(session, claim=claim)
    row.lease, row.lease_until_at, row.last_error = None, None, error[:ERROR_MAX]
    parked = hopeless or row.attempts >= row.attempts_max
    if not parked:
        row.state, row.run_at = "queued", now + backoff_ms(job=row.id, attempts=row.attempts)
    else:
        _park(session, row, now=now)
    announce(session, TOPIC)
    return parked


def release(session: Session, *, claim: Claim) -> None:
    """Give a job back as if it had not been claimed: its worker is stopping."""
    row = hold(session, claim=claim)
    row.lease, row.lease_until_at = None, None
    row.state, row.attempts = "queued", row.attempts - 1
    announce(session, TOPIC)


def retry_parked(session: Session, *, job: str, now: int) -> dict[str, str | int]:
    """Have a parked job tried again, with all its attempts; return what it was."""
    row = _parked(session, job=job)
    was = _said(row)
    row.state, row.attempts, row.run_at, row.finished_at = "queued", 0, now, None
    announce(session, TOPIC)
    return was


def drop_parked(session: Session, *, job: str) -> dict[str, str | int]:
    """Remove a parked job; return what it was."""
    row = _parked(session, job=job)
    was = _said(row)
    session.delete(row)
    return was


def parked(session: Session, *, paging: Paging) -> Page[Job]:
    """Return jobs that failed for good, for a person to look at."""
    return page(
        session,
        select(Job).where(Job.state == "parked"),
        paging=paging,
        sorts={"parked_at": Job.finished_at, "kind": Job.kind},
        key=Job.id,
    )


def waiting(session: Session, *, kinds: Sequence[str], now: int) -> tuple[int, int | None]:
    """Return how many jobs of some kinds are due or under way, and since when the oldest is."""
    stmt = select(func.count(), func.min(Job.created_at)).where(
        Job.kind.in_(kinds), Job.cron.is_(None), Job.state.in_(("queued", "running"))
    )
    found = session.execute(stmt).one()
    # The clock may have been set back.
    return found[0], min(found[1] or now, now) if found[0] else None


def due_since(session: Session, *, now: int) -> int | None:
    """Return since when the job has been due that waits longest, or None."""
    found = session.scalar(
        select(func.min(Job.run_at)).where(Job.state == "queued", Job.run_at <= now)
    )
    return None if found is None else int(found)


def _parked(session: Session, *, job: str) -> Job:
    row = session.scalar(select(Job).where(Job.id == job, Job.state == "parked").with_for_update())
    if row is None:
        raise JobGone
    return row


def _said(row: Job) -> dict[str, str | int]:
    """Return what the audit keeps of a job; what it carries may be about people."""
    return {"kind": row.kind, "error": row.last_error or "", "attempts": row.attempts}


def next_due(session: Session, *, kinds: Sequence[str], queue: str = "default") -> int | None:
    """Return when there is something to claim next, or None."""
    mine = (Job.queue == queue, Job.kind.in_(kinds))
    run_at = session.scalar(select(func.min(Job.run_at)).where(*mine, Job.state == "queued"))
    lease_at = session.scalar(
        select(func.min(Job.lease_until_at)).where(*mine, Job.state == "running")
    )
    return min((at for at in (run_at, lease_at) if at is not None), default=None)


def counts(session: Session) -> dict[str, int]:
    """Return how many jobs there are in each state."""
    rows = session.execute(select(Job.state, func.count()).group_by(Job.state))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in ("queued", "running", "done", "parked")}


def forget_done(session: Session, *, before: int) -> int:
    """Remove jobs that were done before an instant; return how many."""
    stmt = delete(Job).where(Job.state == "done", Job.finished_at < before).returning(Job.id)
    return len(session.scalars(stmt, execution_options=_PLAIN).all())


def backoff_ms(*, job: str, attempts: int) -> int:
    """Return the pause after a failed attempt: four times longer each time, up to an hour.

    Up to a quarter comes on top, different for each job and attempt, so that jobs which
    failed together do not come back together.
    """
    base = min(BACKOFF_MS << 2 * (attempts - 1), BACKOFF_MS_MAX)
    return base + zlib.crc32(f"{job}:{attempts}".encode()) % (base // 4)


_PLAIN: Final = {"synchronize_session": False}


def _insert(session: Session) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(Job) if dialect_of(session) == "sqlite" else postgresql.insert(Job)


def _new(*, kind: str, queue: str, now: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "queue": queue,
        "kind": kind,
        "payload": {},
        "state": "queued",
        "attempts": 0,
        "attempts_max": ATTEMPTS_MAX,
        "created_at": now,
    }


def _is_due(now: int) -> Any:
    return or_(
        and_(Job.state == "queued", Job.run_at <= now),
        and_(Job.state == "running", Job.lease_until_at <= now),
    )


def _park_deadly(session: Session, *, queue: str, kinds: Sequence[str], now: int) -> None:
    """Park jobs whose last attempt ended with the death of their worker."""
    stmt = select(Job).where(
        Job.queue == queue,
        Job.kind.in_(kinds),
        Job.state == "running",
        Job.lease_until_at <= now,
        Job.attempts >= Job.attempts_max,
    )
    for row in session.scalars(stmt.with_for_update(skip_locked=True)).all():
        row.lease, row.lease_until_at = None, None
        row.last_error = "The worker did not finish within its lease."
        _park(session, row, now=now)
    session.flush()


def _park(session: Session, row: Job, *, now: int) -> None:
    if row.cron is None:
        row.state, row.finished_at = "parked", now
        return
    copy = _new(kind=row.kind, queue=row.queue, now=now) | {
        "payload": row.payload,
        "run_at": row.run_at,
        "state": "parked",
        "attempts": row.attempts,
        "last_error": row.last_error,
        "finished_at": now,
    }
    session.execute(_insert(session).values(**copy))
    row.state, row.attempts, row.run_at = "queued", 0, next_after(row.cron, at=now)
