"""What do customers and agents do with each other, around the floor that runs for real?

The world knows who comes when, how long they talk and when they lose patience; who gets whom is
for the floor alone to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappush
from typing import TYPE_CHECKING, Final

from onqueue.floor import commands, events, model
from onqueue.floor.estimates import wait_range_ms
from onqueue.floor.model import OFF
from onqueue.floor.specs import TO_CALLBACK, TO_PERSON, TO_QUEUE
from onqueue.sim.arrivals import FOR_EVER, Case, Source
from onqueue.sim.draws import mixed
from onqueue.sim.people import LEAVING, Person
from onqueue.sim.shifts import Shifts
from onqueue.sim.tally import (
    ABANDONED,
    ABANDONED_SHORT,
    ABANDONED_WITHIN,
    ANSWERED,
    HANDLED,
    MOVED,
    NEITHER,
    OFFERED,
    REFUSED,
    SHORT_ABANDON_MS,
    TALK_MS,
    WAIT_MS,
    WAITING,
    WAITING_WITHIN,
    WITHIN,
    WRAP_MS,
    Tally,
)

if TYPE_CHECKING:
    from onqueue.sim.told import Told

CODE: Final = "done"
"""The wrap-up code of everything."""
IN_LINE: Final = model.WAITING
REDIALS: Final = 1_000
"""Where the numbers begin that say whether a customer tries again."""


class World(Shifts):
    """A floor with people around it."""

    def __init__(self, *, people: Sequence[Person], tally: Tally, told: Told | None) -> None:
        """Begin with an empty floor."""
        super().__init__(people=people, tally=tally)
        self.told = told
        self.cases: dict[str, Case] = {}
        self.elsewhere: dict[tuple[str, str], Source] = {}
        """Kinds of customers in queues that they were sent to."""
        self.contacts = 0
        # Little's law: the time that all spent waiting is the sum of their waits, exactly.
        self.waiting = 0
        self.waited_until_at = self.now
        self.area_ms = 0
        self.waits_ms = 0
        self.hears |= {
            events.OfferMade: self._offered,
            events.OfferAccepted: self._taken,
            events.ContactEnded: self._ended,
            events.ContactClosed: self._closed,
            events.ContactAbandoned: self._abandoned,
            events.ContactRequeued: self._requeued,
            events.ContactDiverted: self._diverted,
        }

    # --- Customers ---

    def arrive(self, now: int, case: Case) -> None:
        """Let a customer come, and the next of the kind be expected."""
        source = case.source
        if not case.tries:
            following = next(source.coming, None)
            if following is not None:
                heappush(
                    self.heap, (following.since_at, next(self.numbers), self.arrive, following)
                )
        self.enter(now, case)

    def enter(self, now: int, case: Case) -> None:
        """Let a customer come who is not followed by others."""
        source, contact = case.source, case.contact
        tally = self.tally
        if now >= tally.turns_at:
            tally.turn(now)
        self.cases[contact] = case
        self.begin_stay(case, now)
        agreed = self.do(
            commands.Arrive(
                contact=contact,
                conversation=contact,
                queue=source.queue,
                needs=source.needs,
                customer=contact,
                priority=source.priority,
            ),
            now,
        )
        self.contacts += 1
        if not agreed:
            self._refused(case, now)
        elif not case.agent and contact in self.cases:
            if case.patience_ms != FOR_EVER:
                heappush(self.heap, (case.leaves_at, next(self.numbers), self.leave, case))
            self.tell(case)

    def tell(self, case: Case) -> None:
        """Tell a customer who waits in line how long that will be."""
        if self.told is not None and self.floor.contacts[case.contact].state == IN_LINE:
            case.told = self.told.tell(wait_range_ms(self.floor, case.contact))

    def leave(self, now: int, case: Case) -> None:
        """Let a customer's patience end, if they still wait."""
        if not case.agent and case.leaves_at == now and case.contact in self.cases:
            self.do(commands.Abandon(contact=case.contact), now)

    def begin_stay(self, case: Case, now: int) -> None:
        """Let a customer wait, from now."""
        case.since_at = now
        case.leaves_at = now + case.patience_ms
        row = case.row = self.tally.now_rows[case.source.queue]
        row[OFFERED] += 1
        self.area_ms += self.waiting * (now - self.waited_until_at)
        self.waited_until_at = now
        self.waiting += 1

    def end_wait(self, case: Case, now: int) -> int:
        """Let a customer wait no longer, and return how long it was."""
        self.area_ms += self.waiting * (now - self.waited_until_at)
        self.waited_until_at = now
        self.waiting -= 1
        wait_ms = now - case.since_at
        self.waits_ms += wait_ms
        return wait_ms

    def _refused(self, case: Case, now: int) -> None:
        self.end_wait(case, now)
        case.row[OFFERED] -= 1
        case.row[REFUSED] += 1
        del self.cases[case.contact]
        self._redial(case, now)

    def _abandoned(self, event: events.ContactAbandoned, now: int) -> None:
        case = self.cases.pop(event.contact)
        wait_ms, row = self.end_wait(case, now), case.row
        row[ABANDONED] += 1
        if wait_ms <= case.source.threshold_ms:
            row[ABANDONED_WITHIN] += 1
        if wait_ms <= SHORT_ABANDON_MS:
            row[ABANDONED_SHORT] += 1
        if case.source.redial is not None:
            self._redial(case, now)

    def _redial(self, case: Case, now: int) -> None:
        redial, tries = case.source.redial, case.tries
        if redial is None or tries >= redial.most:
            return
        if mixed(case.number, REDIALS + 2 * tries) < redial.share:
            again = Case(
                case.source.home,
                f"{case.contact.partition('~')[0]}~{tries + 1}",
                now + redial.after(mixed(case.number, REDIALS + 2 * tries + 1)),
                case.talk_ms,
                case.wrap_ms,
                case.patience_ms,
                case.number,
                case.row,
                tries=tries + 1,
            )
            self.later(again.since_at, self.arrive, again)

    # --- Agents with customers ---

    def _offered(self, event: events.OfferMade, now: int) -> None:
        person = self.people[event.agent]
        if person.quick:
            self.do(commands.Accept(offer=event.offer, agent=event.agent), now)
            return
        case = self.cases[event.contact]
        turn = case.offers = case.offers + 2
        at = now + person.answer(mixed(case.number, turn))
        chance = mixed(case.number, turn + 1) - person.of.misses
        if chance >= 0:
            act = self._decline if chance < person.of.declines else self._accept
            self.later(at, act, (event.offer, event.agent))

    def _accept(self, now: int, offer: tuple[str, str]) -> None:
        if offer[0] in self.floor.offers:
            self.do(commands.Accept(offer=offer[0], agent=offer[1]), now)

    def _decline(self, now: int, offer: tuple[str, str]) -> None:
        if offer[0] in self.floor.offers:
            self.do(commands.Decline(offer=offer[0], agent=offer[1]), now)

    def _taken(self, event: events.OfferAccepted, now: int) -> None:
        case, person = self.cases[event.contact], self.people[event.agent]
        wait_ms, row = self.end_wait(case, now), case.row
        row[ANSWERED] += 1
        row[WAIT_MS] += wait_ms
        if wait_ms <= case.source.threshold_ms:
            row[WITHIN] += 1
        if case.told is not None and self.told is not None:
            self.told.check(case.told, wait_ms)
            case.told = None
        case.agent = event.agent
        case.taken_at = now
        person.holding += 1
        if person.holding == 1:
            self.turn(person, now)
        self.begin_talk(case, person, now)

    def begin_talk(self, case: Case, person: Person, now: int) -> None:
        """Let an agent talk with a customer, and see when that ends."""
        if case.source.slow_down:
            case.left_ms, case.worked_at, case.factor = case.talk_ms * person.speed, now, 0.0
            person.hands[case.contact] = case
            self._share_out(person, now)
            return
        talk_ms = case.talk_ms if person.speed == 1 else round(case.talk_ms * person.speed)
        at = case.ends_at = now + talk_ms
        heappush(self.heap, (at, next(self.numbers), self._end, case))

    def _share_out(self, person: Person, now: int) -> None:
        """Let each talk go as fast as it can beside the others."""
        for case in person.hands.values():
            slow = case.source.slow_down
            factor = slow[min(person.holding, len(slow)) - 1]
            if factor == case.factor:
                continue
            if case.factor:
                case.left_ms -= (now - case.worked_at) / case.factor
            case.worked_at, case.factor = now, factor
            case.ends_at = now + max(0, round(case.left_ms * factor))
            self.later(case.ends_at, self._end, case)

    def _end(self, now: int, case: Case) -> None:
        if case.ends_at == now and case.agent:
            self.do(commands.End(contact=case.contact, by=case.agent), now)

    def _ended(self, event: events.ContactEnded, now: int) -> None:
        case = self.cases[event.contact]
        person = self.people[event.agent]
        case.ended_at, case.ends_at = now, -1
        if case.source.slow_down:
            person.hands.pop(case.contact, None)
        self.begin_wrap_up(case, person, event.wrap_up_until_at, now)

    def begin_wrap_up(self, case: Case, person: Person, until_at: int, now: int) -> None:
        """Let an agent finish, and see when that is done."""
        wrap_ms = case.wrap_ms if person.speed == 1 else round(case.wrap_ms * person.speed)
        at = case.closes_at = now + wrap_ms
        if not wrap_ms:
            self._close(now, case)
            return
        if at > until_at:
            self.later(max(now, until_at - 1), self._extend, case)
        heappush(self.heap, (at, next(self.numbers), self._close, case))

    def _extend(self, now: int, case: Case) -> None:
        if case.agent and case.ended_at >= 0:
            self.do(commands.ExtendWrapUp(contact=case.contact, agent=case.agent), now)
            until_at = self.floor.contacts[case.contact].wrap_up_until_at
            if until_at is not None and now + 1 < until_at < case.closes_at:
                self.later(until_at - 1, self._extend, case)

    def _close(self, now: int, case: Case) -> None:
        if case.closes_at == now and case.agent:
            self.do(commands.Close(contact=case.contact, agent=case.agent, code=CODE), now)

    def _closed(self, event: events.ContactClosed, now: int) -> None:
        case = self.cases.pop(event.contact)
        self.let_go(case, now)

    def _requeued(self, event: events.ContactRequeued, now: int) -> None:
        case = self.cases[event.contact]
        self.let_go(case, now)
        self.begin_stay(case, now)
        if case.patience_ms != FOR_EVER:
            self.later(case.leaves_at, self.leave, case)

    def _diverted(self, event: events.ContactDiverted, now: int) -> None:
        case = self.cases[event.contact]
        if event.to == TO_CALLBACK:
            # Who is called back loses no patience.
            case.leaves_at = -1
        if event.to in {TO_CALLBACK, TO_PERSON}:
            # The same stay goes on.
            return
        self.end_wait(case, now)
        case.row[OFFERED] -= 1
        case.row[MOVED] += 1
        if event.to != TO_QUEUE:
            del self.cases[event.contact]
            return
        if now >= self.tally.turns_at:
            self.tally.turn(now)
        case.source = self.source_in(case.source, event.queue)
        leaves_at = case.leaves_at
        self.begin_stay(case, now)
        case.leaves_at = leaves_at

    def source_in(self, source: Source, queue: str) -> Source:
        """Return the same kind of customers in another queue."""
        key = (source.name, queue)
        found = self.elsewhere.get(key)
        if found is None:
            threshold_ms = self.floor.queues[queue].spec.threshold_ms
            found = self.elsewhere[key] = source.moved(queue, threshold_ms)
        return found

    def let_go(self, case: Case, now: int) -> None:
        """End an agent's part in a contact."""
        person, tally = self.people[case.agent], self.tally
        if now >= tally.turns_at:
            tally.turn(now)
        row = tally.now_rows[case.source.queue]
        talked_until_at = now if case.ended_at < 0 else case.ended_at
        row[HANDLED] += 1
        row[TALK_MS] += talked_until_at - case.taken_at
        row[WRAP_MS] += now - talked_until_at
        case.agent, case.ends_at, case.ended_at, case.closes_at = "", -1, -1, -1
        person.holding -= 1
        if not person.holding:
            self.turn(person, now)
            if person.wants == OFF and person.state == LEAVING:
                self.later(now, self.be, person)
        if person.hands:
            person.hands.pop(case.contact, None)
            self._share_out(person, now)

    # --- The end ---

    def finish(self) -> None:
        """Count what still goes on, and check Little's law."""
        now = self.now
        self.area_ms += self.waiting * (now - self.waited_until_at)
        self.waited_until_at = now
        waiting = [case for case in self.cases.values() if not case.agent]
        for case in waiting:
            wait_ms = now - case.since_at
            self.waits_ms += wait_ms
            case.row[WAITING] += 1
            if wait_ms <= case.source.threshold_ms:
                case.row[WAITING_WITHIN] += 1
        for person in self.people.values():
            if person.mode != NEITHER:
                self.tally.spend(person.group, person.mode, person.since_at, now)
                person.since_at = now
        counts = [queue.counts for queue in self.floor.queues.values()]
        unanswered = sum(count["waiting"] + count["offered"] for count in counts)
        assert len(waiting) == self.waiting == unanswered, "nobody is lost sight of"
        assert self.area_ms == self.waits_ms, "Little's law holds to the millisecond"
