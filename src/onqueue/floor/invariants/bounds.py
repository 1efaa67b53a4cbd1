"""Has each state with a bound its deadline, and does nothing outlive its own?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.floor import timers
from onqueue.floor.invariants.breaches import Breach
from onqueue.floor.model import ACTIVE, BEGUN, GRANTED, IN_LINE, SCHEDULED, WAITING, WRAP_UP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.floor.model import Agent, Contact, Floor, Offer, Wish

LATE_MS: Final = 10_000
"""How long a bounded state may outlive its bound: what a driver may be late by."""

OF_AGENTS: Final = frozenset(
    {timers.PRESENCE, timers.RECOVERY, timers.REST, timers.WISH, timers.BREAK}
)

Bounds = dict[str, int | None]
"""When what is bounded must be over, by the kind of its deadline."""


def deadlines_are_set(
    floor: Floor, of: Agent | Contact | Offer, bounds: Bounds
) -> Iterator[Breach]:
    """Everything bounded has its deadline."""
    for kind, at in bounds.items():
        there = floor.deadlines.at(kind, of.id)
        if there != at:
            yield Breach("deadline.wrong", f"the {kind} of {of.id} ends at {there}, not {at}")


def deadline_is_wanted(floor: Floor, kind: str, subject: str) -> Iterator[Breach]:
    """A deadline belongs to something that is bounded."""
    if kind not in _bounds_of_subject(floor, kind, subject):
        yield Breach("deadline.wrong", f"the {kind} of {subject} has a deadline, and no end")


def deadline_is_not_late(floor: Floor, kind: str, subject: str) -> Iterator[Breach]:
    """No offer, wrap-up, wait or connection outlives its bound."""
    at = floor.deadlines.at(kind, subject)
    if at is not None and at + LATE_MS < floor.now:
        yield Breach("deadline.late", f"the {kind} of {subject} should be over since {at}")


def question_is_put(contact: Contact) -> Iterator[Breach]:
    """No question lacks its offer."""
    consult = contact.consult
    if contact.state == ACTIVE and consult and not consult.joined and consult.offer is None:
        yield Breach("consult.stuck", f"{consult.agent} was asked about {contact.id} in vain")


def bounds_of_offer(offer: Offer) -> Bounds:
    """Return what bounds an offer."""
    return {timers.OFFER: offer.expires_at}


def bounds_of_agent(agent: Agent) -> Bounds:
    """Return what bounds the states that an agent is in."""
    bounds = {
        timers.PRESENCE: agent.grace_until_at,
        timers.RECOVERY: agent.recover_until_at,
        timers.REST: agent.rest_until_at,
    }
    found: Bounds = {kind: at for kind, at in bounds.items() if at is not None}
    return found if agent.wish is None else found | _bounds_of_wish(agent.wish)


def bounds_of_contact(contact: Contact) -> Bounds:
    """Return what bounds the states that a contact is in."""
    bounds: Bounds = {}
    if contact.state == WRAP_UP:
        bounds[timers.WRAP_UP] = contact.wrap_up_until_at
    elif contact.state == SCHEDULED:
        bounds[timers.DUE] = contact.due_at
    elif contact.state == WAITING and contact.target is not None:
        bounds[timers.TARGET] = contact.target_until_at
    if contact.ring_at is not None:
        bounds[timers.RING] = contact.ring_at
    if contact.divert_at is not None:
        bounds[timers.DIVERT] = contact.divert_at
    lapses = [until_at for until_at in contact.passes.values() if until_at]
    if lapses:
        bounds[timers.LAPSE] = min(lapses)
    return bounds


def _bounds_of_wish(wish: Wish) -> Bounds:
    if wish.state == IN_LINE:
        return {timers.WISH: min(wish.again_at, wish.until_at)}
    if wish.state == BEGUN:
        return {timers.BREAK: wish.until_at}
    if wish.state == GRANTED and wish.free_at is not None:
        return {timers.BREAK: wish.free_at}
    return {}


def _bounds_of_subject(floor: Floor, kind: str, subject: str) -> Bounds:
    if kind == timers.OFFER:
        offer = floor.offers.get(subject)
        return {} if offer is None else bounds_of_offer(offer)
    if kind in OF_AGENTS:
        agent = floor.agents.get(subject)
        return {} if agent is None else bounds_of_agent(agent)
    contact = floor.contacts.get(subject)
    return {} if contact is None else bounds_of_contact(contact)
