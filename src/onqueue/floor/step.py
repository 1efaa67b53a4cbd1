"""How does the floor take one command from beginning to end?

What is due happens first, then the command, then every offer that became possible. All
drivers (live, simulation, tests) go through `step`, so they cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from onqueue.floor.commands import Command, Tick
from onqueue.floor.decide import decide
from onqueue.floor.deciding.due import happen
from onqueue.floor.events import Event
from onqueue.floor.evolve import evolve
from onqueue.floor.refusals import Refusal
from onqueue.floor.routing.match import match
from onqueue.floor.timers import TICK_MAX

if TYPE_CHECKING:
    from onqueue.floor.model import Floor


class Step(msgspec.Struct, frozen=True, gc=False):
    """What a step did. The events have been applied; with a refusal, they are what was due."""

    events: tuple[Event, ...]
    refusal: Refusal | None


def step(floor: Floor, command: Command, now: int) -> Step:
    """Carry a command out. Every event must be journalled before anything is told to anybody."""
    at = max(now, floor.now)
    made: list[Event] = []
    if floor.deadlines.is_due(at):
        _let_happen(floor, at, made)
    refusal: Refusal | None = None
    if type(command) is not Tick:
        verdict = decide(floor, command, at)
        if isinstance(verdict, Refusal):
            refusal = verdict
        else:
            _apply(floor, verdict, made)
    if floor.index.dirty_agents or floor.index.dirty_lines:
        made += match(floor, at)
    return Step(tuple(made), refusal)


def _let_happen(floor: Floor, at: int, made: list[Event]) -> None:
    for _ in range(TICK_MAX):
        due = happen(floor, at)
        if not due:
            break
        _apply(floor, due, made)


def _apply(floor: Floor, events: tuple[Event, ...], made: list[Event]) -> None:
    for event in events:
        evolve(floor, event)
        made.append(event)
