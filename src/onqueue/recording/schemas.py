"""What do policies and recordings look like to those who ask?"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from onqueue.kernel.wire import Answer, Asked
from onqueue.recording.rules.policy import DAYS_MAX, Form, Mode
from onqueue.recording.rules.segments import Kind

State = Literal["running", "closing", "stored", "skipped", "failed", "deleting", "deleted"]


class PolicyAsked(Asked):
    """What is to be recorded of a queue's calls."""

    mode: Mode
    share: Annotated[int, Field(ge=1, le=100)] = 100
    """In percent of the contacts, where the mode is `share`."""
    form: Form = "per_leg"
    announce: bool = True
    days: Annotated[int, Field(ge=0, le=DAYS_MAX)] = 90
    """0: until somebody deletes them."""
    version: Annotated[int, Field(ge=0)]
    """The version that was seen; 0 for the usual one."""


class PolicyShown(Answer):
    """What is recorded of a queue's calls, and who said so."""

    queue: str
    mode: Mode
    share: int
    form: Form
    announce: bool
    days: int
    version: int
    changed_at: int | None
    changed_by: str


class SegmentShown(Answer):
    """A part of a talk: recorded, paused, on hold or lost; in milliseconds from its beginning."""

    kind: Kind
    reason: str
    by: str
    from_ms: int
    to_ms: int


class RecordingShown(Answer):
    """A talk, and what was recorded of it."""

    id: str
    contact: str
    queue: str
    agent: str
    agent_name: str
    state: State
    why: str
    announced: bool
    began_at: int
    ended_at: int | None
    duration_ms: int
    size: int
    sha256: str
    voices: list[str]
    """Who is on each channel: a name, `customer`, or empty where all are mixed."""
    bars: list[list[int]]
    """How loud each channel is, in percent, in bars of equal length."""
    speech: list[list[list[int]]]
    """From and to which millisecond somebody speaks on each channel."""
    segments: list[SegmentShown]
    keep_until: int | None
    kept_by: str
    kept_why: str


class KeepAsked(Asked):
    """Keep a recording beyond its time, and why; or let it go."""

    on: bool
    why: Annotated[str, Field(max_length=400)] = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.on and not self.why:
            raise ValueError("say why it is to be kept")
        return self
