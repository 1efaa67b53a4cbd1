"""A floor to try things on: every step is checked, replayed event by event, and reloaded."""

from __future__ import annotations

from typing import Any

from onqueue.floor import commands
from onqueue.floor.events import Event, OfferMade
from onqueue.floor.evolve import evolve
from onqueue.floor.invariants import check
from onqueue.floor.model import TO_CONTACT, WAITING, Agent, Contact, Floor, Queue
from onqueue.floor.refusals import Refusal
from onqueue.floor.routing.match import match
from onqueue.floor.snapshot import dump
from onqueue.floor.specs import AgentSpec, Needs, QueueSpec
from onqueue.floor.step import Step, step

CHAT = Needs(channel="chat")
VOICE = Needs(channel="voice")
START = 1_000_000


class Stage:
    """A floor, and a shadow of it that knows only the events."""

    def __init__(self, *, now: int = START) -> None:
        self.floor = Floor()
        self.shadow = Floor()
        self.now = now
        self.events: list[Event] = []

    def do(self, command: commands.Command, *, after: int = 0) -> Step:
        self.now += after
        before = dump(self.floor)
        done = step(self.floor, command, self.now)
        if not done.events:
            assert dump(self.floor) == before, "without events, nothing changes"
        for event in done.events:
            if isinstance(event, OfferMade) and event.kind == TO_CONTACT:
                assert (event.contact, event.agent) == first_by_scan(self.shadow)
            evolve(self.shadow, event)
            assert check(self.shadow, settled=False) == []
        assert match(self.shadow, self.now) == [], "the journal holds every offer"
        assert check(self.floor) == []
        assert dump(self.shadow) == dump(self.floor)
        self.events += done.events
        return done

    def made(self, command: commands.Command, *, after: int = 0) -> list[str]:
        """Do, and tell the events by tag."""
        done = self.do(command, after=after)
        assert done.refusal is None
        return tags(done.events)

    def refused(self, command: commands.Command, *, after: int = 0) -> Refusal:
        """Do, and return the refusal, which must have changed nothing."""
        done = self.do(command, after=after)
        assert done.events == ()
        assert done.refusal is not None
        return done.refusal

    def wait(self, span_ms: int) -> list[str]:
        return self.made(commands.Tick(), after=span_ms)

    def queue(self, name: str = "sales", **settings: Any) -> None:
        spec = QueueSpec(name=name.title(), **settings)
        self.do(commands.ConfigureQueue(queue=name, spec=spec))

    def agent(self, name: str, *, state: str = "on_queue", **settings: Any) -> None:
        """Add an agent, who is idle from now, and let a second pass."""
        settings = {"queues": ("sales",), **settings}
        spec = AgentSpec(name=name.title(), **settings)
        self.do(commands.ConfigureAgent(agent=name, spec=spec))
        if state != "off":
            self.do(commands.Connect(agent=name))
            self.do(commands.ChangeState(agent=name, state=state, by=name))
        self.now += 1_000

    def arrive(
        self,
        name: str,
        *,
        queue: str = "sales",
        needs: Needs = CHAT,
        priority: int = 0,
        **settings: Any,
    ) -> Step:
        return self.do(
            commands.Arrive(
                contact=name,
                conversation=f"talk-{name}",
                customer=f"customer-{name}",
                queue=queue,
                needs=needs,
                priority=priority,
                **settings,
            )
        )

    def accept(self, name: str) -> str:
        """Let whoever is offered a contact take it, and tell who that is."""
        offer = self.floor.offers[self.floor.contacts[name].offer or ""]
        assert self.made(commands.Accept(offer=offer.id, agent=offer.agent)) == ["offer.accepted"]
        return offer.agent

    def offered(self, name: str) -> str | None:
        """Tell to whom a contact is being offered."""
        offer = self.floor.contacts[name].offer
        return None if offer is None else self.floor.offers[offer].agent

    def offer_of(self, name: str) -> str:
        offer = self.floor.contacts[name].offer
        assert offer is not None
        return offer


def first_by_scan(floor: Floor) -> tuple[str, str] | None:
    """Say who should be offered what next, by looking at everything: the rule, written plainly."""
    waiting = [one for one in floor.contacts.values() if one.state == WAITING]
    for contact in sorted(waiting, key=lambda one: (one.key, one.seq)):
        queue = floor.queues[contact.queue]
        wanted = skills_wanted(contact, queue)
        able = [one for one in floor.agents.values() if may_be_offered(one, contact, queue)]
        able.sort(key=lambda one: (*rank_of(one, contact, queue, wanted), one.idle_seq))
        if contact.target is None and len(able) <= queue.spec.kept_free:
            continue
        willing = [one.id for one in able if one.id not in contact.passes]
        missed = [name for name, until_at in contact.passes.items() if not until_at]
        willing += [name for name in missed if name in {one.id for one in able}]
        if willing:
            return contact.id, willing[0]
    return None


def skills_wanted(contact: Contact, queue: Queue) -> dict[str, int]:
    spec = queue.spec
    if spec.evaluation == "none":
        return {}
    wanted = dict(contact.needs.skills)
    for ring in spec.rings[: contact.ring]:
        wanted = {skill: level for skill, level in wanted.items() if skill not in ring.drop}
        for skill, level in ring.lower:
            if skill in wanted:
                wanted[skill] = min(level, wanted[skill])
    return wanted


def may_be_offered(agent: Agent, contact: Contact, queue: Queue) -> bool:
    spec = queue.spec
    if not agent.ready or not agent.room_for(contact.needs.channel):
        return False
    if not {*spec.gates, *contact.needs.gates} <= set(agent.spec.cleared):
        return False
    if (contact.needs.hard or spec.hard) and agent.rest_until_at is not None:
        return False
    if contact.target is not None:
        return contact.target == agent.id
    queues = {queue.id}.union(*(ring.queues for ring in spec.rings[: contact.ring]))
    skills = dict(agent.spec.skills)
    wanted = skills_wanted(contact, queue)
    return bool(queues & set(agent.spec.queues)) and all(
        skills.get(skill, 0) >= level for skill, level in wanted.items()
    )


def rank_of(
    agent: Agent, contact: Contact, queue: Queue, wanted: dict[str, int]
) -> tuple[int, ...]:
    """Say what agents are compared by, smallest first, before their idleness."""
    spec = queue.spec
    hard = agent.hard_run if contact.needs.hard or spec.hard else 0
    levels = sum(level for skill, level in agent.spec.skills if skill in wanted)
    weights = spec.weights
    score = weights.level * levels - weights.load * agent.load
    score -= weights.occupancy * agent.occupancy + weights.share * agent.share
    ranks: dict[str, tuple[int, ...]] = {
        "least_loaded": (agent.load,),
        "longest_idle": (),
        "best_level": (-levels, agent.load),
        "least_occupied": (agent.occupancy,),
        "fair_share": (agent.share,),
        "score": (weights.idle * (agent.idle_since_at // 60_000) - score,),
    }
    return hard, *ranks["best_level" if spec.evaluation == "best" else spec.choice]


def tags(events: tuple[Event, ...] | list[Event]) -> list[str]:
    return [str(event.__struct_config__.tag) for event in events]
