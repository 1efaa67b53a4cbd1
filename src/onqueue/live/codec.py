"""How do events of the floor, commands for it and its refusals become bytes, and come back?"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.floor import commands, events
from onqueue.floor.refusals import Refusal
from onqueue.journal.store import Entry, Fact
from onqueue.live.errors import FloorRefused

if TYPE_CHECKING:
    from onqueue.floor.commands import Command
    from onqueue.floor.events import Event
    from onqueue.kernel.errors import OnqueueError

STREAM: Final = "floor"

_KINDS: Final = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, events.Event) and kind is not events.Event
]
_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(reduce(or_, _KINDS))
_COMMANDS: Final = [
    kind
    for kind in vars(commands).values()
    if isinstance(kind, type)
    and issubclass(kind, commands.Command)
    and kind is not commands.Command
]
_commands: Final = msgspec.json.Decoder(reduce(or_, _COMMANDS))


class Told(msgspec.Struct, frozen=True):
    """A refusal on its way to another process."""

    code: str
    sentence: str
    data: dict[str, str | int]


def to_fact(event: Event) -> Fact:
    """The journal row of an event; its subject is the contact, or else the agent or queue."""
    subject = (
        getattr(event, "contact", None)
        or getattr(event, "agent", None)
        or getattr(event, "queue", None)
    )
    kind = str(event.__struct_config__.tag)
    return Fact(
        stream=STREAM, kind=kind, subject=subject, at=event.at, payload=_encoder.encode(event)
    )


def to_event(entry: Entry) -> Event:
    """The event that a journal row of the floor's stream holds."""
    return decode(entry.payload)


def decode(payload: bytes) -> Event:
    """The event that was written so, in the journal or in a file."""
    event: Event = _decoder.decode(payload)
    return event


def of_command(command: Command) -> bytes:
    """A command on its way to another process."""
    return _encoder.encode(command)


def to_command(payload: bytes) -> Command:
    """The command that was written so."""
    command: Command = _commands.decode(payload)
    return command


def to_refusal(error: OnqueueError) -> bytes:
    """A refusal on its way to another process."""
    return _encoder.encode(Told(code=error.code, sentence=str(error), data=error.data))


def of_refusal(payload: bytes) -> FloorRefused:
    """The refusal that was written so."""
    told = msgspec.json.decode(payload, type=Told)
    return FloorRefused.of(Refusal(told.code, told.sentence, told.data))
