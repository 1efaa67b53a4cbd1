"""What do browsers say of their calls? The same frames on the widget's socket and the desk's."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

Name = Annotated[str, Meta(max_length=96)]
Attachment = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Ms = Annotated[float, Meta(ge=0, le=60_000)]


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="t"):
    """Anything that a browser says of a call."""


class PhoneOn(Frame, frozen=True, tag="phone"):
    """This page can carry sound; `take` takes it from another page of the same person."""

    attachment: Attachment
    take: bool = False


class PhoneOff(Frame, frozen=True, tag="phone_off"):
    """This page carries no sound any more."""


class LineUp(Frame, frozen=True, tag="line"):
    """This page registered as a telephone, or did not; it wants to know what its agent has."""

    up: bool


class Take(Frame, frozen=True, tag="take"):
    """The leg is answered."""

    leg: Name


class HangUp(Frame, frozen=True, tag="hangup"):
    """The leg is over, or refused."""

    leg: Name
    refused: bool = False


class Signal(Frame, frozen=True, tag="signal"):
    """For the browser at the other end of a connection; nobody else looks into it."""

    leg: Name
    link: Name
    data: msgspec.Raw


class Report(Frame, frozen=True, tag="report"):
    """Whether others are reached, and how it sounds."""

    leg: Name
    apart: bool
    lost: Annotated[float, Meta(ge=0, le=1)] | None = None
    jitter_ms: Ms = 0
    round_trip_ms: Ms = 0


CallFrame: TypeAlias = PhoneOn | PhoneOff | LineUp | Take | HangUp | Signal | Report
