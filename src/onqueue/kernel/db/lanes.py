"""Which threads run the functions, and how do many writes share one commit?

A lane is a bounded line of calls and the threads that serve it, each with its own
connection. SQLite has one thread for writing: it takes what is waiting, gives every call a
savepoint inside one transaction, commits once, and then wakes all callers. Waiting a moment
to fill the batch would only make everybody slower: while one commit is under way the next
batch gathers by itself.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from onqueue.kernel import metrics
from onqueue.kernel.clock import monotonic_s, pause
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.db.errors import (
    CommitUnknown,
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    DatabaseStopped,
    DiskFailing,
)
from onqueue.kernel.db.limits import Limits
from onqueue.kernel.db.unit import Call, Ground, settle_all

LOST_TO_ANOTHER: Final = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for a serialization failure and a deadlock: run again and it works."""

NOT_GRANTED: Final = frozenset({"55P03", "57014"})
"""A lock or a statement that took longer than its limit."""

LOCKED: Final = frozenset({"5", "6"})
"""SQLite's codes for a file that another process holds."""

GONE: Final = frozenset({"57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006"})
"""PostgreSQL's codes for a server that stops, starts, or lost the connection."""

NO_SPACE: Final = frozenset({"53100", "13"})
NO_DISK: Final = frozenset({"58030", "10"})
"""A full disk and one that fails: PostgreSQL's codes, and SQLite's."""

AILING_S: Final = 60.0
"""So long after the last refusal the disk is not yet trusted: not every write needs room."""


TOOK: Final = metrics.histogram(
    "onqueue_database_seconds", "From asking until durable or read.", ["lane"]
)
TOGETHER: Final = metrics.histogram(
    "onqueue_database_batch", "Calls that shared one commit.", ["lane"], buckets=(1, 2, 4, 16, 64)
)
REFUSED: Final = metrics.counter(
    "onqueue_database_refused_total", "Calls refused because too many waited.", ["lane"]
)


