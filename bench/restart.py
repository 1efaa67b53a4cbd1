"""How long is nobody served when the server starts again?

The real server, in a process of its own, from its start until it says that it is ready, which it
does not before its floor runs: on a founded centre, and on one with ten million facts in its
journal and a thousand contacts open, killed without a word. The facts before the last snapshot are
not read at a start, so they are written without a history behind them; the contacts, and what
follows the snapshot, come from the program itself.

There is no peer: what else starts like this cannot be installed beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple

import uvloop
from sqlalchemy.orm import Session

from bench import chat_centre
from onqueue.boot import Program
from onqueue.conversations import service as conversations
from onqueue.floor import commands
from onqueue.floor.specs import Needs
from onqueue.kernel.ids import new_id
from onqueue.kernel.settings import Settings

GOAL_EMPTY_S: Final = 3.0
GOAL_FULL_S: Final = 10.0
PAYLOAD: Final = '{"at":1795000000000,"contact":"01m81mp99qrsg5s5s4gn0g1zv2","why":"%s"}' % (
    "x" * 200
)
AT_ONCE: Final = 50


class Scale(NamedTuple):
    """How much there is."""

    rows: int
    contacts: int
    repeats: int


FULL: Final = Scale(rows=10_000_000, contacts=1_000, repeats=5)
QUICK: Final = Scale(rows=100_000, contacts=100, repeats=2)


def starts(data: Path, port: int, repeats: int) -> list[float]:
    """Start the server, kill it once it is ready, and tell how long each start took."""
    took = []
    for _ in range(repeats):
        begun = time.perf_counter()
        server = start(data, port)
        chat_centre.wait_until_served(f"http://127.0.0.1:{port}/health/ready", server=server)
        took.append(time.perf_counter() - begun)
        server.send_signal(signal.SIGKILL)
        server.wait()
    return took


def start(data: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server in a process of its own."""
    command = [str(Path(sys.executable).with_name("onqueue")), "serve"]
    with (data / "server.log").open("ab") as log:
        return subprocess.Popen(
            [*command, "--data", str(data), "--port", str(port)],
            env={**os.environ, "ONQUEUE_LOG_LEVEL": "warning"},
            stdout=log,
            stderr=log,
        )


def grow(file: Path, rows: int) -> None:
    """Put so many facts into the journal that everybody has read."""
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA synchronous=OFF")
        site, head = db.execute("SELECT site, seq FROM journal_head").fetchone()
        db.executemany(
            "INSERT INTO journal (site, seq, at, stream, kind, subject, payload)"
            " VALUES (?, ?, 1795000000000, 'floor', 'bench.filler', ?, ?)",
            ((site, head + n, f"contact-{n // 12}", PAYLOAD) for n in range(1, rows + 1)),
        )
        for table in ("journal_head", "projection", "snapshot"):
            db.execute(f"UPDATE {table} SET seq = ?", (head + rows,))  # noqa: S608  # our tables


async def _open_contacts(data: Path, plan: chat_centre.Plan, contacts: int) -> None:
    """Let customers come to the program, and die without a word."""
    program = Program(settings=Settings(data_dir=data, log_level="error"))
    await program.start()
    queues = list(program.house.replica.floor.queues)

    async def come(number: int) -> None:
        contact, now = new_id(), program.clock.now()
        queue = queues[number % len(queues)]

        def write(session: Session) -> str:
            thread = conversations.open_conversation(
                session, key=f"bench:{contact}", channel="chat", place=plan.widgets[0],
                visitor="", customer=new_id(), customer_name="Cleo", language="en", now=now,
            )  # fmt: skip
            conversations.register_contact(
                session, id=contact, conversation=thread.id, customer=thread.customer,
                channel="chat", queue=queue, topic="", language="en", form={}, now=now,
            )  # fmt: skip
            return thread.id

        await program.house.asking.ask(
            commands.Arrive(
                contact=contact,
                conversation=await program.db.write(write),
                customer="",
                queue=queue,
                needs=Needs(channel="chat"),
            )
        )

    for first in range(0, contacts, AT_ONCE):
        await asyncio.gather(*(come(n) for n in range(first, min(contacts, first + AT_ONCE))))
    os._exit(0)


def fill(data: Path, plan: chat_centre.Plan, scale: Scale) -> None:
    """Grow the journal, and leave contacts open."""
    grow(data / "onqueue.sqlite3", scale.rows)
    child = os.fork()
    if child == 0:
        uvloop.run(_open_contacts(data, plan, scale.contacts))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "the contacts came"


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench restart", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small journal: no verdict")
    quick = parser.parse_args(arguments).quick
    scale = QUICK if quick else FULL
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    folder = Path(tempfile.mkdtemp(prefix="onqueue-bench-"))
    try:
        plan = chat_centre.found(folder / "centre")
        data = folder / "centre"
        # The first start makes the projections' places and the first snapshot.
        server = start(data, plan.port)
        chat_centre.wait_until_served(f"http://127.0.0.1:{plan.port}/health/ready", server=server)
        server.terminate()
        server.wait()
        empty = statistics.median(starts(data, plan.port, scale.repeats))
        fill(data, plan, scale)
        size = (data / "onqueue.sqlite3").stat().st_size / 1e9
        full = statistics.median(starts(data, plan.port, scale.repeats))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"empty centre: {empty:.2f} s until ready")
    print(
        f"{scale.rows:,} facts ({size:.1f} GB), {scale.contacts:,} contacts open:"
        f" {full:.2f} s until ready"
    )
    if quick:
        return 0
    met = [(empty, GOAL_EMPTY_S, "empty"), (full, GOAL_FULL_S, "full")]
    for took, goal, name in met:
        print(f"  {'pass' if took <= goal else 'FAIL'}  {name} within {goal:.0f} s")
    return 0 if all(took <= goal for took, goal, _ in met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
