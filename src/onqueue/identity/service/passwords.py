"""How does somebody get, change or renew a password?

Letters carry a link with 256 random bits, of which only the hash is kept. A link works once:
it is deleted when it is used, when a newer one is made, and when it expires.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from onqueue.identity.errors import (
    InvitationUnknown,
    PasswordWrong,
    ResetUnknown,
)
from onqueue.identity.models import Account, AccountLink
from onqueue.identity.queries import person_found
from onqueue.identity.rules import (
    INVITATION_TTL_MS,
    RESET_TTL_MS,
    check_password,
    email_key,
    name_key,
    token_hash,
)
from onqueue.identity.service.by import By
from onqueue.identity.service.sessions import SignedIn, Visit, end_sessions, open_session
from onqueue.kernel import audit, jobs
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.db import Database
from onqueue.kernel.ids import new_id, new_token
from onqueue.kernel.passwords import Passwords, common_passwords

LinkKind = Literal["invitation", "reset"]
LINK_TTL_MS: Final[dict[LinkKind, int]] = {
    "invitation": INVITATION_TTL_MS,
    "reset": RESET_TTL_MS,
}


@dataclass(frozen=True, slots=True)
class Linked:
    """Whom a live link was sent to."""

    account: str
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class LinkMade:
    """A link to send: the token is known nowhere else."""

    token: str
    to: Linked


# --- Changing it while signed in --------------------------------------------------------------


async def change_password(
    *, db: Database, passwords: Passwords, account: str, current: str, new: str, visit: Visit
) -> SignedIn:
    """Change one's password; all sessions end and the browser that asks gets a new one."""
    known = await db.read(_account_now, account=account)
    if known is None or known.password_hash is None:
        raise PasswordWrong(field="current", reason="this account has none")
    verdict = await passwords.check(current, against=known.password_hash)
    if not verdict.right:
        raise PasswordWrong(field="current", reason="it is not right")
    common = common_passwords()
    check_password(new, email=known.email, name=known.name, common=common, field="new")
    if new == current:
        raise PasswordWrong(field="new", reason="the new one is the same")
    hashed = await passwords.hash(new)
    return await db.write(
        _replace_password,
        account=account,
        expected=known.password_hash,
        hashed=hashed,
        visit=visit,
        action="password.changed",
    )


# --- Forgetting it ----------------------------------------------------------------------------


def ask_for_reset(session: Session, *, email: str, now: int) -> None:
    """Have a letter sent, if somebody has this address.

    Whether somebody has it is found out by the job, so that the answer and the time that it
    takes tell nothing.
    """
    jobs.enqueue(session, kind="identity.reset", payload={"email": email_key(email)}, now=now)


async def reset_password(
    *, db: Database, passwords: Passwords, token: str, password: str, visit: Visit
) -> SignedIn:
    """Set a new password by the link of a letter, and sign in."""
    linked = await db.read(link_found, kind="reset", token=token, now=visit.now)
    if linked is None:
        raise ResetUnknown
    common = common_passwords()
    check_password(password, email=linked.email, name=linked.name, common=common)
    hashed = await passwords.hash(password)
    return await db.write(_use_reset, token=token, hashed=hashed, visit=visit)


# --- Being invited ----------------------------------------------------------------------------


def invitation_found(session: Session, *, token: str, now: int) -> Linked:
    """Return who was invited by a link."""
    linked = link_found(session, kind="invitation", token=token, now=now)
    if linked is None:
        raise InvitationUnknown
    return linked


async def accept_invitation(
    *, db: Database, passwords: Passwords, token: str, name: str, password: str, visit: Visit
) -> SignedIn:
    """Set the first password by the link of an invitation, and sign in."""
    linked = await db.read(invitation_found, token=token, now=visit.now)
    common = common_passwords()
    check_password(password, email=linked.email, name=name, common=common)
    hashed = await passwords.hash(password)
    return await db.write(_use_invitation, token=token, name=name, hashed=hashed, visit=visit)


# --- Links ------------------------------------------------------------------------------------


def make_link(session: Session, *, kind: LinkKind, account: str, now: int) -> LinkMade | None:
    """Make the one live link of its kind for an account; None when it may not have one."""
    row = session.get(Account, account, with_for_update=True)
    wanted = "invited" if kind == "invitation" else "active"
    if row is None or row.status != wanted:
        return None
    revoke_links(session, account=account, kind=kind)
    token = new_token()
    session.add(
        AccountLink(
            id=new_id(),
            account=account,
            kind=kind,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + LINK_TTL_MS[kind],
        )
    )
    audit.record(
        session,
        actor=SYSTEM,
        action=f"{kind}.sent",
        subject_kind="account",
        subject=account,
        now=now,
        after={"expires_at": now + LINK_TTL_MS[kind]},
    )
    return LinkMade(token=token, to=_linked(row))


