"""A contact centre in steady overload, for measuring whoever routes in it.

The world is closed and drawn from a seed: every agent is as busy as can be, and for each
contact that is finished or given up another one comes, so that the number waiting holds.
Agents get a template of queues and skills and a few queues of their own, ten in all. A third
of them take calls, one at a time; the others chat with three at once. One contact in four needs
a skill, where those who could take it have one.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from onqueue.floor.specs import AgentSpec, Needs, QueueSpec

TEMPLATES: Final = 64
QUEUES_OF_TEMPLATE: Final = 8
QUEUES_OF_OWN: Final = 2
SKILLS: Final = ("french", "german", "polish")
CAPACITIES: Final = ((("voice", 1),), (("chat", 3),), (("chat", 3),))
CALLS_SHARE: Final = 0.15
HAS_SKILL: Final = 0.5
LEVEL: Final = 3
SKILLED_SHARE: Final = 0.25
ABANDON_SHARE: Final = 0.1
REFILL_MAX: Final = 8
CLOCK_READS: Final = 10_001

Offers = list[tuple[str, str]]
Order = Any
"""Something to be done, in a form that the router likes; made ready before the clock runs."""


class Router(Protocol):
    """Who gets whom: contacts and agents by id, offers as pairs of them."""

    def add_queue(self, queue: str, spec: QueueSpec) -> None: ...
    def add_agent(self, agent: str, spec: AgentSpec) -> None: ...
    def arrive(self, contact: str, queue: str, needs: Needs) -> Order: ...
    def accept(self, contact: str, agent: str) -> Order: ...
    def end(self, contact: str, agent: str) -> Order: ...
    def close(self, contact: str, agent: str) -> Order: ...
    def abandon(self, contact: str) -> Order: ...
    def do(self, order: Order, now: int) -> Any: ...
    def offers(self, done: Any) -> Offers: ...


@dataclass
class Bag:
    """Things to draw from, each equally likely, at a cost that does not grow."""

    items: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def add(self, item: str) -> None:
        self.places[item] = len(self.items)
        self.items.append(item)

    def remove(self, item: str) -> None:
        place, last = self.places.pop(item), self.items.pop()
        if last != item:
            self.items[place] = last
            self.places[last] = place


def clock_ns() -> int:
    """Measure what reading the clock adds to each time, which is then taken off."""
    spans = []
    for _ in range(CLOCK_READS):
        begun = time.thread_time_ns()
        spans.append(time.thread_time_ns() - begun)
    return sorted(spans)[CLOCK_READS // 2]


class World:
    """Customers and agents who do what comes next, with a clock around each call."""

    def __init__(
        self, router: Router, *, agents: int, queues: int, waiting: int, seed: int
    ) -> None:
        self.router = router
        self.dice = random.Random(seed)
        self.now = 1_700_000_000_000
        self.waiting_wanted = waiting
        self.arrivals = 0
        self.specs: dict[str, list[AgentSpec]] = {"chat": [], "voice": []}
        self.owners: dict[str, str] = {}
        self.channels: dict[str, str] = {}
        self.active = Bag()
        self.waiting = Bag()
        self.offered: Offers = []
        self.log: Offers = []
        self.clock_ns = clock_ns()
        self.spent_ns: list[int] = []
        self.queues = [f"queue-{number}" for number in range(queues)]
        self._staff(agents)
        while len(self.waiting.items) < waiting:
            self._arrive(self._channel())
            self._answer()

    def run(self, events: int) -> list[int]:
        """Let so many events happen and return how long each took, in CPU nanoseconds."""
        self.spent_ns = []
        while len(self.spent_ns) < events:
            # Who comes is of the kind of who went, so that no channel runs dry.
            channel = self._finish(self.dice.choice(self.active.items))
            self._answer()
            if self.dice.random() < ABANDON_SHARE:
                self._arrive(self._leave(self.dice.choice(self.waiting.items)))
                self._answer()
            for _ in range(REFILL_MAX):
                if len(self.waiting.items) >= self.waiting_wanted:
                    break
                self._arrive(channel)
                self._answer()
        return self.spent_ns

    def _channel(self) -> str:
        return "voice" if self.dice.random() < CALLS_SHARE else "chat"

    def _staff(self, agents: int) -> None:
        dice = self.dice
        for number, queue in enumerate(self.queues):
            priority = number % 4
            settings = QueueSpec(name=queue, priority=priority, waiting_max=1_000_000)
            self.router.add_queue(queue, settings)
        templates = [
            (
                dice.sample(self.queues, QUEUES_OF_TEMPLATE),
                tuple(
                    (skill, dice.randint(1, 10)) for skill in SKILLS if dice.random() < HAS_SKILL
                ),
            )
            for _ in range(TEMPLATES)
        ]
        for number in range(agents):
            queues, skills = templates[number % TEMPLATES]
            own = dice.sample(self.queues, QUEUES_OF_OWN)
            spec = AgentSpec(
                name=f"Agent {number}",
                skills=skills,
                queues=tuple(dict.fromkeys(queues + own)),
                capacity=CAPACITIES[number % len(CAPACITIES)],
            )
            self.specs[spec.capacity[0][0]].append(spec)
            self.router.add_agent(f"agent-{number}", spec)

    def _timed(self, order: Order) -> None:
        self.now += 1
        do, now = self.router.do, self.now
        begun = time.thread_time_ns()
        done = do(order, now)
        self.spent_ns.append(time.thread_time_ns() - begun - self.clock_ns)
        offers = self.router.offers(done)
        for contact, _ in offers:
            self.waiting.remove(contact)
        self.offered += offers
        self.log += offers

    def _arrive(self, channel: str) -> None:
        dice = self.dice
        self.arrivals += 1
        contact = f"contact-{self.arrivals}"
        self.channels[contact] = channel
        # What is asked for, somebody has: or in the end only the hopeless would wait.
        spec = dice.choice(self.specs[channel])
        wanted = [skill for skill, level in spec.skills if level >= LEVEL]
        skilled = wanted and dice.random() < SKILLED_SHARE
        needs = Needs(channel=channel, skills=((dice.choice(wanted), LEVEL),) if skilled else ())
        self.waiting.add(contact)
        self._timed(self.router.arrive(contact, dice.choice(spec.queues), needs))

    def _answer(self) -> None:
        while self.offered:
            contact, agent = self.offered.pop()
            self._timed(self.router.accept(contact, agent))
            self.owners[contact] = agent
            self.active.add(contact)

    def _finish(self, contact: str) -> str:
        agent = self.owners.pop(contact)
        self.active.remove(contact)
        self._timed(self.router.end(contact, agent))
        self._timed(self.router.close(contact, agent))
        return self.channels.pop(contact)

    def _leave(self, contact: str) -> str:
        self.waiting.remove(contact)
        self._timed(self.router.abandon(contact))
        return self.channels.pop(contact)
