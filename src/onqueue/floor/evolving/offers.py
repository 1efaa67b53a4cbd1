"""What do events about offers and consultations change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.evolving.moves import (
    PACE_WEIGHT,
    PASS_MS,
    become,
    count_hard,
    end_wait,
    join_line,
    learn_wait,
    leave_line,
    let_go,
    note_pass,
    occupy,
    release,
    release_first,
    settle,
    take,
    untarget,
)
from onqueue.floor.model import ACTIVE, OFFERED, TO_CONTACT, WAITING, Consultation, Offer
from onqueue.floor.timers import OFFER

if TYPE_CHECKING:
    from onqueue.floor import events
    from onqueue.floor.model import Agent, Contact, Floor, Queue


def made(floor: Floor, event: events.OfferMade) -> None:
    """Put the contact before the agent, and hold a slot for it."""
    contact, agent = floor.contacts[event.contact], floor.agents[event.agent]
    assert agent.ready, "offers are made only to agents who are on queue and connected"
    floor.offers_made += 1
    name, kind, at, expires_at = event.offer, event.kind, event.at, event.expires_at
    floor.offers[name] = Offer(
        id=name,
        contact=contact.id,
        agent=agent.id,
        kind=kind,
        made_at=at,
        expires_at=expires_at,
        why=event.why,
        idle_since_at=agent.idle_since_at,
    )
    agent.offers[name] = None
    if kind == TO_CONTACT:
        assert contact.state == WAITING, "a contact has one offer at a time"
        leave_line(floor, contact)
        become(floor.queues[contact.queue], contact, OFFERED)
        contact.offer = name
        agent.taken += 1
    else:
        assert contact.consult is not None, "a consultation is asked for first"
        contact.consult.offer = name
    occupy(floor, agent, contact.needs.channel, at)
    floor.deadlines.put(OFFER, name, expires_at)


def accepted(floor: Floor, event: events.OfferAccepted) -> None:
    """Make the agent the owner; the slot held becomes the slot used."""
    contact, agent = floor.contacts[event.contact], floor.agents[event.agent]
    name, at = event.offer, event.at
    offer = _end(floor, name, contact, agent)
    queue = floor.queues[contact.queue]
    _learn_pace(queue, contact, offer.made_at)
    learn_wait(queue, at - contact.waiting_since_at)
    end_wait(floor, contact)
    if contact.target is not None:
        untarget(floor, contact)
    become(queue, contact, ACTIVE)
    take(contact, agent, at)
    contact.accepted = name
    if contact.answered_at is None:
        contact.answered_at = at
    if agent.misses:
        agent.misses = 0
    hard = contact.needs.hard or queue.spec.hard
    if hard or agent.hard_run:
        count_hard(floor, agent, at, hard=hard)
        settle(floor, agent, at)


def declined(floor: Floor, event: events.OfferDeclined) -> None:
    """Put the contact back in its place, and do not ask the agent about it for a while."""
    contact, agent = floor.contacts[event.contact], floor.agents[event.agent]
    offer = _end(floor, event.offer, contact, agent)
    agent.misses = 0
    if offer.kind == TO_CONTACT:
        note_pass(floor, contact, agent.id, event.at + PASS_MS)
    _give_back(floor, offer, contact)
    release(floor, agent, contact.needs.channel, event.at)


def expired(floor: Floor, event: events.OfferExpired) -> None:
    """Put the contact back in its place, and ask others first."""
    contact, agent = floor.contacts[event.contact], floor.agents[event.agent]
    offer = _end(floor, event.offer, contact, agent)
    agent.misses += 1
    if offer.kind == TO_CONTACT:
        note_pass(floor, contact, agent.id, 0)
    _give_back(floor, offer, contact)
    release(floor, agent, contact.needs.channel, event.at)


def withdrawn(floor: Floor, event: events.OfferWithdrawn) -> None:
    """Put contact and agent back as if the offer had never been made."""
    contact, agent = floor.contacts[event.contact], floor.agents[event.agent]
    offer = _end(floor, event.offer, contact, agent)
    _give_back(floor, offer, contact)
    idle_since_at = offer.idle_since_at
    release_first(floor, agent, contact.needs.channel, event.at, idle_since_at=idle_since_at)


def consult_started(floor: Floor, event: events.ConsultStarted) -> None:
    """Note the question; the offer follows."""
    contact = floor.contacts[event.contact]
    assert contact.state == ACTIVE, "only a contact that somebody works on needs advice"
    assert contact.consult is None, "one consultation at a time"
    contact.consult = Consultation(agent=event.other_agent, question=event.question)


def consult_joined(floor: Floor, event: events.ConsultJoined) -> None:
    """Let the consulted agent in; the slot held becomes the slot used."""
    contact, agent = floor.contacts[event.contact], floor.agents[event.other_agent]
    _end(floor, event.offer, contact, agent)
    assert contact.consult is not None, "a consultation is asked for first"
    contact.consult.offer = None
    contact.consult.joined = True
    contact.consult.accepted = event.offer
    agent.consults[contact.id] = None
    agent.misses = 0


def consult_ended(floor: Floor, event: events.ConsultEnded) -> None:
    """Let the consulted agent out."""
    contact = floor.contacts[event.contact]
    consult = contact.consult
    assert consult is not None, "only what began can end"
    assert consult.offer is None, "an open offer ends first"
    contact.consult = None
    if consult.joined:
        agent = floor.agents[consult.agent]
        del agent.consults[contact.id]
        release(floor, agent, contact.needs.channel, event.at)


def consult_completed(floor: Floor, event: events.ConsultCompleted) -> None:
    """Make the consulted agent the owner, with the slot they have."""
    contact, agent = floor.contacts[event.contact], floor.agents[event.other_agent]
    assert contact.consult is not None, "the new owner is the one consulted"
    assert contact.consult.joined, "the new owner is in the conversation"
    del agent.consults[contact.id]
    contact.consult = None
    let_go(floor, contact, event.at)
    take(contact, agent, event.at)


def _end(floor: Floor, offer_id: str, contact: Contact, agent: Agent) -> Offer:
    offer = floor.offers.pop(offer_id)
    del agent.offers[offer_id]
    floor.deadlines.drop(OFFER, offer_id)
    if offer.kind == TO_CONTACT:
        assert contact.offer == offer_id, "contact and offer name each other"
        contact.offer = None
    return offer


def _learn_pace(queue: Queue, contact: Contact, at: int) -> None:
    """Learn from a contact that somebody came free for how long that takes.

    Only the time counts in which it stood in line: who comes while agents are free says
    nothing about how fast they come free.
    """
    served_at = queue.served_at
    if at > served_at:
        if contact.waiting_since_at <= served_at:
            gap, before = at - served_at, queue.service_gap_ms
            queue.service_gap_ms = before + (gap - before) // PACE_WEIGHT if before else gap
        queue.served_at = at


def _give_back(floor: Floor, offer: Offer, contact: Contact) -> None:
    if offer.kind == TO_CONTACT:
        floor.agents[offer.agent].taken -= 1
        become(floor.queues[contact.queue], contact, WAITING)
        join_line(floor, contact)
    else:
        assert contact.consult is not None, "the consultation ends after its offer"
        contact.consult.offer = None
