"""What trials take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import msgspec
from pydantic import Field

from onqueue.directory.schemas.routing import Difference
from onqueue.kernel.wire import Asked, Id
from onqueue.sim.versions import ALL, SEEDS_MAX, SEEDS_MIN, SEEDS_USUAL, Compared, Line

State = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
Phase = Literal["waiting", "reading", "living"]
Measure = Literal[
    "offered", "service_level", "asa_ms", "p90_ms", "abandoned", "handled", "occupancy"
]


class TrialAsked(Asked):
    """Try a draft, as it was seen, on a recorded day."""

    subject: Id
    revision: Annotated[int, Field(ge=1, le=2**31)]
    day: date
    seeds: Annotated[int, Field(ge=SEEDS_MIN, le=SEEDS_MAX)] = SEEDS_USUAL


@dataclass(frozen=True, kw_only=True)
class DayShown:
    """A day of the centre's time zone with contacts on record."""

    day: str
    contacts: int
    over: bool
    """Whether it is a whole day, or today so far."""


@dataclass(frozen=True, kw_only=True)
class DaysShown:
    """Days that can be lived again, the latest first, and the one to begin with."""

    days: tuple[DayShown, ...]
    usual: str | None


@dataclass(frozen=True, kw_only=True)
class RangeShown:
    """A mean over seeds, and between what the truth lies with 95 % confidence."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """One measure under the rules in force, under the draft, and the draft's less the others."""

    measure: Measure
    before: RangeShown | None
    after: RangeShown | None
    difference: RangeShown | None
    sure: bool


@dataclass(frozen=True, kw_only=True)
class PartTried:
    """A queue or a group of agents; with no id, all of them together."""

    id: str
    name: str
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a trial."""

    queues: tuple[PartTried, ...]
    groups: tuple[PartTried, ...]
    same: int
    """Under the rules in force, contacts that the same agent took as on that day."""
    taken_then: int


@dataclass(frozen=True, kw_only=True)
class TrialShown:
    """A draft that was, or is being, tried on a recorded day."""

    id: str
    subject: str
    revision: int
    of_draft: bool
    """Whether the draft is still the one that was tried."""
    compared_to: int
    """The version in force at that time."""
    changes: tuple[Difference, ...]
    day: str
    so_far: bool
    seeds: int
    state: State
    phase: Phase
    done: int
    total: int
    problem: str
    problem_code: str
    asked_at: int
    asked_by: str
    finished_at: int | None
    outcome: Outcome | None


def outcome_of(
    compared: Compared, *, queue_names: Mapping[str, str], group_names: Mapping[str, str]
) -> Outcome:
    """Return what was compared under the names that things have now, all together first."""
    return Outcome(
        queues=_parts(compared.queues, queue_names),
        groups=_parts(compared.groups, group_names),
        same=compared.same,
        taken_then=compared.taken_then,
    )


def _parts(lines: Mapping[str, Sequence[Line]], names: Mapping[str, str]) -> tuple[PartTried, ...]:
    # Who is in no team has none to be called by.
    found = [(part != ALL, names.get(part, ""), part) for part in lines]
    return tuple(
        PartTried(
            id=part,
            name=name,
            lines=tuple(
                msgspec.convert(one, LineShown, from_attributes=True) for one in lines[part]
            ),
        )
        for _, name, part in sorted(found)
    )
