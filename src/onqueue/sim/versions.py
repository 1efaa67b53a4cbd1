"""What would other rules have made of a day, and is the difference real?

The same seeds are lived under both, so that the difference is taken seed by seed. Its interval
says how sure the difference is for that one day: the seeds draw what the day does not know (how
long somebody would have talked who had left, how long somebody would have waited who was
answered). It says nothing about other days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, isfinite
from typing import Final

import msgspec

from onqueue.insight.rules import metrics
from onqueue.sim.past import Day
from onqueue.sim.relive import Change, lived
from onqueue.sim.replay import Replay
from onqueue.sim.report import all_rows, queue_sums, time_sums
from onqueue.sim.student import Estimate, estimate

SEEDS_USUAL: Final = 10
SEEDS_MIN: Final = 2
"""One seed alone says nothing about chance."""
SEEDS_MAX: Final = 30
CONFIDENCE: Final = 0.95
ALL: Final = ""
"""The name under which all queues, and all agents, stand together."""
NINE_TENTHS: Final = 0.9

MEASURES: Final = (
    "offered", "service_level", "asa_ms", "p90_ms", "abandoned", "handled",
)  # fmt: skip
OCCUPANCY: Final = "occupancy"

Values = dict[str, float | None]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of the day came to."""

    queues: dict[str, Values]
    groups: dict[str, Values]
    same: int
    """Contacts that the same agent took as on that day."""
    taken_then: int


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """A mean over seeds, and between what the truth lies; None where nothing is known of that."""

    mean: float
    low: float | None
    high: float | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One measure under both versions."""

    measure: str
    before: Range | None
    after: Range | None
    difference: Range | None
    sure: bool
    """Whether there is a difference, at the confidence of the intervals."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """Queues and groups by id, each with its lines."""

    queues: dict[str, list[Line]]
    groups: dict[str, list[Line]]
    same: int
    taken_then: int


def live_both(
    day: Day,
    *,
    before: Change,
    after: Change,
    seeds: int,
    groups: Mapping[str, str],
    progress: Callable[[int, int], None],
) -> Compared:
    """Live a day under two versions with each of some seeds, and compare."""
    runs: tuple[list[Seen], list[Seen]] = ([], [])
    for seed in range(1, seeds + 1):
        for found, change in zip(runs, (before, after), strict=True):
            found.append(seen(lived(day, seed=seed, change=change, groups=groups)))
            progress(len(runs[0]) + len(runs[1]), 2 * seeds)
    return compare(*runs)


def seen(world: Replay) -> Seen:
    """Return what a day that was lived to its end came to."""
    rows, waits, groups = world.tally.queues, world.waits, world.tally.groups
    queues = {queue: _queue(queue_sums(rows[queue]), waits[queue]) for queue in rows}
    together = [wait for found in waits.values() for wait in found]
    queues[ALL] = _queue(queue_sums(all_rows(rows)), together)
    return Seen(
        queues=queues,
        groups={
            **{group: _group(time_sums(found)) for group, found in groups.items()},
            ALL: _group(time_sums(all_rows(groups))),
        },
        same=world.agreement.same,
        taken_then=world.agreement.taken_then,
    )


def compare(before: Sequence[Seen], after: Sequence[Seen]) -> Compared:
    """Return what runs under the same seeds, in the same order, say of two versions.

    Queues in which nothing happened under either version are left out.
    """
    assert len(before) == len(after) > 0, "each seed was lived under both"
    first, second = before[0], after[0]
    return Compared(
        queues={
            queue: _lines(
                [one.queues[queue] for one in before], [one.queues[queue] for one in after]
            )
            for queue in first.queues
            if _something(first.queues[queue]) or _something(second.queues[queue])
        },
        groups={
            group: _lines(
                [one.groups[group] for one in before], [one.groups[group] for one in after]
            )
            for group in first.groups
            if first.groups[group][OCCUPANCY] is not None
        },
        same=first.same,
        taken_then=first.taken_then,
    )


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that `share` of all do not exceed."""
    return sorted(values)[ceil(share * len(values)) - 1] if values else None


def _queue(sums: metrics.Sums, waits: Sequence[float]) -> Values:
    return {
        "offered": sums["offered"],
        "service_level": metrics.service_level(sums),
        "asa_ms": metrics.asa_ms(sums),
        "p90_ms": quantile(waits, NINE_TENTHS),
        "abandoned": sums["abandoned"],
        "handled": sums["handled"],
    }


def _group(sums: metrics.Sums) -> Values:
    return {OCCUPANCY: metrics.occupancy(sums)}


def _something(values: Mapping[str, float | None]) -> bool:
    return any(values[name] for name in ("offered", "abandoned", "handled"))


def _lines(before: Sequence[Values], after: Sequence[Values]) -> list[Line]:
    return [
        _line(name, [one[name] for one in before], [one[name] for one in after])
        for name in before[0]
    ]


def _line(measure: str, before: Sequence[float | None], after: Sequence[float | None]) -> Line:
    both = [
        new - old
        for old, new in zip(before, after, strict=True)
        if old is not None and new is not None
    ]
    difference = _estimated(both)
    return Line(
        measure=measure,
        before=_range(_estimated(before)),
        after=_range(_estimated(after)),
        difference=_range(difference),
        sure=difference is not None and difference.count > 1 and difference.sure,
    )


def _estimated(values: Sequence[float | None]) -> Estimate | None:
    known = [float(value) for value in values if value is not None]
    return estimate(known, confidence=CONFIDENCE) if known else None


def _range(of: Estimate | None) -> Range | None:
    if of is None:
        return None
    low, high = (end if isfinite(end) else None for end in (of.low, of.high))
    return Range(mean=of.mean, low=low, high=high)
