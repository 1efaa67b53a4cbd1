"""What can be read of the server's health?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from onqueue.journal.store import head
from onqueue.kernel import jobs
from onqueue.kernel.db import site_of
from onqueue.kernel.rows import Page, Paging, page
from onqueue.upkeep.models import Finding, ServerReport
from onqueue.upkeep.rules import Facts, Report, Told

LETTERS: Final = ("identity.invitation", "identity.reset", "identity.notice")
"""Kinds of jobs that are letters."""


def facts(session: Session, *, now: int) -> Facts:
    """Return all that a verdict on the server rests on."""
    counted = jobs.counts(session)
    letters, letters_since = jobs.waiting(session, kinds=LETTERS, now=now)
    return Facts(
        now=now,
        told=told(session),
        head=head(session),
        queued=counted["queued"],
        running=counted["running"],
        parked=counted["parked"],
        due_since=jobs.due_since(session, now=now),
        letters=letters,
        letters_since=letters_since,
        findings_new=session.scalar(select(func.count()).select_from(_open(session).subquery()))
        or 0,
    )


def told(session: Session) -> list[Told]:
    """Return what each process said of itself last, the newest first."""
    rows = session.scalars(
        select(ServerReport)
        .where(ServerReport.site == site_of(session))
        .order_by(ServerReport.at.desc(), ServerReport.process)
    )
    return [
        Told(
            process=row.process,
            at=row.at,
            started_at=row.started_at,
            report=msgspec.convert(row.report, Report),
        )
        for row in rows
    ]


def findings(session: Session, *, paging: Paging) -> Page[Finding]:
    """Return what was repaired, parked or broken."""
    return page(
        session,
        select(Finding).where(Finding.site == site_of(session)),
        paging=paging,
        sorts={"last_at": Finding.last_at, "kind": Finding.kind},
        key=Finding.id,
    )


def untold(session: Session, *, limit: int) -> tuple[Sequence[Finding], int]:
    """Return findings that nobody was written about yet, and how many there are in all."""
    stmt = _open(session).where(Finding.told_at.is_(None))
    total = session.scalar(select(func.count()).select_from(stmt.subquery())) or 0
    return session.scalars(stmt.order_by(Finding.id).limit(limit)).all(), total


def _open(session: Session) -> Select[Finding]:
    return select(Finding).where(Finding.site == site_of(session), Finding.seen_at.is_(None))
