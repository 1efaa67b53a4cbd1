"""How does a statement get to the driver at the least cost?

A `Prepared` is made once and compiled once for each engine; after that only its values are put
in order. That takes a third of the time of a statement that goes through SQLAlchemy's layers, so
it is for the few that every message runs. What they return are plain tuples, and their errors are
the same as of all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Executable
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from onqueue.kernel.db.unit import connection_of


@dataclass(frozen=True, slots=True)
class _Made:
    """The statement as one engine's driver takes it."""

    sql: str
    order: tuple[str, ...] | None
    """The names of the values in their order; None for a driver that takes them by name."""
    fixed: Mapping[str, Any]
    """Values that are part of the statement."""
    processors: Mapping[str, Callable[[Any], Any]]

    def values(self, given: Mapping[str, Any]) -> Any:
        """Return the values as the driver takes them."""
        named = {**self.fixed, **given}
        for name, process in self.processors.items():
            named[name] = process(named[name])
        return named if self.order is None else [named[name] for name in self.order]


class Prepared:
    """A statement for the busiest paths."""

    __slots__ = ("_made", "_statement")

    def __init__(self, statement: Executable) -> None:
        self._statement: Final = statement
        self._made: dict[str, _Made] = {}

    def rows(self, session: Session, given: Mapping[str, Any]) -> list[Any]:
        """Run it, and return its rows as tuples."""
        connection = connection_of(session)
        made = self._for(connection)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(made.sql, made.values(given))
            return list(cursor.fetchall())
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(error, connection=connection, sql=made.sql) from error
        finally:
            cursor.close()

    def run(self, session: Session, every: Iterable[Mapping[str, Any]]) -> None:
        """Run it for each of several; it returns nothing."""
        connection = connection_of(session)
        made = self._for(connection)
        cursor = connection.connection.cursor()
        try:
            for given in every:
                cursor.execute(made.sql, made.values(given))
        except connection.dialect.loaded_dbapi.Error as error:
            raise _told(error, connection=connection, sql=made.sql) from error
        finally:
            cursor.close()

    def _for(self, connection: Connection) -> _Made:
        made = self._made.get(connection.dialect.name)
        if made is None:
            made = self._made[connection.dialect.name] = self._make(connection.dialect)
        return made

    def _make(self, dialect: Dialect) -> _Made:
        compiled: Any = self._statement.compile(dialect=dialect)  # type: ignore[attr-defined]  # all that we make have it
        assert isinstance(compiled, SQLCompiler)
        processors = {
            name: process
            for name, bind in compiled.binds.items()
            if (process := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        return _Made(
            sql=str(compiled),
            order=tuple(compiled.positiontup) if compiled.positiontup is not None else None,
            fixed={name: value for name, value in compiled.params.items() if value is not None},
            processors=processors,
        )


def _told(error: Any, *, connection: Connection, sql: str) -> BaseException:
    """Return the error as SQLAlchemy would have raised it."""
    dialect = connection.dialect
    told: BaseException = DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=dialect.is_disconnect(error, connection.connection, None),
        dialect=dialect,
    )
    return told
