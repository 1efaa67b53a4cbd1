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


@dataclass(slots=True)
class _Asked:
    request: bytes
    reply: asyncio.Future[Reply]


class Wire(asyncio.Protocol):
    """One kept-alive connection. Requests go out at once; their answers come in their order.

    Servers hang up on who says nothing for some seconds. As a browser does, it then connects
    again, and asks again what was not answered: everything that is asked here may be asked twice.
    """

    def __init__(self, port: int, *, headers: dict[str, str]) -> None:
        lines = {"Host": f"127.0.0.1:{port}", **headers}
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self._port = port
        self._waiting: deque[_Asked] = deque()
        self._reply = Reply()
        self._transport: asyncio.Transport | None = None
        self._connecting: asyncio.Task[object] | None = None
        self._closed = False
        self._parser = httptools.HttpResponseParser(self)

    def ask(self, method: str, path: str, body: object = None) -> asyncio.Future[Reply]:
        """Send a request, without waiting for the answers to those before."""
        raw = b"" if body is None else msgspec.json.encode(body)
        kind = "Content-Type: application/json\r\n" if raw else ""
        length = f"Content-Length: {len(raw)}\r\n" if method != "GET" else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._headers}{kind}{length}\r\n"
        asked = _Asked(head.encode() + raw, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(asked.request)
        elif self._transport is None:
            self._connect()
        return asked.reply

    def close(self) -> None:
        """Hang up."""
        self._closed = True
        if self._transport is not None:
            self._transport.close()

    def _connect(self) -> None:
        if self._connecting is None and not self._closed:
            loop = asyncio.get_running_loop()
            opening = loop.create_connection(lambda: self, "127.0.0.1", self._port)
            self._connecting = loop.create_task(opening)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._connecting = cast("asyncio.Transport", transport), None
        self._parser = httptools.HttpResponseParser(self)
        for asked in self._waiting:
            self._transport.write(asked.request)

    @override
    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._waiting:
            self._connect()

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
        self._waiting.popleft().reply.set_result(self._reply)
