"""How is everything in a database carried into another one, and shown to be the same there?

Tables are found in the database itself, so a table that a feature adds is carried without a word
about it here. A row has one canonical form on both engines: whole numbers for booleans, JSON as
the text that was stored, bytes as they are. What is read is summed up while it goes by, and the
target is read again at the end: the same number of rows, and the same hash over them, for each
table, or nothing stays in the target.

Only the search index lies differently in the two engines. Its canonical form is the words of each
text, each once: PostgreSQL keeps the place of a word only so far.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import JSON, Boolean, Integer, LargeBinary, String, inspect, text
from sqlalchemy.engine import Connection

from onqueue.kernel import search
from onqueue.kernel.errors import Refused

BATCH: Final = 1_000
WORDS: Final = "search_words"
SEEDED: Final = frozenset({"schema_compat", "audit_head"})
"""Tables to which a migration gives a row; an empty database has them filled."""
OWN_OF_MIGRATIONS: Final = "alembic_version"

Row = tuple[Any, ...]
Kind = Literal["plain", "text", "number", "json", "bool", "bytes"]

_encoder: Final = msgspec.json.Encoder()
_LEXEME: Final = re.compile(r"'([^']+)':([\dA-D,]+)")


class TargetNotEmpty(Refused):
    """There is something in the target already ({table}); name an empty database."""

    code = "carrying.target_not_empty"


class CarriedDiffers(Refused):
    """Table {table} is not the same after it was carried over; nothing was kept."""

    code = "carrying.differs"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and what its values are."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its columns in their order, and by which its rows are ordered."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


class Sum(msgspec.Struct, frozen=True):
    """How many rows a table has, and the hash over their canonical forms, in order."""

    rows: int
    sha256: str


@dataclass(slots=True)
class Summing:
    """Sums up the rows of a table while they go by."""

    table: str
    rows: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Hand rows on, and take them in."""
        for row in rows:
            self.rows += 1
            shown = (row[0], *sorted(set(row[1].split()))) if self.table == WORDS else row
            self._hash.update(_encoder.encode(shown))
            self._hash.update(b"\n")
            yield row

    @property
    def sum(self) -> Sum:
        """What went by so far."""
        return Sum(rows=self.rows, sha256=self._hash.hexdigest())


def tables_of(connection: Connection) -> list[Table]:
    """Return all tables that are carried, those first that others refer to."""
    found = inspect(connection)
    names = [name for name, _ in found.get_sorted_table_and_fkc_names() if name is not None]
    # All at once: PostgreSQL takes its time for each question about a table.
    columns = {name: some for (_, name), some in found.get_multi_columns().items()}
    keys = {name: key for (_, name), key in found.get_multi_pk_constraint().items()}
    tables = [
        Table(
            name=name,
            columns=tuple(Column(one["name"], _kind(one["type"])) for one in columns[name]),
            key=tuple(keys[name]["constrained_columns"]),
        )
        for name in names
        if name != OWN_OF_MIGRATIONS and not name.startswith((WORDS, "sqlite_"))
    ]
    return [*tables, Table(WORDS, (Column("n", "number"), Column("words", "text")), ("n",))]


def rows_of(connection: Connection, table: Table) -> Iterator[Row]:
    """Return a table's rows in their canonical form and order, a batch at a time."""
    sqlite = connection.dialect.name == "sqlite"
    if table.name == WORDS:
        yield from _words_of(connection, sqlite=sqlite)
        return
    kinds = {column.name: column.kind for column in table.columns}
    shown = ", ".join(_shown(column, sqlite=sqlite) for column in table.columns)
    order = ", ".join(
        f'"{name}"' + ("" if sqlite or kinds[name] != "text" else ' COLLATE "C"')
        for name in table.key
    )
    yield from _read(connection, f'SELECT {shown} FROM "{table.name}" ORDER BY {order}')


