"""How would a day have gone with another floor, other people or other settings?

The day's customers come again when they came, the agents are there when they were, and the floor
decides anew. As long as it decides as it did, everything goes on as it did: the same offers, taken
after the same time, the same talks, to the millisecond and in the same order. Where it decides
otherwise, what that contact really had is used (its talk, its wrap-up, how long its offer lay
there), and what it never had is drawn from the others of the day: the talk of a customer who had
left, and the patience left to one who was answered.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from heapq import heappush
from itertools import count
from typing import Any, Final

import msgspec
from typing_extensions import override

from onqueue.floor import commands, events, snapshot
from onqueue.floor.model import (
    ACTIVE,
    OFF,
    OFFERED,
    ON_QUEUE,
    SCHEDULED,
    SET_ASIDE,
    Contact,
)
from onqueue.floor.specs import Needs
from onqueue.floor.timers import next_deadline
from onqueue.sim.arrivals import FOR_EVER, Case, Source
from onqueue.sim.draws import mixed, unit_exponential
from onqueue.sim.past import Asked, Day, Leg, Moment, Past, transfer_of
from onqueue.sim.people import Person
from onqueue.sim.scenario import NONE, Agents, Arrivals
from onqueue.sim.tally import MOVED, SUMS, Tally
from onqueue.sim.tally import OFFERED as STAYS
from onqueue.sim.told import Told
from onqueue.sim.unknown import Unknown
from onqueue.sim.world import CODE, Sink, World

GROUP: Final = "agents"
LATE_MS: Final = 1_000
"""How late a deadline may be noticed, as it was that day, before it is noticed by itself."""
NOBODY: Final = Past("", [])


class Relived(Case, eq=False, gc=False):
    """A customer of that day."""

    past: Past = msgspec.field(default_factory=lambda: NOBODY)
    leg: int = 0
    asked: int = 0

    @property
    def real(self) -> Leg | None:
        """What really happened in this part, if it came to it."""
        legs = self.past.legs
        return legs[self.leg] if self.leg < len(legs) else None


class Agreement:
    """How far the floor decided as it did that day."""

    __slots__ = ("same", "taken", "taken_then")

    def __init__(self) -> None:
        """Begin with nothing decided."""
        self.taken = 0
        self.taken_then = 0
        """Of them, those that somebody took that day, too."""
        self.same = 0


class Replay(World):
    """A day that is lived again."""

    def __init__(self, day: Day, *, seed: int, sink: Sink | None = None) -> None:
        """Begin at the beginning of the day, with the floor as it stood."""
        tally = Tally(
            queues=tuple(_queues(day)),
            groups=(GROUP,),
            begins_at=day.from_at,
            counts_from_at=day.from_at,
            day_ms=day.to_at - day.from_at,
        )
        super().__init__(people=(), tally=tally, told=Told())
        self.floor = snapshot.load(day.floor)
        self.sink = sink
        self.day = day
        self.seed = seed
        self.agreement = Agreement()
        self.sources: dict[tuple[str, Needs, int, int], Source] = {}
        self.planned: dict[str, Relived] = {}
        self.relived: dict[str, Relived] = {}
        self.numbers = count(day.last + 1)
        self.draws = Unknown(day)
        self.hears |= {
            events.ContactDue: self._due,
            events.ContactTransferred: self._transferred,
            events.ContactTakenOver: self._taken_over,
            events.AgentConfigured: self._configured,
            events.AgentRemoved: self._removed,
        }
        self._inputs = iter(day.inputs)
        for agent in self.floor.agents.values():
            person = self._person(agent.id)
            person.state, person.connected = agent.state, agent.connected
            person.wants = ON_QUEUE if agent.state == SET_ASIDE else agent.state
            person.holding = len(agent.contacts)
            self.turn(person, day.from_at)
        for contact in self.floor.contacts.values():
            self._there(contact)
        tally.turn(day.from_at)
        self._expect()

    def at(self, moment: Moment, act: Callable[[int, Any], None], subject: Any) -> None:
        """Let something happen when it happened, and in its place among what happened then."""
        heappush(self.heap, (max(moment[0], self.now), moment[1], act, subject))

    @override
    def _first_due(self) -> int | None:
        first = next_deadline(self.floor)
        return None if first is None else first + LATE_MS

    # --- From outside ---

    def _expect(self) -> None:
        following = next(self._inputs, None)
        if following is not None:
            self.at(following[:2], self._input, following[2])

    def _input(self, now: int, what: Any) -> None:
        self._expect()
        if isinstance(what, events.ContactArrived):
            self._come(now, what)
        elif isinstance(what, events.ContactScheduled):
            self._schedule(now, what)
        elif isinstance(what, commands.ChangeState):
            person = self.people[what.agent]
            person.wants = what.state
            if not self.do(what, now):
                self.be(now, person)
        elif isinstance(what, commands.Connect):
            self.people[what.agent].connected = True
            self.do(what, now)
        elif isinstance(what, commands.Disconnect):
            person = self.people[what.agent]
            # Who still has something in hand today stays until that is done.
            if person.wants != OFF or person.state == OFF:
                self.disconnect(now, person)
        else:
            self.do(what, now)

    def _come(self, now: int, event: events.ContactArrived) -> None:
        tally = self.tally
        if now >= tally.turns_at:
            tally.turn(now)
        case = self._case(event.contact, event.queue, event.needs, event.priority)
        self.cases[event.contact] = case
        self.begin_stay(case, now)
        self.contacts += 1
        agreed = self.do(
            commands.Arrive(
                contact=event.contact,
                conversation=event.conversation,
                queue=event.queue,
                needs=event.needs,
                customer=event.customer,
                priority=event.priority,
                target=event.target,
                target_rule=event.target_rule,
                promise_at=event.promise_at,
            ),
            now,
        )
        if not agreed:
            self._refused(case, now)
        elif not case.agent and event.contact in self.cases:
            self._lose_patience(case, now)
            self.tell(case)

    def _schedule(self, now: int, event: events.ContactScheduled) -> None:
        case = self._case(event.contact, event.queue, event.needs, event.priority)
        self.planned[event.contact] = case
        self.contacts += 1
        self.do(
            commands.Schedule(
                contact=event.contact,
                conversation=event.conversation,
                queue=event.queue,
                needs=event.needs,
                customer=event.customer,
                due_at=event.due_at,
                priority=event.priority,
            ),
            now,
        )
        if case.past.gone[0] >= 0:
            self.at(case.past.gone, self._cancel, case)

    def _cancel(self, now: int, case: Relived) -> None:
        if case.contact in self.planned:
            self.do(commands.Abandon(contact=case.contact, reason=case.past.reason), now)

    # --- Who is there at the beginning ---

    def _there(self, contact: Contact) -> None:
        """Take over a contact from the day before."""
        case = self._case(contact.id, contact.queue, contact.needs, contact.priority)
        case.row = [0] * len(SUMS)
        if contact.state == SCHEDULED:
            self.planned[contact.id] = case
            if case.past.gone[0] >= 0:
                self.at(case.past.gone, self._cancel, case)
            return
        self.cases[contact.id] = case
        case.since_at = contact.waiting_since_at
        if contact.agent is None:
            self.waiting += 1
            self.area_ms += self.now - case.since_at
            self._lose_patience(case, case.since_at)
            asked = case.real.asked if case.real else []
            if contact.state == OFFERED and contact.offer and asked:
                self._answer(asked[0], contact.offer, asked[0].made_at)
            return
        person = self.people[contact.agent]
        case.agent, case.taken_at = contact.agent, contact.taken_at
        if contact.state == ACTIVE:
            self.begin_talk(case, person, contact.taken_at)
        else:
            case.ended_at = contact.ended_at or self.now
            self.begin_wrap_up(case, person, 0, case.ended_at)

    def _case(self, contact: str, queue: str, needs: Needs, priority: int) -> Relived:
        number = random.Random(f"{self.seed}/customer/{contact}").random()
        case = self.relived[contact] = Relived(
            self._source(queue, needs, priority),
            contact,
            self.now,
            -1,
            -1,
            FOR_EVER,
            number,
            self.tally.now_rows[queue],
            past=self.day.pasts.get(contact, NOBODY),
        )
        return case

    def _source(self, queue: str, needs: Needs, priority: int) -> Source:
        threshold_ms = self.floor.queues[queue].spec.threshold_ms
        key = (queue, needs, priority, threshold_ms)
        if key not in self.sources:
            of = Arrivals(
                queue=queue,
                channel=needs.channel,
                skills=dict(needs.skills),
                priority=priority,
                talk=NONE,
            )
            self.sources[key] = Source(queue, of, threshold_ms=threshold_ms, slow_down=())
        return self.sources[key]

    def _person(self, agent: str) -> Person:
        luck = random.Random(f"{self.seed}/person/{agent}").random()
        person = Person(agent, GROUP, Agents(count=1, queues=("",)), luck)
        self.people[agent] = person
        person.since_at = self.now
        return person

    # --- What goes on as it did ---

    def _lose_patience(self, case: Relived, now: int) -> None:
        real, gone = case.real, case.past.gone
        if real is not None and gone[0] >= 0 and case.leg == len(case.past.legs) - 1:
            case.leaves_at = max(self.now, now + gone[0] - real.since_at)
            if case.leaves_at == gone[0]:
                self.at(gone, self.leave, case)
                return
        else:
            waited_ms = 0
            if real is not None:
                until_at = real.taken_at if real.taken_at >= 0 else self.day.to_at
                waited_ms = max(0, until_at - real.since_at)
            more = unit_exponential(mixed(case.number, 8 * case.leg))
            patience_ms = self.draws.patience_ms
            left_ms = FOR_EVER if patience_ms is None else waited_ms + round(more * patience_ms)
            case.leaves_at = now + left_ms
        if case.leaves_at < self.day.to_at:
            self.later(case.leaves_at, self.leave, case)

    @override
    def leave(self, now: int, case: Case) -> None:
        """Let a customer's patience end, if they still wait."""
        assert isinstance(case, Relived), "everybody here has a past"
        if not case.agent and case.leaves_at == now and case.contact in self.cases:
            cancel = self.floor.contacts[case.contact].keeps_place
            self.do(
                commands.Abandon(contact=case.contact, reason=case.past.reason, cancel=cancel), now
            )

    @override
    def _offered(self, event: events.OfferMade, now: int) -> None:
        case = self.relived[event.contact]
        real, turn = case.real, case.asked
        case.asked += 1
        if real is not None and turn < len(real.asked) and real.asked[turn].agent == event.agent:
            self._answer(real.asked[turn], event.offer, now)
        else:
            answer_ms = self.draws.answer_of(real)
            self.later(now + answer_ms, self._accept, (event.offer, event.agent))

    def _answer(self, asked: Asked, offer: str, now: int) -> None:
        """Let an agent answer as then."""
        if asked.answer is None or isinstance(asked.answer, events.OfferExpired):
            return
        act: Callable[[int, Any], None] = self._accept
        subject: Any = (offer, asked.agent)
        if isinstance(asked.answer, events.OfferDeclined):
            act = self._refuse
            subject = commands.Decline(offer=offer, agent=asked.agent, reason=asked.answer.reason)
        if asked.made_at == now:
            self.at(asked.answered, act, subject)
        else:
            self.later(now + asked.answered[0] - asked.made_at, act, subject)

    def _refuse(self, now: int, command: commands.Decline) -> None:
        if command.offer in self.floor.offers:
            self.do(command, now)

    @override
    def _taken(self, event: events.OfferAccepted, now: int) -> None:
        real = self.relived[event.contact].real
        self.agreement.taken += 1
        if real is not None and real.agent:
            self.agreement.taken_then += 1
            self.agreement.same += real.agent == event.agent
        super()._taken(event, now)

    @override
    def begin_talk(self, case: Case, person: Person, now: int) -> None:
        """Let the talk take as long as it did."""
        assert isinstance(case, Relived), "everybody here has a past"
        real = case.real
        if real is not None and real.taken_at == now:
            if real.over is not None:
                case.ends_at = max(real.ended[0], self.now)
                self.at(real.ended, self._over, case)
            return
        talk_ms = self.draws.talk(case.number, case.leg, real)
        case.ends_at = now + talk_ms
        self.later(case.ends_at, self._over, case)

    def _over(self, now: int, case: Relived) -> None:
        """End a talk as it ended then: with the customer, or somewhere else."""
        if case.ends_at != now or not case.agent:
            return
        over = None if case.real is None else case.real.over
        if isinstance(over, events.ContactTransferred):
            self.do(transfer_of(over), now)
        elif isinstance(over, events.ContactRequeued):
            self.do(
                commands.Requeue(
                    contact=case.contact, by=over.by, reason=over.reason, steering=True
                ),
                now,
            )
        elif isinstance(over, events.ContactEnded):
            by = case.agent if over.by == over.agent else over.by
            self.do(
                commands.End(contact=case.contact, by=by, reason=over.reason, steering=True), now
            )
        else:
            self.do(commands.End(contact=case.contact, by=case.agent), now)

    @override
    def begin_wrap_up(self, case: Case, person: Person, until_at: int, now: int) -> None:
        """Let the wrap-up take as long as it did."""
        assert isinstance(case, Relived), "everybody here has a past"
        real = case.real
        if real is None or real.ended[0] < 0 or (real.closed is None and real.ended[0] != now):
            case.closes_at = now + self.draws.wrap_up(case.number, case.leg)
            self.later(case.closes_at, self._close, case)
            return
        same = real.ended[0] == now
        for moment in real.extended:
            if same:
                self.at(moment, self._ask_for_more, case)
            else:
                self.later(now + moment[0] - real.ended[0], self._ask_for_more, case)
        if real.closed is None or not real.closed.code:
            return
        case.closes_at = max(self.now, now + real.closing[0] - real.ended[0])
        if same:
            self.at(real.closing, self._close, case)
        else:
            self.later(case.closes_at, self._close, case)

    def _ask_for_more(self, now: int, case: Relived) -> None:
        if case.agent and case.ended_at >= 0:
            self.do(commands.ExtendWrapUp(contact=case.contact, agent=case.agent), now)

    @override
    def _close(self, now: int, case: Case) -> None:
        assert isinstance(case, Relived), "everybody here has a past"
        if case.closes_at == now and case.agent:
            closed = None if case.real is None else case.real.closed
            code, hard = (closed.code or CODE, closed.hard) if closed else (CODE, False)
            self.do(
                commands.Close(contact=case.contact, agent=case.agent, code=code, hard=hard), now
            )

    # --- What the floor says ---

    @override
    def _requeued(self, event: events.ContactRequeued, now: int) -> None:
        case = self.relived[event.contact]
        self.let_go(case, now)
        self._wait_again(case, now)

    def _transferred(self, event: events.ContactTransferred, now: int) -> None:
        case = self.relived[event.contact]
        if event.agent:
            self.let_go(case, now)
        else:
            self.end_wait(case, now)
            case.row[STAYS] -= 1
            case.row[MOVED] += 1
        case.source = self._source(event.queue, event.needs, case.source.priority)
        self._wait_again(case, now)

    def _wait_again(self, case: Relived, now: int) -> None:
        if now >= self.tally.turns_at:
            self.tally.turn(now)
        case.leg += 1
        case.asked = 0
        self.begin_stay(case, now)
        self._lose_patience(case, now)

    def _due(self, event: events.ContactDue, now: int) -> None:
        if now >= self.tally.turns_at:
            self.tally.turn(now)
        case = self.cases[event.contact] = self.planned.pop(event.contact)
        self.begin_stay(case, now)
        self._lose_patience(case, now)

    @override
    def _abandoned(self, event: events.ContactAbandoned, now: int) -> None:
        if self.planned.pop(event.contact, None) is None:
            super()._abandoned(event, now)

    def _taken_over(self, event: events.ContactTakenOver, now: int) -> None:
        case, person = self.relived[event.contact], self.people[event.agent]
        ends_at = case.ends_at
        self.let_go(case, now)
        case.agent, case.taken_at, case.ends_at = event.agent, now, ends_at
        person.holding += 1
        self.turn(person, now)

    def _configured(self, event: events.AgentConfigured, _now: int) -> None:
        if event.agent not in self.people:
            self._person(event.agent)

    def _removed(self, event: events.AgentRemoved, now: int) -> None:
        self.enter_state(event.agent, OFF, now)

    @override
    def _put_aside(self, event: events.AgentSetAside, now: int) -> None:
        if (event.agent, now) in self.day.aside:
            self.enter_state(event.agent, SET_ASIDE, now)
        else:
            super()._put_aside(event, now)


def _queues(day: Day) -> Iterator[str]:
    """Yield every queue that there is on the day."""
    found = dict.fromkeys(snapshot.load(day.floor).queues)
    for _, _, what in day.inputs:
        if isinstance(what, commands.ConfigureQueue):
            found[what.queue] = None
    yield from found
