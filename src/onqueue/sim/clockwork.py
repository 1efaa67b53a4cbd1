"""Which of what is to happen is next, and what does the floor say to it?

Everything that is to happen stands in one heap by time (whole milliseconds) and then by number, so
that a seed gives the same journal to the byte. The floor is asked through `step`, the way in that
the live driver uses, and heard from its events.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from onqueue.floor import commands, events
from onqueue.floor.model import Floor
from onqueue.floor.step import Step, step
from onqueue.floor.timers import next_deadline

if TYPE_CHECKING:
    from onqueue.sim.clock import WrongClock

TICK: Final = commands.Tick()

Act = Callable[[int, Any], None]
Sink = Callable[[Sequence[events.Event]], None]


class Clockwork:
    """A floor in virtual time, and what is to happen around it."""

    def __init__(self, *, begins_at: int) -> None:
        """Begin with an empty floor and nothing to come."""
        self.floor = Floor()
        self.step: Callable[[Floor, commands.Command, int], Step] = step
        self.clock: WrongClock | None = None
        self.sink: Sink | None = None
        self.now = begins_at
        self.heap: list[tuple[int, int, Act, Any]] = []
        self.numbers = count()
        self.commands = 0
        self.hears: dict[type, Callable[[Any, int], None]] = {}

    def later(self, at: int, act: Act, subject: Any) -> None:
        """Let something happen at a moment."""
        heappush(self.heap, (at, next(self.numbers), act, subject))

    def advance(self, until_at: int) -> None:
        """Let everything happen that happens before a moment."""
        heap, floor = self.heap, self.floor
        deadlines, clock = floor.deadlines, self.clock
        self.later(until_at, _nothing, None)
        while True:
            at = heap[0][0]
            if deadlines.soonest < (at if clock is None else clock.shows(at)):
                first = self._first_due()
                if first is not None and first < at:
                    self.now = first
                    self.do(TICK, first)
                    continue
            if at >= until_at:
                break
            self.now = at
            _, _, act, subject = heappop(heap)
            act(at, subject)
        self.now = until_at

    def _first_due(self) -> int | None:
        first = next_deadline(self.floor)
        if first is None or self.clock is None:
            return first
        true_at = self.clock.truth(first)
        return None if true_at is None else max(true_at, self.now)

    def do(self, command: commands.Command, now: int) -> bool:
        """Ask the floor, and hear what came of it; tell whether it agreed."""
        self.commands += 1
        done = self.step(self.floor, command, now)
        happened = done.events
        if happened and self.sink is not None:
            self.sink(happened)
        hears = self.hears
        for event in happened:
            kind = type(event)
            if kind in hears:
                hears[kind](event, now)
        return done.refusal is None


def _nothing(_now: int, _subject: Any) -> None:
    """Mark a moment at which the world is looked at."""
