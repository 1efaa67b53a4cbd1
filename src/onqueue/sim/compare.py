"""Which of two scenarios is better, and how sure is that?

Both run under the same seeds. Since the same customers come in both (`draws`), what differs
between two runs of a seed is mostly what the scenarios make of it, and the differences, seed by
seed, say more than two separate means would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec

from onqueue.insight.rules import metrics
from onqueue.sim.report import Result, all_rows, queue_sums, time_sums
from onqueue.sim.student import Estimate, estimate

MEASURES: Final[dict[str, Callable[[metrics.Sums], float | None]]] = {
    "service_level": metrics.service_level,
    "asa_ms": metrics.asa_ms,
    "abandonment_rate": metrics.abandonment_rate,
    "aht_ms": metrics.aht_ms,
    "occupancy": metrics.occupancy,
    "offered": lambda sums: sums["offered"],
    "answered": lambda sums: sums["answered"],
    "abandoned": lambda sums: sums["abandoned"],
    "refused": lambda sums: sums["refused"],
}
"""What is estimated; the ratios are those of insight."""

ALL: Final = ""
"""The name under which all queues together stand."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One measure of one queue, in one scenario or as the difference between two."""

    queue: str
    measure: str
    first: Estimate | None
    second: Estimate | None = None
    difference: Estimate | None = None
    """Second less first. None where too few seeds have a number for both."""


def measure(result: Result, *, queue: str, name: str) -> float | None:
    """Return one measure of a run."""
    if queue:
        sums = queue_sums(result.queues[queue])
    else:
        sums = queue_sums(all_rows(result.queues)) + time_sums(all_rows(result.groups))
    return MEASURES[name](sums)


def summarise(results: Sequence[Result], *, confidence: float = 0.95) -> list[Line]:
    """Return what several seeds say of one scenario."""
    return [
        Line(queue=queue, measure=name, first=_of(_values(results, queue, name), confidence))
        for queue, name in _measures(results[0])
    ]


def compare(
    first: Sequence[Result], second: Sequence[Result], *, confidence: float = 0.95
) -> list[Line]:
    """Return what the same seeds say of two scenarios; queues that both have, and all together."""
    seeds = [one.seed for one in first]
    assert seeds == [one.seed for one in second], "the same seeds in the same order"
    lines = []
    for queue, name in _measures(first[0]):
        if queue and queue not in second[0].queues:
            continue
        before, after = _values(first, queue, name), _values(second, queue, name)
        both = [
            new - old
            for old, new in zip(before, after, strict=True)
            if old is not None and new is not None
        ]
        lines.append(
            Line(
                queue=queue,
                measure=name,
                first=_of(before, confidence),
                second=_of(after, confidence),
                difference=_of(both, confidence),
            )
        )
    return lines


def _measures(result: Result) -> Iterator[tuple[str, str]]:
    for queue in (*result.queues, ALL):
        for name in MEASURES:
            if not queue or name != "occupancy":
                yield queue, name


def _values(results: Sequence[Result], queue: str, name: str) -> list[float | None]:
    return [measure(result, queue=queue, name=name) for result in results]


def _of(values: Sequence[float | None], confidence: float) -> Estimate | None:
    known = [float(value) for value in values if value is not None]
    return estimate(known, confidence=confidence) if known else None
