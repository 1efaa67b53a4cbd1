"""A page's line to Asterisk: SIP over a websocket of ours, carried on as it is.

Asterisk listens on this machine alone. Whoever comes this way is signed in, has been given a
telephone for this very page, and loses the line with the sign-in. What they say there proves by
that telephone's password who they are, and reaches nobody by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog
from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from onqueue.edge import make_router
from onqueue.kernel.tasks import first_of
from onqueue.web.desk_socket import SIGN_IN_FIRST

if TYPE_CHECKING:
    from onqueue.channels.voice.exchange import Exchange

log = structlog.get_logger(__name__)

router = make_router()

SIP: Final = "sip"
MESSAGE_BYTES_MAX: Final = 64 * 1024
OPEN_S_MAX: Final = 5
CLOSE_S_MAX: Final = 1
NO_LINE: Final = 4404
AWAY: Final = 1013
GOING: Final = 1001


@router.websocket("/api/calls/line")
async def carry_line(socket: WebSocket) -> None:
    """Carry what a page and Asterisk say to each other, until either goes."""
    actor = getattr(socket.state, "actor", None)
    exchange: Exchange | None = socket.app.state.parts.exchange
    await socket.accept(SIP if SIP in socket.scope.get("subprotocols", ()) else None)
    if actor is None:
        await socket.close(SIGN_IN_FIRST)
        return
    page = None if exchange is None else exchange.softphones.of(actor.account)
    if exchange is None or page is None:
        await socket.close(NO_LINE)
        return
    try:
        async with connect(
            exchange.sockets,
            subprotocols=[Subprotocol(SIP)],
            max_size=MESSAGE_BYTES_MAX,
            open_timeout=OPEN_S_MAX,
            close_timeout=CLOSE_S_MAX,
            compression=None,
            proxy=None,
        ) as line:
            await first_of(_up(socket, line), _down(line, socket), page.revoked.wait())
    except (OSError, WebSocketException):
        log.info("line.away")
        await _close(socket, AWAY)
        return
    await _close(socket, GOING)


async def _up(socket: WebSocket, line: ClientConnection) -> None:
    while True:
        try:
            said = await socket.receive_text()
        except (WebSocketDisconnect, RuntimeError, KeyError):
            return
        if len(said) > MESSAGE_BYTES_MAX:
            return
        await line.send(said)


async def _down(line: ClientConnection, socket: WebSocket) -> None:
    try:
        async for said in line:
            await socket.send_text(said if isinstance(said, str) else said.decode())
    except (ConnectionClosed, WebSocketDisconnect, RuntimeError):
        return


async def _close(socket: WebSocket, code: int) -> None:
    try:
        await socket.close(code)
    except (RuntimeError, WebSocketDisconnect):
        log.debug("line.closed_already")
