"""How are people invited, changed, deactivated and brought back?

Only who has the right `people.manage` gets here, and only administrators of the site have it,
so nobody can give a right that they do not have themselves. There is always an administrator
left who can sign in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from onqueue.identity.access import access_account_to_change
from onqueue.identity.errors import (
    AlreadyActive,
    EmailTaken,
    LastAdministrator,
    OwnAccount,
    PersonChanged,
    StatusUnchanged,
    TeamUnknown,
)
from onqueue.identity.models import Account, AccountRole, AccountTeam
from onqueue.identity.queries import (
    PersonFound,
    grants_of,
    known_teams,
    person_found,
)
from onqueue.identity.rules import (
    TEAMS_PER_PERSON_MAX,
    Grant,
    check_grants,
    email_key,
    is_administrator,
    name_key,
)
from onqueue.identity.service.by import CHANGED_TOPIC, By
from onqueue.identity.service.passwords import revoke_links
from onqueue.identity.service.sessions import end_sessions
from onqueue.kernel import audit, jobs
from onqueue.kernel.db import announce
from onqueue.kernel.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What to change about a person; None leaves it as it is."""

    name: str | None = None
    email: str | None = None
    language: str | None = None
    theme: str | None = None
    grants: tuple[Grant, ...] | None = None
    teams: tuple[str, ...] | None = None


def invite_person(
    session: Session,
    *,
    by: By,
    email: str,
    name: str,
    language: str,
    grants: tuple[Grant, ...],
    teams: tuple[str, ...],
) -> PersonFound:
    """Make an account without a password and have an invitation sent to it."""
    by.actor.require("people.manage")
    row = add_account(session, email=email, name=name, language=language, now=by.now)
    _put_grants(session, account=row.id, grants=grants)
    _put_teams(session, account=row.id, teams=teams)
    person = _person(session, row)
    _record(session, by=by, action="person.invited", account=row.id, after=_described(person))
    _send_invitation(session, account=row.id, now=by.now)
    return person


def change_person(
    session: Session, *, by: By, person: str, version: int, changes: Changes
) -> PersonFound:
    """Change a person's name, address, language, roles or teams, unless somebody was faster."""
    row = access_account_to_change(session, actor=by.actor, person=person)
    if row.version != version:
        raise PersonChanged(
            version=row.version, changed_by=row.changed_by, changed_at=row.changed_at
        )
    before = _person(session, row)
    if changes.grants is not None and not is_administrator(changes.grants):
        _refuse_last(session, row=row)
    old_email = row.email
    after = _change(session, by=by, row=row, changes=changes)
    _record_change(session, by=by, before=before, after=after, action="person.changed")
    if row.email != old_email:
        # Whoever can read the old address must not be able to come in by an old link.
        revoke_links(session, account=row.id, kind="reset")
        notice = {"what": "email_changed", "to": old_email, "name": row.name, "new": row.email}
        payload = {**notice, "language": row.language}
        jobs.enqueue(session, kind="identity.notice", payload=payload, now=by.now)
        if row.status == "invited":
            _send_invitation(session, account=row.id, now=by.now)
    return after


def change_own(session: Session, *, by: By, changes: Changes) -> PersonFound:
    """Change one's own name, language or theme."""
    assert changes.email is None, "only administrators change addresses"
    assert changes.grants is None, "only administrators change roles"
    assert changes.teams is None, "only administrators change teams"
    row = session.get_one(Account, by.actor.account, with_for_update=True)
    before = _person(session, row)
    after = _change(session, by=by, row=row, changes=changes)
    _record_change(session, by=by, before=before, after=after, action="person.changed")
    return after


def deactivate_person(session: Session, *, by: By, person: str) -> PersonFound:
    """End all that a person may do here, at once; what they did stays."""
    row = access_account_to_change(session, actor=by.actor, person=person)
    if row.status == "deactivated":
        raise StatusUnchanged(status=row.status)
    if row.id == by.actor.account:
        raise OwnAccount
    _refuse_last(session, row=row)
    end_sessions(session, by=by, account=row.id)
    revoke_links(session, account=row.id)
    return _set_status(session, by=by, row=row, status="deactivated", action="person.deactivated")


def reactivate_person(session: Session, *, by: By, person: str) -> PersonFound:
    """Let a person in again; without a password they are invited again."""
    row = access_account_to_change(session, actor=by.actor, person=person)
    if row.status != "deactivated":
        raise StatusUnchanged(status=row.status)
    status = "invited" if row.password_hash is None else "active"
    found = _set_status(session, by=by, row=row, status=status, action="person.reactivated")
    if status == "invited":
        _send_invitation(session, account=row.id, now=by.now)
    return found


def invite_again(session: Session, *, by: By, person: str) -> PersonFound:
    """Send a new invitation; links of earlier ones stop working now."""
    row = access_account_to_change(session, actor=by.actor, person=person)
    if row.status == "active":
        raise AlreadyActive(name=row.name)
    if row.status == "deactivated":
        raise StatusUnchanged(status=row.status)
    revoke_links(session, account=row.id, kind="invitation")
    _record(session, by=by, action="person.invited_again", account=row.id)
    _send_invitation(session, account=row.id, now=by.now)
    return _person(session, row)


