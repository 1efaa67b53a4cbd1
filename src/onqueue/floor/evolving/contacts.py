"""What do events about a contact change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.evolving.moves import (
    PASS_MS,
    become,
    begin_wait,
    end_wait,
    join_line,
    leave_line,
    let_go,
    note_pass,
    occupy,
    rekey,
    remove,
    take,
    time_passes,
    untarget,
)
from onqueue.floor.model import ACTIVE, OFFERED, SCHEDULED, WAITING, WRAP_UP, Contact
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
    begin_wait(floor, _add(floor, event, WAITING), event.at)


def due(floor: Floor, event: events.ContactDue) -> None:
    """Let a scheduled contact wait; its age counts from now."""
    contact = floor.contacts[event.contact]
    assert contact.state == SCHEDULED, "only a scheduled contact becomes due"
    floor.deadlines.drop(DUE, contact.id)
    contact.due_at = None
    contact.arrived_at = event.at
    begin_wait(floor, contact, event.at)


def abandoned(floor: Floor, event: events.ContactAbandoned) -> None:
    """Forget a contact that nobody answered."""
    contact = floor.contacts[event.contact]
    assert contact.offer is None, "the offer is withdrawn first"
    if contact.state == SCHEDULED:
        floor.deadlines.drop(DUE, contact.id)
    else:
        end_wait(floor, contact)
    remove(floor, contact)


def prioritised(floor: Floor, event: events.ContactPrioritised) -> None:
    """Move a contact that waits, is offered or is scheduled."""
    contact = floor.contacts[event.contact]
    assert contact.state in {WAITING, OFFERED, SCHEDULED}, "only the unanswered have a place"
    if contact.state == WAITING:
        leave_line(floor, contact)
    contact.priority = event.priority
    rekey(floor, contact)
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
    contact.queue, contact.needs, contact.note = event.queue, event.needs, event.note
    contact.target, contact.target_until_at = event.target, event.target_until_at
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
    become(floor, contact, WRAP_UP)
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
    floor: Floor, event: events.ContactScheduled | events.ContactArrived, state: str
) -> Contact:
    assert event.contact not in floor.contacts, "a contact arrives once"
    floor.arrivals += 1
    contact = floor.contacts[event.contact] = Contact(
        id=event.contact,
        conversation=event.conversation,
        customer=event.customer,
        queue=event.queue,
        needs=event.needs,
        priority=event.priority,
        state=state,
        seq=floor.arrivals,
        arrived_at=event.at,
        waiting_since_at=event.at,
    )
    floor.queues[event.queue].counts[state] += 1
    return contact


def _time_wrap_up(floor: Floor, contact: Contact, until_at: int) -> None:
    contact.wrap_up_until_at = until_at
    floor.deadlines.put(WRAP_UP_TIME, contact.id, until_at)
