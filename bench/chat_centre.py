"""Which centre is chatted with, and how does its server run?

Two hundred agents in four queues, each signed in: their sessions are opened by the same use case
as after a password. The server is the real one, in a process and a data folder of its own.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.conversations.models import Message
from onqueue.directory import service as directory
from onqueue.directory.rules.weekly import WeeklyTimes
from onqueue.identity.rules import Grant, Role, csrf_of
from onqueue.identity.service.by import By
from onqueue.identity.service.founding import add_member, found_account
from onqueue.identity.service.sessions import Visit, open_session
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.migrations.migrate import upgrade

AGENTS: Final = 200
CHATS: Final = 400
QUEUES: Final = 4
START_S_MAX: Final = 60.0


class AgentSeat(msgspec.Struct, frozen=True):
    """An agent who is signed in."""

    account: str
    token: str
    csrf: str


class Plan(msgspec.Struct, frozen=True):
    """What the crowd must know."""

    port: int
    widgets: list[str]
    agents: list[AgentSeat]
    chats: int
    supervisors: list[AgentSeat] = []


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def found(data: Path, *, agents: int = AGENTS, supervisors: int = 0) -> Plan:
    """Make the centre in an empty folder."""
    settings = Settings(data_dir=data)
    data.mkdir(parents=True, exist_ok=True)
    upgrade(settings.database)
    return asyncio.run(_found(settings, agents, supervisors))


async def _found(settings: Settings, agents: int, supervisors: int) -> Plan:
    db = Database(url=settings.database)
    await db.start()
    try:
        return await db.write(
            _make, now=SystemClock().now(), agents=agents, supervisors=supervisors
        )
    finally:
        await db.stop()


def _make(session: Session, *, now: int, agents: int, supervisors: int) -> Plan:
    by = By(actor=SYSTEM, now=now, network="")
    hours = found_always_open(session, by=by)
    queues: list[str] = []
    widgets: list[str] = []
    for number in range(QUEUES):
        queue = directory.create_queue(session, by=by, name=f"Queue {number}", hours_id=hours)
        widget = directory.create_chat_widget(
            session, by=by, name=f"Widget {number}", queue_id=queue.id, languages=["en"],
            form=[], look={"title": {"en": "Chat"}}, allowed_origins=["*"],
        )  # fmt: skip
        queues.append(queue.id)
        widgets.append(widget.id)
    seats = []
    for number in range(agents):
        agent = seat(session, by=by, name=f"agent{number}", role="agent")
        directory.put_agent(
            session, by=by, account=agent.account, version=0, skills=[],
            queues=[queues[number % QUEUES]], capacity={"chat": CHATS // AGENTS}, exclusive=[],
        )  # fmt: skip
        seats.append(agent)
    watching = [
        seat(session, by=by, name=f"supervisor{n}", role="supervisor") for n in range(supervisors)
    ]
    return Plan(port=free_port(), widgets=widgets, agents=seats, chats=CHATS, supervisors=watching)


def found_always_open(session: Session, *, by: By) -> str:
    """Found a centre that never closes, and return its hours."""
    found_account(
        session, now=by.now, network="", name="Ada", email="ada@example.test", language="en",
        password_hash="",
    )  # fmt: skip
    directory.found_centre(session, by=by, name="Bench", languages=["en"], time_zone="UTC")
    always = [
        WeeklyTimes(day=day, **{"from": "00:00", "to": "24:00"})  # type: ignore[typeddict-item]
        for day in range(7)
    ]
    made = directory.create_hours(session, by=by, name="Always", time_zone="UTC", weekly=always)
    return made.id


def seat(session: Session, *, by: By, name: str, role: Role) -> AgentSeat:
    """Let somebody in who is signed in."""
    person = add_member(
        session, now=by.now, name=name.title(), email=f"{name}@example.test", language="en",
        grants=(Grant(role, "site", ""),), password_hash="",
    )  # fmt: skip
    visit = Visit(now=by.now, network="127.0.0.1", browser="bench", old_token=None)
    token = open_session(session, account=person.id, visit=visit).token
    return AgentSeat(account=person.id, token=token, csrf=csrf_of(token))


def serve(data: Path, *, port: int) -> subprocess.Popen[bytes]:
    """Start the server, and wait until it answers."""
    command = [str(Path(sys.executable).with_name("onqueue")), "serve"]
    # Every customer and agent of the crowd comes from a network of its own.
    given = {"ONQUEUE_TRUSTED_PROXIES": "127.0.0.1", "ONQUEUE_LOG_LEVEL": "warning"}
    log = (data / "server.log").open("wb")
    server = subprocess.Popen(
        [*command, "--data", str(data), "--port", str(port)],
        env={**os.environ, **given},
        stdout=log,
        stderr=log,
    )
    wait_until_served(f"http://127.0.0.1:{port}/api/session", server=server)
    return server


def wait_until_served(url: str, *, server: subprocess.Popen[bytes]) -> None:
    """Wait until somebody answers, or say that the server has ended."""
    until = time.monotonic() + START_S_MAX
    while time.monotonic() < until:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            with urlopen(url, timeout=2):  # noqa: S310  # our own address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(url)


def stored(data: Path) -> dict[str, int]:
    """Return how often each message of the crowd is in the database, for those that are there."""

    def count(session: Session) -> dict[str, int]:
        rows = session.execute(
            select(Message.id, func.count()).where(Message.id.like("bench-%")).group_by(Message.id)
        )
        return {row[0]: row[1] for row in rows}

    async def ask() -> dict[str, int]:
        db = Database(url=Settings(data_dir=data).database, read_only=True)
        await db.start()
        try:
            return await db.read(count)
        finally:
            await db.stop()

    return asyncio.run(ask())
