"""Machines of their own, as far as the network goes: namespaces with a wire to this one.

The database listens on a socket in a folder, which every namespace sees. So that a cut is a cut, it
is reached over the wire, through a listener on this side of it.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.hosts.rig import both_ways

_numbers: Final = itertools.count()


@dataclass(frozen=True)
class Net:
    """A machine: its address, and how the database is reached from it."""

    name: str
    address: str
    wire: str
    database: str

    def off(self) -> None:
        """Cut the wire."""
        _ip("link", "set", self.wire, "down")

    def on(self) -> None:
        """Mend it."""
        _ip("link", "set", self.wire, "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, timeout=10)


@asynccontextmanager
async def networks(count: int, *, database: str) -> AsyncIterator[list[Net]]:
    """Make namespaces; skip the test where that is not permitted."""
    async with AsyncExitStack() as made:
        try:
            nets = [await made.enter_async_context(_network(database)) for _ in range(count)]
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"NETWORK NAMESPACES CANNOT BE MADE HERE, so no host was cut off: {error}")
        yield nets


@asynccontextmanager
async def _network(database: str) -> AsyncIterator[Net]:
    number = next(_numbers)
    name, wire = f"oq{os.getpid()}n{number}", f"oq{os.getpid() % 100_000}w{number}"
    # A block of four addresses for each, from the one that is kept for tests of devices.
    block = (os.getpid() * 8 + number) % 16_000 * 4
    here, there = (f"198.18.{at // 256}.{at % 256}" for at in (block + 1, block + 2))
    _ip("netns", "add", name)
    try:
        _ip("link", "add", wire, "type", "veth", "peer", "name", "wire", "netns", name)
        _ip("address", "add", f"{here}/30", "dev", wire)
        _ip("link", "set", wire, "up")
        _ip("-n", name, "address", "add", f"{there}/30", "dev", "wire")
        _ip("-n", name, "link", "set", "wire", "up")
        _ip("-n", name, "link", "set", "lo", "up")
        url = urlsplit(database)
        folder = parse_qs(url.query)["host"][0]
        server = await asyncio.start_server(_to(f"{folder}/.s.PGSQL.5432"), here, 0)
        port = server.sockets[0].getsockname()[1]
        try:
            yield Net(name, there, wire, f"postgresql://postgres@{here}:{port}{url.path}")
        finally:
            server.close()
    finally:
        for words in (("netns", "delete", name), ("link", "delete", wire)):
            with suppress(subprocess.SubprocessError):
                _ip(*words)


def _to(path: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_unix_connection(path)
        await both_ways((reader, writer), there)

    return carry
