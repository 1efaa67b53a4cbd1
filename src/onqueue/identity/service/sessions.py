"""How does somebody sign in, stay signed in, and sign out?

The browser gets a cookie with 256 random bits; only their hash is kept. Every sign-in makes a
new one and ends the one that the browser had, so that nobody can plant a session on somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from onqueue.identity.errors import SessionUnknown, SignInFailed
from onqueue.identity.models import Account, AccountLink, AccountSession
from onqueue.identity.queries import PersonFound, SessionFound, persons_of
from onqueue.identity.rules import SESSIONS_PER_PERSON_MAX, email_key, token_hash
from onqueue.identity.service.by import CHANGED_TOPIC, By
from onqueue.kernel import audit
from onqueue.kernel.db import Database, announce, connection_of
from onqueue.kernel.ids import new_id, new_token
from onqueue.kernel.passwords import Passwords

BROWSER_LENGTH_MAX: Final = 200
# Past the session, and made once: many people are noted at a time.
_sessions: Table = AccountSession.__table__  # type: ignore[assignment]  # declared as FromClause
_accounts: Table = Account.__table__  # type: ignore[assignment]  # the same
_USED: Final = (
    update(_sessions).where(_sessions.c.id == bindparam("found")).values(seen_at=bindparam("now"))
)
_PRESENT: Final = (
    update(_accounts)
    .where(_accounts.c.id == bindparam("found"))
    .values(last_seen_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The browser that signs in."""

    now: int
    network: str
    browser: str
    old_token: str | None
    """The session that the browser has now; signing in ends it."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: its token goes into the cookie and is known nowhere else."""

    token: str
    person: PersonFound


async def sign_in(
    *, db: Database, passwords: Passwords, email: str, password: str, visit: Visit
) -> SignedIn:
    """Check an address and a password, and open a session.

    An unknown address, a wrong password and a deactivated account get the same answer after
    the same work, so that nobody learns from outside who works here.
    """
    known = await db.read(_password_of, email=email)
    verdict = await passwords.check(password, against=known.password_hash if known else None)
    if known is None or not verdict.right:
        raise SignInFailed
    renewed = await passwords.hash(password) if verdict.outdated else None
    return await db.write(_open_checked, known=known, renewed=renewed, visit=visit)


def open_session(session: Session, *, account: str, visit: Visit) -> SignedIn:
    """Open a session for somebody who has proved who they are."""
    row = session.get(Account, account, with_for_update=True)
    if row is None or row.status != "active":
        raise SignInFailed
    if visit.old_token is not None:
        ended = AccountSession.token_hash == token_hash(visit.old_token)
        session.execute(delete(AccountSession).where(ended))
    _make_room(session, account=account)
    token = new_token()
    opened = AccountSession(
        id=new_id(),
        account=account,
        token_hash=token_hash(token),
        created_at=visit.now,
        seen_at=visit.now,
        network=visit.network,
        browser=visit.browser[:BROWSER_LENGTH_MAX],
    )
    session.add(opened)
    row.last_seen_at = visit.now
    session.flush()
    person = persons_of(session, accounts=[row])[0]
    audit.record(
        session,
        actor=person.actor(),
        action="session.opened",
        subject_kind="account",
        subject=account,
        now=visit.now,
        network=visit.network,
        after={"browser": opened.browser},
    )
    return SignedIn(token=token, person=person)


def note_seen(session: Session, *, seen: Sequence[SessionFound], now: int) -> None:
    """Write down that sessions were used."""
    connection = connection_of(session)
    # In one order, so that two processes that note the same people do not wait for each other.
    used = sorted(one.id for one in seen)
    present = sorted({one.actor.account for one in seen})
    connection.execute(_USED, [{"found": one, "now": now} for one in used])
    connection.execute(_PRESENT, [{"found": one, "now": now} for one in present])


def sign_out(session: Session, *, by: By, token: str) -> None:
    """End the session of the browser that asks."""
    ended = AccountSession.token_hash == token_hash(token)
    if session.scalar(delete(AccountSession).where(ended).returning(AccountSession.id)) is None:
        return
    _record_ended(session, by=by, account=by.actor.account, count=1)


def end_own_session(session: Session, *, by: By, ended: str) -> None:
    """End one of one's own sessions, such as that of a lost telephone."""
    own = AccountSession.account == by.actor.account
    stmt = delete(AccountSession).where(AccountSession.id == ended, own)
    if session.scalar(stmt.returning(AccountSession.id)) is None:
        raise SessionUnknown
    _record_ended(session, by=by, account=by.actor.account, count=1)


def end_sessions(session: Session, *, by: By, account: str) -> None:
    """End all sessions of an account."""
    stmt = delete(AccountSession).where(AccountSession.account == account)
    count = len(session.scalars(stmt.returning(AccountSession.id)).all())
    if count:
        _record_ended(session, by=by, account=account, count=count)


def clear_outdated(session: Session, *, now: int, idle_ms: int, age_ms_max: int) -> int:
    """Delete sessions and links that have ended by themselves; return how many."""
    old = or_(
        AccountSession.seen_at <= now - idle_ms, AccountSession.created_at <= now - age_ms_max
    )
    sessions = session.scalars(delete(AccountSession).where(old).returning(AccountSession.id))
    dead = AccountLink.expires_at <= now
    links = session.scalars(delete(AccountLink).where(dead).returning(AccountLink.id))
    return len(sessions.all()) + len(links.all())


@dataclass(frozen=True, slots=True)
class _Known:
    account: str
    password_hash: str


def _password_of(session: Session, *, email: str) -> _Known | None:
    row = session.execute(
        select(Account.id, Account.password_hash).where(
            Account.email_key == email_key(email), Account.status == "active"
        )
    ).one_or_none()
    if row is None or row.password_hash is None:
        return None
    return _Known(row.id, row.password_hash)


def _open_checked(
    session: Session, *, known: _Known, renewed: str | None, visit: Visit
) -> SignedIn:
    row = session.get(Account, known.account, with_for_update=True)
    # The password may have been changed while this one was being checked.
    if row is None or row.password_hash != known.password_hash:
        raise SignInFailed
    if renewed is not None:
        row.password_hash = renewed
    return open_session(session, account=known.account, visit=visit)


def _make_room(session: Session, *, account: str) -> None:
    newest = (
        select(AccountSession.id)
        .where(AccountSession.account == account)
        .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
        .offset(SESSIONS_PER_PERSON_MAX - 1)
    )
    surplus = session.scalars(newest).all()
    if surplus:
        session.execute(delete(AccountSession).where(AccountSession.id.in_(surplus)))


def _record_ended(session: Session, *, by: By, account: str, count: int) -> None:
    audit.record(
        session,
        actor=by.actor,
        action="session.ended",
        subject_kind="account",
        subject=account,
        now=by.now,
        network=by.network,
        before={"sessions": count},
    )
    announce(session, CHANGED_TOPIC, account.encode())
