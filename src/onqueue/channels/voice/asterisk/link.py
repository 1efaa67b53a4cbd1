"""How do requests and events travel between us and one Asterisk?

Asterisk connects to us: it opens several websockets, keeps them open, and opens them again when
they are lost. The first brings the events; requests go over all of them. Asterisk serves
the requests of one socket strictly one after the other, so each call has a lane of its own for
all that is asked about it, and no call waits for another one's.

A request that reaches Asterisk together with our answer to its handshake is lost. So nothing is
sent on a socket before its first message has come. After a restart the old socket and the new one
overlap; the newer one counts.
"""

from __future__ import annotations

import asyncio
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec
import structlog
from websockets.asyncio.server import basic_auth, serve
from websockets.exceptions import ConnectionClosed

from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from websockets.asyncio.server import Server, ServerConnection

ANSWER_S_MAX: Final = 10
PING_EVERY_S: Final = 10
MESSAGE_BYTES_MAX: Final = 16 * 1024 * 1024
"""The list of all channels of a busy node comes in one message."""
CLOSE_S_MAX: Final = 1
OK_BELOW: Final = 400
NOT_FOUND: Final = 404

log = structlog.get_logger(__name__)


class AwayError(Exception):
    """Asterisk cannot be asked now, or the connection went before it answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Asterisk says to a request."""

    status: int
    body: Any

    @property
    def ok(self) -> bool:
        """Tell whether it was done."""
        return self.status < OK_BELOW

    @property
    def missing(self) -> bool:
        """Tell whether what was named is not there."""
        return self.status == NOT_FOUND


@dataclass(slots=True, eq=False)
class _Lane:
    """One socket, and the requests that wait for an answer on it."""

    connection: ServerConnection
    overtaken: bool = False
    waiting: dict[str, asyncio.Future[Answer]] = field(default_factory=dict)

    def answered(self, message: dict[str, Any]) -> None:
        """Give an answer to whoever asked."""
        asked = self.waiting.pop(message["request_id"], None)
        if asked is not None and not asked.done():
            text = message.get("message_body")
            body = msgspec.json.decode(text) if text else None
            asked.set_result(Answer(status=message["status_code"], body=body))

    def lost(self) -> None:
        """Nobody will be answered any more."""
        for asked in self.waiting.values():
            if not asked.done():
                asked.set_exception(AwayError())
        self.waiting.clear()


class Link:
    """All sockets of one Asterisk."""

    def __init__(
        self,
        *,
        port: int,
        user: str,
        secret: str,
        hear: Callable[[dict[str, Any]], None],
        change: Callable[[bool], None],
    ) -> None:
        """Events go to `hear`; `change` is told when the node can be asked, and when no more."""
        self._port, self._user, self._secret = port, user, secret
        self._hear, self._change = hear, change
        self._lanes: dict[str, _Lane] = {}
        self._server: Server | None = None

    @property
    def up(self) -> bool:
        """Tell whether Asterisk can be asked."""
        return _EVENTS in self._lanes

    async def start(self) -> None:
        """Wait for Asterisk at our port."""
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            self._port,
            process_request=basic_auth(realm="onqueue", credentials=(self._user, self._secret)),
            subprotocols=["ari"],  # type: ignore[list-item]  # a NewType of str
            compression=None,
            ping_interval=PING_EVERY_S,
            ping_timeout=PING_EVERY_S,
            close_timeout=CLOSE_S_MAX,
            max_size=MESSAGE_BYTES_MAX,
        )

    async def stop(self) -> None:
        """Let Asterisk go, and wait for it no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def cut(self) -> None:
        """Drop all sockets, as if the wire had been cut; Asterisk connects again."""
        for lane in self._lanes.values():
            lane.connection.transport.abort()

    async def ask(
        self,
        method: str,
        *path: str,
        lane: str = "",
        body: object = None,
        **query: str | int | None,
    ) -> Answer:
        """Ask Asterisk; raises `AwayError` when no answer came."""
        chosen = self._lane_of(lane)
        request = new_id()
        asked: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        chosen.waiting[request] = asked
        try:
            async with asyncio.timeout(ANSWER_S_MAX):
                await chosen.connection.send(
                    _request(request, method, path, query, body), text=True
                )
                return await asked
        except (ConnectionClosed, TimeoutError):
            raise AwayError from None
        finally:
            chosen.waiting.pop(request, None)
            if not asked.cancel() and not asked.cancelled():
                asked.exception()  # seen, also by whom the loss met while sending

    def _lane_of(self, name: str) -> _Lane:
        """Return the lane of a call; the one of events until its own is there."""
        if not self.up:
            raise AwayError
        if not name:
            return self._lanes[_EVENTS]
        lanes = sorted(self._lanes)
        return self._lanes[lanes[zlib.crc32(name.encode()) % len(lanes)]]

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        name = connection.request.path.strip("/")
        lane = _Lane(connection)
        try:
            async for text in connection:
                message = msgspec.json.decode(text)
                if lane.overtaken:
                    return
                if self._lanes.get(name) is not lane:
                    self._take(name, lane)
                if message["type"] == "RESTResponse":
                    lane.answered(message)
                elif name == _EVENTS:
                    self._hear(message)
        except ConnectionClosed:
            log.info("asterisk.socket_lost", lane=name)
        finally:
            lane.lost()
            if self._lanes.get(name) is lane:
                del self._lanes[name]
                if name == _EVENTS:
                    self._change(False)

    def _take(self, name: str, lane: _Lane) -> None:
        """Let a socket count from its first message on, and the older one no more."""
        older = self._lanes.get(name)
        self._lanes[name] = lane
        if older is not None:
            older.overtaken = True
            older.lost()
            older.connection.transport.abort()
        if name == _EVENTS:
            self._change(True)


_EVENTS: Final = "lane0"


def _request(
    request: str,
    method: str,
    path: tuple[str, ...],
    query: Mapping[str, str | int | None],
    body: object,
) -> bytes:
    said: dict[str, Any] = {
        "type": "RESTRequest",
        "request_id": request,
        "method": method,
        "uri": "/".join(quote(part, safe="") for part in path),
    }
    given = [
        {"name": name, "value": str(value)} for name, value in query.items() if value is not None
    ]
    if given:
        said["query_strings"] = given
    if body is not None:
        said["content_type"] = "application/json"
        said["message_body"] = msgspec.json.encode(body).decode()
    return msgspec.json.encode(said)
