"""How is a row made once, though two ask for it at the same moment?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from onqueue.kernel.db import dialect_of
from onqueue.kernel.rows import Base


def insert_once(
    session: Session, table: type[Base], *, unique: Sequence[str], row: Mapping[str, Any]
) -> bool:
    """Insert a row unless one with the same unique columns is there; tell whether it was made.

    Where another transaction makes the same row, PostgreSQL waits until that one has ended.
    """
    columns = [column.key for column in table.__table__.primary_key]
    dialect = sqlite if dialect_of(session) == "sqlite" else postgresql
    statement = (
        dialect.insert(table)
        .values(**row)
        .on_conflict_do_nothing(index_elements=list(unique))
        .returning(*[getattr(table, column) for column in columns])
    )
    return session.execute(statement).first() is not None
