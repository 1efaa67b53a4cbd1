"""What may be asked of a telephony driver, imperative names.

Every id in here was chosen by the platform (legs that come from outside are named by the
driver, in `LegOffered`). An id is used once: a leg that ended is never dialled again under the
same name. So each command may be repeated, and the repetition changes nothing.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from onqueue.channels.voice import causes

Ears = Literal["in", "out", "both"]
"""Seen from the far end: "in" is what the leg says, "out" is what it hears."""
Form = Literal["mixed", "per_leg"]
TapMode = Literal["listen", "whisper", "barge"]

RING_S: Final = 30
MUSIC: Final = "default"


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="command", tag=True):
    """Anything a driver can be asked."""


class Dial(Command, frozen=True):
    """Call `target` as leg `leg`. What happens comes as events, and ends with `LegEnded`."""

    leg: str
    target: str
    caller_id: str = ""
    timeout_s: int = RING_S
    """How long it may ring; then it ends with `NO_ANSWER`."""
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    amd: bool = False
    """Find out whether a person or a machine answered, and say so in `LegDetected`."""
    longest_s: int = 0
    """After so long the driver ends it by itself, whatever becomes of us; 0 is no bound."""
    codecs_of: str | None = None
    """Prefer the codecs of this leg, so that nothing is transcoded between the two."""


class Ring(Command, frozen=True):
    """Let the caller of an offered leg hear that it rings."""

    leg: str


class Answer(Command, frozen=True):
    """Take an offered leg."""

    leg: str


class Reject(Command, frozen=True):
    """Refuse an offered leg; it ends with `cause`."""

    leg: str
    cause: int = causes.BUSY


class Hangup(Command, frozen=True):
    """End a leg, in whatever state it is."""

    leg: str
    cause: int = causes.NORMAL


class OpenRoom(Command, frozen=True):
    """Make a room: whoever is in it hears all others in it."""

    room: str


class CloseRoom(Command, frozen=True):
    """Take a room away; its legs go on without it."""

    room: str


class Join(Command, frozen=True):
    """Put an answered leg into a room; it leaves the room or the music that it was in."""

    room: str
    leg: str


class Leave(Command, frozen=True):
    """Take a leg out of a room; it hears nothing then."""

    room: str
    leg: str


class Park(Command, frozen=True):
    """Let an answered leg wait outside of all rooms, with music, or in silence without."""

    leg: str
    music: str | None = MUSIC


class Unpark(Command, frozen=True):
    """End the waiting; the leg hears nothing until it joins a room."""

    leg: str


class Hold(Command, frozen=True):
    """Put a leg on hold: it keeps its room, hears music, and nobody hears it."""

    leg: str
    music: str | None = MUSIC


class Unhold(Command, frozen=True):
    """Bring a leg back into its room."""

    leg: str


class Mute(Command, frozen=True):
    """Let nobody hear the leg ("in"), or let it hear nobody ("out")."""

    leg: str
    direction: Ears = "in"


class Unmute(Command, frozen=True):
    """Take back `Mute`."""

    leg: str
    direction: Ears = "in"


class Play(Command, frozen=True):
    """Play pieces one after another to one leg, or to all in a room."""

    play: str
    to: str
    media: tuple[str, ...]


class StopPlay(Command, frozen=True):
    """Stop what plays."""

    play: str


class SendDtmf(Command, frozen=True):
    """Press keys towards a leg."""

    leg: str
    digits: str


class StartRecord(Command, frozen=True):
    """Record a leg or a room; `per_leg` gives each leg a channel of its own."""

    record: str
    of: str
    form: Form = "mixed"
    masked: bool = False
    """Begin with silence, as after `MaskRecord`."""


class PauseRecord(Command, frozen=True):
    """Stop writing for a while: the time is cut out."""

    record: str


class ResumeRecord(Command, frozen=True):
    """Write again after a pause."""

    record: str


class MaskRecord(Command, frozen=True):
    """Write silence for a while: the time stays, what is said does not."""

    record: str


class UnmaskRecord(Command, frozen=True):
    """Write what is said again."""

    record: str


class StopRecord(Command, frozen=True):
    """Finish a recording; `RecordFinished` says where it is."""

    record: str


class DiscardRecord(Command, frozen=True):
    """Finish a recording and throw it away."""

    record: str


class StartTap(Command, frozen=True):
    """Let `listener` hear what `target` says and hears; with whisper and barge also speak."""

    tap: str
    target: str
    listener: str
    mode: TapMode = "listen"


class SetTap(Command, frozen=True):
    """Change what the listener may do."""

    tap: str
    mode: TapMode


class StopTap(Command, frozen=True):
    """Take the listener away; both legs go on."""

    tap: str


class ReplyTransfer(Command, frozen=True):
    """Tell a phone that asked for a transfer how it goes."""

    leg: str
    state: Literal["accepted", "progress", "done", "failed"]


class OpenStream(Command, frozen=True):
    """Carry the sound of a leg or room to and from a program, such as a recogniser."""

    stream: str
    of: str
    format: str = "slin16"
    direction: Ears = "both"


class CloseStream(Command, frozen=True):
    """End a stream."""

    stream: str
