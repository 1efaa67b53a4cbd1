"""A process that is killed at any moment leaves every fact that it said was durable."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from onqueue.journal.projections import Projector, places
from onqueue.journal.store import append, head, read_after
from onqueue.journal.tests.test_projections import Tally
from onqueue.journal.tests.test_store import fact
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database

WRITER = """
import asyncio, sys
from onqueue.journal.store import Fact, append
from onqueue.kernel.db import Database

FACT = Fact(stream="floor", kind="contact.noted", subject="c1", at=5, payload=b"{}")

async def write(database):
    while True:
        last = await database.write(append, facts=[FACT, FACT])
        sys.stdout.write(f"{last}\\n")
        sys.stdout.flush()

async def main():
    database = Database(url=sys.argv[1])
    await database.start()
    await asyncio.gather(*(write(database) for _ in range(8)))

asyncio.run(main())
"""


def acknowledged_before_the_kill(url: str, *, lines: int) -> set[int]:
    source = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, url],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(source)},
    ) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(lines)]
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.readlines()
    return {int(line) for line in said if line.endswith(b"\n")}


@pytest.mark.parametrize("lines", [1, 40, 203])
async def test_what_was_acknowledged_is_there_without_gaps(database_url: str, lines: int) -> None:
    said = acknowledged_before_the_kill(database_url, lines=lines)
    assert len(said) >= lines
    database = Database(url=database_url)
    await database.start()
    if database.dialect == "sqlite":
        answer = await database.read(lambda s: s.scalar(text("PRAGMA integrity_check")))
        assert answer == "ok"
    last = await database.read(head)
    assert last >= max(said)
    found = await database.read(read_after, after=0, limit=5_000)
    assert [entry.seq for entry in found] == list(range(1, last + 1))
    assert last % 2 == 0
    assert await database.write(append, facts=[fact("a")]) == last + 1
    await database.stop()


async def test_a_projection_goes_on_where_its_commit_was(database_url: str) -> None:
    said = acknowledged_before_the_kill(database_url, lines=10)
    database = Database(url=database_url)
    await database.start()
    table = text("CREATE TABLE tally (name TEXT, seq INTEGER, PRIMARY KEY (name, seq))")
    await database.write(lambda s: s.execute(table).close())
    await Projector(db=database, clock=VirtualClock(), projections=[Tally()]).catch_up()
    last = await database.read(head)
    assert last >= max(said)
    assert (await database.read(places))["tally"].seq == last
    counted = text("SELECT count(*) FROM tally")
    assert await database.read(lambda s: s.scalar(counted)) == last
    await database.stop()
