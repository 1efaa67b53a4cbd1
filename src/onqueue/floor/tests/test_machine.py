"""Whatever is asked of the floor, in whatever order: nothing that must be true breaks."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from onqueue.floor import commands, timers
from onqueue.floor.model import ACTIVE, OFFERED, STATES, WAITING, WRAP_UP, Floor, Offer
from onqueue.floor.snapshot import dump, load
from onqueue.floor.specs import (
    CHOICES,
    DIVERSIONS,
    EVALUATIONS,
    OCCASIONS,
    ORDERS,
    AgentSpec,
    BreakRules,
    Diversion,
    Needs,
    QueueSpec,
    Ring,
    Weights,
)
from onqueue.floor.step import step
from onqueue.floor.tests.stage import CHAT, Stage

QUEUES = st.sampled_from(["sales", "sales", "help", "vips"])
AGENTS = st.sampled_from(["ana", "ben", "cleo", "dag", "eve"])
CONTACTS = st.sampled_from([f"contact-{number}" for number in range(9)])
RINGS = (
    Ring(after_ms=500, lower=(("french", 1),), queues=("help",)),
    Ring(after_ms=5_000, drop=("french",), priority=2),
)
DIVERTING = st.builds(
    Diversion,
    when=st.sampled_from(OCCASIONS),
    over=st.sampled_from([0, 1, 5_000]),
    to=st.sampled_from([*DIVERSIONS, "queue", "person"]),
    target=st.sampled_from(["sales", "help", "vips", "ana", "ben"]),
)
SKILLS = st.sampled_from([(), (), (("french", 3),), (("french", 7), ("tax", 1))])
NEEDS = st.builds(
    Needs,
    channel=st.sampled_from(["chat", "chat", "chat", "voice"]),
    skills=SKILLS,
    hard=st.sampled_from([False, False, True]),
)
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
        hard_run_max=st.integers(0, 2),
        hard_rest_ms=st.just(60_000),
        recovery_budget_ms=st.sampled_from([0, 40_000]),
        breaks=st.builds(
            BreakRules,
            span_ms_max=st.sampled_from([0, 300_000, 600_000]),
            day_ms_max=st.sampled_from([0, 600_000]),
            between_ms_min=st.sampled_from([0, 60_000]),
            away_max=st.integers(0, 2),
            away_percent_max=st.sampled_from([0, 25, 60]),
            level_min=st.sampled_from([0, 50, 90]),
            wait_ms_max=st.sampled_from([0, 60_000]),
            line_ms=st.sampled_from([0, 45_000, 600_000]),
        ),
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
            evaluation=st.sampled_from(["all", "all", *EVALUATIONS]),
            choice=st.sampled_from(CHOICES),
            weights=st.builds(Weights, level=st.integers(0, 3), idle=st.integers(0, 2)),
            order=st.sampled_from(ORDERS),
            promise_ms=st.sampled_from([0, 60_000]),
            rings=st.sampled_from([(), (), RINGS]),
            diversions=st.lists(DIVERTING, max_size=2).map(tuple),
            sticky_ms=st.sampled_from([0, 20_000]),
            gates=st.sampled_from([(), (), (), ("briefing",)]),
            hard=st.sampled_from([False, False, True]),
            recovery_ms=st.sampled_from([0, 30_000]),
            kept_free=st.sampled_from([0, 0, 0, 1]),
        ),
    ),
    st.builds(commands.RemoveQueue, queue=QUEUES),
    st.builds(commands.OpenQueue, queue=QUEUES, closes_at=st.none() | st.just(2_000_000)),
    st.builds(
        commands.CloseQueue,
        queue=QUEUES,
        opens_at=st.none() | st.just(2_000_000),
        cause=st.sampled_from(["hours", "holiday", "emergency"]),
    ),
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
            units_max=st.sampled_from([0, 0, 4]),
            units=st.sampled_from([(), (("voice", 2),)]),
            reserved=st.sampled_from([(), (("voice", 2),)]),
            interrupts=st.sampled_from([(), (), (("voice", "chat"),)]),
            cleared=st.sampled_from([(), ("briefing",)]),
        ),
    ),
    st.builds(commands.EndRecovery, agent=AGENTS),
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


def arrival(contact: str, queue: str, needs: Needs, **rest: Any) -> commands.Arrive:
    return commands.Arrive(
        contact=contact, conversation="", customer="", queue=queue, needs=needs, **rest
    )


class FloorMachine(RuleBasedStateMachine):
    """All commands, with few ids so that they meet."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.twin: Floor | None = None
        self.asked = 0

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
            name = self.new(f"rush-{number}")
            self.do(arrival(name, queue, CHAT))
            contact = self.stage.floor.contacts.get(name)
            if contact and contact.offer:
                agent = self.stage.floor.offers[contact.offer].agent
                self.do(commands.Accept(offer=contact.offer, agent=agent))

    @rule(agent=AGENTS, span=st.sampled_from([0, 60_000, 300_000, 601_000]))
    def ask_break(self, agent: str, span: int) -> None:
        self.do(commands.AskBreak(agent=agent, span_ms=span))

    @rule(agent=AGENTS, answer=st.sampled_from(["drop", "grant", "refuse"]))
    def answer_break(self, agent: str, answer: str) -> None:
        if answer == "drop":
            self.do(commands.DropBreak(agent=agent))
        elif answer == "grant":
            self.do(commands.GrantBreak(agent=agent, by="eve", reason="go"))
        else:
            self.do(commands.RefuseBreak(agent=agent, by="eve", reason="no"))

    @rule(
        contact=CONTACTS,
        queue=QUEUES,
        needs=NEEDS,
        priority=PRIORITIES,
        person=st.none() | AGENTS,
        target_rule=st.sampled_from(["direct", "sticky", "book"]),
        promise_at=st.sampled_from([None, None, 1_030_000]),
    )
    def arrive(
        self, contact: str, queue: str, needs: Needs, person: str | None, **rest: Any
    ) -> None:
        self.do(arrival(self.new(contact), queue, needs, target=person, **rest))

    @rule(contact=CONTACTS, queue=QUEUES, agent=AGENTS, needs=NEEDS)
    def call_out(self, contact: str, queue: str, agent: str, needs: Needs) -> None:
        self.do(
            commands.CallOut(
                contact=self.new(contact),
                conversation="",
                customer="",
                queue=queue,
                needs=needs,
                agent=agent,
            )
        )

    @rule(pick=PICKS)
    def reach(self, pick: int) -> None:
        self.do(commands.Reach(contact=self.contact(pick, ACTIVE)))

    @rule(pick=PICKS)
    def keep_place(self, pick: int) -> None:
        self.do(commands.KeepPlace(contact=self.contact(pick, WAITING, OFFERED)))

    @rule(contact=CONTACTS, queue=QUEUES, needs=NEEDS, delay=SPANS)
    def schedule(self, contact: str, queue: str, needs: Needs, delay: int) -> None:
        self.do(
            commands.Schedule(
                contact=self.new(contact),
                conversation="",
                customer="",
                queue=queue,
                needs=needs,
                due_at=self.stage.now + delay,
            )
        )

    @rule(pick=PICKS, cancel=st.booleans())
    def abandon(self, pick: int, **rest: Any) -> None:
        self.do(commands.Abandon(contact=self.contact(pick, WAITING, OFFERED), **rest))

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

    @rule(pick=PICKS, agent=AGENTS, state=st.sampled_from(("", "on_queue", "back_office")))
    def take_over(self, pick: int, agent: str, state: str) -> None:
        contact = self.contact(pick, ACTIVE)
        self.do(commands.TakeOver(contact=contact, agent=agent, reason="", state=state))

    @rule(pick=PICKS, by=AGENTS | st.just("customer"))
    def end(self, pick: int, by: str) -> None:
        self.do(commands.End(contact=self.contact(pick, ACTIVE), by=by))

    @rule(pick=PICKS)
    def extend(self, pick: int) -> None:
        contact = self.contact(pick, WRAP_UP)
        self.do(commands.ExtendWrapUp(contact=contact, agent=self.owner_of(contact)))

    @rule(pick=PICKS, code=st.sampled_from(["", "sold"]), hard=st.booleans())
    def close(self, pick: int, **rest: Any) -> None:
        contact = self.contact(pick, WRAP_UP)
        self.do(commands.Close(contact=contact, agent=self.owner_of(contact), **rest))

    def new(self, contact: str) -> str:
        """Return an id under which nobody has left, mostly: who left does not come again."""
        self.asked += 1
        gone = contact in self.stage.floor.departed and self.asked % 8
        return f"{contact}.{self.asked}" if gone else contact

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
