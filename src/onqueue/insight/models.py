"""Where are the facts kept that figures are counted from? All follow from the journal."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class QueueThreshold(Base):
    """Each queue's threshold as it was last set."""

    __tablename__ = "queue_threshold"

    queue: Mapped[str] = mapped_column(primary_key=True)
    threshold_ms: Mapped[int]


class Segment(Base):
    """A contact's stay in one queue (`rules.ledger.Stay`)."""

    __tablename__ = "contact_segment"
    __table_args__ = (
        Index("ix_contact_segment_queue_arrived_at", "queue", "arrived_at"),
        Index("ix_contact_segment_arrived_at", "arrived_at"),
    )

    contact: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    conversation: Mapped[str]
    queue: Mapped[str]
    channel: Mapped[str]
    arrived_at: Mapped[int]
    threshold_ms: Mapped[int]
    outcome: Mapped[str]
    settled_at: Mapped[int | None]
    agent: Mapped[str | None]


class Handling(Base):
    """One agent's part in a contact (`rules.ledger.Handling`)."""

    __tablename__ = "contact_handling"
    __table_args__ = (
        Index("ix_contact_handling_queue_ended_at", "queue", "ended_at"),
        Index("ix_contact_handling_agent_ended_at", "agent", "ended_at"),
        Index("ix_contact_handling_ended_at", "ended_at"),
    )

    contact: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    conversation: Mapped[str]
    queue: Mapped[str]
    channel: Mapped[str]
    agent: Mapped[str]
    role: Mapped[str]
    began_at: Mapped[int]
    talk_until_at: Mapped[int | None]
    ended_at: Mapped[int | None]
    ending: Mapped[str]
    code: Mapped[str]


class AgentInterval(Base):
    """A stretch of an agent's time in one state (`rules.ledger.Span`)."""

    __tablename__ = "agent_interval"
    __table_args__ = (
        Index("ix_agent_interval_agent_to_at", "agent", "to_at"),
        Index("ix_agent_interval_to_at", "to_at"),
    )

    agent: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str]
    reason: Mapped[str]
    holding: Mapped[int]
    from_at: Mapped[int]
    to_at: Mapped[int | None]


class ContactRating(Base):
    """What a customer thought of a contact (`rules.ledger.Rating`)."""

    __tablename__ = "contact_rating"
    __table_args__ = (Index("ix_contact_rating_rated_at", "rated_at"),)

    contact: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str]
    queue: Mapped[str]
    channel: Mapped[str]
    agent: Mapped[str | None]
    score: Mapped[int]
    rated_at: Mapped[int]
