"""What does one widget's connection do with each frame it gets?

A session is sans-IO: frames come in through `receive`, frames wait in `waiting`. The socket
and the long poll are two thin ways around it. What the customer is told was stored is
stored: an `ack` leaves only after the commit.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Final

import msgspec
import structlog

from onqueue.channels.voice.frames import CallFrame
from onqueue.channels.webchat import frames
from onqueue.channels.webchat.errors import ChatNotBegun
from onqueue.kernel.errors import Invalid, OnqueueError, TooMany, Unavailable
from onqueue.kernel.ids import new_id
from onqueue.kernel.wire import has_nul

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from onqueue.channels.webchat.chats import Chats
    from onqueue.channels.webchat.status import Status
    from onqueue.conversations.schemas import PublicMessage
    from onqueue.directory.schemas.shown import ChatWidget

log = structlog.get_logger(__name__)

FRAMES_MAX: Final = 500
"""Frames that may wait for one widget; beyond, it is told to begin again from what it has."""
TYPING_MS: Final = 1_000


class ChatSession:
    """One widget that is connected: who, where in the conversation, and what waits for it."""

    def __init__(
        self,
        *,
        chats: Chats,
        origin: str | None,
        count_start: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """`count_start` counts a chat that is begun, and raises when there were too many."""
        self.id = new_id()
        self.origin = origin
        self.widget: ChatWidget | None = None
        self.visitor = ""
        self.customer = ""
        self.language = "en"
        self.conversation: str | None = None
        self.sent_seq = 0
        self.status: Status | None = None
        self.closed = False
        self.moving = asyncio.Lock()
        """Held while it is taken to a conversation, until it was told to which."""
        self._chats = chats
        self._frames: deque[bytes] = deque()
        self._filled = asyncio.Event()
        self._count_start = count_start
        self._typing_at = 0

    # --- out ---------------------------------------------------------------------------------

    def tell(self, **frame: Any) -> None:
        """Put a frame in line, given as its fields."""
        self.send(frames.encode(**frame))

    def send(self, frame: bytes) -> None:
        """Put a frame in line; a widget that cannot keep up starts again from what it has."""
        if len(self._frames) >= FRAMES_MAX:
            self._frames.clear()
            frame = frames.encode(t="resync")
            self.closed = True
        self._frames.append(frame)
        self._filled.set()

    def show(self, message: PublicMessage, encoded: bytes) -> None:
        """Send a message once, in order; the caller sees to gaps."""
        assert message.seq == self.sent_seq + 1, (message.seq, self.sent_seq)
        self.sent_seq = message.seq
        self.send(encoded)

    def show_status(self, status: Status) -> None:
        """Send the status when it is another than before."""
        if status != self.status:
            self.status = status
            self.tell(t="state", state=status.frame())

    async def waiting(self, *, wait_s: float | None = None) -> list[bytes]:
        """The frames that wait; waits for the first one, at most `wait_s`."""
        if not self._frames:
            self._filled.clear()
            try:
                await asyncio.wait_for(self._filled.wait(), timeout=wait_s)
            except TimeoutError:
                return []
        taken = list(self._frames)
        self._frames.clear()
        return taken

    # --- in ----------------------------------------------------------------------------------

    async def receive(self, raw: bytes | str) -> None:
        """Take one frame. Whatever is wrong with it is answered; it never raises."""
        if len(raw) > frames.FRAME_BYTES_MAX:
            self._refuse(Invalid(field="frame", reason="it is too large"), id_=None)
            return
        id_ = frames.id_of(raw)
        frame = self._decoded(raw, id_=id_)
        if frame is None:
            return
        try:
            if isinstance(frame, CallFrame):
                # Counted and measured by whoever takes it; finding a way takes many.
                await self._chats.phone(self, frame)
                return
            self._chats.pace.count(self.visitor or self.id)
            await self._take(frame)
        except OnqueueError as error:
            self._refuse(error, id_=id_)
        except Exception:
            # Whatever it is, the customer's frame is not to blame: it may be sent again.
            log.exception("webchat.frame_failed")
            self._refuse(Unavailable(retry_after_s=2), id_=id_)

    def _decoded(self, raw: bytes | str, *, id_: str | None) -> frames.AnyFrame | None:
        """Return what a frame says, or refuse it."""
        try:
            frame = frames.decode(raw)
        except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
            field, said = _where(str(error))
            refusal = Invalid(field=field, reason="{said}", said=said)
            self._refuse(refusal, id_=id_, code="frame.invalid")
        except RecursionError:
            self._refuse(Invalid(field="frame", reason="it is nested too deeply"), id_=id_)
        else:
            if isinstance(frame, CallFrame) or not has_nul(msgspec.to_builtins(frame)):
                return frame
            reason = "it contains a character that cannot be stored"
            self._refuse(Invalid(field="text", reason=reason), id_=id_)
        return None

    async def _take(self, frame: frames.AnyFrame) -> None:
        if isinstance(frame, frames.Pong):
            return
        if not isinstance(frame, frames.Typing | frames.Seen):
            await self._chats.abreast()
        if isinstance(frame, frames.Hello):
            await self._chats.enter(self, frame)
        elif self.widget is None:
            raise ChatNotBegun
        else:
            await self._do(frame)

    async def _do(self, frame: frames.AnyFrame) -> None:
        if isinstance(frame, frames.Start | frames.Leave):
            if self._count_start is not None:
                await self._count_start()
            await self._chats.begin(self, frame)
        elif isinstance(frame, frames.Say):
            await self._chats.say(self, frame)
        elif isinstance(frame, frames.Seen):
            await self._chats.seen(self, frame.seq)
        elif isinstance(frame, frames.End):
            await self._chats.end(self)
            self.tell(t="ack", id=frame.id, seq=None)
        elif isinstance(frame, frames.Keep):
            await self._chats.keep(self)
            self.tell(t="ack", id=frame.id, seq=None)
        elif isinstance(frame, frames.Rate):
            await self._chats.rate(self, frame)
        else:
            self._type()

    def _type(self) -> None:
        now = self._chats.now()
        if self.conversation is not None and now - self._typing_at >= TYPING_MS:
            self._typing_at = now
            self._chats.typing(self)

    def _refuse(self, error: OnqueueError, *, id_: str | None, code: str | None = None) -> None:
        extra: dict[str, Any] = {}
        if isinstance(error, TooMany | Unavailable):
            extra["retry_after_s"] = error.retry_after_s
        problems = getattr(error, "problems", None)
        if problems:
            extra["fields"] = dict(problems)
        self.tell(
            t="error",
            code=code or error.code,
            title=str(error),
            field=error.field,
            id=id_,
            **extra,
        )


def _where(reason: str) -> tuple[str, str]:
    """Split msgspec's sentence into the field and what is wrong with it."""
    sentence, _, path = reason.partition(" - at `")
    return (path.rstrip("`").removeprefix("$.") or "frame"), sentence
