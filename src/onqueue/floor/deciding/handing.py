"""May a contact change hands: transfer, return to the line, advice, take-over?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from onqueue.floor import events, reasons
from onqueue.floor.deciding.agents import unfit
from onqueue.floor.deciding.contacts import end_talk
from onqueue.floor.deciding.outbound import reached
from onqueue.floor.deciding.verdicts import (
    OUTSIDERS,
    Verdict,
    end_consult,
    find_active,
    find_agent,
    find_contact,
    find_queue,
    may_answer,
    not_yours,
    room_in,
    withdraw,
)
from onqueue.floor.model import (
    OFF,
    OFFERED,
    SCHEDULED,
    TO_CONSULT,
    WAITING,
    WRAP_UP,
    Candidate,
    Why,
)
from onqueue.floor.refusals import Refusal, refuse
from onqueue.floor.routing.room import room_for
from onqueue.floor.specs import TELEPHONE, Needs

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Agent, Contact, Floor, Queue


def transfer(floor: Floor, command: commands.Transfer, now: int) -> Verdict:
    """Give a contact to a queue, or through it to one person; if it waits there, that is done."""
    contact = find_contact(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    refusal = _may_transfer(floor, contact, command)
    if refusal is not None:
        return refusal
    asked = command.needs or Needs(channel=contact.needs.channel)
    needs = msgspec.structs.replace(asked, gates=contact.needs.gates)
    if contact.agent is None and (command.queue, command.target, needs, command.note) == (
        contact.queue,
        contact.target,
        contact.needs,
        contact.note,
    ):
        return ()
    queue = floor.queues[command.queue]
    before: list[events.Event] = list(end_consult(floor, contact, now, reasons.TRANSFERRED))
    if contact.offer is not None:
        before.append(withdraw(floor, contact.offer, now, reasons.TRANSFERRED))
    moved = events.ContactTransferred(
        at=now,
        contact=contact.id,
        agent=contact.agent or "",
        by=command.by,
        from_queue=contact.queue,
        queue=command.queue,
        needs=needs,
        target=command.target,
        target_until_at=None if command.target is None else now + queue.spec.target_ttl_ms,
        note=command.note,
    )
    return (*before, moved)


def _may_transfer(floor: Floor, contact: Contact, command: commands.Transfer) -> Refusal | None:
    refusal = _is_there_to_move(contact) or _may_move(floor, contact, command)
    if refusal is not None:
        return refusal
    queue = find_queue(floor, command.queue)
    if isinstance(queue, Refusal):
        return queue
    channel = contact.needs.channel
    if command.needs is not None and command.needs.channel != channel:
        return refuse("contact.other_channel", contact=contact.id, channel=channel)
    if command.target is not None:
        refusal = _may_be_asked(floor, contact, command.target, queue)
        if refusal is not None:
            return refusal
    stays = contact.queue == queue.id and contact.state in {WAITING, OFFERED}
    return None if stays else room_in(queue, state=WAITING)


def _is_there_to_move(contact: Contact) -> Refusal | None:
    if contact.state == SCHEDULED:
        return refuse("contact.scheduled", contact=contact.id)
    if contact.state == WRAP_UP:
        return refuse("contact.ended", contact=contact.id)
    return reached(contact)


def _may_move(floor: Floor, contact: Contact, command: commands.Transfer) -> Refusal | None:
    if command.steering or contact.agent == command.by:
        return None
    if contact.agent is None:
        return refuse("contact.waiting", contact=contact.id)
    return not_yours(floor, contact)


def _may_be_asked(floor: Floor, contact: Contact, agent_id: str, queue: Queue) -> Refusal | None:
    agent = find_agent(floor, agent_id)
    if isinstance(agent, Refusal):
        return agent
    if agent.id == contact.agent:
        return refuse("agent.self", agent=agent.id)
    name, channel = agent.spec.name, contact.needs.channel
    if not agent.ready:
        return refuse("agent.absent", agent=agent.id, name=name, queue=queue.spec.name)
    if not dict(agent.spec.capacity).get(channel):
        return refuse(
            "agent.no_channel", agent=agent.id, name=name, channel=channel, queue=queue.spec.name
        )
    if _lacks_telephone(agent, contact):
        return refuse("agent.no_telephone", agent=agent.id, name=name, queue=queue.spec.name)
    if not may_answer(agent, queue, contact.needs):
        return refuse("agent.not_cleared", agent=agent.id, name=name, queue=queue.spec.name)
    return None


def _lacks_telephone(agent: Agent, contact: Contact) -> bool:
    return TELEPHONE in contact.needs.gates and TELEPHONE not in agent.spec.cleared


def requeue(floor: Floor, command: commands.Requeue, now: int) -> Verdict:
    """Put a contact back in its line; what waits already is no error."""
    contact = find_contact(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state in {WAITING, OFFERED}:
        return ()
    contact = find_active(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if not command.steering and command.by not in {contact.agent, *OUTSIDERS}:
        return not_yours(floor, contact)
    assert contact.agent is not None, "an active contact has an owner"
    if (unreached := reached(contact)) is not None:
        # Nobody is there who could wait in a line.
        if command.by not in OUTSIDERS:
            return unreached
        return end_talk(floor, contact, now, by=command.by, reason=command.reason)
    back = events.ContactRequeued(
        at=now, contact=contact.id, agent=contact.agent, by=command.by, reason=command.reason
    )
    return (*end_consult(floor, contact, now, reasons.REQUEUED), back)


def consult(floor: Floor, command: commands.Consult, now: int) -> Verdict:
    """Ask another agent, who must have room now, to join."""
    contact = find_active(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.agent != command.agent:
        return not_yours(floor, contact)
    if (unreached := reached(contact)) is not None:
        return unreached
    running = contact.consult
    if running is not None:
        if running.agent == command.other_agent:
            return ()
        name = floor.agents[running.agent].spec.name
        return refuse("consult.running", contact=contact.id, name=name)
    queue = floor.queues[contact.queue]
    refusal = _may_be_asked(floor, contact, command.other_agent, queue)
    if refusal is not None:
        return refusal
    other, channel = floor.agents[command.other_agent], contact.needs.channel
    if not other.room_for(channel):
        return refuse("agent.full", agent=other.id, name=other.spec.name, channel=channel)
    started = events.ConsultStarted(
        at=now,
        contact=contact.id,
        agent=contact.agent,
        other_agent=other.id,
        question=command.question,
    )
    return (started, _consult_offer(floor, contact, other, now))


def _consult_offer(floor: Floor, contact: Contact, other: Agent, now: int) -> events.OfferMade:
    queue = floor.queues[contact.queue]
    idle_ms = max(0, now - other.idle_since_at)
    return events.OfferMade(
        at=now,
        offer=f"{contact.id}-{floor.offers_made + 1}",
        contact=contact.id,
        agent=other.id,
        kind=TO_CONSULT,
        expires_at=now + queue.spec.offer_ttl_ms,
        why=Why(
            rule="consult",
            queue=contact.queue,
            needs=contact.needs,
            waited_ms=0,
            priority=queue.spec.priority + contact.priority,
            key=contact.key,
            position=1,
            candidates_total=1,
            candidates=(Candidate(agent=other.id, load=other.load, idle_ms=idle_ms),),
        ),
    )


def stop_consult(floor: Floor, command: commands.EndConsult, now: int) -> Verdict:
    """End a consultation; ending it twice is no error."""
    contact = find_contact(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.consult is None:
        return ()
    if not command.steering and command.by not in {contact.agent, contact.consult.agent}:
        return not_yours(floor, contact)
    return end_consult(floor, contact, now, reasons.CONSULTATION_ENDED)


def complete_consult(floor: Floor, command: commands.CompleteConsult, now: int) -> Verdict:
    """Give the contact to the agent who joined."""
    contact = find_active(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.agent != command.agent:
        return not_yours(floor, contact)
    asked = contact.consult
    if asked is None:
        return refuse("consult.none", contact=contact.id)
    if not asked.joined:
        name = floor.agents[asked.agent].spec.name
        return refuse("consult.not_joined", contact=contact.id, name=name)
    return (
        events.ConsultCompleted(
            at=now, contact=contact.id, agent=contact.agent, other_agent=asked.agent
        ),
    )


def take_over(floor: Floor, command: commands.TakeOver, now: int) -> Verdict:
    """Take a contact from its owner; taking one's own is no error."""
    contact = find_active(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.agent == command.agent:
        return ()
    if (unreached := reached(contact)) is not None:
        return unreached
    agent = find_agent(floor, command.agent)
    if isinstance(agent, Refusal):
        return agent
    refusal = _away(agent, command.state)
    if refusal is not None:
        return refusal
    if _lacks_telephone(agent, contact):
        queue = floor.queues[contact.queue].spec.name
        return refuse("agent.no_telephone", agent=agent.id, name=agent.spec.name, queue=queue)
    channel = contact.needs.channel
    used = dict(agent.used)
    if contact.consult is not None and contact.consult.agent == agent.id:
        # The slot of the consultation is given back, and taken again if it still may be.
        used[channel] -= 1
    if not room_for(agent.spec, {name: count for name, count in used.items() if count}, channel):
        return refuse("agent.full", agent=agent.id, name=agent.spec.name, channel=channel)
    assert contact.agent is not None, "an active contact has an owner"
    taken = events.ContactTakenOver(
        at=now,
        contact=contact.id,
        agent=agent.id,
        other_agent=contact.agent,
        reason=command.reason,
    )
    ended = end_consult(floor, contact, now, reasons.TAKEN_OVER)
    return (*_signed_on(agent, command.state, now), *ended, taken)


def _away(agent: Agent, state: str) -> Refusal | None:
    """Refuse who is not there for a contact; who is off may say with it how they will be."""
    if agent.state == OFF:
        off = state in {"", OFF}
        return refuse("agent.off", agent=agent.id) if off else unfit(agent, state, forced=False)
    if not agent.connected:
        return refuse("agent.disconnected", agent=agent.id, name=agent.spec.name)
    return None


def _signed_on(agent: Agent, state: str, now: int) -> tuple[events.Event, ...]:
    if agent.state != OFF:
        return ()
    changed = events.AgentStateChanged(
        at=now, agent=agent.id, state=state, reason="", by=agent.id, forced=False
    )
    return (changed,)
