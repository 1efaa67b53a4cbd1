"""Which agents have a telephone on their desk that registers by itself? Transaction functions.

A telephone is known by its agent's account and by a password, which is shown once and then
nowhere: only what it proves itself by is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from onqueue.channels.voice.models import DeskPhone
from onqueue.directory import queries as directory
from onqueue.identity import queries as identity
from onqueue.kernel import audit

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.identity.service.by import By

KIND = "desk_phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One agent's telephone."""

    account: str
    proof: str
    made_at: int


def all_phones(session: Session) -> list[Made]:
    """Return the telephones of all who may sign in and take calls."""
    rows = session.scalars(select(DeskPhone).order_by(DeskPhone.account))
    active = {one.id for one in identity.handlers_found(session)}
    return [_made(row) for row in rows if row.account in active]


def phone_of(session: Session, *, account: str) -> Made | None:
    """Return an agent's telephone."""
    row = session.get(DeskPhone, account)
    return None if row is None else _made(row)


def give_phone(session: Session, *, by: By, proof: str) -> Made:
    """Let the actor have a telephone with a new password; the one before counts no more."""
    by.actor.require("contact.handle")
    row = session.get(DeskPhone, by.actor.account)
    if row is None:
        row = DeskPhone(account=by.actor.account, proof=proof, made_at=by.now)
        session.add(row)
    row.proof, row.made_at = proof, by.now
    session.flush()
    _record(session, by=by, action=f"{KIND}.given")
    return _made(row)


def take_phone(session: Session, *, by: By) -> None:
    """Take the actor's telephone out of use; they need not have one."""
    row = session.get(DeskPhone, by.actor.account)
    if row is not None:
        session.delete(row)
        session.flush()
        _record(session, by=by, action=f"{KIND}.taken")


def meant_by(session: Session, *, dialled: str, queue: str) -> tuple[str, str | None] | None:
    """Return whom a telephone means by what it dials within the house: a queue, or a person with
    a queue to fall back on; None for anybody else.
    """
    if session.get(DeskPhone, dialled) is not None:
        return queue, dialled
    number = directory.number_dialled(session, dialled=dialled)
    return None if number is None else (number.queue_id, None)


def _record(session: Session, *, by: By, action: str) -> None:
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=action,
        subject_kind=KIND,
        subject=by.actor.account,
        before=None,
        after=None,
        network=by.network,
    )


def _made(row: DeskPhone) -> Made:
    return Made(account=row.account, proof=row.proof, made_at=row.made_at)
