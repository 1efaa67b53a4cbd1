"""Days of a contact centre, made by the real floor under a seed."""

from __future__ import annotations

from random import Random
from typing import Any

from onqueue.conversations.events import ContactRated
from onqueue.floor import commands as ask
from onqueue.floor.events import ContactEnded, Event
from onqueue.floor.model import Floor
from onqueue.floor.specs import AgentSpec, Needs, QueueSpec
from onqueue.floor.step import step

START = 1_767_225_600_000
QUEUES = ("sales", "billing")
AGENTS = ("ada", "bob", "eve")
CHAT = Needs(channel="chat")

Happened = Event | ContactRated


class Day:
    """A floor at which people do whatever a seed says."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.floor = Floor()
        self.now = START + self.random.randrange(86_400) * 1_000
        self.happened: list[Happened] = []
        self.contacts = 0
        self.answered: set[str] = set()
        self.rated: set[str] = set()

    def begin(self) -> None:
        for number, queue in enumerate(QUEUES):
            spec = QueueSpec(name=queue, threshold_ms=20_000 + 40_000 * number, wrap_up_ms=30_000)
            self.ask(ask.ConfigureQueue(queue=queue, spec=spec))
            self.ask(ask.OpenQueue(queue=queue))
        for agent in AGENTS:
            spec_ = AgentSpec(name=agent, queues=QUEUES, capacity=(("chat", 5),))
            self.ask(ask.ConfigureAgent(agent=agent, spec=spec_))
            self.ask(ask.Connect(agent=agent))

    def ask(self, command: ask.Command) -> None:
        events = step(self.floor, command, self.now).events
        self.happened += events
        self.answered |= {e.contact for e in events if isinstance(e, ContactEnded)}

    def run(self, commands: int) -> list[Happened]:
        self.begin()
        for _ in range(commands):
            # Mostly seconds pass; now and then so much that everything expires.
            passed = (0, 500, 1_000, 4_000, 7_500, 15_000, 40_000, 900_000)
            (after_ms,) = self.random.choices(passed, weights=(9, 9, 9, 9, 3, 2, 1, 0.2))
            self.now += after_ms
            self.random.choice(ACTS)(self)
        return self.happened

    def a_contact(self, *states: str) -> Any:
        found = [c for c in self.floor.contacts.values() if not states or c.state in states]
        return self.random.choice(found) if found else None


def arrive(day: Day) -> None:
    day.contacts += 1
    name = f"contact-{day.contacts}"
    queue = day.random.choice(QUEUES)
    if day.random.random() < 0.1:
        day.ask(
            ask.Schedule(
                contact=name, conversation=f"of-{name}", queue=queue, needs=CHAT, customer="",
                due_at=day.now + 60_000,
            )
        )  # fmt: skip
    else:
        day.ask(
            ask.Arrive(
                contact=name, conversation=f"of-{name}", queue=queue, needs=CHAT, customer=""
            )
        )


def switch(day: Day) -> None:
    state = day.random.choice(("on_queue",) * 8 + ("break", "meeting", "off"))
    agent = day.random.choice(AGENTS)
    day.ask(ask.ChangeState(agent=agent, state=state, by=agent, reason="coffee"))


def answer(day: Day) -> None:
    if not day.floor.offers:
        return
    offer = day.random.choice(list(day.floor.offers.values()))
    made = ask.Decline if day.random.random() < 0.15 else ask.Accept
    day.ask(made(offer=offer.id, agent=offer.agent))


def leave(day: Day) -> None:
    if contact := day.a_contact():
        day.ask(ask.Abandon(contact=contact.id))


def end(day: Day) -> None:
    if contact := day.a_contact("active"):
        day.ask(ask.End(contact=contact.id, by=contact.agent))


def close(day: Day) -> None:
    if contact := day.a_contact("wrap_up"):
        day.ask(ask.Close(contact=contact.id, agent=contact.agent, code="solved"))


def transfer(day: Day) -> None:
    if contact := day.a_contact("active", "waiting", "offered"):
        queue = day.random.choice(QUEUES)
        day.ask(ask.Transfer(contact=contact.id, by="vera", queue=queue, steering=True))


def requeue(day: Day) -> None:
    if contact := day.a_contact("active"):
        day.ask(ask.Requeue(contact=contact.id, by=contact.agent, reason="mistake"))


def take_over(day: Day) -> None:
    if contact := day.a_contact("active"):
        agent = day.random.choice(AGENTS)
        day.ask(ask.TakeOver(contact=contact.id, agent=agent, reason="mine"))


def consult(day: Day) -> None:
    contact = day.a_contact("active")
    if contact is None:
        return
    if contact.consult is None:
        free = [a.id for a in day.floor.agents.values() if a.room_for("chat") and a.connected]
        other = day.random.choice([*free, *AGENTS])
        day.ask(ask.Consult(contact=contact.id, agent=contact.agent, other_agent=other))
        asked = [o for o in day.floor.offers.values() if o.kind == "consult"]
        if asked and day.random.random() < 0.8:
            day.now += 2_000
            day.ask(ask.Accept(offer=asked[-1].id, agent=asked[-1].agent))
    elif day.random.random() < 0.5:
        day.ask(ask.EndConsult(contact=contact.id, by=contact.agent))
    else:
        day.ask(ask.CompleteConsult(contact=contact.id, agent=contact.agent))


def lose(day: Day) -> None:
    agent = day.random.choice(AGENTS)
    day.ask(ask.Disconnect(agent=agent))
    if day.random.random() < 0.7:
        day.now += day.random.choice((1_000, 40_000))
        day.ask(ask.Connect(agent=agent))


def rate(day: Day) -> None:
    open_to_rate = sorted(day.answered - day.rated)
    if open_to_rate:
        contact = day.random.choice(open_to_rate)
        day.rated.add(contact)
        score = day.random.randint(1, 5)
        day.happened.append(
            ContactRated(at=day.now, conversation=f"of-{contact}", contact=contact, score=score)
        )


def tick(day: Day) -> None:
    day.ask(ask.Tick())


ACTS = (
    *(arrive,) * 4, *(switch,) * 6, *(answer,) * 12, *(close,) * 4, *(end,) * 3, *(consult,) * 6,
    leave, transfer, requeue, take_over, take_over, lose, rate, rate, tick,
)  # fmt: skip
