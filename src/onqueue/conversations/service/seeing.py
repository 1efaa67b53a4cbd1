"""How far has a reader seen a conversation?"""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from onqueue.conversations import events, models
from onqueue.conversations.errors import ConversationMissing
from onqueue.conversations.rules.kinds import CUSTOMER
from onqueue.conversations.service.facts import tell


def mark_seen(
    session: Session, *, conversation: str, reader: str, seq: int, now: int
) -> int | None:
    """Move a reader's cursor forward; return where it is now, or None if it did not move.

    The reader is an account, or `CUSTOMER`, whose places are the public ones. A cursor
    cannot pass the end of the conversation.
    """
    row = _locked(session, conversation)
    end = row.last_public_seq if reader == CUSTOMER else row.last_seq
    seq = min(seq, end)
    cursor = session.get(models.Seen, (conversation, reader))
    if seq <= (0 if cursor is None else cursor.seq):
        return None
    if cursor is None:
        session.add(models.Seen(conversation=conversation, reader=reader, seq=seq, at=now))
    else:
        cursor.seq, cursor.at = seq, now
    if reader == CUSTOMER:
        table = models.Message
        session.execute(
            update(table)
            .where(
                table.conversation == conversation,
                table.public_seq <= seq,
                table.kind != CUSTOMER,
                table.seen_at.is_(None),
            )
            .values(seen_at=now)
        )
    session.flush()
    tell(session, events.MessageSeen(at=now, conversation=conversation, reader=reader, seq=seq))
    return seq


def _locked(session: Session, conversation: str) -> models.Conversation:
    row = session.get(
        models.Conversation, conversation, with_for_update=True, populate_existing=True
    )
    if row is None:
        raise ConversationMissing
    return row
