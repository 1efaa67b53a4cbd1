"""What calls write to the journal, past tense; a fact's subject is the contact.

The floor's events say who had the contact; these say who could hear whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.journal.store import Fact, append

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STREAM: Final = "calls"


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Anything that happened in a call."""

    at: int
    contact: str


class LegStarted(Event, frozen=True, tag="leg.started"):
    """Somebody is called, or calls; `account` is empty for the customer."""

    leg: str
    role: str
    account: str


class LegAnswered(Event, frozen=True, tag="leg.answered"):
    """The leg talks from now."""

    leg: str


class LegEnded(Event, frozen=True, tag="leg.ended"):
    """The leg is gone, for a cause of Q.850, or 0 when nobody saw it end."""

    leg: str
    cause: int
    by: str


class CustomerHeld(Event, frozen=True, tag="call.held"):
    """The customer waits with music; `by` is who asked for it, or empty in a consultation."""

    by: str


class CustomerUnheld(Event, frozen=True, tag="call.unheld"):
    """The customer is back in the talk."""

    by: str


class TapChanged(Event, frozen=True, tag="call.tapped"):
    """Somebody listens, whispers or barges in; with `mode` empty they have left."""

    account: str
    mode: str


def kind_of(fact: type[Event]) -> str:
    """Return the kind under which the journal has a fact."""
    return str(fact.__struct_config__.tag)


_encoder: Final = msgspec.json.Encoder()


def tell(session: Session, *happened: Event) -> None:
    """Append to the journal, in this transaction."""
    append(
        session,
        facts=[
            Fact(
                stream=STREAM,
                kind=kind_of(type(one)),
                subject=one.contact,
                at=one.at,
                payload=_encoder.encode(one),
            )
            for one in happened
        ],
    )