def add_account(session: Session, *, email: str, name: str, language: str, now: int) -> Account:
    """Add an account that cannot sign in yet, or refuse an address that somebody has."""
    _refuse_taken(session, email=email, account=None)
    row = Account(
        id=new_id(),
        email=email.strip(),
        email_key=email_key(email),
        name=name,
        name_key=name_key(name),
        language=language,
        theme="auto",
        status="invited",
        password_hash=None,
        password_changed_at=None,
        last_seen_at=None,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def give_roles(session: Session, *, account: str, grants: Collection[Grant]) -> None:
    """Give an account exactly these roles, without asking who does it: for the first start."""
    _put_grants(session, account=account, grants=grants)


# --- The parts --------------------------------------------------------------------------------


def _change(session: Session, *, by: By, row: Account, changes: Changes) -> PersonFound:
    before = _managed(_person(session, row))
    if _managed(_apply(session, row=row, changes=changes)) != before:
        _count_change(session, by=by, row=row)
    return _person(session, row)


def _managed(person: PersonFound) -> dict[str, object]:
    """Return what administrators see and change; the theme is each one's own affair."""
    return {key: value for key, value in _described(person).items() if key != "theme"}


def _count_change(session: Session, *, by: By, row: Account) -> None:
    row.version, row.changed_at, row.changed_by = row.version + 1, by.now, by.actor.name
    session.flush()


def _apply(session: Session, *, row: Account, changes: Changes) -> PersonFound:
    if changes.name is not None:
        row.name, row.name_key = changes.name, name_key(changes.name)
    if changes.email is not None:
        _refuse_taken(session, email=changes.email, account=row.id)
        row.email, row.email_key = changes.email.strip(), email_key(changes.email)
    row.language = changes.language or row.language
    row.theme = changes.theme or row.theme
    if changes.grants is not None:
        _put_grants(session, account=row.id, grants=changes.grants)
    if changes.teams is not None:
        _put_teams(session, account=row.id, teams=changes.teams)
    session.flush()
    return _person(session, row)


def _refuse_taken(session: Session, *, email: str, account: str | None) -> None:
    taken = exists().where(Account.email_key == email_key(email), Account.id != (account or ""))
    if session.scalar(select(taken)):
        raise EmailTaken(field="email", email=email)


def _refuse_last(session: Session, *, row: Account) -> None:
    """Refuse to take from the last active administrator what makes them one."""
    if not is_administrator(grants_of(session, accounts=[row.id])[row.id]):
        return
    others = session.scalar(
        select(func.count(Account.id.distinct()))
        .join(AccountRole, AccountRole.account == Account.id)
        .where(
            AccountRole.role == "administrator",
            Account.status == "active",
            Account.id != row.id,
        )
    )
    if row.status == "active" and not others:
        raise LastAdministrator


def _put_grants(session: Session, *, account: str, grants: Collection[Grant]) -> None:
    check_grants(grants)
    teams = {grant.scope for grant in grants if grant.scope_kind == "team"}
    _refuse_unknown(session, teams=teams, field="roles")
    session.execute(delete(AccountRole).where(AccountRole.account == account))
    session.add_all(
        AccountRole(account=account, role=g.role, scope_kind=g.scope_kind, scope=g.scope)
        for g in sorted(grants)
    )
    session.flush()


def _put_teams(session: Session, *, account: str, teams: Collection[str]) -> None:
    wanted = set(teams)
    if len(wanted) > TEAMS_PER_PERSON_MAX:
        raise TeamUnknown(
            field="teams",
            reason="choose at most {most}",
            most=TEAMS_PER_PERSON_MAX,
        )
    _refuse_unknown(session, teams=wanted, field="teams")
    session.execute(delete(AccountTeam).where(AccountTeam.account == account))
    session.add_all(AccountTeam(account=account, team=team) for team in sorted(wanted))
    session.flush()


def _refuse_unknown(session: Session, *, teams: set[str], field: str) -> None:
    if teams - known_teams(session, teams=teams):
        raise TeamUnknown(field=field, reason="one of them does not exist any more")


def _set_status(session: Session, *, by: By, row: Account, status: str, action: str) -> PersonFound:
    before, row.status = row.status, status
    _count_change(session, by=by, row=row)
    _record(
        session,
        by=by,
        action=action,
        account=row.id,
        before={"status": before},
        after={"status": status},
    )
    return _person(session, row)


def _send_invitation(session: Session, *, account: str, now: int) -> None:
    jobs.enqueue(session, kind="identity.invitation", payload={"account": account}, now=now)


def _person(session: Session, row: Account) -> PersonFound:
    person = person_found(session, account=row.id)
    assert person is not None
    return person


def _described(person: PersonFound) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "theme": person.theme,
        "roles": [f"{g.role}:{g.scope_kind}:{g.scope}".rstrip(":") for g in person.grants],
        "teams": [team.id for team in person.teams],
    }


def _record_change(
    session: Session, *, by: By, before: PersonFound, after: PersonFound, action: str
) -> None:
    old, new = _described(before), _described(after)
    changed = [key for key in old if old[key] != new[key]]
    if changed:
        _record(
            session,
            by=by,
            action=action,
            account=after.id,
            before={key: old[key] for key in changed},
            after={key: new[key] for key in changed},
        )


def _record(
    session: Session,
    *,
    by: By,
    action: str,
    account: str,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.record(
        session,
        actor=by.actor,
        action=action,
        subject_kind="account",
        subject=account,
        now=by.now,
        network=by.network,
        before=before,
        after=after,
    )
    announce(session, CHANGED_TOPIC, account.encode())
