"""How does what happened in a conversation get into the journal?"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy.orm import Session

from onqueue.conversations.events import STREAM, Event
from onqueue.journal.store import Fact, append

_encoder: Final = msgspec.json.Encoder()


def tell(session: Session, *events: Event) -> None:
    """Append events to the journal, in this transaction."""
    append(session, facts=[_fact(event) for event in events])


def _fact(event: Event) -> Fact:
    return Fact(
        stream=STREAM,
        kind=str(event.__struct_config__.tag),
        subject=event.conversation,
        at=event.at,
        payload=_encoder.encode(event),
    )
