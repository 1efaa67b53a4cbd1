"""May a contact come, move, end and close?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from onqueue.floor import events, reasons
from onqueue.floor.deciding.diverting import divert_on_arrival, span_of
from onqueue.floor.deciding.verdicts import (
    OUTSIDERS,
    Verdict,
    end_consult,
    find_contact,
    find_queue,
    full,
    may_answer,
    not_yours,
    room_in,
    withdraw,
)
from onqueue.floor.deciding.wellbeing import closing
from onqueue.floor.model import ACTIVE, OFFERED, SCHEDULED, WAITING, WRAP_UP
from onqueue.floor.refusals import Refusal, refuse

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Contact, Floor, Queue


def schedule(floor: Floor, command: commands.Schedule, now: int) -> Verdict:
    """Accept a contact for later, also into a closed queue."""
    if command.contact in floor.contacts or command.contact in floor.departed:
        return ()
    queue = find_queue(floor, command.queue)
    if isinstance(queue, Refusal):
        return queue
    return full(queue, state=SCHEDULED) or (
        events.ContactScheduled(
            at=now,
            contact=command.contact,
            conversation=command.conversation,
            queue=command.queue,
            needs=command.needs,
            priority=command.priority,
            due_at=max(now, command.due_at),
            customer=command.customer,
        ),
    )


def arrive(floor: Floor, command: commands.Arrive, now: int) -> Verdict:
    """Let a contact in; one that was here before does not come again."""
    name = command.contact
    if name in floor.contacts or name in floor.departed:
        return ()
    queue = floor.queues.get(command.queue)
    if queue is None:
        return refuse("queue.unknown", queue=command.queue)
    refusal = full(queue, state=WAITING)
    if refusal is not None:
        return refusal
    arrived = events.ContactArrived(
        at=now,
        contact=name,
        conversation=command.conversation,
        queue=queue.id,
        needs=command.needs,
        priority=command.priority,
        customer=command.customer,
        promise_at=command.promise_at,
    )
    asked = None if command.target is None else _asked(floor, command, queue)
    if asked is not None:
        arrived = replace(
            arrived,
            target=command.target,
            target_until_at=now + asked,
            target_rule=command.target_rule,
        )
    if queue.open and (asked is not None or not queue.spec.diversions):
        return (arrived,)
    elsewhere = divert_on_arrival(floor, command, now)
    if elsewhere is not None:
        return (arrived, elsewhere)
    return room_in(queue, state=WAITING) or (arrived,)


def _asked(floor: Floor, command: commands.Arrive, queue: Queue) -> int | None:
    """Return how long to wait for the person asked for, who can be asked now; None is not."""
    agent = floor.agents.get(command.target or "")
    if agent is None or not agent.ready:
        return None
    span_ms = span_of(command.target_rule, queue.spec)
    if not span_ms or not may_answer(agent, queue, command.needs):
        return None
    return span_ms


def keep_place(floor: Floor, command: commands.KeepPlace, now: int) -> Verdict:
    """Let a customer who waits go; asking twice is no error."""
    contact = find_contact(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state not in {WAITING, OFFERED}:
        return refuse("contact.not_waiting", contact=contact.id)
    if contact.keeps_place:
        return ()
    return (events.ContactKeepsPlace(at=now, contact=contact.id),)


def abandon(floor: Floor, command: commands.Abandon, now: int) -> Verdict:
    """Let the customer go. When an agent was quicker, the conversation ends instead."""
    contact = floor.contacts.get(command.contact)
    if contact is None or contact.state == WRAP_UP:
        return ()
    if contact.state == ACTIVE:
        return end_talk(floor, contact, now, by="customer", reason=command.reason)
    if contact.keeps_place and not command.cancel:
        return ()
    gone = events.ContactAbandoned(
        at=now, contact=contact.id, queue=contact.queue, reason=command.reason
    )
    if contact.offer is None:
        return (gone,)
    return (withdraw(floor, contact.offer, now, command.reason), gone)


def prioritise(floor: Floor, command: commands.Prioritise, now: int) -> Verdict:
    """Move a contact up or down before it is answered."""
    contact = find_contact(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state not in {WAITING, OFFERED, SCHEDULED}:
        return refuse("contact.not_waiting", contact=contact.id)
    if contact.priority == command.priority:
        return ()
    return (
        events.ContactPrioritised(
            at=now,
            contact=contact.id,
            priority=command.priority,
            by=command.by,
            reason=command.reason,
        ),
    )


def end(floor: Floor, command: commands.End, now: int) -> Verdict:
    """End a conversation; ending it twice is no error."""
    contact = floor.contacts.get(command.contact)
    if contact is None or contact.state == WRAP_UP:
        return ()
    if contact.state != ACTIVE:
        code = "contact.scheduled" if contact.state == SCHEDULED else "contact.waiting"
        return refuse(code, contact=contact.id)
    if not command.steering and command.by not in {contact.agent, *OUTSIDERS}:
        return not_yours(floor, contact)
    return end_talk(floor, contact, now, by=command.by, reason=command.reason)


def extend_wrap_up(floor: Floor, command: commands.ExtendWrapUp, now: int) -> Verdict:
    """Give the owner more time, as often as the queue allows."""
    contact = find_contact(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    refusal = _not_wrapping_up(floor, contact, command.agent)
    if refusal is not None:
        return refusal
    spec = floor.queues[contact.queue].spec
    if contact.extensions >= spec.wrap_up_extensions_max:
        return refuse("wrap_up.no_extension", contact=contact.id, count=contact.extensions)
    assert contact.wrap_up_until_at is not None, "a wrap-up has an end"
    until_at = max(now, contact.wrap_up_until_at) + spec.wrap_up_extension_ms
    return (
        events.WrapUpExtended(
            at=now, contact=contact.id, agent=command.agent, wrap_up_until_at=until_at
        ),
    )


def close(floor: Floor, command: commands.Close, now: int) -> Verdict:
    """Finish a wrap-up; closing it twice is no error."""
    contact = floor.contacts.get(command.contact)
    if contact is None:
        return ()
    refusal = _not_wrapping_up(floor, contact, command.agent)
    if refusal is not None:
        return refusal
    if not command.code:
        return refuse("wrap_up.code_missing", contact=contact.id)
    return closing(floor, contact, now, code=command.code, hard=command.hard)


def _not_wrapping_up(floor: Floor, contact: Contact, agent: str) -> Refusal | None:
    if contact.state == WRAP_UP:
        return None if contact.agent == agent else not_yours(floor, contact)
    if contact.state == ACTIVE:
        if contact.agent != agent:
            return not_yours(floor, contact)
        return refuse("contact.active", contact=contact.id)
    code = "contact.scheduled" if contact.state == SCHEDULED else "contact.waiting"
    return refuse(code, contact=contact.id)


def end_talk(floor: Floor, contact: Contact, now: int, *, by: str, reason: str) -> Verdict:
    """Let the talk be over; the owner's wrap-up begins."""
    assert contact.agent is not None, "an active contact has an owner"
    ended = events.ContactEnded(
        at=now,
        contact=contact.id,
        agent=contact.agent,
        by=by,
        reason=reason,
        wrap_up_until_at=now + floor.queues[contact.queue].spec.wrap_up_ms,
    )
    if contact.consult is None:
        return (ended,)
    return (*end_consult(floor, contact, now, reasons.ENDED), ended)
