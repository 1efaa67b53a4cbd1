"""Transactions that PostgreSQL gave up: run again, or explained."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from onqueue.kernel.db import Database, DatabaseBusy, Limits
from onqueue.kernel.tests.test_db import add, make_tables, notes

pytestmark = pytest.mark.skipif(
    os.environ.get("ONQUEUE_TEST_DATABASE") != "postgres",
    reason="SQLite has one writer, so nothing is lost to another",
)


@pytest.fixture
async def quick(database_url: str) -> AsyncIterator[Database]:
    limits = Limits(lock_timeout_ms=50, retry_pause_ms=1, attempts_max=3)
    db = Database(url=database_url, limits=limits)
    await db.start()
    await db.write(make_tables)
    yield db
    await db.stop()


async def test_it_runs_a_deadlocked_write_again(quick: Database) -> None:
    runs: list[int] = []

    def fail_twice(session: Session) -> int:
        runs.append(len(runs))
        add(session, note=len(runs))
        if len(runs) < 3:
            session.execute(text("DO $$ BEGIN RAISE 'lost' USING ERRCODE = '40P01'; END $$"))
        return len(runs)

    assert await quick.write(fail_twice) == 3
    assert await quick.read(notes) == [3]


async def test_it_gives_up_a_write_that_is_lost_each_time(quick: Database) -> None:
    runs: list[int] = []

    def fail(session: Session) -> None:
        runs.append(1)
        session.execute(text("DO $$ BEGIN RAISE 'lost' USING ERRCODE = '40001'; END $$"))

    with pytest.raises(DatabaseBusy):
        await quick.write(fail)
    assert runs == [1, 1, 1]


async def test_it_refuses_to_wait_longer_than_its_limit_for_a_lock(quick: Database) -> None:
    await quick.write(add, note=1)
    loop, locked, free = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def lock(session: Session) -> None:
        session.execute(text("SELECT * FROM note WHERE id = 1 FOR UPDATE"))
        loop.call_soon_threadsafe(locked.set)
        assert free.wait(timeout=30)

    holding = asyncio.ensure_future(quick.write(lock))
    await locked.wait()
    with pytest.raises(DatabaseBusy):
        await quick.write(lambda session: session.execute(text("DELETE FROM note")).close())
    free.set()
    await holding
    assert await quick.read(notes) == [1]


async def test_it_connects_anew_when_its_connection_broke(quick: Database) -> None:
    runs: list[int] = []

    def break_once(session: Session) -> int:
        runs.append(1)
        if len(runs) == 1:
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return add(session, note=len(runs))

    assert await quick.write(break_once) == 2
    assert await quick.read(notes) == [2]
