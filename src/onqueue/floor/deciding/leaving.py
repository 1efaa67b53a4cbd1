"""What happens to what an agent holds when the agent leaves?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.deciding.verdicts import end_consult, withdraw
from onqueue.floor.events import (
    ContactClosed,
    ContactEnded,
    ContactRequeued,
    ContactUntargeted,
    Event,
)
from onqueue.floor.model import ACTIVE, TO_CONSULT, is_unreached

if TYPE_CHECKING:
    from onqueue.floor.model import Agent, Contact, Floor


def withdraw_offers(
    floor: Floor, agent: Agent, now: int, *, reason: str, but: str = ""
) -> list[Event]:
    """End all offers to an agent but one, with the consultations they were for."""
    made: list[Event] = []
    for offer_id in agent.offers:
        offer = floor.offers[offer_id]
        if offer_id == but:
            continue
        if offer.kind == TO_CONSULT:
            made += end_consult(floor, floor.contacts[offer.contact], now, reason)
        else:
            made.append(withdraw(floor, offer_id, now, reason))
    return made


def lay_down(floor: Floor, agent: Agent, now: int, *, by: str, reason: str) -> list[Event]:
    """Take everything from an agent: contacts go back to their lines, wrap-ups are closed."""
    made = withdraw_offers(floor, agent, now, reason=reason)
    for contact_id in agent.consults:
        made += end_consult(floor, floor.contacts[contact_id], now, reason)
    for contact_id in agent.contacts:
        contact = floor.contacts[contact_id]
        if is_unreached(contact) and contact.state == ACTIVE:
            made += _end_unreached(contact, agent, now, by=by, reason=reason)
        elif contact.state == ACTIVE:
            made += end_consult(floor, contact, now, reason)
            made.append(
                ContactRequeued(at=now, contact=contact.id, agent=agent.id, by=by, reason=reason)
            )
        else:
            made.append(_close(contact, agent, now, reason=reason))
    return made + wait_for_anybody(floor, agent, now, reason=reason)


def _end_unreached(
    contact: Contact, agent: Agent, now: int, *, by: str, reason: str
) -> list[Event]:
    """End a call to somebody who has not answered: nobody is there who could wait in a line."""
    ended = ContactEnded(
        at=now, contact=contact.id, agent=agent.id, by=by, reason=reason, wrap_up_until_at=now
    )
    return [ended, _close(contact, agent, now, reason=reason)]


def _close(contact: Contact, agent: Agent, now: int, *, reason: str) -> ContactClosed:
    return ContactClosed(
        at=now, contact=contact.id, queue=contact.queue, agent=agent.id, code="", reason=reason
    )


def wait_for_anybody(floor: Floor, agent: Agent, now: int, *, reason: str) -> list[Event]:
    """Let those who wait for this agent alone wait for anybody.

    That includes those who are being offered to the agent, and so are about to wait again.
    """
    offered = [floor.contacts[floor.offers[offer].contact] for offer in agent.offers]
    contacts = [*offered, *floor.index.waiting_for(agent.id)]
    return [
        ContactUntargeted(at=now, contact=contact.id, reason=reason)
        for contact in contacts
        if contact.target == agent.id
    ]
