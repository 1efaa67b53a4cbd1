"""Which facts follow from the events? A pure fold, the same for live figures and for a recount.

A *stay* is a contact's time in one queue: it begins when the contact begins to wait there and
ends when an agent takes it, the customer leaves, or it is moved on. A *handling* is one
agent's part in a contact, with the time until the customer left (talk) and after (wrap-up).
A *span* is a stretch of an agent's time in which neither the state nor the number of
contacts held changed. Rows are named by the place in the journal of the event that began them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from onqueue.floor.model import OFF
from onqueue.floor.specs import Needs

SCHEDULED: Final = "scheduled"
WAITING: Final = "waiting"
ANSWERED: Final = "answered"
ABANDONED: Final = "abandoned"
MOVED: Final = "moved"
CANCELLED: Final = "cancelled"
"""Outcomes of a stay. Cancelled is what was planned for later and never began to wait."""

RECOVERING: Final = "recovering"
"""A state beside those that people choose: on queue, and without offers for a while."""

OWNER: Final = "owner"
CONSULTED: Final = "consulted"
CALLER: Final = "caller"
"""The part of whoever has a contact that an agent began by calling out, until it waits in a line.

Here it is decided what such contacts are to the figures: there is no stay, so they are neither
offered nor answered and have no wait; and their handlings are no owners', so they have no share in
handle times. Agents are busy with them as with any.
"""
HOLDERS: Final = (OWNER, CALLER)

THRESHOLD_MS: Final = 20_000
"""For a queue that was never configured, which only a torn journal could bring about."""


@dataclass(slots=True, kw_only=True)
class Stay:
    """A contact's time in one queue."""

    contact: str
    seq: int
    conversation: str
    queue: str
    channel: str
    arrived_at: int
    threshold_ms: int
    outcome: str = WAITING
    settled_at: int | None = None
    agent: str | None = None


@dataclass(slots=True, kw_only=True)
class Handling:
    """One agent's part in a contact."""

    contact: str
    seq: int
    conversation: str
    queue: str
    channel: str
    agent: str
    role: str
    began_at: int
    talk_until_at: int | None = None
    ended_at: int | None = None
    ending: str = ""
    code: str = ""


@dataclass(slots=True, kw_only=True)
class Span:
    """A stretch of an agent's time in one state with one number of contacts."""

    agent: str
    seq: int
    state: str
    reason: str
    holding: int
    from_at: int
    to_at: int | None = None


@dataclass(slots=True, kw_only=True)
class Rating:
    """What a customer thought, credited to who ended the contact."""

    contact: str
    conversation: str
    queue: str
    channel: str
    agent: str | None
    score: int
    rated_at: int


Row = Stay | Handling | Span | Rating


