"""Under what can a conversation be found?

Each message is one text in the index, and so is what the customer told at the start. The
subject begins with the conversation's id, which always has the same length, so that the
conversations of what was found can be cut out of it.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from onqueue.conversations.rules.kinds import SYSTEM
from onqueue.conversations.schemas import ContactRow, Message
from onqueue.kernel import search
from onqueue.kernel.ids import ID_LENGTH

KIND = "conversation"


def index_message(session: Session, message: Message) -> None:
    """Make a message findable. What the program says itself would only be in the way."""
    if message.kind == SYSTEM:
        return
    names = " ".join(file.name for file in message.attachments)
    _index(
        session,
        conversation=message.conversation,
        part=str(message.seq),
        text=f"{message.author_name} {message.text} {names}",
        at=message.at,
    )


def index_contact(session: Session, contact: ContactRow, *, customer_name: str) -> None:
    """Make a contact findable by what the customer told at its start."""
    told = " ".join(contact.form.values())
    _index(
        session,
        conversation=contact.conversation,
        part=contact.id,
        text=f"{customer_name} {contact.topic} {told}",
        at=contact.registered_at,
    )


def _index(session: Session, *, conversation: str, part: str, text: str, at: int) -> None:
    assert len(conversation) == ID_LENGTH, "conversations are named by this program"
    search.index(session, kind=KIND, subject=f"{conversation}:{part}", text=text, at=at, scope="")
