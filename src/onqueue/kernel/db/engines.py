"""How are the two databases opened? The only module that knows their dialects' settings."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from onqueue.kernel.db.errors import DatabaseInUse
from onqueue.kernel.db.limits import Limits


def parse_url(url: str | URL) -> URL:
    """Return the address with the driver that we use; refuse what we cannot open."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database in {None, "", ":memory:"}:
            raise ValueError("SQLite needs the path of a file: sqlite:///PATH")
        return parsed.set(drivername="sqlite+pysqlite")
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise ValueError(f"The database must be sqlite or postgresql, not {backend}.")


def libpq_url(url: str) -> str:
    """Return a PostgreSQL address as its own library takes it."""
    return parse_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def lock_database(url: str | URL) -> Iterator[None]:
    """Hold SQLite's file for one writing process; PostgreSQL needs no such lock.

    The lock is a file beside the database. The system lets go of it when the process dies,
    however it dies.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        yield
        return
    assert parsed.database
    path = Path(parsed.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DatabaseInUse(path=str(path)) from None
        yield


def engine_for(url: str | URL, *, limits: Limits | None = None, read_only: bool = False) -> Engine:
    """Return an engine whose connections are set up as the program needs them.

    It keeps no pool: every thread of a `Database` holds one connection for its whole life.
    """
    # Whoever migrates or carries a centre thinks for longer between two statements.
    parsed, bounds = parse_url(url), limits or Limits(idle_write_ms=60_000)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, limits=bounds, read_only=read_only)
    return _postgres(parsed, limits=bounds, read_only=read_only)


def _sqlite(url: URL, *, limits: Limits, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,  # or errors would carry what people wrote into the logs
        # The driver's own way of starting transactions leaves DDL outside of them, and half
        # a failed migration behind; with None it starts none and we say BEGIN ourselves.
        connect_args={"isolation_level": None, "cached_statements": 512},
    )
    pragmas = [
        f"busy_timeout={limits.busy_timeout_ms}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-16000",
        "temp_store=MEMORY",
        "journal_size_limit=67108864",
    ]
    if read_only:
        pragmas.append("query_only=ON")
    # A writer that began as a reader could find the file changed under it and fail.
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, record: Any) -> None:
        del record
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgres(url: URL, *, limits: Limits, read_only: bool) -> Engine:
    options = {
        "lock_timeout": limits.lock_timeout_ms,
        "statement_timeout": limits.statement_timeout_ms,
        "idle_in_transaction_session_timeout": (
            limits.statement_timeout_ms if read_only else limits.idle_write_ms
        ),
        # So that a machine that is gone holds no locks here; half of it for the first question.
        "tcp_keepalives_idle": limits.silence_ms // 2_000,
        "tcp_keepalives_interval": max(1, limits.silence_ms // 8_000),
        "tcp_keepalives_count": 4,
        "tcp_user_timeout": limits.silence_ms,
    }
    words = [f"-c {name}={value}" for name, value in options.items()]
    # What the address says itself, above all in which schema a site is, comes first.
    own = url.query.get("options", ())
    words[:0] = [own] if isinstance(own, str) else own
    if read_only:
        # One snapshot for all statements of a reading function, as on SQLite.
        words += ["-c default_transaction_isolation=repeatable\\ read"]
        words += ["-c default_transaction_read_only=on"]
    return create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,  # or errors would carry what people wrote into the logs
        connect_args={
            "options": " ".join(words),
            "application_name": "onqueue",
            "connect_timeout": max(2, limits.silence_ms // 1_000),
            # The same from our side: a call must not wait for a server that is gone.
            "keepalives_idle": limits.silence_ms // 2_000,
            "keepalives_interval": max(1, limits.silence_ms // 8_000),
            "keepalives_count": 4,
            "tcp_user_timeout": limits.silence_ms,
        },
    )