class Line:
    """One thread's connection, opened when needed and opened anew when it broke."""

    def __init__(self, *, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def open(self) -> Connection:
        """Return the connection, not within a transaction."""
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def drop(self) -> None:
        """Close the connection, whatever state it is in."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


Runner = Callable[[Line, list[Call]], None]
"""Runs calls and leaves each with its result or its error, all of it durable."""


class Lane:
    """A bounded line of calls and the threads that serve it."""

    def __init__(
        self,
        *,
        name: str,
        engine: Engine,
        threads: int,
        runner: Runner,
        ground: Ground,
        waiting_max: int,
        batch_max: int = 1,
    ) -> None:
        self.name = name
        self._engine = engine
        self._runner = runner
        self._ground = ground
        self._waiting_max = waiting_max
        self._batch_max = batch_max
        self._calls: deque[Call] = deque()
        self._idle: list[threading.Lock] = []
        """What each idle thread waits for; who became idle last is called first."""
        self._mutex = threading.Lock()
        self._stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._threads_max = threads
        self._threads: list[threading.Thread] = []
        self._ailing: tuple[float, str] | None = None
        self._outstanding: dict[Call, None] = {}
        self._away = False
        self._away_s: float | None = None

    def start(self) -> None:
        """Take calls from now on; callers are woken on the running event loop."""
        self._loop = asyncio.get_running_loop()

    def _staff(self) -> None:
        """See that somebody takes the next call: who is idle, or one thread more.

        Every thread holds a connection, which costs a PostgreSQL a process. So there are as many
        as there were calls at once, and no more than `threads`. The last one that became idle
        goes first: its connection knows the statements and the tables, and others may rest.
        """
        if self._idle:
            self._idle.pop().release()
        elif len(self._threads) < self._threads_max:
            name = f"db-{self.name}-{len(self._threads)}"
            thread = threading.Thread(target=self._serve, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    async def stop(self) -> None:
        """Take no more calls, finish those that were taken, and end the threads."""
        if self._stopping or self._loop is None:
            return
        with self._mutex:
            self._stopping = True
            while self._idle:
                self._idle.pop().release()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)
        # What the last thread handed to the loop is settled before we go on.
        await asyncio.sleep(0)

    def ailing(self) -> str | None:
        """Say what was wrong with the disk in the last minute, if anything was."""
        if self._ailing is None or monotonic_s() - self._ailing[0] > AILING_S:
            return None
        return self._ailing[1]

    def waiting(self) -> int:
        """Return how many calls wait for a thread."""
        return len(self._calls)

    def oldest_s(self) -> float:
        """Return for how long the oldest call has been waiting for its answer."""
        oldest = next(iter(self._outstanding), None)
        return 0.0 if oldest is None else monotonic_s() - oldest.asked_s

    def set_away(self, away: bool) -> None:  # noqa: FBT001 -- reads like what it says
        """Say whether the database answers; if not, all who wait are told."""
        self._away = away
        if away:
            self._away_s = monotonic_s()
            for call in tuple(self._outstanding):
                call.give_up(writes=self.name != "read")

    def is_away(self) -> bool:
        """Tell whether the database is known not to answer now."""
        return self._away

    def was_away(self) -> bool:
        """Tell whether the database did not answer in the last minute."""
        return self._away_s is not None and monotonic_s() - self._away_s <= AILING_S

    async def submit(self, fn: Callable[[Session], Any]) -> Any:
        """Run `fn` and return what it returns, or refuse when too many wait already."""
        if self._loop is None or self._stopping:
            raise DatabaseStopped
        if self._away:
            raise DatabaseAway
        assert asyncio.get_running_loop() is self._loop, "a Database belongs to one event loop"
        if len(self._calls) >= self._waiting_max:
            REFUSED.labels(self.name).inc()
            raise DatabaseBusy
        call = Call(fn, ground=self._ground, loop=self._loop)
        self._outstanding[call] = None
        with self._mutex:
            self._calls.append(call)
            self._staff()
        try:
            return await call.outcome()
        finally:
            del self._outstanding[call]

    def _serve(self) -> None:
        assert self._loop is not None
        line = Line(engine=self._engine)
        called = threading.Lock()
        called.acquire()
        done: list[Call] = []
        while True:
            # Before the caller hears of it, who may have the next call ready.
            taken = self._take_or_rest(called)
            if done:
                settle_all(done, loop=self._loop)
            if taken is None:
                break
            if not taken:
                called.acquire()
            done = [call for call in taken if call.begin()]
            if done:
                self._run(line, done)
        line.drop()

    def _run(self, line: Line, calls: list[Call]) -> None:
        try:
            self._runner(line, calls)
        except BaseException as error:  # noqa: BLE001  # callers must hear of it; we serve on
            line.drop()
            for call in calls:
                call.error = call.error or error
        for call in calls:
            _explain(call)
        self._measure(calls)

    def _measure(self, calls: list[Call]) -> None:
        now_s = monotonic_s()
        for call in calls:
            TOOK.labels(self.name).observe(now_s - call.asked_s)
            if isinstance(call.error, DatabaseFull | DiskFailing):
                self._ailing = now_s, str(call.error)
            elif isinstance(call.error, DatabaseAway):
                self._away_s = now_s
        TOGETHER.labels(self.name).observe(len(calls))

    def _take_or_rest(self, called: threading.Lock) -> list[Call] | None:
        """Return calls to run together, or nothing: then `called` is released when there are some.

        None says that no more can come.
        """
        with self._mutex:
            if self._calls:
                together = min(len(self._calls), self._batch_max)
                return [self._calls.popleft() for _ in range(together)]
            if self._stopping:
                return None
            self._idle.append(called)
            return []


def read_alone(line: Line, calls: list[Call]) -> None:
    """Run reading functions, each in a transaction that is undone afterwards."""
    for call in calls:
        call.run(line.open(), keep=False)
        if _connection_broke(call.error):
            line.drop()
            call.run(line.open(), keep=False)


def write_together(line: Line, calls: list[Call]) -> None:
    """Run SQLite writes in one transaction, a savepoint each, with one commit for all."""
    if len(calls) > 1:
        try:
            _commit_together(line.open(), calls)
        except Exception as error:  # noqa: BLE001  # all is undone; below it shows whose fault it was
            line.drop()
            if _code(error) in LOCKED:
                # Each alone would wait as long as all did.
                for call in calls:
                    call.error = error
                return
        else:
            return
    for call in calls:
        try:
            call.run(line.open(), keep=True)
            # SQLite leaves a transaction open whose commit it refused.
            if call.error is not None and _in_transaction(line.open()):
                line.drop()
        except Exception as error:  # noqa: BLE001  # it goes to the caller whose write it is
            line.drop()
            call.error = call.error or error


def _commit_together(connection: Connection, calls: list[Call]) -> None:
    transaction = connection.begin()
    try:
        for call in calls:
            call.run(connection, keep=True)
            # A full disk and the like end the whole transaction, not just the statement.
            if not _in_transaction(connection):
                raise call.error or RuntimeError("SQLite ended the transaction by itself.")
        reached("batch.committing")
        transaction.commit()
        reached("batch.committed")
    except BaseException:
        transaction.rollback()
        raise


def _in_transaction(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


def write_alone(limits: Limits) -> Runner:
    """Return a runner of PostgreSQL writes that runs lost transactions again."""

    def run(line: Line, calls: list[Call]) -> None:
        for call in calls:
            for attempt in range(1, limits.attempts_max + 1):
                call.run(line.open(), keep=True)
                broke = _connection_broke(call.error)
                if broke:
                    line.drop()
                again = _code(call.error) in LOST_TO_ANOTHER or (broke and not call.committing)
                if not again or attempt == limits.attempts_max:
                    break
                pause(ms_max=limits.retry_pause_ms << (attempt - 1))

    return run


def _explain(call: Call) -> None:
    """Give the caller an error that says what to do, where there is one."""
    cause = call.error
    if cause is None:
        return
    if call.committing and _connection_broke(cause):
        call.error = CommitUnknown()
    elif _is_away(cause):
        call.error = DatabaseAway()
    elif _code(cause) in LOST_TO_ANOTHER | NOT_GRANTED | LOCKED:
        call.error = DatabaseBusy()
    elif _code(cause) in NO_SPACE:
        call.error = DatabaseFull()
    elif _code(cause) in NO_DISK:
        call.error = DiskFailing()
    else:
        return
    call.error.__cause__ = cause


def _code(error: BaseException | None) -> str | None:
    if isinstance(error, DBAPIError):
        # SQLite's lowest byte says what; the others say where.
        number: int | None = getattr(error.orig, "sqlite_errorcode", None)
        return getattr(error.orig, "sqlstate", None) if number is None else str(number & 0xFF)
    return None


def _is_away(error: BaseException) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    if _code(error) in GONE or error.connection_invalidated:
        return True
    # Nobody listens, or nobody answered: there is no server that could have given a code.
    of_server = isinstance(error, OperationalError) and not isinstance(error.orig, sqlite3.Error)
    return of_server and _code(error) is None


def _connection_broke(error: BaseException | None) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated
