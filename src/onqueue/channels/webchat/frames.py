"""What may a widget say to us, and how do we answer?

One JSON object a frame, its kind in `t`. The same frames travel over the socket and over
the long poll. Bad frames are answered with an error that names the field and the reason;
they never end the connection of anybody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, TypeAlias

import msgspec
from msgspec import Meta

from onqueue.channels.voice.frames import Attachment, CallFrame

if TYPE_CHECKING:
    from onqueue.conversations.schemas import PublicMessage

FRAME_BYTES_MAX: Final = 64 * 1024
TEXT_MAX: Final = 32_000
"""What a frame may carry; conversations have their own, lower limit, and say so."""

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Language = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", max_length=35)]
Text = Annotated[str, Meta(max_length=TEXT_MAX)]
Form = dict[Annotated[str, Meta(max_length=64)], Annotated[str, Meta(max_length=2_000)]]


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="t"):
    """Anything a widget says."""


class Hello(Frame, frozen=True, tag="hello"):
    """The first frame: which widget, who, and what it has already."""

    widget: Annotated[str, Meta(max_length=64)]
    token: Annotated[str, Meta(max_length=128)] | None = None
    conversation: Annotated[str, Meta(max_length=64)] | None = None
    after: Annotated[int, Meta(ge=0)] = 0
    lang: Language = "en"


class Start(Frame, frozen=True, tag="start"):
    """Begin a chat, or a call; `id` is the contact's, `person` whom the page's link names."""

    id: Id
    form: Form = {}
    text: Text | None = None
    channel: Annotated[str, Meta(pattern="^(chat|voice)$")] = "chat"
    attachment: Attachment | None = None
    """The page that calls, if it does; see `channels.voice`."""
    person: Annotated[str, Meta(max_length=64)] | None = None


class Leave(Frame, frozen=True, tag="leave"):
    """Leave a message for the next opening; `id` is the contact's."""

    id: Id
    text: Text
    form: Form = {}


class Say(Frame, frozen=True, tag="say"):
    """A message; `id` is the message's, and `answers` the number of the question it answers."""

    id: Id
    text: Text = ""
    answers: Annotated[int, Meta(ge=0)] | None = None
    files: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=10)] = ()


class Typing(Frame, frozen=True, tag="typing"):
    """The customer is writing."""


class Seen(Frame, frozen=True, tag="seen"):
    """The customer has seen everything up to `seq`."""

    seq: Annotated[int, Meta(ge=0)]


class End(Frame, frozen=True, tag="end"):
    """The customer is done, or does not want to wait any longer."""

    id: Id | None = None


class Keep(Frame, frozen=True, tag="keep"):
    """The customer goes and wants to keep the place."""

    id: Id | None = None


class Rate(Frame, frozen=True, tag="rate"):
    """How it was, 1 to 5."""

    score: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=2_000)] = ""
    id: Id | None = None


class Pong(Frame, frozen=True, tag="pong"):
    """The answer to a ping."""


AnyFrame: TypeAlias = (
    Hello | Start | Leave | Say | Typing | Seen | End | Keep | Rate | Pong | CallFrame
)

_decoder: Final = msgspec.json.Decoder(AnyFrame)
_encoder: Final = msgspec.json.Encoder()


def decode(raw: bytes | str) -> AnyFrame:
    """Read a frame. Raises `msgspec.ValidationError` or `msgspec.DecodeError` with the reason."""
    frame: AnyFrame = _decoder.decode(raw)
    return frame


def encode(**frame: Any) -> bytes:
    """Write a frame given as its fields."""
    return _encoder.encode(frame)


def id_of(raw: bytes | str) -> str | None:
    """The id that a bad frame carries, if it can be read at all, so that it can be answered."""
    try:
        loose = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    found = loose.get("id") if isinstance(loose, dict) else None
    return found if isinstance(found, str) and len(found) <= 64 else None  # noqa: PLR2004 - as Id


def encode_message(message: PublicMessage) -> bytes:
    """Write a message; the struct is the frame. Customers are told agents' first names."""
    if message.sender == "agent" and message.name:
        message = msgspec.structs.replace(message, name=message.name.split()[0])
    return _encoder.encode(message)
