"""What is due next? Deadlines as data; whoever drives the floor owns the clock.

Every state with a bound (an offer, a wrap-up, a wait for one person, a lost connection, a
scheduled contact, a declined one) has one deadline here under its kind and the id of its
subject. `evolve` puts and drops them, and a step lets those that are due happen, earliest
first; equal times go by kind, then by subject, so that a replay agrees.

Dropping leaves a stale entry in the heap, which is thrown away when it comes up, or
when the heap has grown to several times what was alive when it was last cleaned up.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from onqueue.floor.model import Floor

OFFER: Final = "offer"
WRAP_UP: Final = "wrap_up"
DUE: Final = "due"
TARGET: Final = "target"
PRESENCE: Final = "presence"
LAPSE: Final = "lapse"
RING: Final = "ring"
DIVERT: Final = "divert"
RECOVERY: Final = "recovery"
REST: Final = "rest"
WISH: Final = "wish"
BREAK: Final = "break"

TICK_MAX: Final = 256
"""Most deadlines that one step lets happen; the next step goes on from there."""
STALE_MIN: Final = 64
"""Stale heap entries that are not worth a clean-up."""
NEVER: Final = 2**63 - 1
"""Later than any deadline."""

Deadline = tuple[int, str, str]


class Deadlines:
    """The time of each bounded state, earliest first."""

    __slots__ = ("_heap", "_heap_max", "_times", "soonest")

    def __init__(self) -> None:
        """Begin with nothing due."""
        self._times: dict[tuple[str, str], int] = {}
        self._heap: list[Deadline] = []
        self._heap_max = STALE_MIN
        self.soonest = NEVER
        """No deadline is earlier than this; what is stale counts until it comes up."""

    def put(self, kind: str, subject: str, at: int) -> None:
        """Set the deadline of a subject, in the place of an earlier one of that kind."""
        heap = self._heap
        self._times[kind, subject] = at
        heappush(heap, (at, kind, subject))
        if at < self.soonest:  # noqa: PLR1730  # see `step`
            self.soonest = at
        if len(heap) > self._heap_max:
            self._clean_up()

    def drop(self, kind: str, subject: str) -> None:
        """Forget a deadline, if there is one."""
        self._times.pop((kind, subject), None)

    def is_due(self, now: int) -> bool:
        """Say whether anything may be due."""
        return self.soonest <= now

    def first(self) -> Deadline | None:
        """Return time, kind and subject of the earliest deadline."""
        heap, times = self._heap, self._times
        while heap:
            first = heap[0]
            self.soonest, kind, subject = first
            if times.get((kind, subject)) == self.soonest:
                return first
            heappop(heap)
        self.soonest = NEVER
        return None

    def at(self, kind: str, subject: str) -> int | None:
        """Return the deadline of a subject, if there is one."""
        return self._times.get((kind, subject))

    def as_dict(self) -> dict[tuple[str, str], int]:
        """Return a copy of all deadlines, for checks."""
        return dict(self._times)

    def _clean_up(self) -> None:
        self._heap = [(at, kind, subject) for (kind, subject), at in self._times.items()]
        heapify(self._heap)
        self._heap_max = STALE_MIN + 2 * len(self._heap)


def next_deadline(floor: Floor) -> int | None:
    """Return when the driver should next step the floor with a `Tick`."""
    first = floor.deadlines.first()
    return None if first is None else first[0]
