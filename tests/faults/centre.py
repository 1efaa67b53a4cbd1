"""A real server among people who go on whatever happens, for tests that do something to it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from onqueue.kernel.settings import Settings
from tests.crash.crowd import GONE, Agent, Customer, Noted
from tests.crash.life import Life, Place, found
from tests.crash.test_crash_points import look

CUSTOMERS: Final = 4
AGENTS: Final = 2
SOON_S: Final = 120.0
"""So long a test waits for what must come; how fast it comes is for benchmarks."""


@dataclass
class Centre:
    """What a test can reach of a running centre."""

    settings: Settings
    place: Place
    life: Life
    noted: Noted

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.place.port}"

    async def post(self, path: str, body: object) -> httpx.Response:
        """Ask as the first agent does."""
        seat = self.place.seats[0]
        headers = seat.headers(port=self.place.port)
        async with httpx.AsyncClient(base_url=self.address, timeout=SOON_S) as web:
            return await web.post(path, json=body, headers=headers)

    async def refused(self) -> httpx.Response:
        """Ask until something is refused, and return how."""
        async with asyncio.timeout(SOON_S):
            while True:
                answer = await self.post("/api/floor/state", {"state": "on_queue"})
                if not answer.is_success:
                    return answer

    async def problems(self) -> dict[str, str]:
        """Return what the server says of its own health; empty when it is ready."""
        async with httpx.AsyncClient(base_url=self.address, timeout=SOON_S) as web:
            return dict((await web.get("/health/ready")).json()["problems"])

    async def ready(self) -> None:
        """Wait until the server says that it is well again."""
        async with asyncio.timeout(SOON_S):
            while True:
                try:
                    if not await self.problems():
                        return
                except GONE:
                    pass
                await asyncio.sleep(0.1)

    async def goes_on(self) -> None:
        """Wait until more chats are finished than were before."""
        finished = self.noted.finished
        async with asyncio.timeout(SOON_S):
            while self.noted.finished < finished + CUSTOMERS:
                assert self.life.running, self.life.said()
                await asyncio.sleep(0.05)


@asynccontextmanager
async def busy_centre(settings: Settings) -> AsyncIterator[Centre]:
    """Give a centre in which people chat; afterwards all that was acknowledged must be there."""
    place = await found(settings, agents=AGENTS)
    noted, enough = Noted(), asyncio.Event()
    life = Life(settings=settings, place=place)
    async with asyncio.TaskGroup() as people:
        agents = [
            people.create_task(Agent(seat=seat, number=number, place=place, noted=noted).live())
            for number, seat in enumerate(place.seats)
        ]
        customers = [
            people.create_task(Customer(number=number, place=place, noted=noted).live(until=enough))
            for number in range(CUSTOMERS)
        ]
        centre = Centre(settings=settings, place=place, life=life, noted=noted)
        try:
            await centre.ready()
            await centre.goes_on()
            yield centre
            enough.set()
            async with asyncio.timeout(SOON_S):
                await asyncio.gather(*customers)
        finally:
            for task in (*agents, *customers):
                task.cancel()
            life.ask_to_stop()
            ended = await life.ended()
    assert ended == 0, life.said()
    assert noted.unexpected == Counter()
    await look(settings, noted)
