"""What does a flow want of the customer, and where does it stand?

A channel carries acts out: a chat shows buttons for the options of a question, a call speaks them.
Neither changes anything here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, TypedDict

import msgspec

QUEUED: Final = "queued"
LEFT: Final = "message"
ENDED: Final = "ended"
STUCK: Final = "stuck"
"""The flow went round without asking anything: it was stopped."""
CALLBACK: Final = "callback"
"""The customer keeps their place and is called back."""
TRANSFERRED: Final = "transferred"
"""The caller talked with a number outside."""
PERSON: Final = "person"
ABANDONED: Final = "abandoned"
SILENT: Final = "silent"
Outcome = Literal[
    "queued",
    "message",
    "callback",
    "transferred",
    "ended",
    "stuck",
    "person",
    "abandoned",
    "silent",
]


class Needed(TypedDict):
    """What a contact needs that comes out of a flow."""

    queue: str
    skills: tuple[tuple[str, int], ...]
    priority: int
    topic: str


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer that can be chosen."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Tell:
    """Say something."""

    kind: Literal["tell"] = "tell"
    text: str


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Ask something, and wait for the answer."""

    kind: Literal["ask"] = "ask"
    text: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Connect:
    """Let the caller talk with a number outside; the answer is what became of it."""

    kind: Literal["connect"] = "connect"
    number: str


@dataclass(frozen=True, kw_only=True)
class Route:
    """Let the customer wait in a queue."""

    kind: Literal["route"] = "route"
    callback: str = ""
    """The number at which they are called when it is their turn; empty for those who wait."""
    queue: str
    skills: tuple[tuple[str, int], ...]
    priority: int
    topic: str


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Keep what the customer just said as a message for a queue."""

    kind: Literal["leave"] = "leave"
    queue: str
    text: str
    skills: tuple[tuple[str, int], ...]
    priority: int
    topic: str


@dataclass(frozen=True, kw_only=True)
class Stop:
    """The flow is over, and nobody is needed."""

    kind: Literal["stop"] = "stop"


Act: TypeAlias = Tell | Ask | Connect | Route | Leave | Stop


@dataclass(frozen=True, kw_only=True)
class State:
    """Where a customer stands in a flow."""

    node: str = ""
    tries: int = 0
    asked: int = 0
    """How many questions were asked: an answer says which it is for."""
    language: str = ""
    values: dict[str, str] = field(default_factory=dict)
    skills: dict[str, int] = field(default_factory=dict)
    priority: int = 0
    topic: str = ""
    phase: str = ""
    """Which question of a node is asked that has several; empty at its first."""
    number: str = ""
    """The telephone number that a customer is asked to confirm, or at which they are called."""
    outcome: Outcome | None = None


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A node that was gone through, and by which exit it was left; empty where it ends."""

    node: str
    exit: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """What came of an answer."""

    state: State
    acts: tuple[Act, ...]
    passed: tuple[Passed, ...]


def read_state(kept: object) -> State:
    """Return a state as it was kept."""
    return msgspec.convert(kept, State)
