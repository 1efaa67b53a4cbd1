"""Is the floor that runs what the journal says, and are its invariants true?

The driver asks between two batches. Looking at everything costs as much as the floor is large,
and nothing is decided meanwhile. So it is done a moment at a time, with a pause after each that is
a hundred times as long: looking takes at most one percent of the time, and holds nobody up. When
all was looked at there are at least half a minute until it begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.floor import invariants
from onqueue.kernel.clock import monotonic_s

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onqueue.floor.invariants import Breach
    from onqueue.floor.model import Floor
    from onqueue.kernel.clock import Clock

EVERY_MS: Final = 30_000
MOMENT_S: Final = 0.004
"""After so long the floor goes on, and the rest is looked at later."""
SHARE: Final = 100
"""The pause is so many times as long as the moment before it."""
TOLD_MAX: Final = 50
AGAIN_MS: Final = 3_600_000
"""A breach that was not seen for so long is worth mending again."""


@dataclass(slots=True)
class Seen:
    """A breach: what is wrong, since when, how often it was seen, and whether it was mended."""

    code: str
    sentence: str
    first_at: int
    last_at: int
    times: int = 1
    mended: bool = False


class Inspection:
    """When to look at the floor again, and what was seen."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._pause_ms = EVERY_MS
        self._next_at = clock.now() + EVERY_MS
        self._under_way: tuple[Floor, Iterator[list[Breach]]] | None = None
        self._spent_ms = 0.0
        self._seen: dict[str, Seen] = {}
        self.looked_at = 0
        """When everything had been looked at last."""
        self.took_ms = 0.0
        """How long that took, without the pauses."""
        self.mended = 0
        """How often the floor was put right from the journal."""

    def due(self) -> bool:
        """Tell whether it is time to look. A clock that was set back waits no longer for it."""
        return not self._next_at - self._pause_ms <= self._clock.now() < self._next_at

    def wait_s(self, most_s: float) -> float:
        """Return for how long there is nothing to go on with, though no longer than so long."""
        if self._under_way is None:
            return most_s
        return min(most_s, max(0, self._next_at - self._clock.now()) / 1_000)

    def look(self, floor: Floor) -> list[Breach] | None:
        """Look for a moment; return all that is wrong when everything was looked at.

        What is wrong is a reason to look at everything at once.
        """
        begun_s = monotonic_s()
        if self._under_way is None or self._under_way[0] is not floor:
            self._under_way = floor, invariants.glances(floor)
            self._spent_ms = 0.0
        found = self._glance(*self._under_way, until_s=begun_s + MOMENT_S)
        took_ms = (monotonic_s() - begun_s) * 1_000
        self._spent_ms += took_ms
        self._pause_ms = max(1, round(took_ms * SHARE))
        if found is not None:
            self._under_way = None
            self.looked_at, self.took_ms = self._clock.now(), self._spent_ms
            self._pause_ms = max(EVERY_MS, self._pause_ms)
        self._next_at = self._clock.now() + self._pause_ms
        return found

    @staticmethod
    def _glance(
        floor: Floor, glances: Iterator[list[Breach]], *, until_s: float
    ) -> list[Breach] | None:
        for breaches in glances:
            if breaches:
                return list(dict.fromkeys([*breaches, *invariants.check(floor)]))
            if monotonic_s() >= until_s:
                return None
        return []

    def news(self, breaches: Sequence[Breach]) -> bool:
        """Tell whether something is new: what came back although we mended it will do so again."""
        known = [self._seen.get(breach.sentence) for breach in breaches]
        return any(one is None or self.looked_at - one.last_at > AGAIN_MS for one in known)

    def note(self, breaches: Sequence[Breach], *, mended: bool) -> None:
        """Write down what was seen, and forget the oldest when it gets too much."""
        now = self._clock.now()
        for breach in breaches:
            known = self._seen.pop(breach.sentence, None)
            times = known.times + 1 if known else 1
            first_at = known.first_at if known else now
            self._seen[breach.sentence] = Seen(
                breach.code, breach.sentence, first_at, now, times, mended
            )
        while len(self._seen) > TOLD_MAX:
            del self._seen[next(iter(self._seen))]
        self.mended += mended

    def seen(self) -> list[Seen]:
        """Return what was seen, the newest last."""
        return list(self._seen.values())

    def broken(self) -> list[Seen]:
        """Return what was wrong when somebody looked last, and could not be mended."""
        return [one for one in self.seen() if not one.mended and one.last_at >= self.looked_at]