def fill(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Add rows in their canonical form to a table."""
    names = [column.name for column in table.columns]
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        if table.name == WORDS:
            names[0] = "rowid"
        listed = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" for _ in names)
        driver.executemany(
            f'INSERT INTO "{table.name}" ({listed}) VALUES ({marks})', rows
        )  # names of tables that are there
        return
    if table.name == WORDS:
        rows = ((n, search.as_tsvector(words.split())) for n, words in rows)
    listed = ", ".join(f'"{name}"' for name in names)
    with driver.cursor().copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def refuse_unless_empty(connection: Connection) -> None:
    """Raise if anything is in the database but what a migration puts there."""
    there = set(inspect(connection).get_table_names())
    for table in tables_of(connection):
        if table.name not in there:
            continue
        some = f'SELECT 1 FROM "{table.name}"'
        if table.name == "audit_head":
            some += " WHERE id > 0"
        elif table.name in SEEDED:
            continue
        if connection.exec_driver_sql(f"{some} LIMIT 1").first() is not None:
            raise TargetNotEmpty(table=table.name)


def take_in(
    connection: Connection, *, incoming: Iterable[tuple[Table, Iterable[Row]]]
) -> dict[str, Sum]:
    """Fill an empty database in the transaction that is under way; return the sums of what came.

    The database must have the schema from which the rows are.
    """
    for name in SEEDED:
        connection.exec_driver_sql(f'DELETE FROM "{name}"')
    sums: dict[str, Sum] = {}
    for table, rows in incoming:
        summing = Summing(table.name)
        fill(connection, table, summing.passing(rows))
        sums[table.name] = summing.sum
    if connection.dialect.name == "postgresql":
        _move_sequences(connection)
    return sums


def sums_of(connection: Connection) -> dict[str, Sum]:
    """Read every table, and return the sums."""
    sums = {}
    for table in tables_of(connection):
        summing = Summing(table.name)
        for _ in summing.passing(rows_of(connection, table)):
            pass
        sums[table.name] = summing.sum
    return sums


def refuse_difference(expected: Mapping[str, Sum], found: Mapping[str, Sum]) -> None:
    """Raise unless all tables are there, with the same rows."""
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            raise CarriedDiffers(table=name)


def _kind(type_: Any) -> Kind:
    if isinstance(type_, JSON):
        return "json"
    if isinstance(type_, Boolean):
        return "bool"
    if isinstance(type_, LargeBinary):
        return "bytes"
    if isinstance(type_, Integer):
        return "number"
    return "text" if isinstance(type_, String) else "plain"


def _shown(column: Column, *, sqlite: bool) -> str:
    """Return how a column is read so that both drivers give the same values."""
    name = f'"{column.name}"'
    if column.kind == "json":
        return f"CAST({name} AS TEXT)"
    if column.kind == "bool" and not sqlite:
        return f"CAST({name} AS INTEGER)"
    return name


def _read(connection: Connection, statement: str) -> Iterator[Row]:
    options = {"stream_results": True, "yield_per": BATCH}
    for row in connection.exec_driver_sql(statement, execution_options=options):
        yield tuple(row)


def _words_of(connection: Connection, *, sqlite: bool) -> Iterator[Row]:
    if sqlite:
        yield from _read(connection, "SELECT rowid, words FROM search_words ORDER BY rowid")
        return
    rows = _read(connection, "SELECT n, CAST(words AS TEXT) FROM search_words ORDER BY n")
    for n, vector in rows:
        places = chain.from_iterable(
            ((int(place.rstrip("ABCD")), word) for place in places.split(","))
            for word, places in _LEXEME.findall(vector)
        )
        yield n, " ".join(word for _, word in sorted(places))


def _move_sequences(connection: Connection) -> None:
    """Let numbers that the database gives out go on after those that came."""
    for table in tables_of(connection):
        for name in table.key if len(table.key) == 1 else ():
            which = {"table": f'"{table.name}"', "column": name}
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"), which
            )
            if sequence is not None:
                last = f'SELECT max("{name}") FROM "{table.name}"'  # our own names
                connection.execute(
                    text(f"SELECT setval(:sequence, coalesce(({last}), 1), ({last}) IS NOT NULL)"),
                    {"sequence": sequence},
                )
