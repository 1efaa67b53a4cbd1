"""What if a day had been otherwise? The day with a change, lived again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec

from onqueue.floor import commands, snapshot
from onqueue.floor.model import OFF, Floor
from onqueue.floor.specs import TELEPHONE
from onqueue.floor.step import step
from onqueue.sim.draws import SECOND_MS
from onqueue.sim.remembered import Agreement
from onqueue.sim.replay import Replay
from onqueue.sim.report import Result, result_of

if TYPE_CHECKING:
    from onqueue.floor.specs import AgentSpec, QueueSpec
    from onqueue.sim.clockwork import Sink
    from onqueue.sim.past import Day
    from onqueue.sim.tally import Row

PLANNER: Final = "planner"
"""Who keeps agents away."""


class NotFollowed(Exception):
    """The floor does not go by these rules."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be otherwise than it was that day."""

    without: frozenset[str] = frozenset()
    """Agents who stay away."""
    ageing_s: float | None = None
    """What a step of priority is worth in waiting."""
    queues: Mapping[str, QueueSpec] = {}
    """Queues that go by other rules, from the beginning of the day to its end."""
    tuning: commands.TuneFloor | None = None
    """Settings of the whole floor, in the same way."""
    cleared: Mapping[str, tuple[str, ...]] = {}
    """Which gates are open to an agent."""


NO_CHANGE: Final = Change()


def relive(
    day: Day, *, name: str, seed: int, change: Change = NO_CHANGE, sink: Sink | None = None
) -> tuple[Result, Agreement]:
    """Live a day again, and return what was counted, and how far it went as it did."""
    world = lived(day, seed=seed, change=change, sink=sink)
    result = result_of(world, name=name, days=1, seed=seed)
    return msgspec.structs.replace(result, queues=_named(world)), world.agreement


def lived(
    day: Day,
    *,
    seed: int,
    change: Change = NO_CHANGE,
    sink: Sink | None = None,
    groups: Mapping[str, str] | None = None,
) -> Replay:
    """Live a day again to its end."""
    world = Replay(changed(day, change), seed=seed, sink=sink, groups=groups)
    world.advance(day.from_at + 1)
    for queue, spec in change.queues.items():
        told = world.floor.queues.get(queue)
        if told is None or told.spec != spec:
            raise NotFollowed(f"The floor refuses the rules of {spec.name}.")
    world.advance(day.to_at)
    world.finish()
    return world


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
    first = list(_first(floor, change))
    inputs = [
        # Before everything that happened at the same time.
        *((day.from_at, place - len(first), command) for place, command in enumerate(first)),
        *(
            (at, seq, _otherwise(what, change))
            for at, seq, what in day.inputs
            if not _left_out(what, change)
        ),
    ]
    return msgspec.structs.replace(day, floor=snapshot.dump(floor), inputs=inputs)


def _first(floor: Floor, change: Change) -> Iterator[commands.Command]:
    """Yield what the floor is told before the day begins.

    Queues are told twice: of two that swap who sends contacts to whom, one lets go before the
    other takes hold.
    """
    if change.tuning is not None:
        yield change.tuning
    for _ in range(2):
        for queue, spec in change.queues.items():
            yield commands.ConfigureQueue(queue=queue, spec=spec)
    for agent in floor.agents.values():
        cleared = _cleared(change, agent.id, agent.spec)
        if cleared != agent.spec.cleared:
            spec_now = msgspec.structs.replace(agent.spec, cleared=cleared)
            yield commands.ConfigureAgent(agent=agent.id, spec=spec_now)


def _left_out(what: Any, change: Change) -> bool:
    """Tell whether something that happened that day does not happen with the change."""
    if isinstance(what, commands.ChangeState):
        return what.agent in change.without
    if isinstance(what, commands.ConfigureQueue | commands.RemoveQueue):
        return what.queue in change.queues
    return False


def _otherwise(what: Any, change: Change) -> Any:
    """Return what is said instead."""
    if isinstance(what, commands.TuneFloor):
        return _tuned(change.tuning or what, change)
    if isinstance(what, commands.ConfigureAgent) and what.agent in change.cleared:
        cleared = _cleared(change, what.agent, what.spec)
        spec = msgspec.structs.replace(what.spec, cleared=cleared)
        return msgspec.structs.replace(what, spec=spec)
    return what


def _cleared(change: Change, agent: str, then: AgentSpec) -> tuple[str, ...]:
    """Return the gates open to an agent; who had a telephone that day is told by the day."""
    if agent not in change.cleared:
        return then.cleared
    return (*change.cleared[agent], *(one for one in then.cleared if one == TELEPHONE))


def _tuning(floor: Floor) -> dict[str, Any]:
    return {name: getattr(floor, name) for name in commands.TuneFloor.__struct_fields__}


def _tuned(command: commands.TuneFloor, change: Change) -> commands.TuneFloor:
    if change.ageing_s is None:
        return command
    return msgspec.structs.replace(command, ageing_ms=round(change.ageing_s * SECOND_MS))
