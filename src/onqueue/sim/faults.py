"""What goes wrong, and when?

Each fault of a scenario puts what it does into the world's heap, or stands between the world and
the floor's step. It draws from streams of its own, so that a scenario without it is otherwise
the same.
"""

from __future__ import annotations

from functools import partial
from math import log1p
from typing import TYPE_CHECKING

from onqueue.floor.model import OFF
from onqueue.floor.step import Step
from onqueue.sim import scenario as told
from onqueue.sim.arrivals import Source, customers
from onqueue.sim.clock import WrongClock
from onqueue.sim.draws import SECOND_MS, Sampler, Streams, sampler
from onqueue.sim.people import Person

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

    from onqueue.floor.commands import Command
    from onqueue.floor.model import Floor
    from onqueue.sim.world import World


def prepare(
    world: World, fault: told.Fault, *, name: str, sources: Mapping[str, Source], streams: Streams
) -> None:
    """Let a fault happen when its time comes."""
    match fault:
        case told.DesksDrop():
            _prepare_drops(world, fault, name, streams)
        case told.AgentsLost():
            dice = streams.dice("fault", name)
            losing = partial(_lose, world, fault.share, sampler(fault.lasts), dice)
            world.later(_moment(world, fault.day, fault.at), losing, None)
        case told.Burst():
            _prepare_burst(world, fault, sources[fault.arrivals], name, streams)
        case told.ClockStops():
            at = _moment(world, fault.day, fault.at)
            clock = _wrong_clock(world)
            world.later(at, partial(_stop, clock), at)
            world.later(at + round(fault.lasts_s * SECOND_MS), partial(_stop, clock), None)
        case told.ClockJumps():
            jumping = partial(_jump, _wrong_clock(world))
            by_ms = round(fault.by_s * SECOND_MS)
            world.later(_moment(world, fault.day, fault.at), jumping, by_ms)
        case told.Repeats():
            dice = streams.dice("fault", name)
            world.step = partial(_twice, world.step, fault.share, dice)


def _moment(world: World, day: int, at: str) -> int:
    return world.tally.begins_at + day * told.DAY_MS + told.clock_ms(at)


def _prepare_drops(world: World, fault: told.DesksDrop, name: str, streams: Streams) -> None:
    mean_ms = 60 * told.MINUTE_MS / fault.per_hour
    lasts = sampler(fault.lasts)
    for person in world.people.values():
        dice = streams.dice(f"fault/{name}", person.id)
        dropping = partial(_drop, world, mean_ms, lasts, dice)
        world.later(world.now + _gap(mean_ms, dice), dropping, person)


def _gap(mean_ms: float, dice: random.Random) -> int:
    return 1 + round(-mean_ms * log1p(-dice.random()))


def _drop(
    world: World, mean_ms: float, lasts: Sampler, dice: random.Random, now: int, person: Person
) -> None:
    dropping = partial(_drop, world, mean_ms, lasts, dice)
    lasts_ms = lasts(dice.random())
    world.later(now + _gap(mean_ms, dice), dropping, person)
    _cut_off(world, person, now, lasts_ms)


def _cut_off(world: World, person: Person, now: int, lasts_ms: int) -> None:
    if person.connected and person.wants != OFF:
        person.cut_off = True
        world.disconnect(now, person)
        world.later(now + lasts_ms, world.reconnect, person)


def _lose(
    world: World, share: float, lasts: Sampler, dice: random.Random, now: int, _subject: None
) -> None:
    for person in world.people.values():
        chance, lasts_ms = dice.random(), lasts(dice.random())
        if chance < share:
            _cut_off(world, person, now, lasts_ms)


def _prepare_burst(
    world: World, fault: told.Burst, source: Source, name: str, streams: Streams
) -> None:
    at = _moment(world, fault.day, fault.at)
    dice = streams.dice("fault", name)
    within_ms = fault.within_s * SECOND_MS
    times = sorted(at + int(dice.random() * within_ms) for _ in range(fault.count))
    for case in customers(source, iter(times), streams, kind=f".{name}"):
        world.later(case.since_at, world.enter, case)


def _wrong_clock(world: World) -> WrongClock:
    if world.clock is None:
        world.clock = WrongClock()
        world.step = partial(_misread, world.step, world.clock)
    return world.clock


def _stop(clock: WrongClock, _now: int, at: int | None) -> None:
    clock.stopped_at = None if at is None else clock.shows(at)


def _jump(clock: WrongClock, _now: int, by_ms: int) -> None:
    clock.ahead_ms += by_ms


def _misread(
    step: Callable[[Floor, Command, int], Step],
    clock: WrongClock,
    floor: Floor,
    command: Command,
    now: int,
) -> Step:
    return step(floor, command, clock.shows(now))


def _twice(
    step: Callable[[Floor, Command, int], Step],
    share: float,
    dice: random.Random,
    floor: Floor,
    command: Command,
    now: int,
) -> Step:
    done = step(floor, command, now)
    if dice.random() >= share:
        return done
    again = step(floor, command, now)
    return Step((*done.events, *again.events), done.refusal)
