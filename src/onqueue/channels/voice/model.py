"""What a switch is made of: legs, taps, sounds and recordings as they are now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

OFFERED: Final = "offered"
DIALLING: Final = "dialling"
RINGING: Final = "ringing"
UP: Final = "up"


@dataclass(slots=True, eq=False)
class Leg:
    """One line to one phone or browser."""

    id: str
    far: str
    """What is at the other end: an endpoint, a number."""
    state: str
    offered: bool
    room: str | None = None
    parked: bool = False
    held: bool = False
    far_held: bool = False
    music: str | None = None
    mute_in: bool = False
    mute_out: bool = False


@dataclass(slots=True, eq=False)
class Tap:
    """Somebody who listens, and perhaps speaks, without being in the room."""

    id: str
    target: str
    listener: str
    mode: str


@dataclass(slots=True, eq=False)
class Sound:
    """Something that plays to a leg or a room."""

    id: str
    to: str
    media: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Recording:
    """Something that is written: how long so far, and since when it runs."""

    id: str
    of: str
    form: str
    running_since: int | None
    written_ms: int = 0
    masked: bool = False
    masks: list[int] = field(default_factory=list)
    """How much had been written whenever silence began, and ended, to be written."""
    legs: tuple[str, ...] = ()
    """The leg on each channel, where each has its own."""

    def duration_ms(self, now: int) -> int:
        """How much has been written by `now`."""
        return self.written_ms + (0 if self.running_since is None else now - self.running_since)
