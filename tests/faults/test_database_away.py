"""The database goes away under a running server, or gets slow, and comes back."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from onqueue.kernel.db.engines import libpq_url
from onqueue.kernel.settings import Settings
from tests.faults.centre import busy_centre
from tests.support import postgres

ON_POSTGRES = os.environ.get("ONQUEUE_TEST_DATABASE") == "postgres"
only_postgres = pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has no server that goes away")
only_sqlite = pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL is not held by one process")


@pytest.fixture
def cluster(database_url: str) -> Iterator[postgres.Cluster]:
    """A PostgreSQL of the test's own: it must not go away under others."""
    del database_url
    cluster = postgres.Cluster()
    cluster.start()
    yield cluster
    cluster.signal_all(signal.SIGCONT)
    cluster.stop()


@pytest.fixture
def settings_there(cluster: postgres.Cluster, tmp_path: Path) -> Settings:
    url = postgres.create(cluster.admin, "centre")
    return Settings(_env_file=None, data_dir=tmp_path, database_url=url)


@only_postgres
@pytest.mark.slow
async def test_database_that_stops_is_told_and_the_server_goes_on_when_it_is_back(
    settings_there: Settings, cluster: postgres.Cluster
) -> None:
    async with busy_centre(settings_there) as centre:
        await asyncio.to_thread(cluster.halt)
        refused = await centre.refused()
        assert (refused.status_code, refused.json()["code"]) == (503, "database.away")
        assert int(refused.headers["Retry-After"]) >= 1
        assert (await centre.problems())["database"].startswith("The database does not answer")
        await asyncio.to_thread(cluster.serve)
        await centre.ready()
        await centre.goes_on()


@only_postgres
@pytest.mark.slow
async def test_database_that_freezes_is_told_and_the_server_goes_on_when_it_thaws(
    settings_there: Settings, cluster: postgres.Cluster
) -> None:
    async with busy_centre(settings_there) as centre:
        cluster.signal_all(signal.SIGSTOP)
        refused = await centre.refused()
        assert refused.status_code == 503
        assert int(refused.headers["Retry-After"]) >= 1
        # The first may be told that it is unknown what became of it; the next one knows more.
        assert (await centre.refused()).json()["code"] == "database.away"
        assert (await centre.problems())["database"].startswith("The database does not answer")
        cluster.signal_all(signal.SIGCONT)
        await centre.ready()
        await centre.goes_on()


@only_sqlite
@pytest.mark.slow
async def test_database_file_that_another_process_holds_is_told_and_the_server_goes_on(
    settings: Settings, tmp_path: Path
) -> None:
    async with busy_centre(settings) as centre:
        other = sqlite3.connect(tmp_path / "onqueue.sqlite3", isolation_level=None, timeout=30)
        other.execute("BEGIN IMMEDIATE")
        refused = await centre.refused()
        assert refused.status_code == 503
        assert refused.json()["code"] in {"database.busy", "floor.stopped", "floor.away"}
        assert int(refused.headers["Retry-After"]) >= 1
        other.execute("COMMIT")
        other.close()
        await centre.ready()
        await centre.goes_on()


SLOW = """
CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql
AS 'BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END';
CREATE TRIGGER slow AFTER INSERT ON journal FOR EACH STATEMENT EXECUTE FUNCTION wait();
"""


@only_postgres
@pytest.mark.slow
async def test_database_that_is_slow_delays_and_nothing_more(settings_there: Settings) -> None:
    async with busy_centre(settings_there) as centre:
        with psycopg.connect(libpq_url(settings_there.database), autocommit=True) as connection:
            connection.execute(SLOW)
            await centre.goes_on()
            connection.execute("DROP TRIGGER slow ON journal")
        await centre.goes_on()


@only_sqlite
@pytest.mark.slow
async def test_database_file_that_is_held_again_and_again_delays_and_nothing_more(
    settings: Settings, tmp_path: Path
) -> None:
    async with busy_centre(settings) as centre:
        enough = asyncio.Event()
        holding = asyncio.create_task(_hold(tmp_path / "onqueue.sqlite3", until=enough))
        await centre.goes_on()
        enough.set()
        await holding
        await centre.goes_on()


async def _hold(path: Path, *, until: asyncio.Event) -> None:
    """Hold the file half of the time."""
    other = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
    while not until.is_set():
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        await asyncio.sleep(0.3)
        other.execute("COMMIT")
        await asyncio.sleep(0.3)
    other.close()
