"""Do agents, queues, contacts and offers agree with each other?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onqueue.floor.invariants.breaches import Breach
from onqueue.floor.model import (
    ACTIVE,
    BEGUN,
    BREAK,
    CONTACT_STATES,
    GRANTED,
    IN_LINE,
    LATE,
    OFF,
    OFFERED,
    ON_QUEUE,
    SCHEDULED,
    TO_CONTACT,
    WRAP_UP,
    is_unreached,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.floor.model import Agent, Contact, Floor, Offer


def contact_is_somewhere(floor: Floor, contact: Contact) -> Iterator[Breach]:
    """A contact is in one state, and has what that state needs and nothing else."""
    if contact.queue not in floor.queues:
        yield Breach("contact.queue", f"{contact.id} is in no queue that exists")
    if (contact.agent is not None) != (contact.state in {ACTIVE, WRAP_UP}):
        yield Breach("contact.owner", f"{contact.id} is {contact.state} with {contact.agent}")
    if (contact.offer is not None) != (contact.state == OFFERED):
        yield Breach("contact.offer", f"{contact.id} is {contact.state} with {contact.offer}")
    if (contact.due_at is not None) != (contact.state == SCHEDULED):
        yield Breach("contact.due", f"{contact.id} is {contact.state}, due {contact.due_at}")
    if (contact.wrap_up_until_at is not None) != (contact.state == WRAP_UP):
        yield Breach("contact.wrap_up", f"{contact.id} is {contact.state} with a wrap-up time")
    if (contact.target is None) != (contact.target_until_at is None):
        yield Breach("contact.target", f"{contact.id} waits for one person without end")
    if contact.consult is not None and contact.state != ACTIVE:
        yield Breach("contact.consult", f"{contact.id} is {contact.state} and consults")
    if contact.passes and contact.state in {ACTIVE, WRAP_UP, SCHEDULED}:
        yield Breach("contact.passes", f"{contact.id} is {contact.state} and remembers passes")


def call_out_reaches_somebody(contact: Contact) -> Iterator[Breach]:
    """Only who was called is reached, and who was not reached is with their caller alone."""
    if contact.reached_at is not None and not contact.outbound:
        yield Breach("contact.reached", f"{contact.id} was reached, and nobody called")
    if is_unreached(contact) and contact.state not in {ACTIVE, WRAP_UP}:
        yield Breach("contact.unreached", f"{contact.id} is {contact.state}, with nobody there")


def offer_is_known(floor: Floor, offer: Offer) -> Iterator[Breach]:
    """An offer, its contact and its agent name each other."""
    if offer.id not in floor.agents[offer.agent].offers or not _names(floor, offer):
        yield Breach("offer.orphan", f"{offer.id} is not known to its agent or contact")
    if not floor.agents[offer.agent].ready:
        yield Breach("offer.unready", f"{offer.id} is before {offer.agent}, who is not ready")


def _names(floor: Floor, offer: Offer) -> bool:
    contact = floor.contacts[offer.contact]
    if offer.kind == TO_CONTACT:
        return contact.offer == offer.id
    return contact.consult is not None and contact.consult.offer == offer.id


def agent_is_named(floor: Floor, agent: Agent) -> Iterator[Breach]:
    """What an agent holds names the agent."""
    for offer_id in agent.offers:
        if offer_id not in floor.offers:
            yield Breach("offer.gone", f"{agent.id} still has {offer_id}, which is over")
    for contact_id in agent.contacts:
        if floor.contacts[contact_id].agent != agent.id:
            yield Breach("owner.second", f"{agent.id} has {contact_id}, which another owns")
    for contact_id in agent.consults:
        consult = floor.contacts[contact_id].consult
        if consult is None or not consult.joined or consult.agent != agent.id:
            yield Breach("consult.ghost", f"{agent.id} is in {contact_id} without being asked")


def contact_is_held(floor: Floor, contact: Contact) -> Iterator[Breach]:
    """Who a contact is with holds it."""
    if contact.agent is not None and contact.id not in floor.agents[contact.agent].contacts:
        yield Breach("owner.unaware", f"{contact.id} is owned by {contact.agent}, who lacks it")
    if contact.offer is not None and contact.offer not in floor.offers:
        yield Breach("offer.gone", f"{contact.id} still has {contact.offer}, which is over")
    consult = contact.consult
    if consult is None:
        return
    if consult.agent == contact.agent:
        yield Breach("consult.self", f"{contact.id} is consulted about by its owner")
    if consult.joined and contact.id not in floor.agents[consult.agent].consults:
        yield Breach("consult.unaware", f"{consult.agent} is in {contact.id} and lacks it")
    if consult.joined and consult.offer is not None:
        yield Breach("consult.twice", f"{contact.id} has a consultation both joined and offered")


def agent_holds_what_fits(floor: Floor, agent: Agent) -> Iterator[Breach]:
    """Slots in use are exactly what is held, and never more than there are by assignment."""
    used = _slots(floor, agent)
    if dict(used) != agent.used or agent.load != used.total():
        yield Breach("agent.slots", f"{agent.id} has {agent.used}, {agent.load}; holds {used}")
    if agent.strained == agent.within_capacity:
        yield Breach("agent.capacity", f"{agent.id} holds {agent.used} of {agent.spec}")
    if agent.state == OFF and agent.load:
        yield Breach("agent.off", f"{agent.id} is off and holds {agent.load}")
    left = not agent.connected and agent.state != OFF
    if left != (agent.grace_until_at is not None):
        yield Breach("agent.grace", f"{agent.id} is {agent.state} and gone without end")


def agents_are_in_order(floor: Floor) -> Iterator[Breach]:
    """No two agents share a place in the order of idleness."""
    seqs = Counter([agent.idle_seq for agent in floor.agents.values()])
    if len(seqs) < len(floor.agents):
        for agent in floor.agents.values():
            if seqs[agent.idle_seq] > 1:
                yield Breach("agent.order", f"{agent.id} shares a place in the order of idleness")


def wish_fits_its_agent(floor: Floor, agent: Agent) -> Iterator[Breach]:
    """Who waits for a short break or is about to go is on queue; who is on one is on a break."""
    wish = agent.wish
    if (wish is not None and wish.state == IN_LINE) != (agent.id in floor.wishing):
        yield Breach("break.line", f"{agent.id} waits for a break, and not in line, or so")
    if wish is None:
        return
    if wish.state in {IN_LINE, GRANTED} and agent.state != ON_QUEUE:
        yield Breach("break.state", f"{agent.id} is {agent.state} with a wish {wish.state}")
    if wish.state in {BEGUN, LATE} and agent.state != BREAK:
        yield Breach("break.back", f"{agent.id} is {agent.state} on a short break")
    if (wish.free_at is not None) != (wish.state == GRANTED and not agent.load):
        yield Breach("break.stuck", f"{agent.id} holds {agent.load} before a break")


def _slots(floor: Floor, agent: Agent) -> Counter[str]:
    held = [*agent.contacts, *agent.consults]
    held += [floor.offers[offer].contact for offer in agent.offers if offer in floor.offers]
    return Counter(floor.contacts[contact].needs.channel for contact in held)


def counts_are_recounts(floor: Floor) -> Iterator[Breach]:
    """The numbers of a queue are those that counting gives."""
    found = Counter([(one.queue, one.state) for one in floor.contacts.values()])
    for queue in floor.queues.values():
        counted = {state: found[queue.id, state] for state in CONTACT_STATES}
        if queue.counts != counted:
            yield Breach("queue.counts", f"{queue.id} says {queue.counts}, has {counted}")
