"""What recording writes to the journal, past tense; a fact's subject is the contact.

What was said is not in the journal, so that it can be deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.journal.store import Fact, append

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

STREAM: Final = "recordings"


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Anything that happened to the recording of a talk."""

    at: int
    contact: str
    recording: str


class RecordingBegun(Event, frozen=True, tag="recording.begun"):
    """A talk is recorded, by this version of its queue's policy."""

    queue: str
    policy: int


class RecordingAnnounced(Event, frozen=True, tag="recording.announced"):
    """The customer was told of it, to the end, and could say no."""


class RecordingSkipped(Event, frozen=True, tag="recording.skipped"):
    """A talk is not recorded, and why."""

    queue: str
    policy: int
    why: str


class RecordingChanged(Event, frozen=True, tag="recording.changed"):
    """From now on it is recorded, paused or on hold; `by` is who asked, or empty."""

    kind: str
    reason: str
    by: str


class RecordingEnded(Event, frozen=True, tag="recording.ended"):
    """The talk is over, with so much sound."""

    duration_ms: int


class RecordingStored(Event, frozen=True, tag="recording.stored"):
    """It lies encrypted where recordings are kept."""

    sha256: str


class RecordingFailed(Event, frozen=True, tag="recording.failed"):
    """There is no sound of it, and why."""

    why: str


class RecordingDeleted(Event, frozen=True, tag="recording.deleted"):
    """Its sound was deleted, and why."""

    why: str


def kind_of(event: type[Event]) -> str:
    """Return by what the journal knows a kind of event."""
    return str(event.__struct_config__.tag)


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
