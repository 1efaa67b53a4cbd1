"""Who sits at the desks of those who are called? Agents who take every offer, in a process.

Run with the centre's file. A line on standard input says how many are on queue from now on, and is
answered when they are. Their telephones are elsewhere: here are only their desks.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec
import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.chat_centre import AgentSeat
from bench.chat_wire import Wire
from bench.voice_centre import Centre

AT_ONCE: Final = 20
CONNECT_S_MAX: Final = 120.0
PONG: Final = '{"t":"pong"}'
_decode: Final = msgspec.json.Decoder().decode


class DeskHere:
    """One agent's desk."""

    def __init__(self, seat: AgentSeat, *, number: int, port: int) -> None:
        self._seat, self._port = seat, port
        self._headers = {
            "Cookie": f"onqueue={seat.token}",
            "Origin": f"http://127.0.0.1:{port}",
            "X-Forwarded-For": f"10.1.{number // 250}.{number % 250 + 1}",
        }
        self._wire = Wire(port, headers={**self._headers, "X-CSRF": seat.csrf})
        self._state = ""
        self._sign = f'"agent":"{seat.account}"'
        self._socket: ClientConnection
        self._reading: asyncio.Task[None]
        self._accepting: set[asyncio.Future[Any]] = set()

    async def come(self) -> None:
        """Open the desk."""
        self._socket = await connect(
            f"ws://127.0.0.1:{self._port}/api/live",
            additional_headers=self._headers,
            max_queue=None,
            max_size=None,
            open_timeout=CONNECT_S_MAX,
            ping_interval=None,
        )
        hello = {"t": "hello", "csrf": self._seat.csrf, "after": None, "epoch": None}
        await self._socket.send(msgspec.json.encode(hello).decode())
        await self._socket.recv()
        self._reading = asyncio.create_task(self._read())

    async def be(self, state: str) -> None:
        """Go on queue, or away from it."""
        if self._state != state:
            self._state = state
            (await self._wire.ask("POST", "/api/floor/state", {"state": state})).json()

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for raw in self._socket:
                assert isinstance(raw, str)
                if raw.startswith('{"t":"patch"'):
                    if '["offer"' in raw:
                        self._take(_decode(raw))
                elif raw.startswith('{"t":"ping"'):
                    await self._socket.send(PONG)

    def _take(self, patch: dict[str, Any]) -> None:
        for kind, id_, thing in patch["put"]:
            if kind == "offer" and thing["agent"] == self._seat.account:
                reply = self._wire.ask("POST", f"/api/floor/offers/{id_}/accept")
                self._accepting.add(reply)
                reply.add_done_callback(self._accepting.discard)


async def main(centre: Centre) -> None:
    """Do as told until the end of standard input."""
    desks = [
        DeskHere(seat, number=number, port=centre.port) for number, seat in enumerate(centre.agents)
    ]
    door = asyncio.Semaphore(AT_ONCE)

    async def one(desk: DeskHere, state: str) -> None:
        async with door:
            if state:
                await desk.be(state)
            else:
                await desk.come()

    await asyncio.gather(*(one(desk, "") for desk in desks))
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := await orders.readline():
        wanted = int(line)
        await asyncio.gather(
            *(one(desk, "on_queue" if n < wanted else "break") for n, desk in enumerate(desks))
        )
        sys.stdout.write(f"{wanted}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Centre)))
