"""Is the database in the shape that this program needs, and how is it brought there?"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from onqueue.kernel.db import engine_for, lock_database
from onqueue.kernel.errors import Unavailable

STEPS: Final = Path(__file__).parent / "versions"
"""Each file is a migration; its name is its revision, and they follow each other by their names."""
COMPATIBILITY: Final = 1
"""Raised together with each contracting migration, which writes the same number."""


class SchemaTooNew(Unavailable):
    """A newer Onqueue has changed this database; start that version or a later one."""

    code = "schema.too_new"


class SchemaTooOld(Unavailable):
    """This database is from an older Onqueue; run `onqueue migrate` first."""

    code = "schema.too_old"


def upgrade(url: str, *, revision: str = "head") -> None:
    """Run the migrations that the database has not seen. Refuses while a server runs on it."""
    with ExitStack() as stack:
        stack.enter_context(lock_database(url))
        engine = engine_for(url)
        connection = stack.enter_context(engine.connect())
        _make_schema(connection)
        _refuse_newer(connection)
        known = revisions()
        if revision_of(connection) in {"", *known[:-1]}:
            connection.rollback()
            _run(connection, revision=revision)
        # Else all was done, or a newer program did more and says that we may go on with it.


def check(url: str) -> None:
    """Raise unless this program can run on the database as it is."""
    with engine_for(url, read_only=True).connect() as connection:
        _refuse_newer(connection)
        done = revision_of(connection)
    # A revision that we do not know came with a newer program that says we may go on.
    if done in {"", *revisions()[:-1]}:
        raise SchemaTooOld


def revision_of(connection: Connection) -> str:
    """Return the last migration that a database has seen; nothing when it has seen none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def revisions() -> list[str]:
    """Return all migrations that this program has, the first one first."""
    return sorted(path.stem for path in STEPS.glob("[0-9]*.py"))


def _make_schema(connection: Connection) -> None:
    """Make the schema that the address of a site names, where it is not there yet."""
    if connection.dialect.name != "postgresql":
        return
    if connection.scalar(text("SELECT current_schema()")) is not None:
        return
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('onqueue schema'))"))
    (name,) = connection.scalars(text("SELECT current_setting('search_path')"))
    quoted = connection.dialect.identifier_preparer.quote(name)
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {quoted}"))
    connection.commit()


def _refuse_newer(connection: Connection) -> None:
    if not inspect(connection).has_table("schema_compat"):
        return
    number = connection.scalar(text("SELECT number FROM schema_compat"))
    if number is not None and number > COMPATIBILITY:
        raise SchemaTooNew


def _run(connection: Connection, *, revision: str) -> None:
    # Most starts find nothing to do, and loading this takes a tenth of the time of a start.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
