"""What is written down of calls? Transaction functions, each with its fact.

A leg's row is there before anybody is called, and ends once: so after a restart we know which
legs there may be, and each has an end, seen or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from onqueue.channels.voice import causes, facts
from onqueue.channels.voice.models import CallLeg
from onqueue.journal.store import of_subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLeg:
    """A leg that has not ended, as far as we know."""

    id: str
    contact: str
    role: str
    account: str
    stint: str
    endpoint: str
    attachment: str
    answered: bool
    carrier: str = "webrtc"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRow:
    """One leg of a call that was, or is."""

    id: str
    role: str
    account: str
    started_at: int
    answered_at: int | None
    ended_at: int | None
    cause: str
    ended_by: str


def begin_leg(session: Session, *, leg: OpenLeg, now: int) -> None:
    """Write down a leg before it is called; twice is once."""
    if session.get(CallLeg, leg.id) is not None:
        return
    session.add(
        CallLeg(
            id=leg.id,
            contact=leg.contact,
            role=leg.role,
            account=leg.account,
            stint=leg.stint,
            endpoint=leg.endpoint,
            attachment=leg.attachment,
            carrier=leg.carrier,
            started_at=now,
            answered_at=None,
            ended_at=None,
            cause=None,
            ended_by="",
        )
    )
    facts.tell(
        session,
        facts.LegStarted(
            at=now, contact=leg.contact, leg=leg.id, role=leg.role, account=leg.account
        ),
    )


def answer_leg(session: Session, *, leg: str, now: int) -> None:
    """Write down that a leg talks."""
    row = session.get(CallLeg, leg)
    if row is None or row.answered_at is not None:
        return
    row.answered_at = now
    facts.tell(session, facts.LegAnswered(at=now, contact=row.contact, leg=leg))


def end_leg(session: Session, *, leg: str, cause: int, by: str, now: int) -> None:
    """Write down that a leg has ended; only the first end counts."""
    row = session.get(CallLeg, leg)
    if row is None or row.ended_at is not None:
        return
    row.ended_at, row.cause, row.ended_by = now, cause, by
    facts.tell(session, facts.LegEnded(at=now, contact=row.contact, leg=leg, cause=cause, by=by))


def move_leg(session: Session, *, endpoint: str, attachment: str) -> None:
    """Write down that another browser speaks for an endpoint now."""
    session.execute(
        update(CallLeg)
        .where(CallLeg.endpoint == endpoint, CallLeg.ended_at.is_(None))
        .values(attachment=attachment)
    )


def give_legs(session: Session, *, contact: str, to: str) -> None:
    """Write down that the open legs of a contact are another one's from now on."""
    table = CallLeg
    theirs = update(table).where(table.contact == contact, table.ended_at.is_(None))
    session.execute(theirs.values(contact=to))


def note(session: Session, *, happened: facts.Event) -> None:
    """Write down what changed in a call without any leg beginning or ending."""
    facts.tell(session, happened)


def open_legs(session: Session) -> list[OpenLeg]:
    """Return the legs that have not ended, in the order in which they began."""
    rows = session.scalars(
        select(CallLeg).where(CallLeg.ended_at.is_(None)).order_by(CallLeg.started_at, CallLeg.id)
    )
    return [
        OpenLeg(
            id=row.id,
            contact=row.contact,
            role=row.role,
            account=row.account,
            stint=row.stint,
            endpoint=row.endpoint,
            attachment=row.attachment,
            answered=row.answered_at is not None,
            carrier=row.carrier,
        )
        for row in rows
    ]


def is_held(session: Session, *, contact: str) -> bool:
    """Tell whether the customer was on hold when last something was written of it."""
    held, unheld = (
        str(one.__struct_config__.tag) for one in (facts.CustomerHeld, facts.CustomerUnheld)
    )
    kinds = [one.kind for one in of_subject(session, subject=contact) if one.kind in {held, unheld}]
    return bool(kinds) and kinds[-1] == held


def legs_of(session: Session, *, contact: str) -> Sequence[LegRow]:
    """Return a call's legs in the order in which they began."""
    rows = session.scalars(
        select(CallLeg).where(CallLeg.contact == contact).order_by(CallLeg.started_at, CallLeg.id)
    )
    return [
        LegRow(
            id=row.id,
            role=row.role,
            account=row.account,
            started_at=row.started_at,
            answered_at=row.answered_at,
            ended_at=row.ended_at,
            cause="" if row.cause is None else causes.name(row.cause),
            ended_by=row.ended_by,
        )
        for row in rows
    ]
