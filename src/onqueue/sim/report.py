"""What came of a run: sums, and the figures that follow from them.

The figures are made by the functions that make those of boards and reports
(`insight.rules.metrics`), from sums of the same names. A result holds no contact, so it is small
however long the run was, and results of several seeds add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.insight.rules import metrics
from onqueue.sim.tally import INTERVAL_MS, SUMS, TIME, Row
from onqueue.sim.told import Told

if TYPE_CHECKING:
    from onqueue.sim.world import World

MINUTE_MS: Final = 60_000


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted in one run."""

    scenario: str
    seed: int
    days: int
    contacts: int
    commands: int
    queues: dict[str, list[Row]]
    """For each interval of the day, the sums in the order of `tally.SUMS`."""
    groups: dict[str, list[Row]]
    told: Told | None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The metrics of some sums; what cannot be said is None."""

    offered: int
    answered: int
    abandoned: int
    refused: int
    service_level: float | None
    asa_ms: int | None
    abandonment_rate: float | None
    aht_ms: int | None


def result_of(world: World, *, name: str, days: int, seed: int) -> Result:
    """Return what a world that is finished has counted."""
    return Result(
        scenario=name,
        seed=seed,
        days=days,
        contacts=world.contacts,
        commands=world.commands,
        queues=world.tally.queues,
        groups=world.tally.groups,
        told=world.told,
    )


def queue_sums(rows: Iterable[Row]) -> Counter[str]:
    """Add up rows of queues."""
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(SUMS)
    found = Counter(dict(zip(SUMS, sums, strict=True)))
    found["hold_ms"] = 0
    return found


def time_sums(rows: Iterable[Row]) -> Counter[str]:
    """Add up rows of agents' time."""
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(TIME)
    return Counter(dict(zip(TIME, sums, strict=True)))


def all_rows(table: Mapping[str, list[Row]]) -> list[Row]:
    """Return the rows of all queues, or all groups."""
    return [row for rows in table.values() for row in rows]


def figures(sums: metrics.Sums) -> Figures:
    """Return the figures that follow from sums."""
    return Figures(
        offered=sums["offered"],
        answered=sums["answered"],
        abandoned=sums["abandoned"],
        refused=sums["refused"],
        service_level=metrics.service_level(sums),
        asa_ms=metrics.asa_ms(sums),
        abandonment_rate=metrics.abandonment_rate(sums),
        aht_ms=metrics.aht_ms(sums),
    )


def time_of_day(slot: int) -> str:
    """Return when an interval of the day begins."""
    minutes = slot * INTERVAL_MS // MINUTE_MS
    return f"{minutes // 60:02}:{minutes % 60:02}"
