"""How would a day have gone with another floor, other people or other settings?

The day's customers come again when they came, the agents are there when they were, and the floor
decides anew.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Final

from typing_extensions import override

from onqueue.floor import commands, events, snapshot
from onqueue.floor.model import (
    ACTIVE,
    HOUR_MS,
    OFF,
    OFFERED,
    ON_QUEUE,
    SCHEDULED,
    SET_ASIDE,
    Contact,
)
from onqueue.floor.specs import Needs
from onqueue.floor.timers import next_deadline
from onqueue.sim.arrivals import FOR_EVER, Source
from onqueue.sim.clockwork import Sink
from onqueue.sim.past import Day
from onqueue.sim.people import Person
from onqueue.sim.remembered import NOBODY, Relived, Remembered
from onqueue.sim.scenario import NONE, Agents, Arrivals
from onqueue.sim.tally import MOVED, SUMS, Tally
from onqueue.sim.tally import OFFERED as STAYS

GROUP: Final = "agents"
LATE_MS: Final = 1_000
"""How late a deadline may be noticed, as it was that day, before it is noticed by itself."""


class Replay(Remembered):
    """A day that is lived again."""

    def __init__(
        self,
        day: Day,
        *,
        seed: int,
        sink: Sink | None = None,
        groups: Mapping[str, str] | None = None,
    ) -> None:
        """Begin at the beginning of the day, with the floor as it stood.

        `groups` names the group in which an agent's time is counted; else all are one.
        """
        self.groups = groups or {}
        tally = Tally(
            queues=tuple(_queues(day)),
            groups=tuple(sorted({GROUP, *self.groups.values()})),
            begins_at=day.from_at,
            counts_from_at=day.from_at,
            day_ms=day.to_at - day.from_at,
        )
        super().__init__(day, tally=tally)
        self.floor = snapshot.load(day.floor)
        self.sink = sink
        self.seed = seed
        self.sources: dict[tuple[str, Needs, int, int], Source] = {}
        self.planned: dict[str, Relived] = {}
        self.numbers = count(day.last + 1)
        self.hears |= {
            events.ContactDue: self._due,
            events.ContactTransferred: self._transferred,
            events.ContactTakenOver: self._taken_over,
            events.AgentConfigured: self._configured,
            events.AgentRemoved: self._removed,
        }
        self._inputs = iter(day.inputs)
        self._came_back: dict[str, list[int]] = {}
        for at, _, what in day.inputs:
            if isinstance(what, commands.ChangeState) and what.state == ON_QUEUE:
                self._came_back.setdefault(what.agent, []).append(at)
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

    @override
    def _first_due(self) -> int | None:
        first = next_deadline(self.floor)
        return None if first is None else first + LATE_MS

    @override
    def back_at(self, person: Person, until_at: int, now: int) -> int:
        """Leave it to the day, where it says when they came back from about this break."""
        came = self._came_back.get(person.id, [])
        place = bisect_left(came, now)
        if place < len(came) and came[place] <= until_at + HOUR_MS:
            return max(came[place], now)
        return until_at

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
        group = self.groups.get(agent, GROUP)
        person = Person(agent, group, Agents(count=1, queues=("",)), luck)
        self.people[agent] = person
        person.since_at = self.now
        return person

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
