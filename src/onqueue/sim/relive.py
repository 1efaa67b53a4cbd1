"""What if a day had been otherwise? The day with a change, lived again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.floor import commands, snapshot
from onqueue.floor.model import OFF, Floor
from onqueue.floor.step import step
from onqueue.sim.draws import SECOND_MS
from onqueue.sim.remembered import Agreement
from onqueue.sim.replay import Replay
from onqueue.sim.report import Result, result_of

if TYPE_CHECKING:
    from onqueue.sim.clockwork import Sink
    from onqueue.sim.past import Day
    from onqueue.sim.tally import Row

PLANNER: Final = "planner"
"""Who keeps agents away."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be otherwise than it was that day."""

    without: frozenset[str] = frozenset()
    """Agents who stay away."""
    ageing_s: float | None = None
    """What a step of priority is worth in waiting."""


NO_CHANGE: Final = Change()


def relive(
    day: Day, *, name: str, seed: int, change: Change = NO_CHANGE, sink: Sink | None = None
) -> tuple[Result, Agreement]:
    """Live a day again, and return what was counted, and how far it went as it did."""
    world = Replay(changed(day, change), seed=seed, sink=sink)
    world.advance(day.to_at)
    world.finish()
    result = result_of(world, name=name, days=1, seed=seed)
    return msgspec.structs.replace(result, queues=_named(world)), world.agreement


def _named(world: Replay) -> dict[str, list[Row]]:
    """Return the rows under the queues' names, with the id where two are called alike."""
    found: dict[str, list[Row]] = {}
    for queue, rows in world.tally.queues.items():
        there = world.floor.queues.get(queue)
        name = queue if there is None else there.spec.name
        found[f"{name} ({queue})" if name in found else name] = rows
    return found


def changed(day: Day, change: Change) -> Day:
    """Return the day as it would have begun, and gone on, with the change."""
    if change == NO_CHANGE:
        return day
    floor = snapshot.load(day.floor)
    for agent in sorted(change.without & floor.agents.keys()):
        step(floor, commands.ChangeState(agent=agent, state=OFF, by=PLANNER), day.from_at)
    if change.ageing_s is not None:
        step(floor, _tuned(commands.TuneFloor(**_tuning(floor)), change), day.from_at)
    inputs = [
        (at, seq, _tuned(what, change) if isinstance(what, commands.TuneFloor) else what)
        for at, seq, what in day.inputs
        if not (isinstance(what, commands.ChangeState) and what.agent in change.without)
    ]
    return msgspec.structs.replace(day, floor=snapshot.dump(floor), inputs=inputs)


def _tuning(floor: Floor) -> dict[str, int]:
    return {name: getattr(floor, name) for name in commands.TuneFloor.__struct_fields__}


def _tuned(command: commands.TuneFloor, change: Change) -> commands.TuneFloor:
    if change.ageing_s is None:
        return command
    return msgspec.structs.replace(command, ageing_ms=round(change.ageing_s * SECOND_MS))
