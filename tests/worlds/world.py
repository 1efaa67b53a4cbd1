"""A small contact centre in which everybody does everything, well or badly timed.

Customers, agents, supervisors and administrators act on what they saw a moment ago, which may
be over by now. At the end the faults stop, one agent who can do everything comes to work, and
all that is left must be finished with: nothing may be stuck.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from onqueue.floor import commands, events
from onqueue.floor.model import (
    ACTIVE,
    GRANTED,
    LATE,
    OFFERED,
    SCHEDULED,
    STATES,
    WAITING,
    WRAP_UP,
)
from onqueue.floor.specs import (
    CHOICES,
    DIVERSIONS,
    EVALUATIONS,
    OCCASIONS,
    ORDERS,
    TELEPHONE,
    AgentSpec,
    BreakRules,
    Diversion,
    Needs,
    QueueSpec,
    Ring,
    Weights,
)
from onqueue.floor.step import Step
from tests.worlds.driving import Broken, Driver
from tests.worlds.sightings import Sightings

QUEUES: Final = ("sales", "help", "vips")
AGENTS: Final = ("ana", "ben", "cleo", "dag", "eve", "finn")
CHANNELS: Final = ("chat", "chat", "chat", "mail", "voice")
SKILLS: Final = ((), (), (), (("french", 3),), (("french", 7), ("tax", 2)))
SPANS_MS: Final = (1, 50, 500, 2_000, 8_000, 20_000, 20_001, 45_000, 90_000, -3_000, 3_600_000)
STEPS: Final = 140
CALM_ROUNDS: Final = 400
HURRY: Final = 0.7
"""How often somebody acts before time goes on."""


class World:
    """One seed's contact centre."""

    def __init__(self, seed: int, seen: Sightings) -> None:
        """Open it."""
        self.dice = random.Random(f"world-{seed}")
        self.seen = seen
        self.driver = Driver(dice=self.dice, seen=seen)
        self.arrived = 0
        self.gone: list[str] = []
        """Offers that are over, for those who come too late."""

    def live(self) -> None:
        """Let everything happen, then let everything end well."""
        self._do(
            commands.TuneFloor(hard_run_max=self.dice.randint(0, 2), breaks=self._break_rules())
        )
        for queue in QUEUES:
            self._do(commands.ConfigureQueue(queue=queue, spec=self._queue_spec(queue)))
        for agent in AGENTS:
            self._do(commands.ConfigureAgent(agent=agent, spec=self._agent_spec(agent)))
            self._do(commands.Connect(agent=agent))
            self._do(commands.ChangeState(agent=agent, state="on_queue", by=agent))
        weights = [weight for weight, _ in ACTS]
        acts = [act for _, act in ACTS]
        for _ in range(STEPS):
            if self.dice.random() < HURRY:
                (act,) = self.dice.choices(acts, weights)
                act(self)
            else:
                self.driver.pass_time(self.dice.choice(SPANS_MS))
            self._look()
            self._look_at_breaks()
        self._calm_down()

    # What people do

    def arrive(self) -> None:
        dice = self.dice
        self.arrived += 1
        self._do(
            commands.Arrive(
                contact=f"contact-{self.arrived}",
                conversation="",
                customer="",
                queue=dice.choice(QUEUES),
                needs=self._needs(),
                priority=dice.randint(-1, 2),
                target=dice.choice((None, None, None, *AGENTS)),
                target_rule=dice.choice(("direct", "sticky", "book")),
                promise_at=dice.choice((None, None, self.driver.now + 30_000)),
            )
        )

    def schedule(self) -> None:
        self.arrived += 1
        self._do(
            commands.Schedule(
                contact=f"contact-{self.arrived}",
                conversation="",
                customer="",
                queue=self.dice.choice(QUEUES),
                needs=self._needs(),
                due_at=self.driver.now + self.dice.choice(SPANS_MS),
            )
        )

    def call_out(self) -> None:
        dice = self.dice
        self.arrived += 1
        contact = f"contact-{self.arrived}"
        self._do(
            commands.CallOut(
                contact=contact,
                conversation="",
                customer="",
                queue=dice.choice(QUEUES),
                needs=self._needs(),
                agent=dice.choice(AGENTS),
            )
        )
        if dice.random() < 0.4:
            self._do(commands.Reach(contact=contact))

    def reach(self) -> None:
        self._do(commands.Reach(contact=self._contact(ACTIVE)))

    def leave(self) -> None:
        cancel = self.dice.random() < 0.3
        self._do(commands.Abandon(contact=self._contact(WAITING, OFFERED), cancel=cancel))

    def keep_place(self) -> None:
        self._do(commands.KeepPlace(contact=self._contact(WAITING, OFFERED)))

    def accept(self) -> None:
        """Two try at once now and then, and some come too late."""
        offers = list(self.driver.floor.offers.values())
        if not offers or self.dice.random() < 0.1:
            late = self.dice.choice(self.gone or ["contact-1-1"])
            done = self._do(commands.Accept(offer=late, agent=self.dice.choice(AGENTS)))
            if done[0].refusal is not None:
                self.seen.note("an agent accepted what had been withdrawn")
            return
        offer = self.dice.choice(offers)
        if self.dice.random() < 0.15:
            other = self.dice.choice(AGENTS)
            first = commands.Accept(offer=offer.id, agent=other)
            done = self._do(first, commands.Accept(offer=offer.id, agent=offer.agent))
            if done[0].refusal is not None and done[1].refusal is None:
                self.seen.note("a contact was taken by the second of two who accepted")
            return
        self._do(commands.Accept(offer=offer.id, agent=offer.agent))

    def decline(self) -> None:
        offers = list(self.driver.floor.offers.values())
        taken = [one for one in self.driver.floor.contacts.values() if one.accepted]
        if taken and self.dice.random() < 0.2:
            late = self.dice.choice(taken)
            self._do(commands.Decline(offer=late.accepted or "", agent=late.agent or ""))
        elif offers:
            offer = self.dice.choice(offers)
            agent = offer.agent if self.dice.random() < 0.9 else self.dice.choice(AGENTS)
            self._do(commands.Decline(offer=offer.id, agent=agent))

    def end(self) -> None:
        contact = self._contact(ACTIVE)
        self._do(commands.End(contact=contact, by=self.dice.choice((self._owner(contact), "ana"))))

    def close(self) -> None:
        contact, dice = self._contact(WRAP_UP), self.dice
        self._do(
            commands.Close(
                contact=contact,
                agent=dice.choice((self._owner(contact), self._owner(contact), "ben")),
                code=dice.choice(("done", "done", "")),
                hard=dice.random() < 0.2,
            )
        )

    def extend(self) -> None:
        contact = self._contact(WRAP_UP)
        self._do(commands.ExtendWrapUp(contact=contact, agent=self._owner(contact)))

    def transfer(self) -> None:
        contact, dice = self._contact(ACTIVE, WAITING), self.dice
        needs = self._needs() if dice.random() < 0.3 else None
        self._do(
            commands.Transfer(
                contact=contact,
                by=dice.choice((self._owner(contact), "eve")),
                queue=dice.choice(QUEUES),
                target=dice.choice((None, *AGENTS)),
                needs=needs,
                steering=dice.random() < 0.3,
            )
        )

    def requeue(self) -> None:
        contact = self._contact(ACTIVE)
        by = self.dice.choice((self._owner(contact), "eve"))
        self._do(commands.Requeue(contact=contact, by=by, reason="", steering=by == "finn"))

    def consult(self) -> None:
        contact, dice = self._contact(ACTIVE), self.dice
        owner = self._owner(contact)
        asked = commands.Consult(contact=contact, agent=owner, other_agent=dice.choice(AGENTS))
        self._do(asked)

    def end_consult(self) -> None:
        asked = [one for one in self.driver.floor.contacts.values() if one.consult is not None]
        contact = self.dice.choice(asked).id if asked else self._contact(ACTIVE)
        if self.dice.random() < 0.6:
            self._do(commands.CompleteConsult(contact=contact, agent=self._owner(contact)))
        else:
            by = self.dice.choice((self._owner(contact), "ana"))
            self._do(commands.EndConsult(contact=contact, by=by))

    def take_over(self) -> None:
        contact = self._contact(ACTIVE)
        agent = self.dice.choice(AGENTS)
        self._do(commands.TakeOver(contact=contact, agent=agent, reason=""))

    def prioritise(self) -> None:
        contact = self._contact(WAITING, OFFERED, ACTIVE)
        priority = self.dice.randint(-2, 3)
        self._do(commands.Prioritise(contact=contact, priority=priority, by="eve", reason=""))

    def change_state(self) -> None:
        agent, dice = self.dice.choice(AGENTS), self.dice
        found = self.driver.floor.agents.get(agent)
        held = found is not None and len(found.contacts) > 0
        state = dice.choice(("on_queue", "on_queue", "off", *STATES))
        by = dice.choice((agent, "eve"))
        done = self._do(commands.ChangeState(agent=agent, state=state, by=by, reason="tea"))
        if held and any(isinstance(one, events.ContactRequeued) for one in done[0].events):
            self.seen.note("an agent left with contacts in hand")

    def connect(self) -> None:
        agent = self.dice.choice(AGENTS)
        kind = commands.Connect if self.dice.random() < 0.6 else commands.Disconnect
        self._do(kind(agent=agent))

    def recover(self) -> None:
        agents = [one.id for one in self.driver.floor.agents.values() if one.recover_until_at]
        self._do(commands.EndRecovery(agent=self.dice.choice(agents or AGENTS)))

    def ask_break(self) -> None:
        span_ms = self.dice.choice((30_000, 60_000, 300_000, 900_000))
        for agent in self.dice.sample(AGENTS, self.dice.choice((1, 1, 4))):
            self._do(commands.AskBreak(agent=agent, span_ms=span_ms))

    def answer_break(self) -> None:
        floor, dice = self.driver.floor, self.dice
        agent = dice.choice(list(floor.wishing) or AGENTS)
        self._do(
            dice.choice(
                (
                    commands.DropBreak(agent=agent),
                    commands.GrantBreak(agent=agent, by="eve", reason="go"),
                    commands.RefuseBreak(agent=agent, by="eve", reason="not now"),
                )
            )
        )

    def set_up(self) -> None:
        dice, queue = self.dice, self.dice.choice(QUEUES)
        agent = dice.choice(AGENTS)
        cause = dice.choice(("hours", "holiday", "emergency"))
        opens_at = dice.choice((None, self.driver.now + 9_000))
        self._do(
            dice.choice(
                (
                    commands.ConfigureQueue(queue=queue, spec=self._queue_spec(queue)),
                    commands.ConfigureAgent(agent=agent, spec=self._agent_spec(agent)),
                    commands.OpenQueue(queue=queue, closes_at=opens_at),
                    commands.CloseQueue(queue=queue, opens_at=opens_at, cause=cause),
                    commands.RemoveQueue(queue=queue),
                    commands.RemoveAgent(agent=agent),
                    commands.TuneFloor(
                        ageing_ms=dice.choice((0, 30_000)),
                        misses_max=dice.randint(0, 3),
                        hard_run_max=dice.randint(0, 2),
                        hard_rest_ms=60_000,
                        recovery_budget_ms=dice.choice((0, 50_000)),
                        breaks=self._break_rules(),
                    ),
                )
            )
        )

    # What there is

    def _needs(self) -> Needs:
        dice = self.dice
        hard = dice.random() < 0.2
        channel = dice.choice(CHANNELS)
        by_telephone = channel == "voice" and dice.random() < 0.5
        return Needs(
            channel=channel,
            skills=dice.choice(SKILLS),
            hard=hard,
            gates=(TELEPHONE,) if by_telephone else (),
        )

    def _queue_spec(self, name: str) -> QueueSpec:
        dice = self.dice
        rings = (
            Ring(after_ms=dice.choice((400, 15_000)), lower=(("french", 1),), queues=("help",)),
            Ring(after_ms=30_000, drop=("french", "tax"), priority=2),
        )
        return QueueSpec(
            name=name,
            priority=dice.randint(0, 2),
            wrap_up_ms=dice.choice((0, 20_000)),
            wrap_up_extensions_max=1,
            waiting_max=dice.choice((4, 50, 50)),
            evaluation=dice.choice(("all", *EVALUATIONS)),
            choice=dice.choice(CHOICES) if dice.random() < 0.97 else "loudest",
            weights=Weights(level=dice.randint(0, 2), load=1, idle=dice.randint(0, 1)),
            order=dice.choice(ORDERS),
            promise_ms=dice.choice((0, 40_000)),
            rings=dice.choice(((), rings, rings, rings[::-1])),
            diversions=tuple(self._diversion() for _ in range(dice.choice((0, 0, 1, 2)))),
            sticky_ms=dice.choice((0, 15_000)),
            book_ms=dice.choice((0, 15_000)),
            gates=dice.choice(((), (), (), ("briefing",))),
            hard=dice.random() < 0.2,
            recovery_ms=dice.choice((0, 30_000)),
            kept_free=dice.choice((0, 0, 0, 1)),
        )

    def _break_rules(self) -> BreakRules:
        dice = self.dice
        return BreakRules(
            span_ms_max=dice.choice((0, 300_000, 900_000)),
            day_ms_max=dice.choice((0, 600_000)),
            between_ms_min=dice.choice((0, 20_000)),
            away_max=dice.choice((0, 1, 2)),
            away_percent_max=dice.choice((0, 25, 60)),
            level_min=dice.choice((0, 0, 0, 60)),
            wait_ms_max=dice.choice((0, 0, 60_000)),
            line_ms=dice.choice((0, 60_000, 900_000)),
        )

    def _diversion(self) -> Diversion:
        dice = self.dice
        to = dice.choice((*DIVERSIONS, "queue", "queue", "person"))
        target = {"queue": dice.choice(QUEUES), "person": dice.choice(AGENTS)}.get(to, "")
        over = dice.choice((1, 2, 10_000, 30_000))
        return Diversion(when=dice.choice((*OCCASIONS, "wait")), over=over, to=to, target=target)

    def _agent_spec(self, name: str) -> AgentSpec:
        dice = self.dice
        bounded = dice.random() < 0.3
        return AgentSpec(
            name=name,
            skills=dice.choice(((), (("french", 5),), (("french", 9), ("tax", 3)))),
            queues=tuple(dice.sample(QUEUES, dice.randint(1, 3))),
            capacity=dice.choice(
                (
                    (("chat", 3),),
                    (("chat", 1), ("mail", 2), ("voice", 1)),
                    (("chat", 2), ("mail", 4), ("voice", 1)),
                )
            ),
            units_max=5 if bounded else 0,
            units=(("voice", 3),),
            reserved=(("voice", 3),) if bounded else (),
            interrupts=(("voice", "mail"),) if dice.random() < 0.5 else (),
            cleared=tuple(one for one in ("briefing", TELEPHONE) if dice.random() < 0.6),
        )

    def _contact(self, *states: str) -> str:
        """Choose a contact, mostly one in these states; now and then one that is gone."""
        found = [one.id for one in self.driver.floor.contacts.values() if one.state in states]
        if not found or self.dice.random() < 0.1:
            found = list(self.driver.floor.contacts) or ["contact-1"]
        if self.dice.random() < 0.03:
            return f"contact-{self.dice.randint(1, max(1, self.arrived))}"
        return self.dice.choice(found)

    def _owner(self, contact: str) -> str:
        found = self.driver.floor.contacts.get(contact)
        return (found.agent if found else None) or self.dice.choice(AGENTS)

    def _do(self, *batch: commands.Command) -> list[Step]:
        return self.driver.do(*batch)

    def _look(self) -> None:
        floor, seen = self.driver.floor, self.seen
        self.gone = [*self.gone[-20:], *list(floor.offers)[:2]]
        for agent in floor.agents.values():
            if {"voice", "mail"} <= agent.used.keys():
                seen.note("an agent had calls and mails at once")
            if agent.strained:
                seen.note("an agent held more than a lowered capacity")
            if agent.spent and agent.ready and not agent.load:
                seen.note("a hard contact passed over somebody who had too many")
        for contact in floor.contacts.values():
            if contact.state == OFFERED and contact.ring:
                seen.note("a ring opened while the contact was being offered")
            if contact.state == OFFERED and contact.target is not None:
                seen.note("a contact waited for one person, and they came free")
        if any(queue.counts[WAITING] >= queue.spec.waiting_max for queue in floor.queues.values()):
            seen.note("a queue was full")

    def _look_at_breaks(self) -> None:
        for agent in self.driver.floor.agents.values():
            state = "" if agent.wish is None else agent.wish.state
            if state == GRANTED and agent.load:
                self.seen.note("a short break waited for the last contact")
            if state == LATE:
                self.seen.note("somebody was late back from a short break")

    # How it ends

    def _calm_down(self) -> None:
        """Stop all faults, let one agent do everything, and see everything finished."""
        self.driver.crashes = False
        everything = AgentSpec(
            name="saviour",
            skills=(("french", 10), ("tax", 10)),
            queues=QUEUES,
            capacity=(("chat", 50), ("mail", 50), ("voice", 50)),
            exclusive=(),
            cleared=("briefing", TELEPHONE),
        )
        self._do(commands.TuneFloor(misses_max=0))
        for queue in list(self.driver.floor.queues):
            self._do(commands.ConfigureQueue(queue=queue, spec=QueueSpec(name=queue)))
        self._do(commands.ConfigureAgent(agent="saviour", spec=everything))
        self._do(commands.Connect(agent="saviour"))
        self._do(commands.ChangeState(agent="saviour", state="on_queue", by="saviour"))
        for _ in range(CALM_ROUNDS):
            if not self.driver.floor.contacts:
                self.seen.note("everything was finished in the end")
                return
            self._finish_what_there_is()
            self.driver.pass_time(30_000)
        left = {one.id: one.state for one in self.driver.floor.contacts.values()}
        raise Broken(f"these are stuck: {left}")

    def _finish_what_there_is(self) -> None:
        floor = self.driver.floor
        for offer in list(floor.offers.values()):
            self._do(commands.Accept(offer=offer.id, agent=offer.agent))
        for contact in list(floor.contacts.values()):
            if contact.state == ACTIVE:
                self._do(commands.End(contact=contact.id, by="system"))
            if contact.state == SCHEDULED:
                self._do(commands.Prioritise(contact=contact.id, priority=9, by="eve", reason=""))
        for contact in list(floor.contacts.values()):
            if contact.state == WRAP_UP and contact.agent is not None:
                self._do(commands.Close(contact=contact.id, agent=contact.agent, code="done"))


ACTS: Final[tuple[tuple[int, Callable[[World], None]], ...]] = (
    (24, World.arrive),
    (2, World.schedule),
    (2, World.call_out),
    (2, World.reach),
    (6, World.leave),
    (2, World.keep_place),
    (24, World.accept),
    (5, World.decline),
    (8, World.end),
    (8, World.close),
    (6, World.extend),
    (5, World.transfer),
    (3, World.requeue),
    (5, World.consult),
    (4, World.end_consult),
    (3, World.take_over),
    (3, World.prioritise),
    (6, World.change_state),
    (6, World.connect),
    (2, World.recover),
    (4, World.ask_break),
    (2, World.answer_break),
    (6, World.set_up),
)
