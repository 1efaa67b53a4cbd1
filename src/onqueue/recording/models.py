"""Where are policies, recordings and their segments kept? The sound itself is in the storage."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class RecordingPolicy(Base):
    """What is to be recorded of a queue's calls."""

    __tablename__ = "recording_policy"

    queue: Mapped[str] = mapped_column(ForeignKey("queue.id"), primary_key=True)
    mode: Mapped[str]
    share: Mapped[int]
    form: Mapped[str]
    announce: Mapped[bool]
    days: Mapped[int]
    version: Mapped[int]
    changed_at: Mapped[int]
    changed_by: Mapped[str]


class Recording(Base):
    """A talk between a customer and an agent: recorded, or why not."""

    __tablename__ = "recording"

    id: Mapped[str] = mapped_column(primary_key=True)
    contact: Mapped[str]
    queue: Mapped[str]
    agent: Mapped[str]
    talk: Mapped[str]
    """Which of the agent's parts in the call it is."""
    state: Mapped[str]
    """running, closing, stored, skipped, failed or deleted."""
    why: Mapped[str]
    """Why it is skipped, failed or deleted."""
    form: Mapped[str]
    policy: Mapped[int]
    """The version of the policy by which it was decided; 0 before there was any."""
    announced: Mapped[bool]
    days: Mapped[int]
    began_at: Mapped[int]
    ended_at: Mapped[int | None]
    duration_ms: Mapped[int]
    raw: Mapped[str]
    """Where the carrier wrote it, until it is stored."""
    blob: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    """Of the sound before it was encrypted."""
    voices: Mapped[list[str]] = mapped_column(JSON)
    """Who is on each channel: `customer`, an account, or empty where they are mixed."""
    bars: Mapped[list[list[int]]] = mapped_column(JSON)
    speech: Mapped[list[list[list[int]]]] = mapped_column(JSON)
    keep_until: Mapped[int | None]
    kept_by: Mapped[str]
    """Who has had it kept beyond its time; empty for nobody."""
    kept_why: Mapped[str]

    __table_args__ = (
        Index(None, "contact", "began_at"),
        Index(
            "ix_recording_open",
            "id",
            sqlite_where=text("state IN ('running', 'closing')"),
            postgresql_where=text("state IN ('running', 'closing')"),
        ),
        Index(
            "ix_recording_due",
            "keep_until",
            sqlite_where=text("state = 'stored'"),
            postgresql_where=text("state = 'stored'"),
        ),
    )


class RecordingSegment(Base):
    """A part of a recording: recorded, paused, on hold or lost."""

    __tablename__ = "recording_segment"

    recording: Mapped[str] = mapped_column(ForeignKey("recording.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    reason: Mapped[str]
    by: Mapped[str]
    from_at: Mapped[int]
    to_at: Mapped[int | None]


def as_dict(row: RecordingPolicy) -> dict[str, Any]:
    """Return what of a policy is its rules."""
    return {name: getattr(row, name) for name in ("mode", "share", "form", "announce", "days")}
