"""May an agent call a customer, and what becomes of a call that nobody answered?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.floor import events
from onqueue.floor.deciding.verdicts import Verdict, find_agent, find_contact, find_queue
from onqueue.floor.model import ACTIVE, BREAK, OFF, SET_ASIDE, is_unreached
from onqueue.floor.refusals import Refusal, refuse
from onqueue.floor.specs import TELEPHONE

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Agent, Contact, Floor, Queue

AWAY: Final = frozenset({OFF, BREAK, SET_ASIDE})


def call_out(floor: Floor, command: commands.CallOut, now: int) -> Verdict:
    """Give an agent a contact of their own making, also for a queue that is closed or full."""
    if command.contact in floor.contacts or command.contact in floor.departed:
        return ()
    queue, agent = find_queue(floor, command.queue), find_agent(floor, command.agent)
    if isinstance(queue, Refusal):
        return queue
    if isinstance(agent, Refusal):
        return agent
    return _may_call(agent, queue, command) or (
        events.ContactPlaced(
            at=now,
            contact=command.contact,
            conversation=command.conversation,
            queue=queue.id,
            needs=command.needs,
            customer=command.customer,
            agent=agent.id,
        ),
    )


def _may_call(agent: Agent, queue: Queue, command: commands.CallOut) -> Refusal | None:
    if agent.state in AWAY:
        return refuse("call_out.away", agent=agent.id)
    if not agent.connected:
        return refuse("agent.disconnected", agent=agent.id, name=agent.spec.name)
    if TELEPHONE in command.needs.gates and TELEPHONE not in agent.spec.cleared:
        return refuse("call_out.no_telephone", agent=agent.id)
    if queue.id not in agent.spec.queues:
        return refuse("call_out.other_queue", queue=queue.id, name=queue.spec.name)
    if not agent.room_for(command.needs.channel):
        return refuse("call_out.full", agent=agent.id)
    return None


def reach(floor: Floor, command: commands.Reach, now: int) -> Verdict:
    """Note that the customer answered; once, and only while somebody is calling."""
    contact = find_contact(floor, command.contact)
    if isinstance(contact, Refusal):
        return contact
    if contact.state != ACTIVE or not is_unreached(contact):
        return ()
    return (events.ContactReached(at=now, contact=contact.id),)


def reached(contact: Contact) -> Refusal | None:
    """Refuse to hand on a call that nobody has answered."""
    return refuse("contact.not_reached", contact=contact.id) if is_unreached(contact) else None
