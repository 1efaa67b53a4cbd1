"""What racing people asked for, when, and what they were told; and what was true in the end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["start", "post", "accept", "take_over", "requeue", "close", "read"]


@dataclass(slots=True, kw_only=True)
class Op:
    """One thing that somebody asked for. Whether it was done is unknown until an answer came."""

    who: str
    kind: Kind
    key: str
    """The contact, the message, or the conversation that was read."""
    began: float
    ended: float = math.inf
    done: bool | None = None
    """None: no answer came, and it may have been done or not."""
    conversation: str = ""
    value: int | None = None
    """The place that a message was given."""
    offer: str = ""
    seen: list[tuple[int, str]] = field(default_factory=list)
    """What a reader saw: places and messages, in the order in which they came."""
    numbering: Literal["staff", "public"] = "staff"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message is in the end, by both numberings."""

    seq: int
    public_seq: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What the database and the journal say in the end."""

    messages: Mapping[str, Mapping[str, Place]]
    """By conversation and id."""
    contacts: frozenset[str]
    facts: Mapping[tuple[str, str, str], int]
    """How often the journal has a fact: its kind, its contact, and who did it."""


class History:
    """All operations, in the order in which they began."""

    def __init__(self, *, clock: object) -> None:
        self.ops: list[Op] = []
        self._clock = clock

    def now(self) -> float:
        """Return the time that all people of the history share."""
        return float(self._clock())  # type: ignore[operator]  # a function without parameters

    @contextmanager
    def asked(self, who: str, kind: Kind, key: str, **given: str) -> Iterator[Op]:
        """Note an operation; whoever asked sets `done` when there is an answer."""
        op = Op(who=who, kind=kind, key=key, began=self.now(), **given)  # type: ignore[arg-type]  # texts
        self.ops.append(op)
        yield op
        if op.done is not None:
            op.ended = self.now()

    def of(self, *kinds: Kind) -> list[Op]:
        """Return the operations of some kinds."""
        return [op for op in self.ops if op.kind in kinds]
