"""Who has a desk open right now?

An agent may have several desks (tabs, machines). The floor hears only of the first that
comes and the last that goes; it then gives the agent a time of grace before the contacts
go to others. After a start nobody has a desk yet, so everybody the journal says was
connected is in grace until they are back.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import structlog

from onqueue.floor.commands import Connect, Disconnect
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from onqueue.floor.model import Floor
    from onqueue.live.driver import Driver

log = structlog.get_logger(__name__)


class Presence:
    """Counts the desks of each agent in this process."""

    def __init__(self, *, driver: Driver) -> None:
        self._driver = driver
        self._desks: Counter[str] = Counter()

    async def start(self, floor: Floor) -> None:
        """Put everybody in grace who was connected when the journal ended."""
        for agent in [agent.id for agent in floor.agents.values() if agent.connected]:
            if not self._desks[agent]:
                await self._tell(Disconnect(agent=agent))

    async def arrived(self, agent: str) -> None:
        """A desk of the agent connected."""
        self._desks[agent] += 1
        if self._desks[agent] == 1:
            await self._tell(Connect(agent=agent))

    async def left(self, agent: str) -> None:
        """A desk of the agent is gone."""
        self._desks[agent] -= 1
        if self._desks[agent] <= 0:
            del self._desks[agent]
            await self._tell(Disconnect(agent=agent))

    def desks(self, agent: str) -> int:
        """How many desks the agent has open here."""
        return self._desks[agent]

    async def _tell(self, command: Connect | Disconnect) -> None:
        try:
            await self._driver.ask(command)
        except OnqueueError as error:
            # Not every person is on the floor: an administrator's desk is no agent's.
            log.debug("presence.untold", code=error.code)
