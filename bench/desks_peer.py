"""A bare server of sockets: what one says is sent to all who asked for it."""

from __future__ import annotations

import asyncio
import sys

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

WATCHING: set[ServerConnection] = set()


async def take(socket: ServerConnection) -> None:
    """Serve one socket until it goes."""
    try:
        async for said in socket:
            if said == "watch":
                WATCHING.add(socket)
            else:
                broadcast(WATCHING, said)
    except ConnectionClosed:
        pass
    finally:
        WATCHING.discard(socket)


async def main(port: int) -> None:
    """Serve until the process is stopped."""
    async with serve(take, "127.0.0.1", port, compression=None, ping_interval=None):
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
