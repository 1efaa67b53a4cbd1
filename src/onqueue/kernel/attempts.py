"""How often has somebody tried, over all processes of a centre?

A process takes attempts out of the common window, for the next one or for some to come, and counts
down by itself what it took.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Index, case, delete
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, Session, mapped_column

from onqueue.kernel.db import site_of
from onqueue.kernel.nodes import DATABASE_NOW
from onqueue.kernel.rows import Base


class AttemptRow(Base):
    """How many attempts of a window were taken, and when it ends."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_ends_at", "ends_at"),)

    site: Mapped[str] = mapped_column(primary_key=True)
    limit_name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    ends_at: Mapped[int]
    used: Mapped[int]


@dataclass(frozen=True, slots=True)
class Taken:
    """How many attempts one may make, and in how many milliseconds the window ends."""

    attempts: int
    left_ms: int


def take(
    session: Session,
    *,
    limit: str,
    kind: str,
    subject: str,
    most: int,
    seconds: int,
    block: int,
) -> Taken:
    """Take up to `block` attempts out of a window that has `most`; none when it is used up.

    Windows end by the clock of the database: those of the processes may differ.
    """
    row, ended = AttemptRow, AttemptRow.ends_at <= DATABASE_NOW
    ends_at = DATABASE_NOW + seconds * 1_000
    key = {"site": site_of(session), "limit_name": limit, "kind": kind, "subject": subject}
    first = postgresql.insert(row).values(**key, ends_at=ends_at, used=0)
    left_ms = row.ends_at - DATABASE_NOW
    used, left = session.execute(
        first.on_conflict_do_update(
            index_elements=[row.site, row.limit_name, row.kind, row.subject],
            set_={
                "used": case((ended, 0), else_=row.used),
                "ends_at": case((ended, ends_at), else_=row.ends_at),
            },
        ).returning(row.used, left_ms)
    ).one()
    got = max(0, min(block, most - used))
    if got:
        found = session.get_one(row, tuple(key.values()))
        found.used = used + got
    return Taken(attempts=got, left_ms=left)


def forget(session: Session) -> int:
    """Remove the windows that have ended; return how many."""
    stmt = delete(AttemptRow).where(AttemptRow.ends_at <= DATABASE_NOW)
    return len(session.scalars(stmt.returning(AttemptRow.subject)).all())
