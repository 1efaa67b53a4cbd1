"""Where are conversations kept?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.conversations.rules.kinds import Kind, Mode
from onqueue.conversations.rules.progress import INBOUND, NEW
from onqueue.kernel.rows import Base


class Conversation(Base):
    """A thread of messages; it outlives the contacts that belong to it."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(None, "visitor", "id"),
        Index(None, "customer", "last_at"),
        Index(None, "last_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    place: Mapped[str]
    visitor: Mapped[str]
    customer: Mapped[str]
    customer_name: Mapped[str]
    language: Mapped[str]
    opened_at: Mapped[int]
    last_at: Mapped[int]
    last_seq: Mapped[int] = mapped_column(default=0)
    last_public_seq: Mapped[int] = mapped_column(default=0)
    last_contact: Mapped[str | None]
    caller: Mapped[str] = mapped_column(default="", server_default="")
    """The number that the network showed of who called; empty for chats, and where withheld."""
    known_by: Mapped[str] = mapped_column(default="", server_default="")
    """How the customer of a call was found, see `customers.rules`; empty for chats."""


class Message(Base):
    """One message. Clients choose its id; the conversation's counter chooses its place."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation", "seq"),
        UniqueConstraint("conversation", "public_seq"),
        CheckConstraint(
            "(public_seq IS NOT NULL) = (kind IN ('customer', 'reply', 'system'))",
            name="public_kind",
        ),
    )

    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    public_seq: Mapped[int | None]
    at: Mapped[int]
    kind: Mapped[Kind] = mapped_column(String)
    author_id: Mapped[str]
    author_name: Mapped[str]
    text: Mapped[str]
    language: Mapped[str] = mapped_column(default="")
    """What the customer's chat spoke when they wrote it; empty for staff, and where unknown."""
    code: Mapped[str] = mapped_column(default="")
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    files: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[int | None]
    """When the customer saw it."""


class Attachment(Base):
    """A file that was received; without a message it was not sent yet."""

    __tablename__ = "attachment"
    __table_args__ = (
        ForeignKeyConstraint(["conversation", "message"], ["message.conversation", "message.id"]),
        Index(None, "conversation", "message"),
        Index(None, "message", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    message: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)
    side: Mapped[str]
    uploader: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    type: Mapped[str]
    blob: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    scan: Mapped[str]
    created_at: Mapped[int]


class Contact(Base):
    """One contact: what the customer and the staff told of it, and how far it has come.

    The second half is written only by the projection of the floor's events, which may
    begin a row itself. So nothing here points by foreign key: a journal cannot be refused.
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index(None, "conversation", "id"),
        Index(None, "queue", "arrived_at"),
        Index(None, "agent", "state"),
        Index(None, "state", "registered_at"),
        Index(None, "customer"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str]
    customer: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    form: Mapped[dict[str, Any]] = mapped_column(default=dict)
    registered_at: Mapped[int]
    asked_queue: Mapped[str] = mapped_column(default="")
    refused_code: Mapped[str] = mapped_column(default="")
    recap_action: Mapped[str | None]
    recap_owner: Mapped[str | None]
    recap_due_at: Mapped[int | None]
    csat: Mapped[int | None]
    csat_comment: Mapped[str] = mapped_column(default="")
    rated_at: Mapped[int | None]

    state: Mapped[str] = mapped_column(default=NEW)
    queue: Mapped[str] = mapped_column(default="")
    priority: Mapped[int] = mapped_column(default=0)
    agent: Mapped[str | None]
    due_at: Mapped[int | None]
    arrived_at: Mapped[int | None]
    answered_at: Mapped[int | None]
    ended_at: Mapped[int | None]
    closed_at: Mapped[int | None]
    wrap_up_code: Mapped[str] = mapped_column(default="")
    direction: Mapped[str] = mapped_column(default=INBOUND, server_default=INBOUND)


class Participation(Base):
    """An agent's part in a contact, from and until; told by the floor's events."""

    __tablename__ = "participation"
    __table_args__ = (Index(None, "agent", "contact"),)

    contact: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The place in the journal of the event that began it."""
    agent: Mapped[str]
    role: Mapped[str]
    from_at: Mapped[int]
    to_at: Mapped[int | None]


class Visit(Base):
    """Somebody who does not handle the contact looked at it, and how."""

    __tablename__ = "visit"
    __table_args__ = (
        Index(None, "conversation", "opened_at"),
        Index(
            "ix_visit_open",
            "account",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    contact: Mapped[str]
    account: Mapped[str]
    name: Mapped[str]
    mode: Mapped[Mode] = mapped_column(String)
    opened_at: Mapped[int]
    closed_at: Mapped[int | None]


class Seen(Base):
    """How far a reader has seen a conversation."""

    __tablename__ = "seen"

    conversation: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    reader: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    at: Mapped[int]


class LinkKey(Base):
    """The secret with which links to files are signed; there is one."""

    __tablename__ = "link_key"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[str]
    created_at: Mapped[int]
