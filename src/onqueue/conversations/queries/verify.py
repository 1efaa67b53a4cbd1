"""What should always be true of conversations, and is it?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from onqueue.conversations import models
from onqueue.conversations.rules.kinds import PUBLIC_KINDS
from onqueue.conversations.rules.progress import NEW, OWNER
from onqueue.conversations.schemas import Breach
from onqueue.journal import store

TOLD_MAX: Final = 100
"""Breaches of one kind that are told; more say nothing new."""


def verify(session: Session, *, files_root: Path | None = None) -> list[Breach]:
    """Return everything about conversations that should be true and is not."""
    checks = (
        _gaps(session),
        _public_gaps(session),
        _leaks(session),
        _two_owners(session),
        _orphan_contacts(session),
        _unrouted(session),
        _lost_files(session, files_root) if files_root else iter(()),
    )
    return [breach for check in checks for breach in _first(check)]


def _first(found: Iterator[Breach]) -> list[Breach]:
    return [breach for breach, _ in zip(found, range(TOLD_MAX), strict=False)]


def _gaps(session: Session) -> Iterator[Breach]:
    thread, message = models.Conversation, models.Message
    rows = session.execute(
        select(
            thread.id,
            thread.last_seq,
            func.count(message.id),
            func.coalesce(func.max(message.seq), 0),
        )
        .outerjoin(message, message.conversation == thread.id)
        .group_by(thread.id, thread.last_seq)
    )
    for id_, last, count, highest in rows:
        if not last == count == highest:
            yield Breach(
                code="conversation.seq_gap",
                subject=id_,
                sentence=f"Conversation {id_} has counted to {last}, and has {count} messages "
                f"up to place {highest}.",
            )


def _public_gaps(session: Session) -> Iterator[Breach]:
    thread, message = models.Conversation, models.Message
    rows = session.execute(
        select(
            thread.id,
            thread.last_public_seq,
            func.count(message.id),
            func.coalesce(func.max(message.public_seq), 0),
        )
        .outerjoin(
            message, and_(message.conversation == thread.id, message.public_seq.is_not(None))
        )
        .group_by(thread.id, thread.last_public_seq)
    )
    for id_, last, count, highest in rows:
        if not last == count == highest:
            yield Breach(
                code="conversation.public_seq_gap",
                subject=id_,
                sentence=f"Conversation {id_} has counted to {last} for the customer, and has "
                f"{count} public messages up to place {highest}.",
            )


def _leaks(session: Session) -> Iterator[Breach]:
    message = models.Message
    public = message.public_seq.is_not(None)
    known = message.kind.in_(PUBLIC_KINDS)
    rows = session.execute(
        select(message.conversation, message.seq, message.kind).where(
            or_(and_(public, ~known), and_(~public, known))
        )
    )
    for conversation, seq, kind in rows:
        yield Breach(
            code="message.wrong_side",
            subject=conversation,
            sentence=f"Message {seq} of conversation {conversation} is a {kind}, and is "
            "numbered as if it were not.",
        )


def _two_owners(session: Session) -> Iterator[Breach]:
    one, other = models.Participation, aliased(models.Participation)
    rows = session.execute(
        select(one.contact, one.agent, other.agent).where(
            one.role == OWNER,
            other.role == OWNER,
            other.contact == one.contact,
            other.seq > one.seq,
            or_(one.to_at.is_(None), one.to_at > other.from_at),
        )
    )
    for contact, first, second in rows:
        yield Breach(
            code="contact.two_owners",
            subject=contact,
            sentence=f"Contact {contact} had two owners at once: {first} and {second}.",
        )


def _orphan_contacts(session: Session) -> Iterator[Breach]:
    contact, thread = models.Contact, models.Conversation
    rows = session.scalars(select(contact.id).where(contact.conversation.not_in(select(thread.id))))
    for id_ in rows:
        yield Breach(
            code="contact.without_conversation",
            subject=id_,
            sentence=f"Contact {id_} belongs to a conversation that is not there.",
        )


def _unrouted(session: Session) -> Iterator[Breach]:
    contact = models.Contact
    for id_ in session.scalars(select(contact.id).where(contact.state == NEW)):
        if not store.of_subject(session, subject=id_, limit=1):
            yield Breach(
                code="contact.not_on_floor",
                subject=id_,
                sentence=f"Contact {id_} was written down, and never reached the floor; "
                "the next start of the server sends it there.",
            )


def _lost_files(session: Session, root: Path) -> Iterator[Breach]:
    # A file on the disk without a row is a receipt that was cut off: waste, not a breach.
    for row in session.scalars(select(models.Attachment)):
        path = root / row.blob[:2].lower() / row.blob
        if not path.is_file() or path.stat().st_size != row.size:
            yield Breach(
                code="file.lost",
                subject=row.id,
                sentence=f"File {row.id} is missing on the disk or has another size.",
            )
