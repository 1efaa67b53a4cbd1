"""Which version of something is in force, and which is the draft?

For whatever has versions: routing rules, and what other features draft and publish.
"""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.kernel.rows import Versioned

Version = TypeVar("Version", bound=Versioned)


def in_force(session: Session, *, table: type[Version], subject: str) -> Version | None:
    """Return the version in force; None while nothing was published."""
    stmt = select(table).where(table.subject == subject, table.number.is_not(None))
    return session.scalars(stmt.order_by(table.number.desc()).limit(1)).first()


def version(
    session: Session, *, table: type[Version], subject: str, number: int | None
) -> Version | None:
    """Return a version; None as number is the draft."""
    said = table.number.is_(None) if number is None else table.number == number
    return session.scalars(select(table).where(table.subject == subject, said)).first()
