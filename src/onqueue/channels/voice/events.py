"""What happened to legs, rooms and media: what a driver tells, past tense.

Every event says which node it comes from, in which life of that node (`epoch`, another one after
each restart), its place there (`seq`, rising), and when. So what comes twice or too late can be
told apart. Events of one leg come in the order in which they happened; a leg's last event
is `LegEnded`, which comes exactly once.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", tag=True):
    """Anything a driver tells."""

    node: str
    epoch: str
    seq: int
    at: int


class NodeUp(Event, frozen=True):
    """The node can carry calls, in a new epoch."""


class NodeDown(Event, frozen=True):
    """The node cannot be reached; its legs may go on, and nothing is heard of them."""


class NodeResynced(Event, frozen=True):
    """After `NodeUp`: what the node carries has been compared with what we knew."""


class EndpointChanged(Event, frozen=True):
    """A phone or browser can be dialled, cannot, or is in a call."""

    endpoint: str
    state: Literal["online", "offline", "busy"]


class LegOffered(Event, frozen=True):
    """Somebody calls in. The driver named the leg."""

    leg: str
    caller: str
    did: str
    """What was dialled, by which the queue or flow is found."""
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    attestation: str = ""


class LegRinging(Event, frozen=True):
    """The far end of a dialled leg rings."""

    leg: str


class LegProgressed(Event, frozen=True):
    """The far end plays something before it answers."""

    leg: str


class LegAnswered(Event, frozen=True):
    """The leg talks, from now."""

    leg: str


class LegDetected(Event, frozen=True):
    """Who answered, if `Dial` asked for it."""

    leg: str
    who: Literal["human", "machine", "unknown"]


class LegDtmf(Event, frozen=True):
    """The far end pressed a key."""

    leg: str
    digit: str


class LegHeld(Event, frozen=True):
    """The phone itself put us on hold."""

    leg: str


class LegUnheld(Event, frozen=True):
    """The phone took us back."""

    leg: str


class LegTalking(Event, frozen=True):
    """The far end began or ceased to speak."""

    leg: str
    on: bool


class LegTransferRequested(Event, frozen=True):
    """The phone asks us to transfer; nothing has happened yet."""

    leg: str
    kind: Literal["blind", "attended"]
    target: str
    other_leg: str | None = None


class LegQuality(Event, frozen=True):
    """How it sounds: what `stats` would answer, told unasked where the driver measures."""

    leg: str
    lost: float
    """Share of packets lost, 0 to 1."""
    jitter_ms: float
    round_trip_ms: float


class LegEnded(Event, frozen=True):
    """The leg is gone, for `cause`."""

    leg: str
    cause: int
    by: Literal["far", "us", "system"]
    sip_code: int | None = None


class RoomJoined(Event, frozen=True):
    """A leg is in a room."""

    room: str
    leg: str


class RoomLeft(Event, frozen=True):
    """A leg is out of a room."""

    room: str
    leg: str


class PlayStarted(Event, frozen=True):
    """The first piece plays."""

    play: str


class PlayFinished(Event, frozen=True):
    """Nothing of it plays any more."""

    play: str
    how: Literal["completed", "stopped", "failed"]


class RecordStarted(Event, frozen=True):
    """It is being written."""

    record: str


class RecordPaused(Event, frozen=True):
    """It is not written for a while."""

    record: str


class RecordResumed(Event, frozen=True):
    """It is written again."""

    record: str


class RecordFinished(Event, frozen=True):
    """It is complete: `duration_ms` of sound at `uri`, with its hash."""

    record: str
    duration_ms: int
    uri: str
    sha256: str
    channels: tuple[str, ...] = ()
    """The leg on each channel, where each has its own."""


class RecordFailed(Event, frozen=True):
    """It could not be written, or was thrown away."""

    record: str
    reason: str


class TapStarted(Event, frozen=True):
    """The listener hears the target."""

    tap: str
    target: str
    listener: str
    mode: str


class TapEnded(Event, frozen=True):
    """The listener hears the target no more."""

    tap: str


class StreamOpened(Event, frozen=True):
    """A program hears, or speaks."""

    stream: str


class StreamClosed(Event, frozen=True):
    """It does no more."""

    stream: str
