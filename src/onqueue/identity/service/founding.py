"""How does a new centre get its first administrator?"""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from onqueue.identity.errors import AlreadySetUp
from onqueue.identity.models import Installation
from onqueue.identity.queries import PersonFound, is_set_up, persons_of
from onqueue.identity.rules import Grant
from onqueue.identity.service.people import add_account, give_roles
from onqueue.kernel import audit

FIRST_GRANTS = (
    Grant("administrator", "site", ""),
    Grant("supervisor", "site", ""),
    Grant("agent", "site", ""),
)
"""Who starts a centre can try every part of it, and hand roles on later."""


def found_account(
    session: Session,
    *,
    now: int,
    network: str,
    name: str,
    email: str,
    language: str,
    password_hash: str,
) -> PersonFound:
    """Make the first administrator. Of two who start a centre at once, one is refused."""
    if is_set_up(session):
        raise AlreadySetUp
    try:
        session.execute(insert(Installation).values(id=1, set_up_at=now))
    except IntegrityError:
        raise AlreadySetUp from None
    row = add_account(session, email=email, name=name, language=language, now=now)
    row.status, row.password_hash, row.password_changed_at = "active", password_hash, now
    give_roles(session, account=row.id, grants=FIRST_GRANTS)
    person = persons_of(session, accounts=[row])[0]
    audit.record(
        session,
        actor=person.actor(),
        action="setup.done",
        subject_kind="account",
        subject=row.id,
        now=now,
        network=network,
        after={"name": name, "email": row.email},
    )
    return person


def add_member(
    session: Session,
    *,
    now: int,
    name: str,
    email: str,
    language: str,
    grants: tuple[Grant, ...],
    password_hash: str,
) -> PersonFound:
    """Add an active account with a password: for demo data and the command line."""
    row = add_account(session, email=email, name=name, language=language, now=now)
    row.status, row.password_hash, row.password_changed_at = "active", password_hash, now
    give_roles(session, account=row.id, grants=grants)
    return persons_of(session, accounts=[row])[0]
