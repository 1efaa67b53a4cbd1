"""The real server in a process of its own, which may die."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Final

import msgspec
import uvloop
from sqlalchemy.orm import Session

from onqueue.cli.serving import serve
from onqueue.directory import queries as directory
from onqueue.directory.rules.weekly import WeeklyTimes
from onqueue.directory.service.centre import found_centre
from onqueue.directory.service.usual import fill_empty_centre
from onqueue.identity.rules import Grant, csrf_of
from onqueue.identity.service.by import By
from onqueue.identity.service.founding import add_member
from onqueue.identity.service.sessions import Visit, open_session
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.crashpoints import VARIABLE
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings

AGENT: Final = (Grant("agent", "site", ""),)
SUPERVISOR: Final = (*AGENT, Grant("supervisor", "site", ""))
DIED: Final = -signal.SIGKILL
LIFE_S_MAX: Final = 120


class Seat(msgspec.Struct, frozen=True):
    """An agent who is signed in."""

    account: str
    email: str
    token: str
    csrf: str

    def headers(self, *, port: int) -> dict[str, str]:
        """What this person's browser sends along to the server at a port."""
        return {
            "Cookie": f"onqueue={self.token}",
            "Origin": f"http://127.0.0.1:{port}",
            "X-CSRF": self.csrf,
        }


READERS: Final = 36
"""People for each agent, who forget their passwords: one address gets few letters in an hour."""


class Place(msgspec.Struct, frozen=True):
    """A founded centre, and where it is served."""

    port: int
    widget: str
    code: str
    seats: list[Seat]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def reader(number: int) -> str:
    """The address of somebody who forgets their password."""
    return f"reader{number}@example.org"


async def found(settings: Settings, *, agents: int, supervisors: int = 0) -> Place:
    """Make a centre with one queue, and agents and then supervisors who are signed in."""
    database = Database(url=settings.database, site=settings.site)
    await database.start()
    try:
        return await database.write(
            _found, now=SystemClock().now(), agents=agents, supervisors=supervisors
        )
    finally:
        await database.stop()


def _found(session: Session, *, now: int, agents: int, supervisors: int) -> Place:
    by = By(actor=SYSTEM, now=now, network="")
    found_centre(session, by=by, name="Test", languages=["en"], time_zone="UTC")
    seats = []
    for number in range(agents + supervisors):
        person = add_member(
            session,
            now=now,
            name=f"Agent {number}",
            email=f"agent{number}@example.org",
            language="en",
            grants=AGENT if number < agents else SUPERVISOR,
            password_hash="",
        )
        visit = Visit(now=now, network="127.0.0.1", browser="test", old_token=None)
        token = open_session(session, account=person.id, visit=visit).token
        seats.append(Seat(person.id, f"agent{number}@example.org", token, csrf_of(token)))
    for number in range(agents * READERS):
        add_member(
            session,
            now=now,
            name=f"Reader {number}",
            email=reader(number),
            language="en",
            grants=(),
            password_hash="",
        )
    always = [
        WeeklyTimes(day=day, **{"from": "00:00", "to": "24:00"})  # type: ignore[typeddict-item]
        for day in range(7)
    ]
    made = fill_empty_centre(session, by=by, weekly=always, agents=[one.account for one in seats])
    code = directory.codes_for(session, queue=made.queue)[0].id
    return Place(port=free_port(), widget=made.widget, code=code, seats=seats)


# Each life is a process of its own, forked from one that has imported the program already:
# importing takes longer than all that a life does.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    ["uvloop", "onqueue.cli.serving", "tests.crash.life", "tests.crash.warmed"]
)


def _live(settings: Settings, log: Path, crash_at: str) -> None:
    """Be the server: what `onqueue serve` does once it has read its settings."""
    with log.open("ab") as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
        os.dup2(out.fileno(), sys.stderr.fileno())
    os.environ[VARIABLE] = crash_at
    uvloop.run(serve(settings=settings))


class Life:
    """One run of the server, from its start to its end."""

    def __init__(self, *, settings: Settings, place: Place, crash_at: str = "") -> None:
        self._log = settings.data_dir / "server.log"
        served = {"port": place.port, "trusted_proxies": "127.0.0.1", "log_level": "warning"}
        self._process = _processes.Process(
            target=_live, args=(settings.model_copy(update=served), self._log, crash_at)
        )
        self._process.start()

    @property
    def running(self) -> bool:
        return self._process.is_alive()

    async def ended(self) -> int | None:
        """Wait until the server is gone, and say how it went; None when it lives on."""
        await asyncio.to_thread(self._process.join, LIFE_S_MAX)
        return self._process.exitcode

    def ask_to_stop(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def said(self) -> str:
        """The end of what it logged."""
        return self._log.read_text(errors="replace")[-3_000:] if self._log.exists() else ""
