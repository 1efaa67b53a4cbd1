"""The desk's live connection: frames of one person in, frames for them out.

The sign-in is the cookie's; the first frame proves with the session's CSRF token that the
page is ours. The server's ping finds dead connections: browsers slow the timers of hidden
tabs, so the beat does not come from them.
"""

from __future__ import annotations

import asyncio
from hmac import compare_digest
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
import structlog
from fastapi import WebSocket
from msgspec import Meta
from starlette.websockets import WebSocketDisconnect

from onqueue.channels.voice.frames import CallFrame
from onqueue.edge import make_router
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.tasks import first_of
from onqueue.live.desks import Desk

if TYPE_CHECKING:
    from onqueue.channels.voice.phones import Phones
    from onqueue.kernel.authz import Actor
    from onqueue.live.house import House

log = structlog.get_logger(__name__)

router = make_router()

PING_EVERY_S: Final = 10.0
SILENCE_S_MAX: Final = 30.0
HELLO_S_MAX: Final = 10.0
FRAME_BYTES_MAX: Final = 16 * 1024

SIGN_IN_FIRST: Final = 4401
NOT_OURS: Final = 4403
SILENT: Final = 4408

Name = Annotated[str, Meta(max_length=64)]


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="t"):
    """Anything a desk says."""


class Hello(Frame, frozen=True, tag="hello"):
    """The first frame: proof of origin, and what the desk has already."""

    csrf: Annotated[str, Meta(max_length=128)]
    after: int | None = None
    epoch: Name | None = None


class Watch(Frame, frozen=True, tag="watch"):
    """Show me this conversation from `after` on."""

    conversation: Name
    after: Annotated[int, Meta(ge=0)] = 0


class Unwatch(Frame, frozen=True, tag="unwatch"):
    """Stop showing me this conversation."""

    conversation: Name


class Typing(Frame, frozen=True, tag="typing"):
    """I am writing."""

    conversation: Name


class Pong(Frame, frozen=True, tag="pong"):
    """The answer to a ping."""


AnyFrame = Hello | Watch | Unwatch | Typing | Pong | CallFrame
_decoder: Final = msgspec.json.Decoder(AnyFrame)


@router.websocket("/api/live")
async def live(socket: WebSocket) -> None:
    """Serve one desk until it goes."""
    house: House = socket.app.state.parts.house
    actor: Actor | None = getattr(socket.state, "actor", None)
    await socket.accept()
    if actor is None:
        await socket.close(SIGN_IN_FIRST)
        return
    connection = Connection(socket, house, Desk(actor=actor, session=socket.state.session))
    if not await connection.begin():
        return
    try:
        await connection.serve()
    finally:
        await connection.end()


class Connection:
    """One socket, its desk, and the three things that go on at once: read, write, beat."""

    def __init__(self, socket: WebSocket, house: House, desk: Desk) -> None:
        self._socket = socket
        self._house = house
        self._desk = desk
        self._phones: Phones | None = socket.app.state.parts.phones
        self._heard_at = 0.0
        self._present = False

    async def begin(self) -> bool:
        """Take the hello; False when there was none worth answering."""
        try:
            raw = await asyncio.wait_for(self._socket.receive_text(), timeout=HELLO_S_MAX)
            hello = _decoder.decode(raw)
        except (TimeoutError, WebSocketDisconnect, msgspec.MsgspecError, KeyError):
            await self._close(NOT_OURS)
            return False
        csrf = str(self._socket.state.csrf or "")
        if not isinstance(hello, Hello) or not compare_digest(hello.csrf, csrf):
            await self._close(NOT_OURS)
            return False
        await self._house.enter(self._desk, after=hello.after, epoch=hello.epoch)
        if "contact.handle" in self._desk.actor.rights:
            self._present = True
            await self._house.presence.arrived(self._desk.actor.account)
        return True

    async def serve(self) -> None:
        """Read, write and beat until one of them ends."""
        loop = asyncio.get_running_loop()
        self._heard_at = loop.time()
        await first_of(self._read(), self._write(), self._beat())

    async def end(self) -> None:
        """The desk is gone."""
        await self._house.leave(self._desk)
        if self._phones is not None:
            await self._phones.agent_gone(
                self._desk.actor.account, self._desk, for_good=self._desk.dismissed
            )
        if self._present:
            await self._house.presence.left(self._desk.actor.account)
        await self._close(1000)

    async def _read(self) -> None:
        while True:
            try:
                raw = await self._socket.receive_text()
            except (WebSocketDisconnect, RuntimeError, KeyError):
                return
            self._heard_at = asyncio.get_running_loop().time()
            await self._take(raw)

    async def _take(self, raw: str) -> None:
        desk = self._desk
        if len(raw) > FRAME_BYTES_MAX:
            desk.tell(t="error", code="frame.too_large", title="This frame is too large.")
            return
        try:
            frame = _decoder.decode(raw)
        except (msgspec.ValidationError, msgspec.DecodeError, RecursionError) as error:
            desk.tell(t="error", code="frame.invalid", title=str(error))
            return
        try:
            if isinstance(frame, CallFrame):
                await self._take_call(frame)
            elif isinstance(frame, Watch):
                await self._house.threads.watch(
                    desk, conversation=frame.conversation, after=frame.after
                )
            elif isinstance(frame, Unwatch):
                self._house.threads.unwatch(desk, conversation=frame.conversation)
            elif isinstance(frame, Typing):
                self._house.threads.type(desk, conversation=frame.conversation)
        except OnqueueError as error:
            desk.tell(t="error", code=error.code, title=str(error))

    async def _take_call(self, frame: CallFrame) -> None:
        """A page of somebody who handles contacts, or listens to them, can be their phone."""
        phones, actor = self._phones, self._desk.actor
        if phones is not None and {"contact.handle", "chat.monitor"} & set(actor.rights):
            await phones.agent(actor.account, self._desk, frame)

    async def _write(self) -> None:
        while True:
            frames = await self._desk.frames()
            if self._desk.dismissed:
                return
            if self._desk.lagging:
                self._house.desks.refresh(self._desk)
                continue
            for frame in frames:
                if not await self._send(frame):
                    return

    async def _send(self, frame: bytes) -> bool:
        try:
            await self._socket.send_text(frame.decode())
        except (WebSocketDisconnect, RuntimeError):
            return False
        return True

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(PING_EVERY_S)
            if loop.time() - self._heard_at > SILENCE_S_MAX:
                await self._close(SILENT)
                return
            self._house.desks.ping(self._desk)

    async def _close(self, code: int) -> None:
        try:
            await self._socket.close(code)
        except (RuntimeError, WebSocketDisconnect):
            log.debug("desk.closed_already")
