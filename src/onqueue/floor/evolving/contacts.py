"""What do events about a contact change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.evolving.moves import (
    PASS_MS,
    become,
    begin_wait,
    count_arrival,
    count_hard,
    end_wait,
    join_line,
    learn_patience,
    leave_line,
    let_go,
    note_pass,
    occupy,
    rekey,
    remove,
    take,
    time_passes,
    time_ring,
    untarget,
    wait_until,
)
from onqueue.floor.model import (
    ACTIVE,
    DIVERTED,
    OFFERED,
    SCHEDULED,
    TRANSFERRED,
    WAITING,
    WRAP_UP,
    Contact,
)
from onqueue.floor.specs import TO_CALLBACK, TO_PERSON, TO_QUEUE
from onqueue.floor.timers import DUE
from onqueue.floor.timers import WRAP_UP as WRAP_UP_TIME

if TYPE_CHECKING:
    from onqueue.floor import events
    from onqueue.floor.model import Floor


def scheduled(floor: Floor, event: events.ContactScheduled) -> None:
    """Keep a contact until it is due."""
    contact = _add(floor, event, SCHEDULED)
    contact.due_at = event.due_at
    floor.deadlines.put(DUE, contact.id, event.due_at)


def arrived(floor: Floor, event: events.ContactArrived) -> None:
    """Let a contact wait."""
    contact = _add(floor, event, WAITING)
    at = event.at
    if event.promise_at is not None:
        contact.promise_at = event.promise_at
    if event.target is not None:
        contact.target, contact.target_rule = event.target, event.target_rule
        contact.target_until_at = event.target_until_at
    count_arrival(floor.queues[contact.queue], contact.needs.channel, at)
    begin_wait(floor, contact, at)


def placed(floor: Floor, event: events.ContactPlaced) -> None:
    """Give an agent a contact of their own making."""
    contact = _add(floor, event, ACTIVE)
    agent = floor.agents[event.agent]
    contact.outbound, contact.answered_at = True, event.at
    rekey(floor, contact, floor.queues[contact.queue].spec)
    occupy(floor, agent, contact.needs.channel, event.at)
    take(contact, agent, event.at)


def reached(floor: Floor, event: events.ContactReached) -> None:
    """Note that the customer answered."""
    contact = floor.contacts[event.contact]
    assert contact.outbound, "only who was called is reached"
    contact.reached_at = event.at


def relaxed(floor: Floor, event: events.ContactRelaxed) -> None:
    """Open a ring: the contact goes to the line of those who want as little."""
    contact = floor.contacts[event.contact]
    assert contact.state in {WAITING, OFFERED}, "rings open for those who wait"
    waits = contact.state == WAITING
    if waits:
        leave_line(floor, contact)
    contact.ring = event.ring
    rekey(floor, contact, floor.queues[contact.queue].spec)
    time_ring(floor, contact, event.at)
    if waits:
        join_line(floor, contact)


def diverted(floor: Floor, event: events.ContactDiverted) -> None:
    """Send a contact elsewhere. It keeps its age."""
    contact = floor.contacts[event.contact]
    assert contact.state == WAITING, "an offer ends before its contact is sent elsewhere"
    if event.to == TO_CALLBACK:
        contact.keeps_place = True
        wait_until(floor, contact, None)
        return
    end_wait(floor, contact)
    untarget(floor, contact)
    if event.to not in {TO_QUEUE, TO_PERSON}:
        remove(floor, contact)
        return
    contact.target, contact.target_until_at = event.target, event.target_until_at
    contact.target_rule = DIVERTED if event.target is not None else ""
    if event.queue != contact.queue:
        contact.diverted_from = (*contact.diverted_from, contact.queue)
        floor.queues[contact.queue].counts[WAITING] -= 1
        floor.queues[event.queue].counts[WAITING] += 1
        contact.queue, contact.ring = event.queue, 0
        count_arrival(floor.queues[contact.queue], contact.needs.channel, event.at)
    begin_wait(floor, contact, event.at)


def stayed(floor: Floor, event: events.ContactStayed) -> None:
    """Try again later."""
    wait_until(floor, floor.contacts[event.contact], event.again_at)


def keeps_place(floor: Floor, event: events.ContactKeepsPlace) -> None:
    """Let the customer go without giving up the place."""
    contact = floor.contacts[event.contact]
    assert contact.state in {WAITING, OFFERED}, "only who waits keeps a place"
    contact.keeps_place = True


def due(floor: Floor, event: events.ContactDue) -> None:
    """Let a scheduled contact wait; its age counts from now.

    Who left it for later is not there: nobody asks them for a message, or to call back.
    """
    contact = floor.contacts[event.contact]
    assert contact.state == SCHEDULED, "only a scheduled contact becomes due"
    floor.deadlines.drop(DUE, contact.id)
    contact.due_at = None
    contact.keeps_place = True
    contact.arrived_at = event.at
    count_arrival(floor.queues[contact.queue], contact.needs.channel, event.at)
    begin_wait(floor, contact, event.at)


def abandoned(floor: Floor, event: events.ContactAbandoned) -> None:
    """Forget a contact that nobody answered."""
    contact = floor.contacts[event.contact]
    assert contact.offer is None, "the offer is withdrawn first"
    if contact.state == SCHEDULED:
        floor.deadlines.drop(DUE, contact.id)
    else:
        learn_patience(floor.queues[contact.queue], event.at - contact.waiting_since_at)
        end_wait(floor, contact)
    remove(floor, contact)


def prioritised(floor: Floor, event: events.ContactPrioritised) -> None:
    """Move a contact that waits, is offered or is scheduled."""
    contact = floor.contacts[event.contact]
    assert contact.state in {WAITING, OFFERED, SCHEDULED}, "only the unanswered have a place"
    if contact.state == WAITING:
        leave_line(floor, contact)
    contact.priority = event.priority
    rekey(floor, contact, floor.queues[contact.queue].spec)
    if contact.state == WAITING:
        join_line(floor, contact)


def transferred(floor: Floor, event: events.ContactTransferred) -> None:
    """Let a contact wait elsewhere; whoever gave it away is not asked at once."""
    contact = floor.contacts[event.contact]
    assert contact.consult is None, "consultations end before a transfer"
    assert contact.offer is None, "offers are withdrawn before a transfer"
    if contact.agent is None:
        end_wait(floor, contact)
    else:
        assert contact.agent == event.agent, "the owner is who it is taken from"
        let_go(floor, contact, event.at)
        note_pass(floor, contact, event.agent, event.at + PASS_MS)
    floor.queues[contact.queue].counts[contact.state] -= 1
    if event.queue != contact.queue:
        count_arrival(floor.queues[event.queue], event.needs.channel, event.at)
    contact.queue, contact.needs, contact.note = event.queue, event.needs, event.note
    contact.target, contact.target_until_at = event.target, event.target_until_at
    contact.target_rule = TRANSFERRED if event.target is not None else ""
    contact.ring, contact.promise_at, contact.diverted_from = 0, None, ()
    floor.queues[contact.queue].counts[contact.state] += 1
    begin_wait(floor, contact, event.at)


def requeued(floor: Floor, event: events.ContactRequeued) -> None:
    """Let a contact wait again where it waited before."""
    contact = floor.contacts[event.contact]
    assert contact.state == ACTIVE, "only a contact that somebody works on goes back"
    assert contact.consult is None, "consultations end before a return to the line"
    let_go(floor, contact, event.at)
    note_pass(floor, contact, event.agent, event.at + PASS_MS)
    begin_wait(floor, contact, event.at)


def untargeted(floor: Floor, event: events.ContactUntargeted) -> None:
    """Let anybody take a contact that waited for one person."""
    contact = floor.contacts[event.contact]
    assert contact.state == WAITING, "an offer to the person ends first"
    leave_line(floor, contact)
    untarget(floor, contact)
    join_line(floor, contact)


def taken_over(floor: Floor, event: events.ContactTakenOver) -> None:
    """Change the owner."""
    contact = floor.contacts[event.contact]
    assert contact.state == ACTIVE, "only a contact that somebody works on is taken over"
    assert contact.agent == event.other_agent, "it is taken from its owner"
    agent = floor.agents[event.agent]
    occupy(floor, agent, contact.needs.channel, event.at)
    let_go(floor, contact, event.at)
    take(contact, agent, event.at)


def ended(floor: Floor, event: events.ContactEnded) -> None:
    """Begin the wrap-up; it keeps the slot."""
    contact = floor.contacts[event.contact]
    assert contact.state == ACTIVE, "only a contact that somebody works on ends"
    assert contact.consult is None, "consultations end before the contact does"
    become(floor.queues[contact.queue], contact, WRAP_UP)
    contact.ended_at = event.at
    _time_wrap_up(floor, contact, event.wrap_up_until_at)


def wrap_up_extended(floor: Floor, event: events.WrapUpExtended) -> None:
    """Give the owner more time."""
    contact = floor.contacts[event.contact]
    assert contact.state == WRAP_UP, "only a wrap-up is extended"
    contact.extensions += 1
    _time_wrap_up(floor, contact, event.wrap_up_until_at)


def closed(floor: Floor, event: events.ContactClosed) -> None:
    """Give the owner's slot back and forget the contact."""
    contact = floor.contacts[event.contact]
    assert contact.state == WRAP_UP, "a contact ends before it is closed"
    floor.deadlines.drop(WRAP_UP_TIME, contact.id)
    agent = floor.agents[event.agent]
    if event.hard and not (contact.needs.hard or floor.queues[contact.queue].spec.hard):
        count_hard(floor, agent, event.at, hard=True)
    let_go(floor, contact, event.at)
    remove(floor, contact)


def pass_lapsed(floor: Floor, event: events.PassLapsed) -> None:
    """Let an agent be asked again."""
    contact = floor.contacts[event.contact]
    waits = contact.state == WAITING
    if waits:
        leave_line(floor, contact)
    del contact.passes[event.agent]
    time_passes(floor, contact)
    if waits:
        join_line(floor, contact)


def _add(
    floor: Floor,
    event: events.ContactScheduled | events.ContactArrived | events.ContactPlaced,
    state: str,
) -> Contact:
    assert event.contact not in floor.contacts, "a contact arrives once"
    floor.arrivals = number = floor.arrivals + 1
    name, queue, at = event.contact, event.queue, event.at
    contact = floor.contacts[name] = Contact(
        id=name,
        conversation=event.conversation,
        customer=event.customer,
        queue=queue,
        needs=event.needs,
        priority=getattr(event, "priority", 0),
        state=state,
        seq=number,
        arrived_at=at,
        waiting_since_at=at,
    )
    floor.queues[queue].counts[state] += 1
    return contact


def _time_wrap_up(floor: Floor, contact: Contact, until_at: int) -> None:
    contact.wrap_up_until_at = until_at
    floor.deadlines.put(WRAP_UP_TIME, contact.id, until_at)
