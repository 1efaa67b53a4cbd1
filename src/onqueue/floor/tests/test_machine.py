"""Whatever is asked of the floor, in whatever order: nothing that must be true breaks."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from onqueue.floor import commands, timers
from onqueue.floor.model import (
    ACTIVE,
    OFFERED,
    STATES,
    WAITING,
    WRAP_UP,
    AgentSpec,
    Floor,
    Needs,
    Offer,
    QueueSpec,
)
from onqueue.floor.snapshot import dump, load
from onqueue.floor.step import step
from onqueue.floor.tests.stage import CHAT, Stage

QUEUES = st.sampled_from(["sales", "sales", "help", "vips"])
AGENTS = st.sampled_from(["ana", "ben", "cleo", "dag", "eve"])
CONTACTS = st.sampled_from([f"contact-{number}" for number in range(9)])
SKILLS = st.sampled_from([(), (), (("french", 3),), (("french", 7), ("tax", 1))])
NEEDS = st.builds(Needs, channel=st.sampled_from(["chat", "chat", "chat", "voice"]), skills=SKILLS)
PRIORITIES = st.integers(min_value=-2, max_value=3)
PICKS = st.integers(min_value=0, max_value=20)
SPANS = st.sampled_from([-5_000, 0, 1, 500, 5_000, 19_999, 20_000, 30_000, 61_000])
CAPACITY = st.sampled_from(
    [(("chat", 1),), (("chat", 2), ("voice", 1)), (("chat", 3), ("voice", 2)), (("voice", 1),), ()]
)

CODES = st.sampled_from(["", "tea"])
EXCLUSIVE = st.sampled_from([(), ("voice",), ("voice",), ("chat",)])

SETTING_UP = st.one_of(
    st.builds(
        commands.TuneFloor,
        ageing_ms=st.sampled_from([0, 30_000, 60_000]),
        misses_max=st.integers(0, 3),
        presence_grace_ms=st.just(10_000),
    ),
    st.builds(
        commands.ConfigureQueue,
        queue=QUEUES,
        spec=st.builds(
            QueueSpec,
            name=QUEUES,
            priority=PRIORITIES,
            wrap_up_ms=st.sampled_from([0, 30_000]),
            waiting_max=st.just(5),
        ),
    ),
    st.builds(commands.RemoveQueue, queue=QUEUES),
    st.builds(commands.OpenQueue, queue=QUEUES, closes_at=st.none() | st.just(2_000_000)),
    st.builds(commands.CloseQueue, queue=QUEUES, opens_at=st.none() | st.just(2_000_000)),
)
PEOPLE = st.one_of(
    st.builds(
        commands.ConfigureAgent,
        agent=AGENTS,
        spec=st.builds(
            AgentSpec,
            name=AGENTS,
            queues=st.lists(QUEUES, max_size=3).map(tuple),
            skills=SKILLS,
            capacity=CAPACITY,
            exclusive=EXCLUSIVE,
        ),
    ),
    st.builds(commands.RemoveAgent, agent=AGENTS),
    st.builds(
        commands.ChangeState,
        agent=AGENTS,
        state=st.sampled_from([*STATES, "asleep"]),
        by=AGENTS,
        reason=CODES,
    ),
    st.builds(commands.Disconnect, agent=AGENTS),
)


def arrival(contact: str, queue: str, needs: Needs, priority: int) -> commands.Arrive:
    return commands.Arrive(
        contact=contact,
        conversation="",
        customer="",
        queue=queue,
        needs=needs,
        priority=priority,
    )


class FloorMachine(RuleBasedStateMachine):
    """All commands, with few ids so that they meet."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.twin: Floor | None = None

    def do(self, command: commands.Command) -> None:
        """Do, also on a floor that was loaded from a snapshot at some time before."""
        done = self.stage.do(command)
        if self.twin is not None:
            assert step(self.twin, command, self.stage.now) == done
            assert dump(self.twin) == dump(self.stage.floor)

    @initialize()
    def open(self) -> None:
        for queue in ("sales", "help"):
            self.do(commands.ConfigureQueue(queue=queue, spec=QueueSpec(name=queue, waiting_max=5)))
        for agent in ("ana", "ben", "cleo"):
            spec = AgentSpec(name=agent, queues=("sales", "help"), skills=(("french", 5),))
            self.do(commands.ConfigureAgent(agent=agent, spec=spec))
            self.do(commands.Connect(agent=agent))
            self.do(commands.ChangeState(agent=agent, state="on_queue", by=agent))

    @rule(span=SPANS)
    def time_passes(self, span: int) -> None:
        self.stage.now += span
        self.do(commands.Tick())

    @precondition(lambda self: timers.next_deadline(self.stage.floor) is not None)
    @rule()
    def next_deadline_comes(self) -> None:
        self.stage.now = max(self.stage.now, timers.next_deadline(self.stage.floor) or 0)
        self.do(commands.Tick())

    @rule()
    def restart(self) -> None:
        kept = dump(self.stage.floor)
        self.twin = load(kept)
        assert dump(self.twin) == kept

    @rule(command=SETTING_UP)
    def set_up(self, command: commands.Command) -> None:
        self.do(command)

    @rule(command=PEOPLE)
    def people(self, command: commands.Command) -> None:
        self.do(command)

    @rule(agent=AGENTS)
    def come_on_queue(self, agent: str) -> None:
        self.do(commands.Connect(agent=agent))
        self.do(commands.ChangeState(agent=agent, state="on_queue", by=agent))

    @precondition(lambda self: self.stage.floor.agents)
    @rule(queue=QUEUES, count=st.integers(1, 4))
    def rush(self, queue: str, count: int) -> None:
        """Let several come and be answered, so that there is something to hand around."""
        for number in range(count):
            name = f"rush-{number}"
            self.do(arrival(name, queue, CHAT, 0))
            contact = self.stage.floor.contacts.get(name)
            if contact and contact.offer:
                agent = self.stage.floor.offers[contact.offer].agent
                self.do(commands.Accept(offer=contact.offer, agent=agent))

    @rule(contact=CONTACTS, queue=QUEUES, needs=NEEDS, priority=PRIORITIES)
    def arrive(self, contact: str, queue: str, needs: Needs, priority: int) -> None:
        self.do(arrival(contact, queue, needs, priority))

    @rule(contact=CONTACTS, queue=QUEUES, needs=NEEDS, delay=SPANS)
    def schedule(self, contact: str, queue: str, needs: Needs, delay: int) -> None:
        self.do(
            commands.Schedule(
                contact=contact,
                conversation="",
                customer="",
                queue=queue,
                needs=needs,
                due_at=self.stage.now + delay,
            )
        )

    @rule(pick=PICKS)
    def abandon(self, pick: int) -> None:
        self.do(commands.Abandon(contact=self.contact(pick, WAITING, OFFERED)))

    @rule(pick=PICKS, priority=PRIORITIES)
    def prioritise(self, pick: int, priority: int) -> None:
        contact = self.contact(pick, WAITING, OFFERED)
        self.do(commands.Prioritise(contact=contact, priority=priority, by="eve", reason=""))

    @precondition(lambda self: self.stage.floor.offers)
    @rule(pick=PICKS, agent=AGENTS)
    def accept(self, pick: int, agent: str) -> None:
        offer = self.offer(pick)
        self.do(commands.Accept(offer=offer.id, agent=offer.agent if pick else agent))
        self.do(commands.Accept(offer=offer.id, agent=offer.agent))
        self.do(commands.Decline(offer=offer.id, agent=offer.agent))

    @precondition(lambda self: self.stage.floor.offers)
    @rule(pick=PICKS, agent=AGENTS)
    def decline(self, pick: int, agent: str) -> None:
        offer = self.offer(pick)
        self.do(commands.Decline(offer=offer.id, agent=offer.agent if pick else agent))
        self.do(commands.Accept(offer=offer.id, agent=offer.agent))

    @rule(
        pick=PICKS,
        queue=QUEUES,
        person=st.none() | AGENTS,
        needs=st.none() | NEEDS,
        steering=st.booleans(),
    )
    def transfer(self, pick: int, person: str | None, **rest: Any) -> None:
        contact = self.contact(pick)
        by = self.owner_of(contact)
        self.do(commands.Transfer(contact=contact, by=by, target=person, **rest))

    @rule(pick=PICKS, steering=st.booleans(), by=AGENTS)
    def requeue(self, pick: int, steering: bool, by: str) -> None:  # noqa: FBT001 -- drawn
        contact = self.contact(pick, ACTIVE)
        self.do(commands.Requeue(contact=contact, by=by, reason="", steering=steering))

    @rule(pick=PICKS, other=AGENTS)
    def consult(self, pick: int, other: str) -> None:
        contact = self.contact(pick, ACTIVE)
        self.do(commands.Consult(contact=contact, agent=self.owner_of(contact), other_agent=other))

    @precondition(lambda self: any(one.consult for one in self.stage.floor.contacts.values()))
    @rule(pick=PICKS, complete=st.booleans(), agent=AGENTS)
    def end_consult(self, pick: int, complete: bool, agent: str) -> None:  # noqa: FBT001 -- drawn
        consulted = [one for one in self.stage.floor.contacts.values() if one.consult]
        contact = consulted[pick % len(consulted)]
        by = contact.agent or agent if pick % 3 else agent
        if complete:
            self.do(commands.CompleteConsult(contact=contact.id, agent=by))
        else:
            self.do(commands.EndConsult(contact=contact.id, by=by))

    @rule(pick=PICKS, agent=AGENTS)
    def take_over(self, pick: int, agent: str) -> None:
        contact = self.contact(pick, ACTIVE)
        self.do(commands.TakeOver(contact=contact, agent=agent, reason=""))

    @rule(pick=PICKS, by=AGENTS | st.just("customer"))
    def end(self, pick: int, by: str) -> None:
        self.do(commands.End(contact=self.contact(pick, ACTIVE), by=by))

    @rule(pick=PICKS)
    def extend(self, pick: int) -> None:
        contact = self.contact(pick, WRAP_UP)
        self.do(commands.ExtendWrapUp(contact=contact, agent=self.owner_of(contact)))

    @rule(pick=PICKS, code=st.sampled_from(["", "sold"]))
    def close(self, pick: int, code: str) -> None:
        contact = self.contact(pick, WRAP_UP)
        self.do(commands.Close(contact=contact, agent=self.owner_of(contact), code=code))

    def offer(self, pick: int) -> Offer:
        offers = list(self.stage.floor.offers.values())
        return offers[pick % len(offers)]

    def contact(self, pick: int, *states: str) -> str:
        """Choose a contact, mostly one in these states."""
        contacts = self.stage.floor.contacts.values()
        fitting = [one.id for one in contacts if one.state in states] if pick else []
        fitting = fitting or [one.id for one in contacts] or ["contact-0"]
        return fitting[pick % len(fitting)]

    def owner_of(self, contact: str) -> str:
        found = self.stage.floor.contacts.get(contact)
        return (found.agent if found else None) or "ana"


FloorMachine.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestFloor = FloorMachine.TestCase
