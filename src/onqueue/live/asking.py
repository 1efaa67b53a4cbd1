"""How does a request have something done on the floor?

`Asking.ask` returns when the outcome is durable and everything here that follows the journal has
seen it, so
that whoever asked reads what they just wrote.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from onqueue.live.errors import FloorAway

if TYPE_CHECKING:
    from onqueue.floor.commands import Command
    from onqueue.journal.feed import Feed


ANSWER_S_MAX: Final = 15.0
"""Longer than anything takes while the database answers."""


class Commands(Protocol):
    """Whoever takes commands for the floor: the driver itself, or a line to it."""

    async def ask(self, command: Command) -> int:
        """Have a command carried out; the journal position of its outcome."""


class Asking:
    """Commands go to the driver; the answer waits for this process's own feed."""

    def __init__(self, *, commands: Commands, feed: Feed) -> None:
        self._commands = commands
        self._feed = feed

    async def ask(self, command: Command) -> int:
        """Have a command carried out, and wait until it can be seen here."""
        try:
            async with asyncio.timeout(ANSWER_S_MAX):
                position = await self._commands.ask(command)
                await self._feed.reached(position)
        except TimeoutError:
            raise FloorAway from None
        return position
