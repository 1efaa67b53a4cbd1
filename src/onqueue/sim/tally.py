"""What is counted while it runs? Sums by queue and interval of the day, and nothing per contact.

The sums are those of `insight` (docs/metrics.md), from which the same functions make the same
metrics. A row is a list, so that counting costs little: `row[ANSWERED] += 1`. What came before
the end of the warm-up goes into a row that is thrown away.
"""

from __future__ import annotations

from typing import Final

INTERVAL_MS: Final = 15 * 60_000
SHORT_ABANDON_MS: Final = 5_000

SUMS: Final = (
    "offered", "answered", "within", "abandoned", "abandoned_within", "abandoned_short",
    "waiting", "waiting_within", "moved", "wait_ms", "handled", "talk_ms", "wrap_ms", "refused",
)  # fmt: skip
(
    OFFERED, ANSWERED, WITHIN, ABANDONED, ABANDONED_WITHIN, ABANDONED_SHORT,
    WAITING, WAITING_WITHIN, MOVED, WAIT_MS, HANDLED, TALK_MS, WRAP_MS, REFUSED,
) = range(len(SUMS))  # fmt: skip
TIME: Final = ("busy_ms", "available_ms")
BUSY, AVAILABLE, NEITHER = range(3)

Row = list[int]


class Tally:
    """Rows by queue and by group of agents, one for each interval of the day."""

    __slots__ = ("begins_at", "counts_from_at", "groups", "now_rows", "queues",
                 "slots", "turns_at")  # fmt: skip

    def __init__(
        self,
        *,
        queues: tuple[str, ...],
        groups: tuple[str, ...],
        begins_at: int,
        counts_from_at: int,
        day_ms: int,
    ) -> None:
        """Begin with nothing counted; days are `day_ms` long from `begins_at` on."""
        self.slots = -(-day_ms // INTERVAL_MS)
        self.begins_at = begins_at
        self.counts_from_at = counts_from_at
        self.queues: dict[str, list[Row]] = {
            name: [[0] * len(SUMS) for _ in range(self.slots)] for name in queues
        }
        self.groups: dict[str, list[Row]] = {
            name: [[0] * len(TIME) for _ in range(self.slots)] for name in groups
        }
        self.now_rows: dict[str, Row] = {name: [0] * len(SUMS) for name in queues}
        """The row of each queue for the interval that runs."""
        self.turns_at = counts_from_at

    def turn(self, now: int) -> None:
        """Go on to the interval that contains `now`, which is not before `turns_at`."""
        since = now - self.begins_at
        slot = since // INTERVAL_MS % self.slots
        self.now_rows = {name: rows[slot] for name, rows in self.queues.items()}
        self.turns_at = self.begins_at + (since // INTERVAL_MS + 1) * INTERVAL_MS

    def spend(self, group: str, what: int, from_at: int, to_at: int) -> None:
        """Spread a stretch of an agent's time over the intervals in which it passed."""
        rows, begins_at, slots = self.groups[group], self.begins_at, self.slots
        if from_at < self.counts_from_at:
            from_at = self.counts_from_at
        elif (number := (from_at - begins_at) // INTERVAL_MS) == (to_at - begins_at) // INTERVAL_MS:
            # Most stretches lie within one interval.
            rows[number % slots][what] += to_at - from_at
            return
        while from_at < to_at:
            number = (from_at - begins_at) // INTERVAL_MS
            until_at = min(to_at, begins_at + (number + 1) * INTERVAL_MS)
            rows[number % slots][what] += until_at - from_at
            from_at = until_at
