"""Writes docs/reference/sockets.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice import frames as calls
from onqueue.channels.webchat import frames
from onqueue.conversations.schemas import PublicMessage
from onqueue.web import chat_api, desk_socket
from tools.reference.events import kinds_of
from tools.reference.text import cell, fields_of, head, sentence_of

if TYPE_CHECKING:
    from types import ModuleType

DESK_SAID: Final = (
    "`/api/live`, with the session's cookie. The first frame is `hello` with the CSRF proof; then",
    "the server sends a `snapshot`, or what was missed after `after` of the same `epoch`, and",
    "patches. Messages of a conversation come when it is watched.",
)
DESK_TOLD: Final = (
    (
        "snapshot",
        "everything this person may see, as version `n`; `now_at` is the server's time",
        "`n`, `epoch`, `now_at`, `entities`",
    ),
    ("patch", "entities to put and keys to drop", "`n`, `put`, `del`"),
    ("messages", "messages of a watched conversation, in order", "`conversation`, `items`"),
    ("typing", "somebody writes", "`conversation`, `who`, `side`"),
    ("seen", "somebody has read up to `seq`", "`conversation`, `reader`, `seq`, `at`"),
    ("unwatched", "a conversation went to others; no more of it comes", "`conversation`"),
    ("ping", "answer with `pong`, or the connection is closed", "`now_at`"),
    ("error", "a frame was refused", "`code`, `title`"),
)
CHAT_SAID: Final = (
    "`/api/chat/socket`, without a cookie; the page is known by `Origin`, the visitor by the token",
    "in `hello`. `POST /api/chat/frames` takes and gives the same frames where sockets do not get",
    "through. An `ack` is sent when the thing is stored, never before; the same `id` sent twice",
    "counts once.",
)
CHAT_TOLD: Final = (
    (
        "welcome",
        "who the visitor is, and where the chat stands",
        "`token`, `conversation`, `last`, `state`, `open`, `opens_at`",
    ),
    (
        "message",
        "a message; `seq` counts without gaps",
        ", ".join(f"`{name}`" for name in PublicMessage.__struct_encode_fields__),
    ),
    (
        "state",
        "the chat's state changed",
        "in `state`: `phase`, `position`, `wait_low_s`, `wait_high_s`, `agent`, `channel` and more",
    ),
    ("ack", "it is stored", "`id`, `seq`"),
    ("typing", "an agent writes", "`name`"),
    ("seen", "the agent has read up to `seq`", "`seq`"),
    ("resync", "the widget fell behind; connect again with what you have", ""),
    ("ping", "answer with `pong`, or the connection is closed", ""),
    (
        "error",
        "a frame was refused",
        "`code`, `title`, `field`, `id`, `retry_after_s?`, `fields?`",
    ),
)
CALLS_SAID: Final = (
    "Both sockets carry these as well. `phone` says that a page can carry sound; its `attachment`",
    "is drawn by the page and stays while its sound does, also over a new socket. A call begins",
    "with the widget's `start` and the channel `voice`. A plan says how things are to be, and is",
    "sent again whenever they change. Telephone calls come to a desk by `/api/calls/line`: SIP,",
    "carried on to Asterisk, for the page that was told a `line`.",
)
CALLS_TOLD: Final = (
    ("phone_state", "whether this page is the phone of its person", "`owner`"),
    (
        "phone",
        "what to do for a leg; without a plan it is over, for `cause`",
        "`leg`, `plan`, `ice?`, `cause?`",
    ),
    ("signal", "what the browser at the other end of a connection said", "`leg`, `link`, `data`"),
    (
        "call",
        "to desks: how a call stands that its person has a part in",
        "`contact`, `held`, `legs`, `listening`, `over`",
    ),
    (
        "call_lost",
        "to desks: a telephone of its person failed, and the call went on without them",
        "`contact`, `why`, `phone`",
    ),
    (
        "telephone",
        "to desks: by which telephone their person speaks: browser, desk_phone or none",
        "`way`, `carried`",
    ),
    (
        "line",
        "to the page that is its person's phone: as whom it registers",
        "`name`, `password`, `ice`",
    ),
)


def written() -> str:
    """Return the page."""
    source = "`web/desk_socket.py` and `channels/webchat/frames.py`"
    lines = [*head("Sockets", source)]
    lines += ["One JSON object a frame; `t` names its kind.", "", "## The desk", "", *DESK_SAID]
    lines.append(_beat(desk_socket.PING_EVERY_S, desk_socket.SILENCE_S_MAX))
    lines += ["", "From the desk:", "", *_said(desk_socket, desk_socket.Frame)]
    lines += ["", "To the desk:", "", *_told(DESK_TOLD)]
    lines += ["", "## The chat widget", "", *CHAT_SAID]
    lines.append(_beat(chat_api.PING_EVERY_S, chat_api.SILENCE_S_MAX))
    lines += ["", "From the widget:", "", *_said(frames, frames.Frame)]
    lines += ["", "To the widget:", "", *_told(CHAT_TOLD)]
    lines += ["", "## Calls", "", *CALLS_SAID]
    lines += ["", "From a browser:", "", *_said(calls, calls.Frame)]
    lines += ["", "To a browser:", "", *_told(CALLS_TOLD)]
    return "\n".join(lines) + "\n"


def _beat(every_s: float, silence_s: float) -> str:
    return (
        f"The server sends `ping` every {every_s:g} s and closes after {silence_s:g} s of silence."
    )


def _said(module: ModuleType, base: type[Any]) -> list[str]:
    lines = ["| t | what it says | fields |", "|---|---|---|"]
    for kind in kinds_of(module, base):
        tag = kind.__struct_config__.tag
        lines.append(f"| `{tag}` | {cell(sentence_of(kind))} | {cell(fields_of(kind))} |")
    return lines


def _told(frames_told: tuple[tuple[str, str, str], ...]) -> list[str]:
    lines = ["| t | what it says | fields |", "|---|---|---|"]
    return [*lines, *(f"| `{t}` | {said} | {fields} |" for t, said, fields in frames_told)]
