"""Where is every second of a recorded talk?

A talk is a row of segments without a gap: what was recorded, paused, on hold or lost, and why. In
the file a segment that is not recorded is silence, so that a place in the file is a place in the
talk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

Kind = Literal["recorded", "paused", "held", "lost"]

SLACK_MS: Final = 1_000
"""By so much a file may be shorter than the talk without anything being lost: it begins and ends
some packets later.
"""
CUT_SHORT: Final = "file.short"
UNFINISHED: Final = "server.stopped"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a talk, from and to when."""

    kind: Kind
    reason: str
    by: str
    from_at: int
    to_at: int


def accounted(
    segments: list[Segment], *, began_at: int, duration_ms: int, ended_at: int
) -> list[Segment]:
    """Return the segments of a talk, with what its file does not have marked as lost."""
    has_until = began_at + duration_ms
    if has_until + SLACK_MS >= ended_at:
        return segments
    kept = [
        replace(one, to_at=min(one.to_at, has_until)) for one in segments if one.from_at < has_until
    ]
    return [
        *kept,
        Segment(kind="lost", reason=CUT_SHORT, by="", from_at=has_until, to_at=ended_at),
    ]


def has_gap(segments: list[Segment], *, began_at: int, ended_at: int) -> bool:
    """Tell whether any part of a talk is nowhere, or twice."""
    at = began_at
    for one in segments:
        if one.from_at != at or one.to_at < one.from_at:
            return True
        at = one.to_at
    return at != ended_at
