"""How do a day's customers and agents go on as they did?

As long as the floor decides as it did, everything takes as long as it took: the same offers, taken
after the same time, the same talks, to the millisecond and in the same order. Where it decides
otherwise, what that contact really had is used (its talk, its wrap-up, how long its offer lay
there), and what it never had is drawn from the others of the day: the talk of a customer who had
left, and the patience left to one who was answered.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from heapq import heappush
from typing import Any, Final

import msgspec
from typing_extensions import override

from onqueue.floor import commands, events
from onqueue.sim.arrivals import FOR_EVER, Case
from onqueue.sim.draws import mixed, unit_exponential
from onqueue.sim.past import Asked, Day, Leg, Moment, Past, transfer_of
from onqueue.sim.people import Person
from onqueue.sim.tally import Tally
from onqueue.sim.told import Told
from onqueue.sim.unknown import Unknown
from onqueue.sim.world import CODE, World

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


class Remembered(World):
    """A world in which what a day's people did is known."""

    def __init__(self, day: Day, *, tally: Tally) -> None:
        """Begin without anybody."""
        super().__init__(people=(), tally=tally, told=Told())
        self.day = day
        self.agreement = Agreement()
        self.waits: dict[str, array[int]] = {name: array("q") for name in tally.queues}
        """How long everybody waited who was answered, by queue, in milliseconds."""
        self.relived: dict[str, Relived] = {}
        self.draws = Unknown(day)

    def at(self, moment: Moment, act: Callable[[int, Any], None], subject: Any) -> None:
        """Let something happen when it happened, and in its place among what happened then."""
        heappush(self.heap, (max(moment[0], self.now), moment[1], act, subject))

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
        case = self.relived[event.contact]
        real = case.real
        self.waits[case.source.queue].append(now - case.since_at)
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
