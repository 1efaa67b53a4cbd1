"""How requests and events travel: the sockets of one Asterisk, and which of them count."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack, closing
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from onqueue.channels.voice.asterisk.link import AwayError, Link

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Wired:
    """A link, and an Asterisk that is played by the test."""

    def __init__(self) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.changes: asyncio.Queue[bool] = asyncio.Queue()
        self.link = Link(
            port=self.port,
            user="node",
            secret="secret",
            hear=self.events.put_nowait,
            change=self.changes.put_nowait,
        )
        self.stack = AsyncExitStack()

    async def connect(self, lane: str, *, password: str = "secret") -> ClientConnection:
        address = f"ws://node:{password}@127.0.0.1:{self.port}/{lane}"
        connecting = connect(address, subprotocols=["ari"])  # type: ignore[list-item]  # a NewType
        return await self.stack.enter_async_context(connecting)

    async def up(self, lane: str = "lane0") -> ClientConnection:
        """Connect a lane, and let it count."""
        connection = await self.connect(lane)
        await connection.send('{"type":"ApplicationRegistered"}', text=True)
        if lane == "lane0":
            assert await self.changes.get()
            await self.events.get()
        return connection


@pytest.fixture
async def wired() -> AsyncIterator[Wired]:
    wired = Wired()
    await wired.link.start()
    async with wired.stack:
        yield wired
    await wired.link.stop()


async def answer(connection: ClientConnection, *, status: int = 200) -> str:
    """Play Asterisk's part in one request; returns what was asked."""
    asked = msgspec.json.decode(await connection.recv())
    said = {"type": "RESTResponse", "request_id": asked["request_id"], "status_code": status}
    await connection.send(msgspec.json.encode(said), text=True)
    return f"{asked['method']} {asked['uri']}"


async def test_whoever_does_not_know_the_secret_is_refused(wired: Wired) -> None:
    with pytest.raises(InvalidStatus, match="401"):
        await wired.connect("lane0", password="guessed")
    assert not wired.link.up


async def test_nothing_is_sent_before_the_first_message(wired: Wired) -> None:
    await wired.connect("lane0")
    with pytest.raises(AwayError):
        await wired.link.ask("GET", "channels")
    assert wired.changes.empty()


async def test_a_request_is_answered(wired: Wired) -> None:
    asterisk = await wired.up()
    asked = asyncio.create_task(wired.link.ask("DELETE", "channels", "a/b c"))
    assert await answer(asterisk, status=404) == "DELETE channels/a%2Fb%20c"
    found = await asked
    assert (found.ok, found.missing) == (False, True)


async def test_a_call_keeps_its_lane_and_others_have_others(wired: Wired) -> None:
    names = ("lane0", "lane1", "lane2")
    lanes = [await wired.up(name) for name in names]
    while len(wired.link._lanes) < len(names):  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)
    seen: list[set[str]] = [set() for _ in names]

    async def serve(number: int) -> None:
        while True:
            seen[number].add(await answer(lanes[number]))

    serving = [asyncio.create_task(serve(number)) for number in range(len(names))]
    calls = [f"call{number:02}" for number in range(20)]
    for call in [*calls, *calls]:
        await wired.link.ask("GET", call, lane=call)
    for task in serving:
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)
    assert sorted(one for lane in seen for one in lane) == [f"GET {call}" for call in calls]
    assert all(seen)


async def test_the_newer_of_two_sockets_counts(wired: Wired) -> None:
    older = await wired.up()
    waiting = asyncio.create_task(wired.link.ask("GET", "channels"))
    await older.recv()
    newer = await wired.up()
    with pytest.raises(AwayError):
        await waiting
    await older.wait_closed()
    assert wired.link.up
    assert wired.changes.empty(), "the end of the older socket is no end of the link"
    asked = asyncio.create_task(wired.link.ask("GET", "bridges"))
    assert await answer(newer) == "GET bridges"
    assert (await asked).ok


async def test_a_lost_socket_answers_no_more(wired: Wired) -> None:
    asterisk = await wired.up()
    waiting = asyncio.create_task(wired.link.ask("GET", "channels"))
    await asterisk.recv()
    await asterisk.close()
    with pytest.raises(AwayError):
        await waiting
    assert await wired.changes.get() is False
    assert not wired.link.up
