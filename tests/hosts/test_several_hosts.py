"""A centre on several processes: whoever dies or freezes, nothing that was said is lost.

Customers and agents go on through a proxy, as in the crash tests, while one thing after the other
happens to the processes. Afterwards everything that was acknowledged is there once, and the
database is as `verify` wants it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.journal.models import JournalHead
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from tests.crash.crowd import Agent, Customer, Noted
from tests.crash.life import Place, found
from tests.crash.test_crash_points import look
from tests.hosts.rig import LEFT_S_MAX, Host, Hosts, until

pytestmark = pytest.mark.slow
CUSTOMERS: Final = 4
AGENTS: Final = 3


@pytest.fixture(autouse=True)
def only_postgres(settings: Settings) -> None:
    if not settings.shared:
        pytest.skip("one process alone serves a centre on SQLite")


@pytest.fixture
async def hosts() -> AsyncIterator[Hosts]:
    made = Hosts()
    yield made
    for host in made.all:
        host.kill()


class Crowd:
    """Customers and agents, and what they were told."""

    def __init__(self) -> None:
        self.noted = Noted()

    async def served_anew(self, *, what: str, s_max: float = LEFT_S_MAX) -> None:
        """Wait until a chat went from its beginning to its end that began after now."""
        enough = self.noted.finished + CUSTOMERS + 1
        await until(lambda: self.noted.finished >= enough, what=what, s_max=s_max)


@asynccontextmanager
async def crowd(place: Place) -> AsyncIterator[Crowd]:
    """Let customers and agents live; at the end every chat that was begun is carried through."""
    made, enough = Crowd(), asyncio.Event()
    async with asyncio.TaskGroup() as people:
        agents = [
            people.create_task(Agent(seat=seat, number=n, place=place, noted=made.noted).live())
            for n, seat in enumerate(place.seats)
        ]
        customers = [
            people.create_task(Customer(number=n, place=place, noted=made.noted).live(until=enough))
            for n in range(CUSTOMERS)
        ]
        try:
            yield made
            enough.set()
            async with asyncio.timeout(60):
                await asyncio.gather(*customers)
        finally:
            for task in (*agents, *customers):
                task.cancel()
    assert not made.noted.unexpected


async def epochs(settings: Settings) -> int:
    """How often the lead was taken."""
    database = Database(url=settings.database, site=settings.site, read_only=True)
    await database.start()
    try:
        return await database.read(_epoch)
    finally:
        await database.stop()


def _epoch(session: Session) -> int:
    return int(session.scalar(select(JournalHead.epoch)) or 0)


async def test_leader_that_is_killed_frozen_or_stopped_gives_way(
    settings: Settings, hosts: Hosts
) -> None:
    place = await found(settings, agents=AGENTS)
    hosts.all = [Host(settings=settings, name=name) for name in ("one", "two")]
    for host in hosts.all:
        await host.is_up()
    hosts.before = list(hosts.all)
    async with hosts.proxy(port=place.port), crowd(place) as people:
        first = await hosts.leader()
        await people.served_anew(what="chats at the beginning", s_max=30)

        hosts.take_out(first)
        first.kill()
        second = await hosts.leader(but=first, s_max=LEFT_S_MAX)
        await people.served_anew(what="chats after the leader was killed")
        first.start()
        await first.is_up()
        hosts.before.append(first)
        assert await first.floor() == "stands_by"

        hosts.take_out(second)
        second.freeze()
        assert await hosts.leader(but=second, s_max=LEFT_S_MAX) is first
        await people.served_anew(what="chats after the leader was frozen")
        second.thaw()
        await second.stands_by()
        hosts.before.append(second)

        hosts.take_out(first)
        await first.stop()
        assert await hosts.leader(but=first, s_max=LEFT_S_MAX) is second
        await people.served_anew(what="chats after the leader was stopped")
    await second.stop()
    assert await epochs(settings) >= 4
    await look(settings, people.noted)
