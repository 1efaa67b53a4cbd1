"""A centre is upgraded while it runs: processes of two versions serve it for a while."""

from __future__ import annotations

import pytest

from onqueue.kernel.settings import Settings
from tests.crash.life import found
from tests.crash.test_crash_points import look
from tests.hosts.crowd import crowd
from tests.hosts.newer import read_newer
from tests.hosts.rig import Host, Hosts
from tests.hosts.test_several_hosts import AGENTS, hosts, only_postgres

__all__ = ["hosts", "only_postgres"]
pytestmark = pytest.mark.slow


async def test_older_processes_lead_until_the_last_is_gone_and_then_stay_out(
    settings: Settings,
    hosts: Hosts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = await found(settings, agents=AGENTS)
    web = settings.model_copy(update={"role": "web"})
    first, second = (Host(settings=settings, name=name) for name in ("old-1", "old-2"))
    old_web = Host(settings=web, name="old-web")
    hosts.all = [first, second, old_web]
    for host in hosts.all:
        await host.is_up()
    hosts.before = list(hosts.all)
    async with hosts.proxy(port=place.port), crowd(place) as people:
        leader = await hosts.leader()
        await people.served_anew(what="chats at the beginning")

        newer = Host(settings=settings, name="new", newer=True)
        hosts.all.append(newer)
        await newer.is_up()
        hosts.before.append(newer)
        await people.served_anew(what="chats with both versions")

        # Others of the old version could not follow the new one: one of them takes over.
        hosts.take_out(leader)
        leader.kill()
        other = second if leader is first else first
        assert await hosts.leader(but=leader) is other
        await people.served_anew(what="chats after an old leader was killed")

        hosts.take_out(other)
        await other.stop()
        assert await hosts.leader(but=other) is newer
        # What cannot follow it ends, and whoever starts again is told why.
        assert await old_web.ended() != 0
        assert "newer version of Onqueue leads" in old_web.said()
        hosts.take_out(old_web)
        await people.served_anew(what="chats after the last old leader went")
        leader.start()
        assert await leader.ended() != 0
        assert "newer version of Onqueue leads" in leader.said()
    await newer.stop()
    read_newer(monkeypatch.setattr)
    await look(settings, people.noted)
