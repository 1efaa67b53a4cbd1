"""Who has a desk open right now?

An agent may have several desks: tabs, machines, processes that serve them. The floor hears only
of the first that comes and the last that goes; it then gives the agent a time of grace before
the contacts go to others. After a start nobody has a desk yet, so everybody the journal says was
connected is in grace until they are back.

Where several processes serve, two of them may each take the other's desk for the last one. So
the leader compares the floor with who is connected, again and again (`Sweep`); it also notices
those whose process has died.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.conversations import queries as conversations
from onqueue.floor.commands import Connect, Disconnect
from onqueue.kernel import nodes
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.tasks import first_of
from onqueue.live import attendance, visiting
from onqueue.live.attendance import AGENT, DESK

if TYPE_CHECKING:
    from onqueue.floor.model import Floor
    from onqueue.kernel.bus import Bus
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Commands
    from onqueue.live.attendance import Attendance
    from onqueue.live.replica import Replica

log = structlog.get_logger(__name__)

SWEEP_S: Final = 1.0


class Presence:
    """Tells the floor whose first desk came and whose last desk went."""

    def __init__(self, *, commands: Commands, attendance: Attendance) -> None:
        self._commands = commands
        self._attendance = attendance

    async def start(self, floor: Floor) -> None:
        """Put everybody in grace who was connected when the journal ended and is not here."""
        here = await self._attendance.all(AGENT)
        for agent in [agent.id for agent in floor.agents.values() if agent.connected]:
            if agent not in here:
                await self.tell(Disconnect(agent=agent))

    async def arrived(self, agent: str) -> None:
        """A desk of the agent connected."""
        await self._attendance.came((AGENT, agent))
        await self.tell(Connect(agent=agent))

    async def left(self, agent: str) -> None:
        """A desk of the agent is gone."""
        if await self._attendance.went((AGENT, agent)):
            await self.tell(Disconnect(agent=agent))

    async def tell(self, command: Connect | Disconnect) -> None:
        """Let the floor know; it need not know the person."""
        try:
            await self._commands.ask(command)
        except OnqueueError as error:
            # Not every person is on the floor: an administrator's desk is no agent's.
            log.debug("presence.untold", code=error.code)


class Sweep:
    """Keeps the floor in step with who is connected. A duty of the leader."""

    def __init__(
        self,
        *,
        db: Database,
        bus: Bus,
        clock: Clock,
        replica: Replica,
        presence: Presence,
        attendance: Attendance,
    ) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._replica = replica
        self._presence = presence
        self._attendance = attendance

    async def run(self) -> None:
        """Compare whenever somebody came or went, and every second, until cancelled."""
        with self._bus.subscribe(attendance.TOPIC, latest=True) as news:
            while True:
                try:
                    await self.once()
                except OnqueueError as error:
                    log.warning("sweep.delayed", error=error.code)
                await first_of(news.next(), asyncio.sleep(SWEEP_S))

    async def once(self) -> None:
        """Forget the processes that are gone, then compare."""
        gone = await self._db.write(nodes.forget_gone)
        if gone:
            log.warning("sweep.process_gone", nodes=gone)
        here = await self._attendance.all(AGENT)
        for agent in list(self._replica.floor.agents.values()):
            if agent.connected and agent.id not in here:
                await self._presence.tell(Disconnect(agent=agent.id))
            elif not agent.connected and agent.id in here:
                await self._presence.tell(Connect(agent=agent.id))
        visiting_now = await self._db.read(conversations.places_visited, accounts=None)
        if visiting_now:
            desks = await self._attendance.all(DESK)
            left = {who for who, _ in visiting_now} - desks
            await self._db.write(visiting.go_everywhere, accounts=left, now=self._clock.now())
