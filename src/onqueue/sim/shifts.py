"""When is each agent there, and what are they then?

A person's plan says what they want to be; whether they become it depends on the floor. What they
are is noted as the floor says it, and their time is counted as busy or available.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from onqueue.floor import commands, events
from onqueue.floor.model import BREAK, OFF, ON_QUEUE, SET_ASIDE
from onqueue.sim.arrivals import FOR_EVER
from onqueue.sim.clockwork import Clockwork
from onqueue.sim.draws import mixed, sampler
from onqueue.sim.people import LEAVING, Person, Plan
from onqueue.sim.scenario import MINUTE_MS
from onqueue.sim.tally import AVAILABLE, BUSY, NEITHER, Tally

WISHES: Final = 1_000_000
"""Where the turns of a person's chance begin that say when they wish for a short break."""


class Shifts(Clockwork):
    """A floor with agents who come and go."""

    def __init__(self, *, people: Sequence[Person], tally: Tally) -> None:
        """Begin with everybody at home."""
        super().__init__(begins_at=tally.begins_at)
        self.tally = tally
        self.people = {person.id: person for person in people}
        self.hears |= {
            events.AgentStateChanged: self._changed,
            events.AgentSetAside: self._put_aside,
            events.AgentLost: self._lost,
            events.BreakBegun: self._on_short_break,
        }

    def plan(self, now: int, following: tuple[Person, str, Plan]) -> None:
        """Let a person want something else, as planned."""
        person, wants, rest = following
        person.wants = wants
        at, state = next(rest, (FOR_EVER, OFF))
        if at != FOR_EVER:
            self.later(at, self.plan, (person, state, rest))
        if not person.connected and not person.cut_off:
            person.connected = True
            self.do(commands.Connect(agent=person.id), now)
        self.be(now, person)

    def reconnect(self, now: int, person: Person) -> None:
        """Let a person's desk be there again, and the person be what they want."""
        person.cut_off = False
        if person.wants != OFF or person.state != OFF:
            person.connected = True
            self.do(commands.Connect(agent=person.id), now)
            self.be(now, person)

    def disconnect(self, now: int, person: Person) -> None:
        """Let a person's desk be gone."""
        person.connected = False
        self.do(commands.Disconnect(agent=person.id), now)

    def be(self, now: int, person: Person) -> None:
        """Let a person be what they want, if that is possible now."""
        if not person.connected or person.state == person.wants:
            return
        state = LEAVING if person.wants == OFF and person.holding else person.wants
        if person.state != state:
            self.do(commands.ChangeState(agent=person.id, state=state, by=person.id), now)
        if person.state == OFF:
            self.disconnect(now, person)

    def _changed(self, event: events.AgentStateChanged, now: int) -> None:
        self.enter_state(event.agent, event.state, now)

    def _put_aside(self, event: events.AgentSetAside, now: int) -> None:
        self.enter_state(event.agent, SET_ASIDE, now)
        person = self.people[event.agent]
        self.later(now + person.back(mixed(person.number, now)), self.be, person)

    def _lost(self, event: events.AgentLost, now: int) -> None:
        self.enter_state(event.agent, OFF, now)

    def wish(self, now: int, person: Person) -> None:
        """Let a person at work ask for a short break, and think of the next one."""
        of = person.of.short_breaks
        assert of is not None, "only who takes short breaks asks for one"
        if person.state == ON_QUEUE and person.connected:
            span_ms = of.minutes * MINUTE_MS
            self.do(commands.AskBreak(agent=person.id, span_ms=span_ms), now)
        self.wish_later(person, now)

    def wish_later(self, person: Person, now: int) -> None:
        """Let a person ask for a short break in a while, if they are one who does."""
        if person.of.short_breaks is None:
            return
        person.wishes += 1
        every = sampler(person.of.short_breaks.every)
        after_ms = every(mixed(person.number, WISHES + person.wishes))
        self.later(now + max(MINUTE_MS, after_ms), self.wish, person)

    def _on_short_break(self, event: events.BreakBegun, now: int) -> None:
        self.enter_state(event.agent, BREAK, now)
        person = self.people[event.agent]
        self.later(self.back_at(person, event.until_at, now), self.be, person)

    def back_at(self, person: Person, until_at: int, now: int) -> int:
        """Return when somebody is back from a short break."""
        of = person.of.short_breaks
        return until_at if of is None else until_at + sampler(of.late)(mixed(person.number, now))

    def enter_state(self, agent: str, state: str, now: int) -> None:
        """Note the state that the floor put somebody into."""
        person = self.people[agent]
        person.state = state
        self.turn(person, now)

    def turn(self, person: Person, now: int) -> None:
        """Let a person's time count as something else from now."""
        mode = BUSY if person.holding else AVAILABLE if person.state == ON_QUEUE else NEITHER
        if mode != person.mode:
            if person.mode != NEITHER and now > person.since_at:
                self.tally.spend(person.group, person.mode, person.since_at, now)
            person.mode, person.since_at = mode, now
