"""How is what a server tells written down, and what can a person do about it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from onqueue.identity.service.by import By
from onqueue.kernel import audit, jobs
from onqueue.kernel.db import site_of
from onqueue.kernel.ids import new_id
from onqueue.upkeep.models import Finding, ServerReport
from onqueue.upkeep.rules import KEPT_MS, KINDS, Report

DETAIL_MAX: Final = 500
PARKED_AT_ONCE_MAX: Final = 200
FINDINGS_KEPT_MS: Final = 90 * 24 * 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something a process noticed about itself."""

    kind: str
    subject: str
    detail: str


def take_report(
    session: Session,
    *,
    process: str,
    started_at: int,
    report: Report,
    found: Iterable[Found],
    now: int,
) -> None:
    """Write down what a process says of itself, and what it and the jobs have found."""
    site = site_of(session)
    row = session.get(ServerReport, (site, process))
    if row is None:
        row = ServerReport(site=site, process=process, at=now, started_at=started_at, report={})
        session.add(row)
    row.at, row.report = now, msgspec.to_builtins(report)
    session.execute(
        delete(ServerReport).where(ServerReport.site == site, ServerReport.at < now - KEPT_MS)
    )
    for one in found:
        note(session, found=one, now=now)
    _note_parked(session, now=now)


def note(session: Session, *, found: Found, now: int) -> None:
    """Write a finding down; what is known and was not yet seen by anybody is only counted."""
    assert found.kind in KINDS, found.kind
    row = session.scalar(
        select(Finding).where(
            Finding.site == site_of(session),
            Finding.seen_at.is_(None),
            Finding.kind == found.kind,
            Finding.subject == found.subject,
        )
    )
    if row is not None:
        row.times, row.last_at, row.detail = row.times + 1, now, found.detail[:DETAIL_MAX]
        return
    session.add(
        Finding(
            id=new_id(),
            site=site_of(session),
            kind=found.kind,
            subject=found.subject,
            detail=found.detail[:DETAIL_MAX],
            times=1,
            first_at=now,
            last_at=now,
            told_at=None,
            seen_at=None,
            seen_by="",
        )
    )


def acknowledge(session: Session, *, by: By, up_to: int) -> int:
    """Say that somebody has seen what was found until an instant; return how many it was."""
    by.actor.require("system.tend")
    seen = session.scalars(
        update(Finding)
        .where(
            Finding.site == site_of(session),
            Finding.seen_at.is_(None),
            Finding.last_at <= up_to,
        )
        .values(seen_at=by.now, seen_by=by.actor.account)
        .returning(Finding.id),
        execution_options={"synchronize_session": False},
    ).all()
    if seen:
        audit.record(
            session,
            now=by.now,
            actor=by.actor,
            action="findings.seen",
            subject_kind="site",
            subject=site_of(session),
            after={"count": len(seen)},
            network=by.network,
        )
    return len(seen)


def retry_job(session: Session, *, by: By, job: str, reason: str) -> None:
    """Have a parked job tried again."""
    by.actor.require("system.tend")
    parked = jobs.retry_parked(session, job=job, now=by.now)
    _record(session, by=by, action="job.retried", job=job, before=parked, reason=reason)


def drop_job(session: Session, *, by: By, job: str, reason: str) -> None:
    """Give a parked job up."""
    by.actor.require("system.tend")
    parked = jobs.drop_parked(session, job=job)
    _record(session, by=by, action="job.dropped", job=job, before=parked, reason=reason)


def mark_told(session: Session, *, findings: Iterable[str], now: int) -> None:
    """Write down that administrators were written to."""
    session.execute(
        update(Finding).where(Finding.id.in_(list(findings))).values(told_at=now),
        execution_options={"synchronize_session": False},
    )


def forget(session: Session, *, now: int) -> None:
    """Remove what was found long ago and seen."""
    session.execute(
        delete(Finding).where(
            Finding.site == site_of(session),
            Finding.seen_at.is_not(None),
            Finding.last_at < now - FINDINGS_KEPT_MS,
        )
    )


def _note_parked(session: Session, *, now: int) -> None:
    known = exists().where(
        Finding.kind == "job.parked",
        Finding.subject == jobs.Job.id,
        Finding.last_at >= jobs.Job.finished_at,
    )
    parked = session.scalars(
        select(jobs.Job)
        .where(jobs.Job.state == "parked", ~known)
        .order_by(jobs.Job.id)
        .limit(PARKED_AT_ONCE_MAX)
    ).all()
    for job in parked:
        # Not before the job was parked, whatever the clock did in the meantime.
        at = max(now, job.finished_at or 0)
        detail = f"{job.kind}: {job.last_error or ''}"
        note(session, found=Found(kind="job.parked", subject=job.id, detail=detail), now=at)


def _record(
    session: Session,
    *,
    by: By,
    action: str,
    job: str,
    before: Mapping[str, str | int],
    reason: str,
) -> None:
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=action,
        subject_kind="job",
        subject=job,
        before=before,
        reason=reason,
        network=by.network,
    )
