"""How does a floor event become a journal fact, and come back?"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.floor import events
from onqueue.journal.store import Entry, Fact

if TYPE_CHECKING:
    from onqueue.floor.events import Event

STREAM: Final = "floor"

_KINDS: Final = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, events.Event) and kind is not events.Event
]
_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(reduce(or_, _KINDS))


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
