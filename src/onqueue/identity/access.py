"""How does a request get at people and at the audit on behalf of somebody?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from onqueue.identity.errors import PersonUnknown, TeamMissing
from onqueue.identity.models import Account, Installation, Team
from onqueue.identity.queries import PersonFound, accounts_in, person_found
from onqueue.identity.schemas import AuditRow
from onqueue.kernel.audit import Audit
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import Page, Paging, page


def access_person(session: Session, *, actor: Actor, person: str) -> PersonFound:
    """Return a person whom the actor manages."""
    actor.require("people.manage")
    found = person_found(session, account=person)
    if found is None:
        raise PersonUnknown
    return found


def access_account_to_change(session: Session, *, actor: Actor, person: str) -> Account:
    """Return the row of a person whom the actor manages, held until the transaction ends.

    The lock on the installation lets changes of people happen one after the other. Otherwise
    the two last administrators, each removing the other at the same moment, would both see
    that one is left.
    """
    actor.require("people.manage")
    session.execute(select(Installation.id).with_for_update())
    row = session.get(Account, person, with_for_update=True)
    if row is None:
        raise PersonUnknown
    return row


def access_team_to_change(session: Session, *, actor: Actor, team: str) -> Team:
    """Return the row of a team, held until the transaction ends."""
    actor.require("people.manage")
    row = session.get(Team, team, with_for_update=True)
    if row is None:
        raise TeamMissing
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which rows of the audit are asked for; what is empty lets all through."""

    actor: str
    action: str
    subject_kind: str
    subject: str
    from_at: int | None
    to_at: int | None


def access_audit(
    session: Session, *, actor: Actor, wanted: AuditFilter, paging: Paging
) -> Page[AuditRow]:
    """Return a page of the audit, of what the actor may read."""
    sorts = {"at": Audit.id, "actor_name": Audit.actor_name, "action": Audit.action}
    stmt = _audit_wanted(_audit_seen(session, actor=actor), wanted=wanted)
    found = page(session, stmt, paging=paging, sorts=sorts, key=Audit.id)
    return found.map(AuditRow.model_validate)


def access_audit_all(
    session: Session, *, actor: Actor, wanted: AuditFilter, rows_max: int
) -> tuple[AuditRow, ...]:
    """Return the newest rows of the audit that the actor may read, for a file."""
    stmt = _audit_wanted(_audit_seen(session, actor=actor), wanted=wanted)
    rows = session.scalars(stmt.order_by(Audit.id.desc()).limit(rows_max))
    return tuple(AuditRow.model_validate(row) for row in rows)


def _audit_seen(session: Session, *, actor: Actor) -> Select[Audit]:
    """Return the rows that the actor may read.

    A supervisor of some teams or queues reads what their people did, what was done to them,
    what was done to the queues, and their own deeds.
    """
    actor.require("audit.read")
    stmt: Select[Audit] = select(Audit)
    if actor.teams is None or actor.queues is None:
        return stmt
    people = accounts_in(session, teams=actor.teams) | {actor.account}
    return stmt.where(
        or_(
            Audit.actor.in_(people),
            and_(Audit.subject_kind == "account", Audit.subject.in_(people)),
            and_(Audit.subject_kind == "team", Audit.subject.in_(actor.teams)),
            and_(Audit.subject_kind == "queue", Audit.subject.in_(actor.queues)),
        )
    )


def _audit_wanted(stmt: Select[Audit], *, wanted: AuditFilter) -> Select[Audit]:
    for column, value in (
        (Audit.actor, wanted.actor),
        (Audit.action, wanted.action),
        (Audit.subject_kind, wanted.subject_kind),
        (Audit.subject, wanted.subject),
    ):
        if value:
            stmt = stmt.where(column == value)
    if wanted.from_at is not None:
        stmt = stmt.where(Audit.at >= wanted.from_at)
    if wanted.to_at is not None:
        stmt = stmt.where(Audit.at < wanted.to_at)
    return stmt
