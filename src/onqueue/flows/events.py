"""What flows write to the journal, past tense. What was asked and answered are messages."""

from __future__ import annotations

from typing import Final, TypedDict

import msgspec
from sqlalchemy.orm import Session

from onqueue.journal.store import Fact, append

STREAM: Final = "flows"


class Whose(TypedDict):
    """Whose run something happened in."""

    conversation: str
    run: str
    flow: str
    version: int


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Anything that happened in a flow; the conversation is the fact's subject."""

    at: int
    conversation: str
    run: str
    flow: str
    version: int


class FlowBegun(Event, frozen=True, tag="flow.begun"):
    """A customer began a flow."""


class FlowPassed(Event, frozen=True, tag="flow.passed"):
    """Nodes were gone through: each with the exit by which it was left."""

    nodes: tuple[tuple[str, str], ...]


class FlowAsked(Event, frozen=True, tag="flow.asked"):
    """A question was asked, or asked again; it is the flow's `number`th."""

    node: str
    number: int


class FlowOver(Event, frozen=True, tag="flow.over"):
    """A flow is over for a customer, at a node, and how."""

    node: str
    outcome: str


FlowEvent = FlowBegun | FlowPassed | FlowAsked | FlowOver

_decoder: Final = msgspec.json.Decoder(FlowEvent)
_encoder: Final = msgspec.json.Encoder()


def decode(payload: bytes) -> FlowEvent:
    """Read an event from a fact of the stream `flows`."""
    event: FlowEvent = _decoder.decode(payload)
    return event


def tell(session: Session, *happened: FlowEvent) -> None:
    """Append to the journal, in this transaction."""
    append(
        session,
        facts=[
            Fact(
                stream=STREAM,
                kind=str(one.__struct_config__.tag),
                subject=one.conversation,
                at=one.at,
                payload=_encoder.encode(one),
            )
            for one in happened
        ],
    )
