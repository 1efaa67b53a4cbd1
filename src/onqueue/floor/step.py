"""How does the floor take one command from beginning to end?

What is due happens first, then the command, then every offer that became possible. All
drivers (live, simulation, tests) go through `step`, so they cannot differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from onqueue.floor.commands import Command, Tick
from onqueue.floor.decide import HANDLERS as DECIDERS
from onqueue.floor.deciding.due import happen
from onqueue.floor.events import Event
from onqueue.floor.evolve import HANDLERS as EVOLVERS
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
    # Here and in what it calls there is no max() and no call that can be spared: a step is made of
    # a hundred small things, and each call costs as much as several of them.
    at = now if now > floor.now else floor.now  # noqa: FURB136  # see above
    happened = _let_happen(floor, at) if floor.deadlines.soonest <= at else ()
    refusal: Refusal | None = None
    kind = type(command)
    if kind is not Tick:
        verdict = DECIDERS[kind](floor, command, at)
        if type(verdict) is Refusal:
            refusal = verdict
        elif verdict:
            for event in verdict:
                EVOLVERS[type(event)](floor, event)
            floor.now = at
            happened = (*happened, *verdict) if happened else verdict
    index = floor.index
    if index.dirty_agents or index.dirty_lines:
        made = match(floor, at)
        if made:
            happened = (*happened, *made)
    return Step(happened, refusal)


def _let_happen(floor: Floor, at: int) -> tuple[Event, ...]:
    made: list[Event] = []
    for _ in range(TICK_MAX):
        due = happen(floor, at)
        if not due:
            break
        for event in due:
            evolve(floor, event)
        made += due
    return tuple(made)
