"""What does each event on the floor do to what is written down about a contact?

`progress` is a pure fold: the contact's row is what it gives over the contact's events in
the order of the journal. `stints` says which agents began and ceased to be part of the
contact, from which follow who may read it and who may write in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from onqueue.floor import events as floor
from onqueue.floor import specs
from onqueue.floor.model import ACTIVE, OFFERED, SCHEDULED, WAITING, WRAP_UP

NEW: Final = "new"
"""Written down, but the floor does not know of it yet."""
REFUSED: Final = "refused"
ABANDONED: Final = "abandoned"
DIVERTED: Final = "diverted"
"""Sent away from the floor: the customer was asked for a message instead of waiting."""
CLOSED: Final = "closed"
CONTACT_STATES: Final = (
    NEW, SCHEDULED, WAITING, OFFERED, ACTIVE, WRAP_UP, CLOSED, ABANDONED, DIVERTED,
    REFUSED,
)  # fmt: skip
LIVE_STATES: Final = (SCHEDULED, WAITING, OFFERED, ACTIVE, WRAP_UP)
OVER_STATES: Final = (WRAP_UP, CLOSED, ABANDONED, DIVERTED, REFUSED)
"""The customer is gone: the contact may be rated, and nobody waits for an answer."""

INBOUND: Final = "in"
OUTBOUND: Final = "out"
Direction = Literal["in", "out"]
"""Who began: the customer, or an agent who called them."""

OWNER: Final = "owner"
CONSULTED: Final = "consulted"

CONSULT: Final = "consult"
"""The kind of offer that does not move the contact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a contact has come, as the floor's events tell it."""

    state: str = NEW
    queue: str = ""
    priority: int = 0
    agent: str | None = None
    due_at: int | None = None
    arrived_at: int | None = None
    answered_at: int | None = None
    ended_at: int | None = None
    closed_at: int | None = None
    wrap_up_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """An agent begins (`begins`) or ceases to be part of a contact in a role."""

    agent: str
    role: str
    begins: bool


def progress(*, before: Progress, event: floor.Event) -> Progress:  # noqa: C901, PLR0912  # a table
    """Return how far the contact is after one more of its events."""
    match event:
        case floor.ContactScheduled():
            return replace(
                before,
                state=SCHEDULED,
                queue=event.queue,
                priority=event.priority,
                due_at=event.due_at,
                arrived_at=event.at,
            )
        case floor.ContactArrived():
            return replace(
                before,
                state=WAITING,
                queue=event.queue,
                priority=event.priority,
                arrived_at=event.at,
            )
        case floor.ContactPlaced():
            return replace(
                before,
                state=ACTIVE,
                queue=event.queue,
                agent=event.agent,
                arrived_at=event.at,
                answered_at=event.at,
            )
        case floor.ContactDue():
            return replace(before, state=WAITING)
        case floor.ContactDiverted(to=specs.TO_MESSAGE | specs.TO_FLOW):
            return replace(before, state=DIVERTED, ended_at=event.at, closed_at=event.at)
        case floor.ContactDiverted():
            return replace(before, queue=event.queue)
        case floor.ContactPrioritised():
            return replace(before, priority=event.priority)
        case floor.OfferMade():
            return before if event.kind == CONSULT else replace(before, state=OFFERED)
        case floor.OfferDeclined() | floor.OfferExpired() | floor.OfferWithdrawn():
            # Offers of consultations end so as well, while the contact is being handled.
            return replace(before, state=WAITING) if before.state == OFFERED else before
        case floor.OfferAccepted():
            answered_at = event.at if before.answered_at is None else before.answered_at
            return replace(before, state=ACTIVE, agent=event.agent, answered_at=answered_at)
        case floor.ContactTakenOver():
            return replace(before, agent=event.agent)
        case floor.ConsultCompleted():
            return replace(before, agent=event.other_agent)
        case floor.ContactTransferred():
            return replace(before, state=WAITING, queue=event.queue, agent=None)
        case floor.ContactRequeued():
            return replace(before, state=WAITING, agent=None)
        case floor.ContactEnded():
            return replace(before, state=WRAP_UP, ended_at=event.at)
        case floor.ContactClosed():
            ended_at = event.at if before.ended_at is None else before.ended_at
            return replace(
                before,
                state=CLOSED,
                ended_at=ended_at,
                closed_at=event.at,
                wrap_up_code=event.code,
            )
        case floor.ContactAbandoned():
            return replace(before, state=ABANDONED, ended_at=event.at, closed_at=event.at)
        case _:
            return before


def stints(event: floor.Event) -> tuple[Stint, ...]:
    """Return who begins and who ceases to be part of the contact, ends first.

    An end without an agent (`""`) ends everybody's part.
    """
    match event:
        case floor.OfferAccepted() | floor.ContactPlaced():
            return (Stint(agent=event.agent, role=OWNER, begins=True),)
        case floor.ContactTakenOver():
            return (
                Stint(agent="", role=OWNER, begins=False),
                Stint(agent=event.agent, role=OWNER, begins=True),
            )
        case floor.ConsultJoined():
            return (Stint(agent=event.other_agent, role=CONSULTED, begins=True),)
        case floor.ConsultEnded():
            return (Stint(agent=event.other_agent, role=CONSULTED, begins=False),)
        case floor.ConsultCompleted():
            return (
                Stint(agent=event.other_agent, role=CONSULTED, begins=False),
                Stint(agent="", role=OWNER, begins=False),
                Stint(agent=event.other_agent, role=OWNER, begins=True),
            )
        case floor.ContactTransferred() | floor.ContactRequeued():
            return (Stint(agent="", role=OWNER, begins=False),)
        case floor.ContactClosed() | floor.ContactAbandoned():
            return (
                Stint(agent="", role=OWNER, begins=False),
                Stint(agent="", role=CONSULTED, begins=False),
            )
        case _:
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who is part of a contact at one moment."""

    owner: str | None = None
    consulted: frozenset[str] = frozenset()


def parties(events: tuple[floor.Event, ...]) -> Parties:
    """Return who is part of a contact after these of its events."""
    owner: str | None = None
    consulted: set[str] = set()
    for event in events:
        for stint in stints(event):
            if stint.role == OWNER:
                owner = stint.agent if stint.begins else None
            elif stint.begins:
                consulted.add(stint.agent)
            elif stint.agent:
                consulted.discard(stint.agent)
            else:
                consulted.clear()
    return Parties(owner=owner, consulted=frozenset(consulted))
