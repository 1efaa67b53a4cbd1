"""When does the next customer come, and what will they be like?

Arrivals are Poisson with the expected number of each interval, times what the weekday and the
day's own busyness make of it. One number of the stream is spent on each customer, as a part of
expected arrivals and not of time, so that a busier scenario has the same customers earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count, repeat
from math import log1p
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.floor.estimates import Wait
from onqueue.floor.specs import Needs
from onqueue.sim.draws import Streams, day_factor, sampler
from onqueue.sim.scenario import (
    DAY_MS,
    MINUTE_MS,
    WEEKDAYS,
    Arrivals,
    Duration,
    Fixed,
    Redial,
    clock_ms,
)

if TYPE_CHECKING:
    from onqueue.sim.tally import Row

FOR_EVER: Final = 2**62
_UNCOUNTED: Final[list[int]] = []
"""The row of who has not come yet."""


class Again:
    """How customers of one kind try again."""

    __slots__ = ("after", "most", "share")

    def __init__(self, of: Redial) -> None:
        """Take the settings."""
        self.share = of.share
        self.most = of.most
        self.after = sampler(of.after)


class Source:
    """Where customers of one kind come from."""

    __slots__ = (
        "coming", "home", "name", "needs", "of", "priority", "queue", "redial", "slow_down",
        "threshold_ms",
    )  # fmt: skip

    def __init__(
        self, name: str, of: Arrivals, *, threshold_ms: int, slow_down: tuple[float, ...]
    ) -> None:
        """Take the settings."""
        self.name = name
        self.of = of
        self.queue = of.queue
        self.needs = Needs(channel=of.channel, skills=tuple(sorted(of.skills.items())))
        self.priority = of.priority
        self.threshold_ms = threshold_ms
        self.slow_down = slow_down if any(factor != 1 for factor in slow_down) else ()
        self.redial = None if of.redial is None else Again(of.redial)
        self.coming: Iterator[Case] = iter(())
        self.home = self
        """Where who tries again comes to."""

    def moved(self, queue: str, threshold_ms: int) -> Source:
        """Return the same kind of customers in another queue."""
        other = Source(self.name, self.of, threshold_ms=threshold_ms, slow_down=self.slow_down)
        other.queue, other.home = queue, self.home
        return other


class Case(msgspec.Struct, eq=False, gc=False):
    """A customer with something to be done, and how far that is."""

    source: Source
    contact: str
    since_at: int
    """When the present wait began, or will."""
    talk_ms: int
    wrap_ms: int
    patience_ms: int
    number: float
    """From which whatever else is needed is mixed."""
    row: Row
    """Where the present stay is counted."""
    leaves_at: int = -1
    agent: str = ""
    """Who has it, once somebody took it."""
    taken_at: int = 0
    ends_at: int = -1
    ended_at: int = -1
    closes_at: int = -1
    offers: int = 0
    tries: int = 0
    told: Wait | None = None
    left_ms: float = 0.0
    worked_at: int = 0
    factor: float = 1.0
    """Talk that is left, since when, and how much slower it goes beside other contacts."""


def customers(
    source: Source, times: Iterator[int], streams: Streams, *, kind: str = ""
) -> Iterator[Case]:
    """Yield those who come, in order. `kind` tells apart those who come besides the usual ones."""
    of, name = source.of, source.name + kind
    return map(
        partial(Case, source),
        map(f"{name}-".__add__, map(str, count(1))),
        times,
        _lengths("talk", name, of.talk, streams),
        _lengths("wrap_up", name, of.wrap_up, streams),
        repeat(FOR_EVER)
        if of.patience is None
        else _lengths("patience", name, of.patience, streams),
        streams.numbers("customer", name),
        repeat(_UNCOUNTED),
    )


def arrival_times(
    source: Source, streams: Streams, *, begins_at: int, weekday: int, busy: list[float]
) -> Iterator[int]:
    """Yield when customers come; `busy` is by how much each day is busier for everybody."""
    of = source.of
    pieces = list(_pieces(of))
    own = streams.numbers("day", source.name)
    draw = streams.dice("arrivals", source.name).random
    due = -log1p(-draw())
    for day, common in enumerate(busy):
        factor = common * day_factor(of.day_sd, next(own))
        factor *= of.weekdays.get(WEEKDAYS[(weekday + day) % 7], 1.0)
        midnight = begins_at + day * DAY_MS
        for from_ms, to_ms, expected in pieces:
            rate = expected * factor / (to_ms - from_ms)
            if rate <= 0:
                continue
            at, until_at = float(midnight + from_ms), midnight + to_ms
            while (following := at + due / rate) < until_at:
                at = following
                due = -log1p(-draw())
                yield int(at)
            due -= (until_at - at) * rate


def _pieces(of: Arrivals) -> Iterator[tuple[int, int, float]]:
    """Yield stretches of a day with the number of customers to be expected in them."""
    begins = clock_ms(of.starts)
    if of.per_hour is not None:
        ends = clock_ms(of.ends)
        yield begins, ends, of.per_hour * (ends - begins) / (60 * MINUTE_MS)
    length = of.counts_min * MINUTE_MS
    for number, expected in enumerate(of.counts):
        yield begins + number * length, begins + (number + 1) * length, expected


def _lengths(purpose: str, name: str, of: Duration, streams: Streams) -> Iterator[int]:
    if isinstance(of, Fixed):
        return repeat(sampler(of)(0.0))
    return streams.lengths(purpose, name, of)
