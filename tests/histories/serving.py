"""Who serves the racing people, and what may happen to it meanwhile?"""

from __future__ import annotations

import random
from contextlib import AsyncExitStack
from typing import Protocol

from typing_extensions import override

from onqueue.kernel.settings import Settings
from tests.crash.life import Life, Place
from tests.hosts.rig import Host, Hosts


class Serving(Protocol):
    """A centre that is served at the place's port."""

    async def start(self) -> None:
        """Begin to serve."""
        ...

    async def disturb(self, dice: random.Random) -> None:
        """Let something happen to it that it must stand."""
        ...

    async def stop(self) -> list[str]:
        """Stop in good order; returns what was not in order."""
        ...


class OneServer(Serving):
    """One process, which is killed and started again."""

    def __init__(self, *, settings: Settings, place: Place) -> None:
        self._settings = settings
        self._place = place

    @override
    async def start(self) -> None:
        self._life = Life(settings=self._settings, place=self._place)

    @override
    async def disturb(self, dice: random.Random) -> None:
        self._life.kill()
        await self.start()

    @override
    async def stop(self) -> list[str]:
        self._life.ask_to_stop()
        ended = await self._life.ended()
        return [] if ended == 0 else [f"the server ended with {ended}: {self._life.said()}"]


class SeveralHosts(Serving):
    """Processes behind a proxy, of which one is killed or frozen while the others go on."""

    def __init__(self, *, settings: Settings, place: Place, number: int) -> None:
        self._settings = settings
        self._place = place
        self._number = number
        self._hosts = Hosts()
        self._open = AsyncExitStack()

    @override
    async def start(self) -> None:
        self._hosts.all = [
            Host(settings=self._settings, name=f"host-{n}") for n in range(self._number)
        ]
        for host in self._hosts.all:
            await host.is_up()
        self._hosts.before = list(self._hosts.all)
        await self._open.enter_async_context(self._hosts.proxy(port=self._place.port))

    @override
    async def disturb(self, dice: random.Random) -> None:
        leader = await self._hosts.leader()
        others = [host for host in self._hosts.all if host is not leader]
        # The leader twice as often: most depends on it.
        host = dice.choice([leader, leader, dice.choice(others)])
        self._hosts.take_out(host)
        if dice.random() < 1 / 2:
            host.kill()
            await self._hosts.leader(but=host)
            host.start()
            await host.is_up()
        else:
            host.freeze()
            await self._hosts.leader(but=host)
            host.thaw()
            await host.stands_by()
        self._hosts.before.append(host)

    @override
    async def stop(self) -> list[str]:
        await self._open.aclose()
        try:
            for host in self._hosts.all:
                await host.stop()
        except AssertionError as error:
            return [f"a host did not end well: {error}"]
        finally:
            for host in self._hosts.all:
                host.kill()
        return []
