"""How much may wait for the database, and how often is a lost transaction run again?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one `Database`; what does not fit is refused with `DatabaseBusy`."""

    reads_waiting_max: int = 2_000
    writes_waiting_max: int = 5_000
    apart_waiting_max: int = 20
    batch_max: int = 128
    """How many SQLite writes share one commit."""
    sqlite_readers: int = 3
    postgres_readers: int = 4
    postgres_writers: int = 4
    attempts_max: int = 5
    """How often PostgreSQL runs a transaction that it had to give up for another one."""
    retry_pause_ms: int = 20
    """The longest pause before the second attempt; it doubles with each further one."""
    busy_timeout_ms: int = 5_000
    lock_timeout_ms: int = 10_000
    statement_timeout_ms: int = 60_000
    idle_write_ms: int = 4_000
    """How long PostgreSQL waits for the next statement of a transaction that writes. Whoever was
    frozen within one must not hold its locks for long: others wait for them."""
    silence_ms: int = 10_000
    """How long a connection may be cut off before either side takes the other for gone."""
