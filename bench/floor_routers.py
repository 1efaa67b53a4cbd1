"""Two routers for one world: the floor, and the scan that everybody writes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench.floor_world import Offers
from onqueue.floor import commands
from onqueue.floor.events import OfferMade
from onqueue.floor.model import Floor
from onqueue.floor.step import Step, step

if TYPE_CHECKING:
    from onqueue.floor.specs import AgentSpec, Needs, QueueSpec

Job = tuple[Callable[..., Offers], tuple[Any, ...]]


class FloorRouter:
    """The floor as it runs for real: commands in, journalled events out."""

    def __init__(self) -> None:
        self.floor = Floor()
        self.events = 0

    def add_queue(self, queue: str, spec: QueueSpec) -> None:
        step(self.floor, commands.ConfigureQueue(queue=queue, spec=spec), 0)

    def add_agent(self, agent: str, spec: AgentSpec) -> None:
        step(self.floor, commands.ConfigureAgent(agent=agent, spec=spec), 0)
        step(self.floor, commands.Connect(agent=agent), 0)
        step(self.floor, commands.ChangeState(agent=agent, state="on_queue", by=agent), 0)

    def arrive(self, contact: str, queue: str, needs: Needs) -> commands.Arrive:
        return commands.Arrive(
            contact=contact, conversation=contact, queue=queue, needs=needs, customer=contact
        )

    def accept(self, contact: str, agent: str) -> commands.Accept:
        return commands.Accept(offer=self.floor.contacts[contact].offer or "", agent=agent)

    def end(self, contact: str, agent: str) -> commands.End:
        return commands.End(contact=contact, by=agent)

    def close(self, contact: str, agent: str) -> commands.Close:
        return commands.Close(contact=contact, agent=agent, code="done")

    def abandon(self, contact: str) -> commands.Abandon:
        return commands.Abandon(contact=contact)

    def do(self, order: commands.Command, now: int) -> Step:
        return step(self.floor, order, now)

    def offers(self, done: Step) -> Offers:
        self.events += len(done.events)
        return [(one.contact, one.agent) for one in done.events if type(one) is OfferMade]


@dataclass(slots=True)
class Hand:
    """An agent of the naive scan."""

    name: str
    queues: frozenset[str]
    skills: dict[str, int]
    capacity: dict[str, int]
    idle_seq: int
    load: int = 0
    calls: int = 0
    used: dict[str, int] = field(default_factory=lambda: {"chat": 0, "voice": 0})


@dataclass(slots=True)
class Ticket:
    """A contact of the naive scan."""

    name: str
    queue: str
    channel: str
    skills: tuple[tuple[str, int], ...]
    place: tuple[int, int]


class NaiveRouter:
    """Looks at every agent for a contact, and at every contact for an agent.

    It keeps no events, no deadlines and no reasons, and so has less to do than the floor.
    """

    def __init__(self) -> None:
        self.priorities: dict[str, int] = {}
        self.hands: dict[str, Hand] = {}
        self.waiting: dict[str, Ticket] = {}
        self.held: dict[str, Ticket] = {}
        self.seq = 0
        self.arrivals = 0

    def add_queue(self, queue: str, spec: QueueSpec) -> None:
        self.priorities[queue] = spec.priority

    def add_agent(self, agent: str, spec: AgentSpec) -> None:
        self.seq += 1
        self.hands[agent] = Hand(
            agent, frozenset(spec.queues), dict(spec.skills), dict(spec.capacity), self.seq
        )

    def arrive(self, contact: str, queue: str, needs: Needs) -> Job:
        return self._arrive, (contact, queue, needs)

    def accept(self, contact: str, agent: str) -> Job:
        return self._nothing, ()

    def end(self, contact: str, agent: str) -> Job:
        return self._nothing, ()

    def close(self, contact: str, agent: str) -> Job:
        return self._close, (contact, agent)

    def abandon(self, contact: str) -> Job:
        return self._abandon, (contact,)

    def do(self, order: Job, now: int) -> Offers:
        act, given = order
        return act(*given, now)

    def offers(self, done: Offers) -> Offers:
        return done

    def _nothing(self, now: int) -> Offers:
        return []

    def _arrive(self, contact: str, queue: str, needs: Needs, now: int) -> Offers:
        self.arrivals += 1
        place = (now - self.priorities[queue] * 30_000, self.arrivals)
        ticket = Ticket(contact, queue, needs.channel, needs.skills, place)
        best: Hand | None = None
        for hand in self.hands.values():
            if may_take(hand, ticket) and (
                best is None or (hand.load, hand.idle_seq) < (best.load, best.idle_seq)
            ):
                best = hand
        if best is None:
            self.waiting[contact] = ticket
            return []
        return [self._give(ticket, best)]

    def _close(self, contact: str, agent: str, now: int) -> Offers:
        hand, channel = self.hands[agent], self.held.pop(contact).channel
        hand.load -= 1
        hand.used[channel] -= 1
        hand.calls -= channel == "voice"
        self.seq += 1
        hand.idle_seq = self.seq
        offers: Offers = []
        while hand.load < sum(hand.capacity.values()) and not hand.calls:
            best: Ticket | None = None
            for ticket in self.waiting.values():
                if may_take(hand, ticket) and (best is None or ticket.place < best.place):
                    best = ticket
            if best is None:
                break
            del self.waiting[best.name]
            offers.append(self._give(best, hand))
        return offers

    def _abandon(self, contact: str, now: int) -> Offers:
        del self.waiting[contact]
        return []

    def _give(self, ticket: Ticket, hand: Hand) -> tuple[str, str]:
        hand.load += 1
        hand.used[ticket.channel] += 1
        hand.calls += ticket.channel == "voice"
        self.seq += 1
        hand.idle_seq = self.seq
        self.held[ticket.name] = ticket
        return ticket.name, hand.name


def may_take(hand: Hand, ticket: Ticket) -> bool:
    if ticket.queue not in hand.queues or hand.calls:
        return False
    if ticket.channel == "voice" and hand.load:
        return False
    if hand.used[ticket.channel] >= hand.capacity.get(ticket.channel, 0):
        return False
    return all(hand.skills.get(skill, 0) >= level for skill, level in ticket.skills)
