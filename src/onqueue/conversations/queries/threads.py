"""Which conversation is meant, and how far has it been seen?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.queries.shapes import conversation_of
from onqueue.conversations.schemas import Conversation


def conversation(session: Session, *, id: str) -> Conversation | None:  # noqa: A002  # its name
    """Return a conversation."""
    row = session.get(models.Conversation, id)
    return None if row is None else conversation_of(row)


def conversation_by_key(session: Session, *, key: str) -> Conversation | None:
    """Return the conversation that was opened under a key."""
    row = session.scalar(select(models.Conversation).where(models.Conversation.key == key))
    return None if row is None else conversation_of(row)


def conversation_of_visitor(
    session: Session,
    *,
    visitor: str,
    id: str | None = None,  # noqa: A002  # its name
) -> Conversation | None:
    """Return a visitor's conversation: the one named, if it is theirs, or else the newest."""
    table = models.Conversation
    wanted = select(table).where(table.visitor == visitor)
    if id is not None:
        wanted = wanted.where(table.id == id)
    row = session.scalar(wanted.order_by(table.id.desc()).limit(1))
    return None if row is None else conversation_of(row)


def seen_cursors(session: Session, *, conversation: str) -> dict[str, tuple[int, int]]:
    """Return for each reader how far they have seen, and when they last saw something new."""
    rows = session.scalars(select(models.Seen).where(models.Seen.conversation == conversation))
    return {row.reader: (row.seq, row.at) for row in rows}
