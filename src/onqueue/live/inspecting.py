"""Is the floor that runs what the journal says, and are its invariants true?

The driver asks now and then. Looking at everything costs as much as the floor is large, so
the pause is a hundred times as long as the look before it took, and never shorter than half
a minute: looking takes at most one percent of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.floor import invariants
from onqueue.kernel.clock import monotonic_s

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onqueue.floor.invariants import Breach
    from onqueue.floor.model import Floor
    from onqueue.kernel.clock import Clock

EVERY_MS: Final = 30_000
SHARE: Final = 100
"""The pause is so many times as long as the look before it took."""
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
        self._next_at = clock.now() + EVERY_MS
        self._seen: dict[str, Seen] = {}
        self.looked_at = 0
        self.took_ms = 0.0
        self.mended = 0
        """How often the floor was put right from the journal."""

    def due(self) -> bool:
        """Tell whether it is time to look. A clock that was set back waits no longer for it."""
        now = self._clock.now()
        return not self._next_at - self._pause_ms() <= now < self._next_at

    def look(self, floor: Floor) -> list[Breach]:
        """Look at everything now."""
        begun_s = monotonic_s()
        breaches = invariants.check(floor)
        self.took_ms = (monotonic_s() - begun_s) * 1_000
        self.looked_at = self._clock.now()
        self._next_at = self.looked_at + self._pause_ms()
        return breaches

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

    def _pause_ms(self) -> int:
        return max(EVERY_MS, round(self.took_ms * SHARE))
