"""How is HTTP asked cheaply enough that the load generator does not become the bottleneck?"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any, cast

import httptools
import msgspec
from typing_extensions import override


@dataclass(slots=True)
class Reply:
    """What a server answered."""

    status: int = 0
    body: bytearray = field(default_factory=bytearray)

    def json(self) -> Any:
        """Return the body as JSON; refuse what is no success."""
        assert self.status < 300, (self.status, bytes(self.body[:300]))  # noqa: PLR2004
        return msgspec.json.decode(self.body)


class Wire(asyncio.Protocol):
    """One kept-alive connection. Requests go out at once; their answers come in their order."""

    def __init__(self, *, headers: dict[str, str]) -> None:
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._parser = httptools.HttpResponseParser(self)
        self._waiting: deque[asyncio.Future[Reply]] = deque()
        self._reply = Reply()
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, port: int, *, headers: dict[str, str]) -> Wire:
        """Connect to a server on this machine."""
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(
            lambda: cls(headers={"Host": f"127.0.0.1:{port}", **headers}), "127.0.0.1", port
        )
        return wire

    def ask(self, method: str, path: str, body: Any = None) -> asyncio.Future[Reply]:
        """Send a request, without waiting for the answers to those before."""
        assert self._transport is not None
        raw = b"" if body is None else msgspec.json.encode(body)
        kind = "Content-Type: application/json\r\n" if raw else ""
        length = f"Content-Length: {len(raw)}\r\n" if method != "GET" else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._headers}{kind}{length}\r\n"
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append(reply)
        self._transport.write(head.encode() + raw)
        return reply

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        while self._waiting:
            reply = self._waiting.popleft()
            if not reply.done():
                reply.set_exception(ConnectionError("the server hung up"))
                reply.exception()

    # What the parser calls.

    def on_message_begin(self) -> None:
        """Begin an answer."""
        self._reply = Reply()

    def on_body(self, body: bytes) -> None:
        """Take a piece of an answer."""
        self._reply.body += body

    def on_message_complete(self) -> None:
        """Hand the answer to whoever asked first."""
        self._reply.status = self._parser.get_status_code()
        reply = self._waiting.popleft()
        if not reply.done():
            reply.set_result(self._reply)
