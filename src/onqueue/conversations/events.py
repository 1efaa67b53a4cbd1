"""What conversations write to the journal, past tense.

The words themselves are not here: a journal is never rewritten, and what a person wrote
must be erasable. Readers fetch a message by its conversation and `seq`.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Final

import msgspec

from onqueue.floor import events as floor

STREAM: Final = "conversations"
FLOOR_STREAM: Final = "floor"
POSTED: Final = "conversations.posted"
"""The bus topic of new messages; its payload is the message as JSON."""


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Anything that happened in a conversation; the conversation is the fact's subject."""

    at: int
    conversation: str


class ConversationOpened(Event, frozen=True, tag="conversation.opened"):
    """Somebody outside began to talk with us."""

    channel: str


class CustomerLinked(Event, frozen=True, tag="conversation.customer_linked"):
    """The conversation was found to be with this customer."""

    customer: str


class ContactRegistered(Event, frozen=True, tag="contact.registered"):
    """A contact was written down, and is about to be put on the floor."""

    contact: str
    queue: str
    channel: str


class ContactRefused(Event, frozen=True, tag="contact.refused"):
    """The floor did not take the contact; `code` says why."""

    contact: str
    code: str


class MessagePosted(Event, frozen=True, tag="message.posted"):
    """A message has its place; `public_seq` is None where customers may not see it."""

    message: str
    seq: int
    public_seq: int | None
    kind: str
    author: str


class MessageSeen(Event, frozen=True, tag="message.seen"):
    """A reader has seen everything up to `seq`, which is a public one for the customer."""

    reader: str
    seq: int


class ContactRated(Event, frozen=True, tag="contact.rated"):
    """The customer rated a contact, 1 to 5."""

    contact: str
    score: int


class RecapSet(Event, frozen=True, tag="contact.recap_set"):
    """Staff wrote down what is to be done after the contact, by whom and until when."""

    contact: str
    by: str


class VisitOpened(Event, frozen=True, tag="visit.opened"):
    """Somebody who does not handle the contact came to read, whisper or join."""

    visit: str
    contact: str
    account: str
    name: str
    mode: str


class VisitClosed(Event, frozen=True, tag="visit.closed"):
    """A visitor left again."""

    visit: str
    contact: str
    account: str


ConversationEvent = (
    ConversationOpened
    | CustomerLinked
    | ContactRegistered
    | ContactRefused
    | MessagePosted
    | MessageSeen
    | ContactRated
    | RecapSet
    | VisitOpened
    | VisitClosed
)

_decoder: Final = msgspec.json.Decoder(ConversationEvent)


def decode(payload: bytes) -> ConversationEvent:
    """Read an event from a fact of the stream `conversations`."""
    event: ConversationEvent = _decoder.decode(payload)
    return event


_FLOOR_KINDS: Final = [
    kind
    for kind in vars(floor).values()
    if isinstance(kind, type) and issubclass(kind, floor.Event) and kind is not floor.Event
]
_floor_decoder: Final = msgspec.json.Decoder(reduce(or_, _FLOOR_KINDS))


def decode_floor(payload: bytes) -> floor.Event:
    """Read an event from a fact of the stream `floor`, which this feature follows."""
    event: floor.Event = _floor_decoder.decode(payload)
    return event
