"""What can an answer to a command be, and which answers recur?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.events import ConsultEnded, Event, OfferWithdrawn
from onqueue.floor.model import ACTIVE, OFFERED, SCHEDULED, WAITING
from onqueue.floor.refusals import Refusal, refuse

if TYPE_CHECKING:
    from onqueue.floor.model import Agent, Contact, Floor, Queue
    from onqueue.floor.specs import Needs

Verdict = tuple[Event, ...] | Refusal

OUTSIDERS = ("customer", "system")
"""Who may end a contact without owning it."""


def find_contact(floor: Floor, contact: str) -> Contact | Refusal:
    """Return a contact on the floor."""
    return floor.contacts.get(contact) or refuse("contact.unknown", contact=contact)


def find_agent(floor: Floor, agent: str) -> Agent | Refusal:
    """Return an agent of the floor."""
    return floor.agents.get(agent) or refuse("agent.unknown", agent=agent)


def find_queue(floor: Floor, queue: str) -> Queue | Refusal:
    """Return a queue of the floor."""
    found = floor.queues.get(queue)
    return refuse("queue.unknown", queue=queue) if found is None else found


def find_active(floor: Floor, contact_id: str) -> Contact | Refusal:
    """Return a contact that somebody works on."""
    contact = floor.contacts.get(contact_id)
    if contact is None:
        return refuse("contact.unknown", contact=contact_id)
    if contact.state == ACTIVE:
        return contact
    if contact.state == SCHEDULED:
        return refuse("contact.scheduled", contact=contact_id)
    waits = contact.state in {WAITING, OFFERED}
    return refuse("contact.waiting" if waits else "contact.ended", contact=contact_id)


def owner_name(floor: Floor, contact: Contact) -> str:
    """Return the name of who has a contact."""
    assert contact.agent is not None, "it has an owner"
    return floor.agents[contact.agent].spec.name


def not_yours(floor: Floor, contact: Contact) -> Refusal:
    """Refuse what only the owner may do."""
    return refuse("contact.not_yours", contact=contact.id, name=owner_name(floor, contact))


def room_in(queue: Queue, *, state: str) -> Refusal | None:
    """Refuse when a queue is closed, or has as many in a state as it may."""
    if not queue.open:
        if queue.opens_at is None:
            return refuse("queue.closed", queue=queue.id, name=queue.spec.name)
        return refuse("queue.closed", queue=queue.id, name=queue.spec.name, opens_at=queue.opens_at)
    return full(queue, state=state)


def full(queue: Queue, *, state: str) -> Refusal | None:
    """Refuse when a queue has as many in a state as it may."""
    counts = queue.counts
    count = counts[state]
    if state == WAITING:
        count += counts[OFFERED]
    if count >= queue.spec.waiting_max:
        return refuse("queue.full", queue=queue.id, name=queue.spec.name, count=count)
    return None


def may_answer(agent: Agent, queue: Queue, needs: Needs) -> bool:
    """Say whether an agent takes a channel and has passed the gates of queue and contact."""
    if not dict(agent.spec.capacity).get(needs.channel):
        return False
    return {*queue.spec.gates, *needs.gates} <= set(agent.spec.cleared)


def withdraw(floor: Floor, offer_id: str, now: int, reason: str) -> OfferWithdrawn:
    """End an offer without blaming the agent."""
    offer = floor.offers[offer_id]
    return OfferWithdrawn(
        at=now, offer=offer.id, contact=offer.contact, agent=offer.agent, reason=reason
    )


def end_consult(floor: Floor, contact: Contact, now: int, reason: str) -> tuple[Event, ...]:
    """End a contact's consultation, asked or joined, if there is one."""
    consult = contact.consult
    if consult is None:
        return ()
    assert contact.agent is not None, "an owner asked"
    ended = ConsultEnded(
        at=now, contact=contact.id, agent=contact.agent, other_agent=consult.agent, reason=reason
    )
    if consult.offer is None:
        return (ended,)
    return (withdraw(floor, consult.offer, now, reason), ended)
