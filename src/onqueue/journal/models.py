"""The journal's tables."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from onqueue.kernel.rows import Base


class JournalRow(Base):
    """One fact. Rows are added at the end and never changed."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_site_subject_seq", "site", "subject", "seq"),
        Index("ix_journal_site_stream_seq", "site", "stream", "seq"),
        {"sqlite_with_rowid": False},
    )

    site: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int]
    stream: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str | None]
    payload: Mapped[str] = mapped_column(Text)


class JournalHead(Base):
    """The number of the last fact, and who may write for the floor."""

    __tablename__ = "journal_head"

    site: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    epoch: Mapped[int]


class SnapshotRow(Base):
    """A state as it was after a fact, so that a start need not read everything."""

    __tablename__ = "snapshot"

    site: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int]
    format: Mapped[int]
    payload: Mapped[bytes] = mapped_column(LargeBinary)


class ProjectionRow(Base):
    """How far a projection has read."""

    __tablename__ = "projection"

    site: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    seq: Mapped[int]


class LeaseRow(Base):
    """Which process writes for the floor, in which epoch, and until when it surely does."""

    __tablename__ = "lease"

    site: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    epoch: Mapped[int]
    until_at: Mapped[int]


class FloorAskRow(Base):
    """A command for the floor from a process that does not lead it, and its answer."""

    __tablename__ = "floor_ask"
    __table_args__ = (
        Index(
            "ix_floor_ask_open",
            "site",
            "id",
            sqlite_where=text("seq IS NULL AND refusal IS NULL"),
            postgresql_where=text("seq IS NULL AND refusal IS NULL"),
        ),
    )

    site: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    node: Mapped[str]
    command: Mapped[str] = mapped_column(Text)
    until_at: Mapped[int]
    seq: Mapped[int | None]
    refusal: Mapped[str | None] = mapped_column(Text)
