"""Transactions: isolation between callers, order, limits, retries and stopping."""

import asyncio
import threading
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError
from sqlalchemy.orm import Session

from onqueue.kernel.audit import AuditHead
from onqueue.kernel.db import (
    Database,
    DatabaseBusy,
    DatabaseInUse,
    DatabaseStopped,
    Limits,
    after_commit,
    announce,
    dialect_of,
    site_of,
)

ADD = text("INSERT INTO note (id, parent) VALUES (:id, :parent)")


def make_tables(session: Session) -> None:
    session.execute(
        text(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, parent INTEGER "
            "REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    )


def add(session: Session, *, note: int, parent: int | None = None) -> int:
    session.execute(ADD, {"id": note, "parent": parent})
    return note


def notes(session: Session) -> list[int]:
    return list(session.scalars(text("SELECT id FROM note ORDER BY id")))


@pytest.fixture
async def db(database: Database) -> Database:
    await database.write(make_tables)
    return database


class Gate:
    """Keeps the writing threads busy until it is opened, so that a batch gathers."""

    def __init__(self, db: Database) -> None:
        self._open = threading.Event()
        self._entered: asyncio.Queue[None] = asyncio.Queue()
        threads = 1 if db.dialect == "sqlite" else db.limits.postgres_writers
        self._loop = asyncio.get_running_loop()
        self._held = [asyncio.ensure_future(db.write(self._wait)) for _ in range(threads)]

    def _wait(self, session: Session) -> None:
        self._loop.call_soon_threadsafe(self._entered.put_nowait, None)
        assert self._open.wait(timeout=30)

    async def closed(self) -> None:
        for _ in self._held:
            await self._entered.get()

    async def open(self) -> None:
        self._open.set()
        await asyncio.gather(*self._held)


async def held(db: Database) -> Gate:
    gate = Gate(db)
    await gate.closed()
    return gate


async def gathered(*waits: asyncio.Future[Any]) -> list[Any]:
    return list(await asyncio.gather(*waits, return_exceptions=True))


async def test_a_write_returns_what_the_function_returned_and_a_read_sees_it(db: Database) -> None:
    assert await db.write(add, note=7) == 7
    assert await db.read(notes) == [7]


async def test_each_error_goes_to_its_caller_and_undoes_only_its_write(db: Database) -> None:
    def add_two(session: Session, *, first: int, second: int) -> None:
        add(session, note=first)
        add(session, note=second)

    gate = await held(db)
    waits = [
        asyncio.ensure_future(db.write(add, note=1)),
        asyncio.ensure_future(db.write(add_two, first=2, second=2)),
        asyncio.ensure_future(db.write(add, note=3)),
    ]
    await asyncio.sleep(0)
    await gate.open()
    first, second, third = await gathered(*waits)
    assert (first, type(second), third) == (1, IntegrityError, 3)
    assert await db.read(notes) == [1, 3]


async def test_an_error_at_commit_goes_to_its_caller_and_the_batch_is_kept(db: Database) -> None:
    gate = await held(db)
    waits = [
        asyncio.ensure_future(db.write(add, note=1)),
        asyncio.ensure_future(db.write(add, note=2, parent=99)),
        asyncio.ensure_future(db.write(add, note=3)),
    ]
    await asyncio.sleep(0)
    await gate.open()
    first, second, third = await gathered(*waits)
    assert (first, type(second), third) == (1, IntegrityError, 3)
    assert await db.read(notes) == [1, 3]
    assert await db.write(add, note=4) == 4


async def test_sqlite_runs_the_writes_of_a_batch_again_when_it_ends_the_transaction(
    db: Database,
) -> None:
    if db.dialect != "sqlite":
        return
    runs: list[int] = []

    def end_it(session: Session) -> None:
        driver: Any = session.connection().connection.driver_connection
        driver.rollback()
        raise KeyError("mine")

    def counted(session: Session, *, note: int) -> int:
        runs.append(note)
        return add(session, note=note)

    gate = await held(db)
    waits = [
        asyncio.ensure_future(db.write(counted, note=1)),
        asyncio.ensure_future(db.write(end_it)),
        asyncio.ensure_future(db.write(counted, note=2)),
    ]
    await asyncio.sleep(0)
    await gate.open()
    first, second, third = await gathered(*waits)
    assert (first, repr(second), third) == (1, "KeyError('mine')", 2)
    assert runs == [1, 1, 2]
    assert await db.read(notes) == [1, 2]


async def test_callbacks_run_in_order_after_the_commit_and_before_the_caller(db: Database) -> None:
    order: list[str] = []

    def work(session: Session, *, name: str) -> None:
        after_commit(session, lambda: order.append(f"{name} first"))
        after_commit(session, lambda: order.append(f"{name} second"))
        after_commit(session, lambda: order.append(f"{name} {1 // 0}"))

    async def caller(name: str) -> None:
        await db.write(work, name=name)
        order.append(f"{name} back")

    await caller("a")
    await caller("b")
    assert order == ["a first", "a second", "a back", "b first", "b second", "b back"]


async def test_callbacks_of_a_failed_write_are_forgotten(db: Database) -> None:
    called: list[int] = []

    def work(session: Session) -> None:
        after_commit(session, lambda: called.append(1))
        add(session, note=1, parent=99)

    with pytest.raises(IntegrityError):
        await db.write(work)
    assert called == []
    assert await db.read(notes) == []


async def test_announcements_reach_the_bus_after_the_commit(db: Database) -> None:
    def work(session: Session) -> str:
        announce(session, "note", b"1")
        return site_of(session)

    with db.bus.subscribe("note") as messages:
        assert await db.write(work) == "main"
        assert await messages.next() == b"1"


async def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises((OperationalError, InternalError), match=r"read-?only"):
        await db.read(add, note=1)
    assert await db.read(notes) == []


async def test_all_statements_of_a_read_see_one_state(db: Database) -> None:
    loop = asyncio.get_running_loop()
    looked, written = asyncio.Event(), threading.Event()

    def look_twice(session: Session) -> tuple[list[int], list[int]]:
        before = notes(session)
        loop.call_soon_threadsafe(looked.set)
        assert written.wait(timeout=30)
        return before, notes(session)

    reading = asyncio.ensure_future(db.read(look_twice))
    await looked.wait()
    await db.write(add, note=1)
    written.set()
    assert await reading == ([], [])
    assert await db.read(notes) == [1]


async def test_a_function_may_not_commit(db: Database) -> None:
    def work(session: Session) -> None:
        add(session, note=1)
        session.commit()

    with pytest.raises(RuntimeError, match="does not commit"):
        await db.write(work)
    assert await db.read(notes) == []


async def test_a_function_can_catch_an_error_within_a_savepoint(db: Database) -> None:
    def work(session: Session) -> str:
        add(session, note=1)
        try:
            with session.begin_nested():
                add(session, note=1)
        except IntegrityError:
            return "there already"
        return "added"

    assert await db.write(work) == "there already"
    assert await db.read(notes) == [1]


async def test_a_caller_who_gave_up_before_the_start_has_changed_nothing(db: Database) -> None:
    gate = await held(db)
    waiting = asyncio.ensure_future(db.write(add, note=1))
    await asyncio.sleep(0)
    waiting.cancel()
    await gate.open()
    await db.write(add, note=2)
    assert await db.read(notes) == [2]


async def test_connections_are_as_many_as_calls_at_once(database_url: str) -> None:
    database = Database(url=database_url)
    await database.start()
    for _ in range(50):
        await database.read(site_of)
    in_turn = connections(database)
    at_once = database.limits.sqlite_readers
    barrier = threading.Barrier(at_once)
    met = [database.read(lambda _: barrier.wait(timeout=30)) for _ in range(at_once)]
    assert sorted(await asyncio.gather(*met)) == list(range(at_once))
    assert connections(database) >= at_once
    await database.stop()
    assert in_turn == 1


async def test_calls_in_turn_go_to_the_connection_that_was_used_last(
    database_url: str,
) -> None:
    database = Database(url=database_url)
    await database.start()
    at_once = database.limits.sqlite_readers
    barrier = threading.Barrier(at_once)
    met = [database.read(lambda _: barrier.wait(timeout=30)) for _ in range(at_once)]
    await asyncio.gather(*met)
    while len(database._reads._idle) < at_once:  # noqa: ASYNC110 -- threads that rest tell nobody
        await asyncio.sleep(0.01)
    used = {await database.read(lambda _: threading.get_ident()) for _ in range(20)}
    await database.stop()
    assert len(used) == 1


def connections(database: Database) -> int:
    return len(database._reads._threads)


async def test_odd_errors_reach_the_caller_and_the_threads_go_on(db: Database) -> None:
    def stop(session: Session) -> None:
        raise StopIteration

    def leave(session: Session) -> None:
        raise SystemExit(3)

    with pytest.raises(RuntimeError, match="StopIteration"):
        await db.write(stop)
    with pytest.raises(SystemExit):
        await db.write(leave)
    assert await db.write(add, note=1) == 1


async def test_too_many_waiting_writes_are_refused(database_url: str) -> None:
    db = Database(url=database_url, limits=Limits(writes_waiting_max=2, postgres_writers=1))
    await db.start()
    await db.write(make_tables)
    gate = await held(db)
    waits = [asyncio.ensure_future(db.write(add, note=note)) for note in (1, 2, 3)]
    await asyncio.sleep(0)
    assert db.waiting() == {"read": 0, "write": 2}
    await gate.open()
    first, second, third = await gathered(*waits)
    assert (first, second, type(third)) == (1, 2, DatabaseBusy)
    assert await db.read(notes) == [1, 2]
    await db.stop()


async def test_stopping_finishes_what_was_accepted_and_refuses_the_rest(database_url: str) -> None:
    db = Database(url=database_url)
    await db.start()
    await db.write(make_tables)
    gate = await held(db)
    accepted = [asyncio.ensure_future(db.write(add, note=note)) for note in range(300)]
    await asyncio.sleep(0)
    stopping = asyncio.ensure_future(db.stop())
    await asyncio.sleep(0)
    with pytest.raises(DatabaseStopped):
        await db.write(add, note=1000)
    await gate.open()
    assert await asyncio.gather(*accepted) == list(range(300))
    await stopping
    await db.stop()
    with pytest.raises(DatabaseStopped):
        await db.read(notes)
    again = Database(url=database_url)
    await again.start()
    assert await again.read(notes) == list(range(300))
    await again.stop()


async def test_a_second_writing_process_is_refused_on_sqlite(
    db: Database, database_url: str
) -> None:
    second = Database(url=database_url)
    if db.dialect == "sqlite":
        with pytest.raises(DatabaseInUse, match="Another Onqueue process is using"):
            await second.start()
    else:
        await second.start()
        assert await second.read(notes) == []
    await second.stop()


async def test_a_read_only_database_reads_beside_the_writer(
    db: Database, database_url: str
) -> None:
    await db.write(add, note=1)
    reader = Database(url=database_url, read_only=True)
    await reader.start()
    assert await reader.read(notes) == [1]
    with pytest.raises(DatabaseStopped):
        await reader.write(add, note=2)
    await reader.stop()


async def test_the_dialect_is_known_to_functions(db: Database) -> None:
    assert await db.read(dialect_of) == db.dialect


async def test_rows_that_were_read_or_written_can_be_used_afterwards(database: Database) -> None:
    def make(session: Session) -> AuditHead:
        head = session.scalars(select(AuditHead)).one()
        head.hash = "x"
        return head

    written = await database.write(make)
    read = await database.read(lambda session: session.scalars(select(AuditHead)).one())
    assert (written.hash, read.hash, read.id) == ("x", "x", 0)
