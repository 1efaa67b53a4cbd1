"""A centre on several processes: whoever dies or freezes, nothing that was said is lost.

Customers and agents go on through a proxy, as in the crash tests, while one thing after the other
happens to the processes. Afterwards everything that was acknowledged is there once, and the
database is as `verify` wants it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.journal.models import JournalHead
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from tests.crash.life import found
from tests.crash.test_crash_points import look
from tests.hosts.crowd import crowd
from tests.hosts.networks import networks
from tests.hosts.rig import Host, Hosts, Nats

pytestmark = pytest.mark.slow
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
        await people.served_anew(what="chats at the beginning")

        hosts.take_out(first)
        first.kill()
        second = await hosts.leader(but=first)
        await people.served_anew(what="chats after the leader was killed")
        first.start()
        await first.is_up()
        hosts.before.append(first)
        assert await first.floor() == "stands_by"

        hosts.take_out(second)
        second.freeze()
        assert await hosts.leader(but=second) is first
        await people.served_anew(what="chats after the leader was frozen")
        second.thaw()
        await second.stands_by()
        hosts.before.append(second)

        hosts.take_out(first)
        await first.stop()
        assert await hosts.leader(but=first) is second
        await people.served_anew(what="chats after the leader was stopped")
    await second.stop()
    assert await epochs(settings) >= 4
    await look(settings, people.noted)


async def test_roles_on_processes_of_their_own_with_a_nats_that_goes_away(
    settings: Settings, hosts: Hosts
) -> None:
    place = await found(settings, agents=AGENTS)
    nats = Nats()
    woken = settings.model_copy(update={"nats_url": SecretStr(nats.url)})
    roles = {"web-1": "web", "web-2": "web", "floor-1": "floor", "floor-2": "floor", "jobs": "jobs"}
    try:
        hosts.all = [
            Host(settings=woken.model_copy(update={"role": role}), name=name)
            for name, role in roles.items()
        ]
        for host in hosts.all:
            await host.is_up()
        web, floor = hosts.all[:2], hosts.all[2:4]
        hosts.before = list(web)
        assert {await host.floor() for host in web} == {"elsewhere"}
        async with hosts.proxy(port=place.port), crowd(place) as people:
            await people.served_anew(what="chats at the beginning")
            nats.kill()
            await people.served_anew(what="chats without NATS")
            first = await hosts.leader()
            assert first in floor
            first.kill()
            await people.served_anew(what="chats without NATS and the leader")
            nats.start()
            hosts.take_out(web[0])
            web[0].kill()
            await people.served_anew(what="chats after a web process was killed")
        for host in (web[1], *(one for one in floor if one is not first), hosts.all[4]):
            await host.stop()
    finally:
        nats.kill()
    await look(settings, people.noted)


async def test_host_that_is_cut_off_gives_way_and_comes_back_to_stand_by(
    settings: Settings, hosts: Hosts
) -> None:
    place = await found(settings, agents=AGENTS)
    async with networks(2, database=settings.database) as nets:
        hosts.all = [
            Host(
                settings=settings.model_copy(update={"database_url": net.database}),
                name=net.name,
                address=net.address,
                net=net.name,
            )
            for net in nets
        ]
        for host in hosts.all:
            await host.is_up()
        first = await hosts.leader()
        other = next(host for host in hosts.all if host is not first)
        # The third is on the machine of the database.
        third = Host(settings=settings, name="three")
        hosts.all.append(third)
        await third.is_up()
        hosts.before = list(hosts.all)
        cut = next(net for net in nets if net.name == first.name)
        async with hosts.proxy(port=place.port), crowd(place) as people:
            await people.served_anew(what="chats at the beginning")
            hosts.take_out(first)
            cut.off()
            assert await hosts.leader(but=first) in {other, third}
            await people.served_anew(what="chats after the leader was cut off")
            cut.on()
            await first.stands_by()
            hosts.before.append(first)
            await people.served_anew(what="chats after it came back")
        for host in hosts.all:
            await host.stop()
    await look(settings, people.noted)
