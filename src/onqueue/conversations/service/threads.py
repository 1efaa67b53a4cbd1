"""How does a conversation begin, and with whom is it?"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from onqueue.conversations import events, models
from onqueue.conversations.errors import ConversationMissing
from onqueue.conversations.queries.shapes import conversation_of
from onqueue.conversations.rules.text import clean_line
from onqueue.conversations.schemas import Conversation
from onqueue.conversations.service.facts import tell
from onqueue.conversations.service.inserting import insert_once
from onqueue.customers.queries import current_id
from onqueue.kernel.ids import new_id


def open_conversation(
    session: Session,
    *,
    key: str,
    channel: str,
    place: str,
    visitor: str,
    customer: str,
    customer_name: str,
    language: str,
    now: int,
    caller: str = "",
    known_by: str = "",
) -> Conversation:
    """Return the conversation with this key, made if it is not there.

    The key is the caller's natural key, so that a repeated or simultaneous start opens one
    conversation. `place` is where it began: for chats the widget.
    """
    table = models.Conversation
    made = insert_once(
        session,
        table,
        unique=("key",),
        row={
            "id": new_id(),
            "key": key,
            "channel": channel,
            "place": place,
            "visitor": visitor,
            "customer": current_id(session, customer=customer),
            "customer_name": clean_line(customer_name),
            "language": language,
            "opened_at": now,
            "last_at": now,
            "last_seq": 0,
            "last_public_seq": 0,
            "caller": caller,
            "known_by": known_by,
        },
    )
    row = session.scalars(select(table).where(table.key == key)).one()
    if made:
        tell(session, events.ConversationOpened(at=now, conversation=row.id, channel=channel))
    return conversation_of(row)


def set_customer(
    session: Session, *, conversation: str, customer: str, name: str, now: int
) -> Conversation:
    """Say which customer the conversation is with; its contacts follow."""
    row = session.get(models.Conversation, conversation, with_for_update=True)
    if row is None:
        raise ConversationMissing
    if (row.customer, row.customer_name) != (customer, clean_line(name)):
        row.customer, row.customer_name = customer, clean_line(name)
        session.flush()
        table = models.Contact
        session.execute(
            update(table).where(table.conversation == conversation).values(customer=customer)
        )
        tell(session, events.CustomerLinked(at=now, conversation=conversation, customer=customer))
    return conversation_of(row)
