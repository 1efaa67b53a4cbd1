"""What the tables say, for tests."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.identity.models import Account, AccountLink, AccountSession
from onqueue.kernel.audit import Audit

Entry = tuple[str, str, object, object]


def entries(session: Session) -> list[Entry]:
    """Return the audit: action, actor's name, before and after."""
    rows = session.scalars(select(Audit).order_by(Audit.id))
    return [(row.action, row.actor_name, row.before, row.after) for row in rows]


def actions(session: Session) -> list[str]:
    """Return the audit's actions in order."""
    return list(session.scalars(select(Audit.action).order_by(Audit.id)))


def sessions_open(session: Session, *, account: str) -> int:
    """Return how many sessions an account has."""
    held = AccountSession.account == account
    return session.scalar(select(func.count(AccountSession.id)).where(held)) or 0


def links(session: Session) -> list[tuple[str, str]]:
    """Return the kind and the hash of each link."""
    rows = session.execute(select(AccountLink.kind, AccountLink.token_hash))
    return [(kind, token) for kind, token in rows]


def person_row(session: Session, *, account: str) -> tuple[str, str, bool]:
    """Return an account's name, status and whether it has a password."""
    row = session.get_one(Account, account)
    return row.name, row.status, row.password_hash is not None
