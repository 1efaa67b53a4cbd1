"""How is a draft tried? Asked for, taken by a worker under a lease, done, or given up.

queued ──claim──> running ──> done
   │                 ├──────> failed        it cannot be done; `problem` says why
   │                 ├──────> interrupted   its server stopped, or lost its lease
   └──── cancel ─────┴──────> cancelled
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from onqueue.directory.access import MANAGE
from onqueue.directory.queries.floor import centre
from onqueue.directory.queries.routing import routing, version_row
from onqueue.identity.service.by import By
from onqueue.insight import queries as insight
from onqueue.kernel.authz import Actor
from onqueue.kernel.db import announce
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.ids import new_id
from onqueue.trials.errors import (
    DayNotRecorded,
    DraftChanged,
    NothingToTry,
    TrialInterrupted,
    TrialMissing,
    TrialsFull,
    TrialUnderWay,
)
from onqueue.trials.models import RulesTrial
from onqueue.trials.queries import UNDER_WAY, show_trial, stretch_of, under_way
from onqueue.trials.schemas import TrialShown

TOPIC: Final = "trials"
"""The bus topic of trials that were asked for or cancelled."""
LEASE_MS: Final = 30_000
WAITING_MAX: Final = 20
KEPT_MAX: Final = 10
"""How many trials of a queue's rules are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A trial in the hands of one worker."""

    id: str
    lease: str
    subject: str
    draft: str
    revision: int
    from_at: int
    to_at: int
    seeds: int


def begin_trial(
    session: Session, *, by: By, subject: str, revision: int, day: date, seeds: int
) -> TrialShown:
    """Have a draft tried on a recorded day."""
    by.actor.require(MANAGE)
    draft = version_row(session, subject=subject, number=None)
    if draft is None:
        raise NothingToTry
    if draft.revision != revision:
        raise DraftChanged
    if under_way(session, subject=subject):
        raise TrialUnderWay
    waiting = under_way(session)
    if waiting >= WAITING_MAX:
        raise TrialsFull(waiting=waiting)
    zone = centre(session).time_zone
    from_at, to_at = stretch_of(day, zone=zone)
    so_far, to_at = by.now < to_at, min(to_at, by.now)
    if from_at >= to_at or not insight.days_counted(
        session, from_at=from_at, to_at=to_at, time_zone=zone
    ):
        raise DayNotRecorded(day=day.isoformat())
    shown = routing(session, subject=subject)
    assert shown.draft is not None, "it was there a moment ago"
    row = RulesTrial(
        id=new_id(),
        subject=subject,
        draft=draft.id,
        revision=revision,
        compared_to=shown.in_force.number or 0,
        changes=[asdict(one) for one in shown.draft.differences],
        day=day.isoformat(),
        from_at=from_at,
        to_at=to_at,
        so_far=so_far,
        seeds=seeds,
        state="queued",
        phase="waiting",
        done=0,
        total=0,
        problem="",
        problem_code="",
        outcome={},
        lease="",
        lease_until_at=0,
        asked_at=by.now,
        asked_by=by.actor.name,
        finished_at=None,
    )
    session.add(row)
    session.flush()
    _forget_old(session, subject=subject)
    announce(session, TOPIC)
    return show_trial(session, row)


def cancel_trial(session: Session, *, actor: Actor, trial: str, now: int) -> TrialShown:
    """Give up a trial; one that is over stays as it is."""
    actor.require(MANAGE)
    row = session.get(RulesTrial, trial, with_for_update=True)
    if row is None:
        raise TrialMissing
    if row.state in UNDER_WAY:
        _over(row, state="cancelled", now=now)
        session.flush()
        announce(session, TOPIC)
    return show_trial(session, row)


def claim_trial(session: Session, *, now: int) -> Claim | None:
    """Take the trial that has waited longest, unless one is running already."""
    give_up_lost(session, now=now)
    table = RulesTrial
    if session.scalar(select(table.id).where(table.state == "running").limit(1)) is not None:
        return None
    stmt = select(table).where(table.state == "queued").order_by(table.asked_at, table.id)
    row = session.scalars(stmt.limit(1).with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    row.state, row.phase = "running", "reading"
    row.lease, row.lease_until_at = new_id(), now + LEASE_MS
    return Claim(
        id=row.id,
        lease=row.lease,
        subject=row.subject,
        draft=row.draft,
        revision=row.revision,
        from_at=row.from_at,
        to_at=row.to_at,
        seeds=row.seeds,
    )


def hold_trial(
    session: Session, *, claim: Claim, phase: str, done: int, total: int, now: int
) -> bool:
    """Say how far a trial is, and keep it; False when it was cancelled or lost."""
    table = RulesTrial
    held = (
        update(table)
        .where(*_mine(claim))
        .values(phase=phase, done=done, total=total, lease_until_at=now + LEASE_MS)
    )
    return bool(session.scalars(held.returning(table.id)).all())


def finish_trial(session: Session, *, claim: Claim, outcome: Mapping[str, Any], now: int) -> None:
    """Keep what came of a trial, unless it was cancelled at the last moment."""
    row = _held(session, claim)
    if row is not None:
        row.outcome, row.done = dict(outcome), row.total
        _over(row, state="done", now=now)


def fail_trial(session: Session, *, claim: Claim, code: str, sentence: str, now: int) -> None:
    """Say why nothing came of a trial."""
    row = _held(session, claim)
    if row is not None:
        row.problem_code, row.problem = code, sentence
        _over(row, state="failed", now=now)


def interrupt_trial(session: Session, *, claim: Claim, now: int) -> None:
    """Say that the server stopped before a trial was done."""
    row = _held(session, claim)
    if row is not None:
        _interrupt(row, now=now)


def give_up_lost(session: Session, *, now: int) -> None:
    """Say of trials whose server is gone that they were interrupted."""
    table = RulesTrial
    lost = select(table).where(table.state == "running", table.lease_until_at <= now)
    for row in session.scalars(lost.with_for_update(skip_locked=True)).all():
        _interrupt(row, now=now)
    session.flush()


def _interrupt(row: RulesTrial, *, now: int) -> None:
    error: OnqueueError = TrialInterrupted()
    row.problem_code, row.problem = error.code, str(error)
    _over(row, state="interrupted", now=now)


def _over(row: RulesTrial, *, state: str, now: int) -> None:
    row.state, row.finished_at, row.lease, row.lease_until_at = state, now, "", 0


def _mine(claim: Claim) -> tuple[Any, ...]:
    table = RulesTrial
    return (table.id == claim.id, table.lease == claim.lease, table.state == "running")


def _held(session: Session, claim: Claim) -> RulesTrial | None:
    return session.scalars(select(RulesTrial).where(*_mine(claim)).with_for_update()).first()


def _forget_old(session: Session, *, subject: str) -> None:
    table = RulesTrial
    kept = (
        select(table.id)
        .where(table.subject == subject)
        .order_by(table.asked_at.desc(), table.id.desc())
        .limit(KEPT_MAX)
    )
    old = [
        one
        for one in session.scalars(select(table.id).where(table.subject == subject))
        if one not in set(session.scalars(kept))
    ]
    session.execute(delete(table).where(table.id.in_(old)))
