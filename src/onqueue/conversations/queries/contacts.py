"""What became of a contact, and who is or was part of it?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import reduce
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.events import FLOOR_STREAM, decode_floor
from onqueue.conversations.queries.shapes import contact_of, part_of, visit_of
from onqueue.conversations.rules.progress import (
    NEW,
    OVER_STATES,
    OWNER,
    Parties,
    Progress,
    parties,
    progress,
)
from onqueue.conversations.schemas import ContactRow, Part, Visit
from onqueue.floor.events import Event
from onqueue.journal import store

EVENTS_MAX: Final = store.READ_MAX
"""More events than any contact has; a bound, so that no request reads without end."""
NOT_ROUTED_MAX: Final = 1_000


def contact(session: Session, *, id: str) -> ContactRow | None:  # noqa: A002  # its name
    """Return a contact."""
    row = session.get(models.Contact, id)
    return None if row is None else contact_of(row)


def contact_now(session: Session, *, id: str) -> ContactRow | None:  # noqa: A002  # its name
    """Return a contact as far as the journal knows it: its row may be a moment behind."""
    found = contact(session, id=id)
    if found is None or found.state in OVER_STATES:
        return found
    reached = progress_now(session, contact=id)
    return replace(
        found,
        state=reached.state,
        answered_at=reached.answered_at,
        ended_at=reached.ended_at,
    )


def contacts_of(session: Session, *, conversation: str) -> list[ContactRow]:
    """Return a conversation's contacts, the oldest first."""
    table = models.Contact
    rows = session.scalars(
        select(table)
        .where(table.conversation == conversation)
        .order_by(table.registered_at, table.id)
    )
    return [contact_of(row) for row in rows]


def last_contact(session: Session, *, conversation: str) -> ContactRow | None:
    """Return a conversation's newest contact."""
    row = session.get(models.Conversation, conversation)
    if row is None or row.last_contact is None:
        return None
    return contact_now(session, id=row.last_contact)


def contacts_not_routed(session: Session, *, before: int) -> list[ContactRow]:
    """Return contacts that were written down before `before` and never reached the floor.

    The process died between the commit and the floor's inbox. The journal is asked, since
    the rows may be behind it.
    """
    table = models.Contact
    rows = session.scalars(
        select(table)
        .where(table.state == NEW, table.registered_at < before)
        .order_by(table.registered_at)
        .limit(NOT_ROUTED_MAX)
    )
    # A call has facts of its lines before the floor has heard of it.
    return [contact_of(row) for row in rows if not _events(session, row.id)]


def parties_now(session: Session, *, contact: str) -> Parties:
    """Return who is part of a contact, from the journal itself: exact, not behind it."""
    return parties(_events(session, contact))


def progress_now(session: Session, *, contact: str) -> Progress:
    """Return how far a contact is, from the journal itself: exact, not behind it."""
    return reduce(
        lambda before, event: progress(before=before, event=event),
        _events(session, contact),
        Progress(),
    )


def _events(session: Session, contact: str) -> tuple[Event, ...]:
    entries = store.of_subject(session, subject=contact, limit=EVENTS_MAX)
    return tuple(decode_floor(entry.payload) for entry in entries if entry.stream == FLOOR_STREAM)


def participations(session: Session, *, contact: str) -> list[Part]:
    """Return which agents were part of a contact, in the order in which they began."""
    table = models.Participation
    rows = session.scalars(select(table).where(table.contact == contact).order_by(table.seq))
    return [part_of(row) for row in rows]


def last_agent(session: Session, *, customer: str, since: int) -> str | None:
    """Return who had a customer last, if that was not too long ago."""
    part, contact_ = models.Participation, models.Contact
    stmt = (
        select(part.agent)
        .join(contact_, contact_.id == part.contact)
        .where(contact_.customer == customer, part.role == OWNER, part.from_at >= since)
        .order_by(part.from_at.desc(), part.seq.desc())
        .limit(1)
    )
    return session.scalars(stmt).first()


def visits(session: Session, *, conversation: str) -> list[Visit]:
    """Return who looked at a conversation or joined it, the first one first."""
    table = models.Visit
    rows = session.scalars(
        select(table).where(table.conversation == conversation).order_by(table.opened_at, table.id)
    )
    return [visit_of(row) for row in rows]


def places_visited(
    session: Session, *, accounts: Collection[str] | None = None
) -> list[tuple[str, str]]:
    """Return who looks at which conversation now: pairs of account and conversation."""
    table = models.Visit
    stmt = select(table.account, table.conversation).where(table.closed_at.is_(None)).distinct()
    if accounts is not None:
        stmt = stmt.where(table.account.in_(accounts))
    return [(who, where) for who, where in session.execute(stmt.order_by(table.account))]


def open_visits(session: Session, *, conversation: str) -> list[Visit]:
    """Return who looks at a conversation now."""
    return [visit for visit in visits(session, conversation=conversation) if not visit.closed_at]