def make_reset_link(session: Session, *, email: str, now: int) -> LinkMade | None:
    """Make a reset link for the active account of an address, if there is one."""
    found = session.scalar(select(Account.id).where(Account.email_key == email_key(email)))
    return None if found is None else make_link(session, kind="reset", account=found, now=now)


def revoke_links(session: Session, *, account: str, kind: LinkKind | None = None) -> None:
    """Make the links of an account worthless."""
    stmt = delete(AccountLink).where(AccountLink.account == account)
    session.execute(stmt if kind is None else stmt.where(AccountLink.kind == kind))


def link_found(session: Session, *, kind: LinkKind, token: str, now: int) -> Linked | None:
    """Return whom a link was sent to, if it is still live."""
    row = session.scalar(
        select(Account)
        .join(AccountLink, AccountLink.account == Account.id)
        .where(
            AccountLink.token_hash == token_hash(token),
            AccountLink.kind == kind,
            AccountLink.expires_at > now,
        )
    )
    return None if row is None else _linked(row)


def _linked(row: Account) -> Linked:
    return Linked(account=row.id, name=row.name, email=row.email, language=row.language)


@dataclass(frozen=True, slots=True)
class _Known:
    email: str
    name: str
    password_hash: str | None


def _account_now(session: Session, *, account: str) -> _Known | None:
    row = session.get(Account, account)
    return None if row is None else _Known(row.email, row.name, row.password_hash)


def _spend_link(session: Session, *, kind: LinkKind, token: str, now: int) -> str | None:
    """Delete a live link and return its account: of two who use it at once, one gets it."""
    return session.scalar(
        delete(AccountLink)
        .where(
            AccountLink.token_hash == token_hash(token),
            AccountLink.kind == kind,
            AccountLink.expires_at > now,
        )
        .returning(AccountLink.account)
    )


def _use_reset(session: Session, *, token: str, hashed: str, visit: Visit) -> SignedIn:
    account = _spend_link(session, kind="reset", token=token, now=visit.now)
    if account is None:
        raise ResetUnknown
    return _replace_password(
        session,
        account=account,
        expected=None,
        hashed=hashed,
        visit=visit,
        action="password.reset",
    )


def _use_invitation(
    session: Session, *, token: str, name: str, hashed: str, visit: Visit
) -> SignedIn:
    account = _spend_link(session, kind="invitation", token=token, now=visit.now)
    row = None if account is None else session.get(Account, account, with_for_update=True)
    if row is None or row.status != "invited":
        raise InvitationUnknown
    row.name, row.name_key = name, name_key(name)
    row.status = "active"
    row.password_hash, row.password_changed_at = hashed, visit.now
    session.flush()
    opened = open_session(session, account=row.id, visit=visit)
    audit.record(
        session,
        actor=opened.person.actor(),
        action="invitation.accepted",
        subject_kind="account",
        subject=row.id,
        now=visit.now,
        network=visit.network,
        before={"status": "invited"},
        after={"status": "active", "name": name},
    )
    return opened


def _replace_password(
    session: Session,
    *,
    account: str,
    expected: str | None,
    hashed: str,
    visit: Visit,
    action: str,
) -> SignedIn:
    row = session.get(Account, account, with_for_update=True)
    if row is None or row.status != "active":
        raise ResetUnknown
    if expected is not None and row.password_hash != expected:
        raise PasswordWrong(field="current", reason="it has just been changed elsewhere")
    row.password_hash, row.password_changed_at = hashed, visit.now
    session.flush()
    person = person_found(session, account=account)
    assert person is not None
    by = By(actor=person.actor(), now=visit.now, network=visit.network)
    end_sessions(session, by=by, account=account)
    revoke_links(session, account=account)
    audit.record(
        session,
        actor=by.actor,
        action=action,
        subject_kind="account",
        subject=account,
        now=by.now,
        network=by.network,
    )
    notice = {"to": row.email, "name": row.name, "language": row.language}
    payload = {"what": "password_changed", **notice}
    jobs.enqueue(session, kind="identity.notice", payload=payload, now=by.now)
    return open_session(session, account=account, visit=visit)
