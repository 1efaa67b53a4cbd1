"""What is of one call comes in its order, and no call waits for another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from onqueue.channels.voice.turns import Turns
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.tasks import Tasks


class Taken:
    """Takes things slowly: each waits until it is let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.turns = Turns[str](call_of=lambda item: item.partition(" ")[0], take=self.take)

    async def take(self, item: str) -> None:
        self.begun.append(item)
        if item in self.gates:
            await self.gates[item].wait()
        if item.endswith("unavailable"):
            raise Unavailable
        if item.endswith("broken"):
            raise ValueError(item)
        self.ended.append(item)

    def shut(self, item: str) -> asyncio.Event:
        return self.gates.setdefault(item, asyncio.Event())

    def put(self, *items: str) -> None:
        for item in items:
            self.turns.put(item)


@asynccontextmanager
async def taking() -> AsyncIterator[Taken]:
    taken, tasks = Taken(), Tasks()
    tasks.start(taken.turns.run(), name="turns")
    yield taken
    await tasks.stop()


async def until_begun(taken: Taken, item: str) -> None:
    async with asyncio.timeout(5):
        while item not in taken.begun:  # noqa: ASYNC110 - what is awaited tells nobody
            await asyncio.sleep(0)


async def test_a_call_that_waits_keeps_its_own_news_waiting_and_no_other_call() -> None:
    async with taking() as taken:
        gate = taken.shut("a 1")
        taken.put("a 1", "a 2", "b 1", "b 2")
        await until_begun(taken, "b 2")
        assert taken.ended == ["b 1", "b 2"]
        gate.set()
        await taken.turns.caught_up()
        assert taken.ended == ["b 1", "b 2", "a 1", "a 2"]


async def test_what_concerns_all_waits_for_all_and_all_wait_for_it() -> None:
    async with taking() as taken:
        one, everybody = taken.shut("a 1"), taken.shut(" node")
        taken.put("a 1", " node", "a 2", "b 1")
        await until_begun(taken, "a 1")
        assert taken.begun == ["a 1"]
        one.set()
        await until_begun(taken, " node")
        assert taken.begun == ["a 1", " node"]
        everybody.set()
        await taken.turns.caught_up()
        assert taken.ended == ["a 1", " node", "a 2", "b 1"]


async def test_a_call_is_not_looked_at_twice_in_a_row() -> None:
    async with taking() as taken:
        gate = taken.shut("a 1")
        taken.put("a 1", "a 2", "a 2", "a 3", "a 2")
        await until_begun(taken, "a 1")
        gate.set()
        await taken.turns.caught_up()
        assert taken.ended == ["a 1", "a 2", "a 3"]


async def test_what_fails_keeps_nothing_from_its_turn() -> None:
    async with taking() as taken:
        taken.put("a unavailable", "a broken", "a 1", "b 1")
        await taken.turns.caught_up()
        assert sorted(taken.ended) == ["a 1", "b 1"]