@dataclass(slots=True)
class Ledger:
    """What the fold must know of the past, and the rows that it has made or changed."""

    thresholds: dict[str, int] = field(default_factory=dict)
    stays: dict[str, Stay] = field(default_factory=dict)
    """The last stay of each contact."""
    handlings: dict[str, list[Handling]] = field(default_factory=dict)
    """All handlings of each contact, in order."""
    spans: dict[str, Span] = field(default_factory=dict)
    """The open span of each agent."""
    changed: dict[int, Row] = field(default_factory=dict)
    """By identity, in the order of the first change."""

    # --- Stays ---

    def begin_stay(  # what a stay is
        self,
        *,
        contact: str,
        seq: int,
        conversation: str,
        queue: str,
        channel: str,
        at: int,
        outcome: str = WAITING,
    ) -> None:
        stay = Stay(
            contact=contact,
            seq=seq,
            conversation=conversation,
            queue=queue,
            channel=channel,
            arrived_at=at,
            threshold_ms=self.thresholds.get(queue, THRESHOLD_MS),
            outcome=outcome,
        )
        self.stays[contact] = stay
        self.mark(stay)

    def settle_stay(self, contact: str, *, at: int, outcome: str, agent: str | None = None) -> None:
        stay = self.stays.get(contact)
        if stay is None or stay.outcome not in {WAITING, SCHEDULED}:
            return
        if stay.outcome == SCHEDULED and outcome != ANSWERED:
            outcome = CANCELLED
        stay.outcome, stay.settled_at, stay.agent = outcome, at, agent
        self.mark(stay)

    def begin_again(
        self, contact: str, *, seq: int, at: int, queue: str, needs: Needs | None
    ) -> None:
        """Begin the stay that follows on another, in the same or another queue."""
        last = self._before(contact)
        self.begin_stay(
            contact=contact,
            seq=seq,
            conversation="" if last is None else last.conversation,
            queue=queue or ("" if last is None else last.queue),
            channel=needs.channel if needs else "" if last is None else last.channel,
            at=at,
        )

    def _before(self, contact: str) -> Stay | Handling | None:
        """What says most lately where a contact belongs: its stay, or the call out that it was."""
        handlings = self.handlings.get(contact)
        return self.stays.get(contact) or (handlings[-1] if handlings else None)

    # --- Handlings ---

    def begin_handling(self, contact: str, *, seq: int, at: int, agent: str, role: str) -> None:
        stay = self._before(contact)
        row = Handling(
            contact=contact,
            seq=seq,
            conversation="" if stay is None else stay.conversation,
            queue="" if stay is None else stay.queue,
            channel="" if stay is None else stay.channel,
            agent=agent,
            role=role,
            began_at=at,
        )
        self._take_up(row)

    def begin_call(  # what a call out is
        self,
        contact: str,
        *,
        seq: int,
        at: int,
        agent: str,
        conversation: str,
        queue: str,
        channel: str,
    ) -> None:
        """Begin the handling of a contact that nobody waited for."""
        self._take_up(
            Handling(
                contact=contact,
                seq=seq,
                conversation=conversation,
                queue=queue,
                channel=channel,
                agent=agent,
                role=CALLER,
                began_at=at,
            )
        )

    def _take_up(self, row: Handling) -> None:
        self.handlings.setdefault(row.contact, []).append(row)
        self.mark(row)
        self.hold(row.agent, seq=row.seq, at=row.began_at, change=1)

    def holding_role(self, contact: str) -> str:
        """In which part somebody has a contact now."""
        return CALLER if self.open_handlings(contact, role=CALLER) else OWNER

    def open_handlings(self, contact: str, *, role: str, agent: str = "") -> list[Handling]:
        return [
            row
            for row in self.handlings.get(contact, ())
            if row.ended_at is None and row.role == role and agent in {"", row.agent}
        ]

    def end_handlings(  # which ones, when and how
        self,
        contact: str,
        *,
        seq: int,
        at: int,
        role: str,
        ending: str,
        agent: str = "",
        code: str = "",
    ) -> bool:
        """End the open handlings of a role; tell whether there were any."""
        rows = self.open_handlings(contact, role=role, agent=agent)
        for row in rows:
            if row.talk_until_at is None:
                row.talk_until_at = at
            row.ended_at, row.ending, row.code = at, ending, code
            self.mark(row)
            self.hold(row.agent, seq=seq, at=at, change=-1)
        return bool(rows)

    # --- Agents' time ---

    def hold(self, agent: str, *, seq: int, at: int, change: int) -> None:
        span = self.spans.get(agent)
        state, reason = (OFF, "") if span is None else (span.state, span.reason)
        holding = max(0, (0 if span is None else span.holding) + change)
        self.turn(agent, seq=seq, at=at, state=state, reason=reason, holding=holding)

    def enter(self, agent: str, *, seq: int, at: int, state: str, reason: str = "") -> None:
        span = self.spans.get(agent)
        holding = 0 if span is None else span.holding
        self.turn(agent, seq=seq, at=at, state=state, reason=reason, holding=holding)

    def turn(  # what a span is
        self, agent: str, *, seq: int, at: int, state: str, reason: str, holding: int
    ) -> None:
        """End the agent's span and begin another, unless nothing changes."""
        span = self.spans.get(agent)
        if span is not None:
            if (span.state, span.reason, span.holding) == (state, reason, holding):
                return
            if span.from_at == at:
                # Two changes at one instant are one: a span of no length says nothing.
                span.state, span.reason, span.holding = state, reason, holding
                self.mark(span)
                return
            span.to_at = at
            self.mark(span)
        begun = Span(agent=agent, seq=seq, state=state, reason=reason, holding=holding, from_at=at)
        self.spans[agent] = begun
        self.mark(begun)

    def leave(self, agent: str, *, at: int) -> None:
        span = self.spans.pop(agent, None)
        if span is not None:
            span.to_at = at
            self.mark(span)

    def mark(self, row: Row) -> None:
        self.changed[id(row)] = row
