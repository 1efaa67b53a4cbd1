"""Which facts of the journal are figures made of?"""

from __future__ import annotations

from onqueue.conversations.events import FLOOR_STREAM, STREAM, ContactRated, decode, decode_floor
from onqueue.insight.rules.effects import Happening
from onqueue.journal.store import Entry

RATED = "contact.rated"


def happening(entry: Entry) -> Happening | None:
    """Return the event of a fact, or None where figures do not follow from it."""
    if entry.stream == FLOOR_STREAM:
        return decode_floor(entry.payload)
    if entry.stream == STREAM and entry.kind == RATED:
        event = decode(entry.payload)
        assert isinstance(event, ContactRated), "a kind names one event"
        return event
    return None
