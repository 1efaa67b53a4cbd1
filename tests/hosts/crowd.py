"""Customers and agents who go on through a proxy, whatever happens to the processes behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from tests.crash.crowd import Agent, Customer, Noted
from tests.crash.life import Place
from tests.hosts.rig import WAIT_S_MAX, until

CUSTOMERS: Final = 4


class Crowd:
    """Customers and agents, and what they were told."""

    def __init__(self) -> None:
        self.noted = Noted()

    async def served_anew(self, *, what: str) -> None:
        """Wait until a chat went from its beginning to its end that began after now."""
        enough = self.noted.finished + CUSTOMERS + 1
        await until(lambda: self.noted.finished >= enough, what=what)


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
            async with asyncio.timeout(WAIT_S_MAX):
                await asyncio.gather(*customers)
        finally:
            for task in (*agents, *customers):
                task.cancel()
    assert not made.noted.unexpected
