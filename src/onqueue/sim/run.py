"""How does a scenario become figures? Open the world, let the days pass, count.

`run` yields after each day, so that whoever drives it can show how far it is, or stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from typing import Final

from onqueue.floor import commands, invariants, specs
from onqueue.floor.decide import decide
from onqueue.floor.model import Floor
from onqueue.floor.refusals import Refusal
from onqueue.floor.specs import QueueSpec
from onqueue.floor.step import Step
from onqueue.sim import faults, people
from onqueue.sim.arrivals import Source, arrival_times, customers
from onqueue.sim.clockwork import Sink
from onqueue.sim.draws import SECOND_MS, Streams, day_factor
from onqueue.sim.report import Result, result_of
from onqueue.sim.scenario import (
    DAY_MS,
    MINUTE_MS,
    WEEKDAYS,
    BadScenario,
    BreakRules,
    Channel,
    Queue,
    Scenario,
    clock_ms,
)
from onqueue.sim.tally import Tally
from onqueue.sim.told import Told
from onqueue.sim.world import World

IN_SECONDS: Final = (specs.ON_WAIT, specs.ON_ESTIMATE)
"""Occasions for a diversion that are lengths; the floor has them in milliseconds."""

Progress = Callable[[int, int], None]
"""Told how many days of how many have passed."""


class Broken(Exception):
    """The floor has broken what must always be true."""


def run(
    scenario: Scenario,
    *,
    seed: int,
    sink: Sink | None = None,
    progress: Progress | None = None,
    check: bool = False,
) -> Result:
    """Simulate a scenario under a seed and return what was counted.

    With `check`, the floor's invariants are asked after each command, which takes long.
    """
    world = open_world(scenario, seed=seed, sink=sink)
    if check:
        world.step = partial(_checked, world.step)
    for day in range(1, scenario.days + 1):
        world.advance(world.tally.begins_at + day * DAY_MS)
        if progress is not None:
            progress(day, scenario.days)
    world.finish()
    return result_of(world, name=scenario.name, days=scenario.days, seed=seed)


def _checked(
    step: Callable[[Floor, commands.Command, int], Step],
    floor: Floor,
    command: commands.Command,
    now: int,
) -> Step:
    done = step(floor, command, now)
    for breach in invariants.check(floor):
        raise Broken(f"{breach.code}: {breach.sentence}, after {command} at {now}")
    return done


def begins_at(scenario: Scenario) -> int:
    """Return the first midnight, in milliseconds since the epoch; days are 24 hours of UTC."""
    day = date.fromisoformat(scenario.begins)
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND_MS


def open_world(scenario: Scenario, *, seed: int, sink: Sink | None = None) -> World:
    """Return the world just before the first day."""
    streams = Streams(seed)
    begins = begins_at(scenario)
    weekday = date.fromisoformat(scenario.begins).weekday()
    staff = people.hire(scenario, streams)
    tally = Tally(
        queues=tuple(scenario.queues),
        groups=tuple(scenario.agents),
        begins_at=begins,
        counts_from_at=begins + round(scenario.warm_up_min * MINUTE_MS),
        day_ms=DAY_MS,
    )
    world = World(people=staff, tally=tally, told=Told() if scenario.told_waits else None)
    world.sink = sink
    _furnish(world, scenario)
    for person in staff:
        planned = people.plan(
            person, streams, begins_at=begins, weekday=weekday, days=scenario.days
        )
        for at, state in islice(planned, 1):
            world.later(at, world.plan, (person, state, planned))
            world.wish_later(person, at)
    busy = list(islice(streams.numbers("day", ""), scenario.days))
    factors = [day_factor(scenario.day_sd, number) for number in busy]
    sources = {}
    for name, of in scenario.arrivals.items():
        source = sources[name] = _source(name, scenario)
        times = arrival_times(source, streams, begins_at=begins, weekday=weekday, busy=factors)
        source.coming = customers(source, times, streams)
        for case in islice(source.coming, 1):
            world.later(case.since_at, world.arrive, case)
        assert of is source.of
    for number, fault in enumerate(scenario.faults):
        faults.prepare(world, fault, name=f"fault{number}", sources=sources, streams=streams)
    return world


def _source(name: str, scenario: Scenario) -> Source:
    of = scenario.arrivals[name]
    return Source(
        name,
        of,
        threshold_ms=round(scenario.queues[of.queue].threshold_s * SECOND_MS),
        slow_down=scenario.channels.get(of.channel, _PLAIN).slow_down,
    )


_PLAIN: Final = Channel()


def _furnish(world: World, scenario: Scenario) -> None:
    """Tell the floor of its settings, queues and agents."""
    at, tuning = world.now, scenario.floor
    world.do(
        commands.TuneFloor(
            ageing_ms=round(tuning.ageing_s * SECOND_MS),
            misses_max=tuning.misses_max,
            presence_grace_ms=round(tuning.presence_grace_s * SECOND_MS),
            breaks=_break_rules(tuning.breaks),
        ),
        at,
    )
    for name, queue in scenario.queues.items():
        _configure(world, name, queue)
        if queue.hours is not None:
            world.do(commands.CloseQueue(queue=name), at)
            for opens_at, command in _openings(name, queue, scenario, at):
                world.later(opens_at, _doing(world), command)
    for person in world.people.values():
        spec = people.spec_of(person, scenario)
        world.do(commands.ConfigureAgent(agent=person.id, spec=spec), at)


def _break_rules(of: BreakRules) -> specs.BreakRules:
    return specs.BreakRules(
        span_ms_max=round(of.longest_min * MINUTE_MS),
        day_ms_max=round(of.day_min * MINUTE_MS),
        between_ms_min=round(of.between_min * MINUTE_MS),
        away_max=of.away_max,
        away_percent_max=of.away_percent,
        level_min=of.level_percent,
        wait_ms_max=round(of.wait_s * SECOND_MS),
        line_ms=round(of.line_min * MINUTE_MS),
    )


def _configure(world: World, name: str, queue: Queue) -> None:
    command = commands.ConfigureQueue(queue=name, spec=_spec(name, queue))
    if not world.do(command, world.now):
        refusal = decide(world.floor, command, world.now)
        assert isinstance(refusal, Refusal), "what was refused is refused again"
        raise BadScenario(f"queues.{name}", refusal.sentence)


def _doing(world: World) -> Callable[[int, commands.Command], None]:
    def do(now: int, command: commands.Command) -> None:
        world.do(command, now)

    return do


def _openings(
    name: str, queue: Queue, scenario: Scenario, begins: int
) -> Iterator[tuple[int, commands.Command]]:
    hours = queue.hours
    assert hours is not None, "only a queue with hours opens"
    weekday = date.fromisoformat(scenario.begins).weekday()
    starts, ends = clock_ms(hours.starts), clock_ms(hours.ends)
    for day in range(scenario.days):
        if WEEKDAYS[(weekday + day) % 7] in hours.weekdays:
            midnight = begins + day * DAY_MS
            closes_at = midnight + ends + DAY_MS * (ends <= starts)
            yield midnight + starts, commands.OpenQueue(queue=name, closes_at=closes_at)
            yield closes_at, commands.CloseQueue(queue=name)


def _spec(name: str, queue: Queue) -> QueueSpec:
    return QueueSpec(
        name=name,
        priority=queue.priority,
        threshold_ms=round(queue.threshold_s * SECOND_MS),
        offer_ttl_ms=round(queue.offer_s * SECOND_MS),
        wrap_up_ms=round(queue.wrap_up_s_max * SECOND_MS),
        wrap_up_extension_ms=round(queue.wrap_up_extension_s * SECOND_MS),
        wrap_up_extensions_max=queue.wrap_up_extensions_max,
        waiting_max=queue.waiting_max,
        evaluation=queue.evaluation,
        choice=queue.choice,
        order=queue.order,
        promise_ms=round(queue.promise_s * SECOND_MS),
        rings=tuple(
            specs.Ring(
                after_ms=round(ring.after_s * SECOND_MS),
                drop=ring.drop,
                lower=tuple(sorted(ring.lower.items())),
                queues=ring.queues,
                priority=ring.priority,
            )
            for ring in queue.rings
        ),
        diversions=tuple(
            specs.Diversion(
                when=one.when,
                to=one.to,
                over=one.over * SECOND_MS if one.when in IN_SECONDS else one.over,
                target=one.target,
            )
            for one in queue.diversions
        ),
        kept_free=queue.kept_free,
    )
