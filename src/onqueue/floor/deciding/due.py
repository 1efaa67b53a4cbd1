"""What does the earliest deadline lead to when its time has come?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.floor import events, reasons, timers
from onqueue.floor.deciding.breaks import break_over, leave_wish, wish_over
from onqueue.floor.deciding.diverting import wait_over
from onqueue.floor.deciding.leaving import lay_down, withdraw_offers
from onqueue.floor.deciding.offers import after_no
from onqueue.floor.deciding.wellbeing import closing, recovery_over, rest_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.floor.model import Floor


def offer_expired(floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """End an offer that was not answered; too many in a row set the agent aside."""
    offer = floor.offers[subject]
    contact, agent = floor.contacts[offer.contact], floor.agents[offer.agent]
    expired = events.OfferExpired(at=now, offer=offer.id, contact=contact.id, agent=agent.id)
    made = [expired, *after_no(contact, offer.kind, now, reason=reasons.NOT_ANSWERED)]
    misses = agent.misses + 1
    if floor.misses_max and misses >= floor.misses_max:
        made += withdraw_offers(floor, agent, now, reason=reasons.AGENT_SET_ASIDE, but=offer.id)
        made += leave_wish(agent, now)
        made.append(events.AgentSetAside(at=now, agent=agent.id, misses=misses))
    return tuple(made)


def wrap_up_over(floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Close a contact without a code."""
    return closing(floor, floor.contacts[subject], now, code="", reason=reasons.TIME_RAN_OUT)


def ring_over(floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Open the next ring for a contact."""
    ring = floor.contacts[subject].ring + 1
    return (events.ContactRelaxed(at=now, contact=subject, ring=ring),)


def contact_due(_floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Let a scheduled contact wait, also in a queue that is full or closed: it was promised."""
    return (events.ContactDue(at=now, contact=subject),)


def target_over(_floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Let anybody have a contact that one person could not take in time."""
    return (events.ContactUntargeted(at=now, contact=subject, reason=reasons.TIME_RAN_OUT),)


def presence_over(floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Sign off an agent who did not come back."""
    agent = floor.agents[subject]
    left = lay_down(floor, agent, now, by="system", reason=reasons.CONNECTION_LOST)
    return (*leave_wish(agent, now), *left, events.AgentLost(at=now, agent=agent.id))


def pass_over(floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Let the agents who declined long enough ago be asked again."""
    passes = floor.contacts[subject].passes
    return tuple(
        events.PassLapsed(at=now, contact=subject, agent=agent)
        for agent, until_at in passes.items()
        if 0 < until_at <= now
    )


HANDLERS: Final[dict[str, Callable[[Floor, str, int], tuple[events.Event, ...]]]] = {
    timers.OFFER: offer_expired,
    timers.WRAP_UP: wrap_up_over,
    timers.DUE: contact_due,
    timers.TARGET: target_over,
    timers.PRESENCE: presence_over,
    timers.LAPSE: pass_over,
    timers.RING: ring_over,
    timers.DIVERT: wait_over,
    timers.RECOVERY: recovery_over,
    timers.REST: rest_over,
    timers.WISH: wish_over,
    timers.BREAK: break_over,
}


def happen(floor: Floor, now: int) -> tuple[events.Event, ...]:
    """Return what the earliest deadline leads to, or nothing when none has come."""
    first = floor.deadlines.first()
    if first is None or first[0] > now:
        return ()
    made = HANDLERS[first[1]](floor, first[2], now)
    assert made, "a deadline that has come leads to something"
    return made
