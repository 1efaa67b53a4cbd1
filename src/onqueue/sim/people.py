"""Who works, when, and how do they behave?

A person's plan is a row of moments with the state that begins then. Whether it comes to that
depends on the floor: nobody signs off with contacts in hand, and without a connection nobody
changes anything. So a person keeps what they want to be, and tries again when something allows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from onqueue.floor.model import OFF, ON_QUEUE
from onqueue.floor.specs import AgentSpec
from onqueue.sim.draws import Sampler, Streams, sampler
from onqueue.sim.scenario import DAY_MS, MINUTE_MS, WEEKDAYS, Agents, Fixed, Scenario, clock_ms
from onqueue.sim.tally import NEITHER

if TYPE_CHECKING:
    from onqueue.sim.arrivals import Case

LEAVING: Final = "back_office"
"""The state of who finishes what they have before they sign off."""

Plan = Iterator[tuple[int, str]]


class Person:
    """One agent, as far as the floor does not know it."""

    __slots__ = (
        "answer", "back", "connected", "cut_off", "group", "hands", "holding", "id", "mode",
        "number", "of", "quick", "since_at", "speed", "state", "wants", "wishes",
    )  # fmt: skip

    def __init__(self, name: str, group: str, of: Agents, number: float) -> None:
        """Begin off and at home; from the number follows what chance does to them alone."""
        self.id = name
        self.group = group
        self.of = of
        self.quick = of.answer == Fixed(s=0) and not of.declines and not of.misses
        self.answer: Sampler = sampler(of.answer)
        self.back: Sampler = sampler(of.back)
        self.speed = of.speed
        self.state = OFF
        self.wants = OFF
        self.connected = False
        self.cut_off = False
        """The connection is lost, and comes back by itself."""
        self.number = number
        self.wishes = 0
        """How often they wished for a short break."""
        self.holding = 0
        self.hands: dict[str, Case] = {}
        """The contacts whose talk goes slower beside others."""
        self.mode = NEITHER
        self.since_at = 0


def hire(scenario: Scenario, streams: Streams) -> list[Person]:
    """Return everybody, in the order of the scenario."""
    return [
        Person(f"{name}-{number}", name, of, luck)
        for name, of in scenario.agents.items()
        for number, luck in enumerate(islice(streams.numbers("person", name), of.count), 1)
    ]


def spec_of(person: Person, scenario: Scenario) -> AgentSpec:
    """Return what the floor is told of a person."""
    of = person.of
    exclusive = [name for name, channel in scenario.channels.items() if channel.exclusive]
    return AgentSpec(
        name=person.id,
        skills=tuple(sorted(of.skills.items())),
        queues=of.queues,
        capacity=tuple(sorted(of.capacity.items())),
        exclusive=tuple(sorted(exclusive)),
    )


def plan(person: Person, streams: Streams, *, begins_at: int, weekday: int, days: int) -> Plan:
    """Yield when the person is to be in which state, in order of time."""
    of = person.of
    if of.always and not of.breaks and not of.absent:
        yield begins_at, ON_QUEUE
        return
    absent = streams.numbers("absence", person.id)
    starts, ends = clock_ms(of.starts), clock_ms(of.ends)
    ends += DAY_MS * (ends <= starts)
    for day in range(days):
        away = next(absent) < of.absent
        if away or WEEKDAYS[(weekday + day) % 7] not in of.weekdays:
            continue
        midnight = begins_at + day * DAY_MS
        yield midnight + starts, ON_QUEUE
        for pause in sorted(of.breaks, key=lambda one: _within(starts, clock_ms(one.at))):
            at = midnight + _within(starts, clock_ms(pause.at))
            back_at = at + pause.minutes * MINUTE_MS
            if back_at < midnight + ends:
                yield at, pause.state
                yield back_at, ON_QUEUE
        yield midnight + ends, OFF


def _within(starts: int, at: int) -> int:
    """Put a time of day after midnight into a shift that began before it."""
    return at + DAY_MS * (at < starts)
