"""What do people see of the floor, and who sees what?

An entity is a plain dict of one agent, queue, contact or offer, as `product` words put it.
`Sight` says for one person which entities they may see now; it is asked again at every
push, so that a contact handed on disappears from the desk it left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from onqueue.floor import estimates, model

if TYPE_CHECKING:
    from onqueue.floor.model import Agent, Contact, Effect, Floor, Offer, Wish
    from onqueue.kernel.authz import Actor
    from onqueue.live.names import About, Naming

Entity: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, str]

KINDS: Final = ("agent", "queue", "contact", "offer")


def entity(floor: Floor, names: Naming, key: Key) -> Entity | None:
    """The entity as it is now, or None when it is no longer on the floor."""
    kind, id_ = key
    if kind == "agent":
        agent = floor.agents.get(id_)
        return None if agent is None else agent_entity(agent, names)
    if kind == "queue":
        return queue_entity(floor, id_) if id_ in floor.queues else None
    if kind == "contact":
        contact = floor.contacts.get(id_)
        return None if contact is None else contact_entity(contact, names)
    offer = floor.offers.get(id_)
    return None if offer is None else offer_entity(offer)


def agent_entity(agent: Agent, names: Naming) -> Entity:
    """An agent as the board shows one."""
    return {
        "id": agent.id,
        "name": agent.spec.name,
        "teams": list(names.teams_of(agent.id)),
        "state": agent.state,
        "reason": agent.reason,
        "forced_by": names.person(agent.forced_by),
        "since_at": agent.since_at,
        "connected": agent.connected,
        "capacity": dict(agent.spec.capacity),
        "used": dict(agent.used),
        "queues": list(agent.spec.queues),
        "skills": [list(pair) for pair in agent.spec.skills],
        "contacts": list(agent.contacts),
        "misses": agent.misses,
        "recover_until_at": agent.recover_until_at,
        "rest_until_at": agent.rest_until_at,
        "wish": None if agent.wish is None else wish_entity(agent.wish, names),
    }


def wish_entity(wish: Wish, names: Naming) -> Entity:
    """An agent's wish for a short break, with what customers would feel."""
    return {
        "state": wish.state,
        "span_ms": wish.span_ms,
        "asked_at": wish.asked_at,
        "by": names.person(wish.by),
        "reason": wish.reason,
        "queue": wish.queue,
        "until_at": wish.until_at or None,
        "effects": [effect_entity(one) for one in wish.effects],
    }


def effect_entity(effect: Effect) -> Entity:
    """What a queue is expected to be like with and without an agent; levels in percent."""
    return {
        "queue": effect.queue,
        "agents_before": effect.agents_before,
        "agents_after": effect.agents_after,
        "level_before": effect.level_before / 10,
        "level_after": effect.level_after / 10,
        "wait_before_ms": effect.wait_before_ms,
        "wait_after_ms": effect.wait_after_ms,
        "comers_hour": effect.comers_hour,
        "handle_ms": effect.handle_ms,
    }


def queue_entity(floor: Floor, id_: str) -> Entity:
    """A queue as the board shows one, counted now."""
    queue = floor.queues[id_]
    staff = estimates.staff(floor, id_)
    waiting = queue.counts[model.WAITING] + queue.counts[model.OFFERED]
    return {
        "id": id_,
        "name": queue.spec.name,
        "waiting": waiting,
        "oldest_at": estimates.oldest_at(floor, id_),
        "offered": queue.counts[model.OFFERED],
        "active": queue.counts[model.ACTIVE],
        "wrap_up": queue.counts[model.WRAP_UP],
        "agents_on": staff.on,
        "agents_free": staff.free,
        "open": queue.open,
        "opens_at": queue.opens_at,
        "closes_at": queue.closes_at,
        "closed_for": queue.closed_for,
        "threshold_s": queue.spec.threshold_ms // 1000,
    }


def contact_entity(contact: Contact, names: Naming) -> Entity:
    """A contact that is waiting, offered, active or in wrap-up."""
    about = names.contact(contact.id)
    consult = None
    if contact.consult is not None:
        consult = {
            "agent": contact.consult.agent,
            "state": "joined" if contact.consult.joined else "asked",
            "question": contact.consult.question,
        }
    return {
        "id": contact.id,
        "conversation": contact.conversation,
        "customer": about.customer or contact.customer,
        "customer_name": about.customer_name,
        "caller": caller_entity(about),
        "topic": about.topic,
        "language": about.language,
        "queue": contact.queue,
        "channel": contact.needs.channel,
        "state": contact.state,
        "arrived_at": contact.arrived_at,
        "waiting_since_at": contact.waiting_since_at,
        "answered_at": contact.answered_at,
        "priority": contact.priority,
        "agent": contact.agent,
        "consult": consult,
        "target": contact.target,
        "target_rule": contact.target_rule,
        "ring": contact.ring,
        "diverted_from": list(contact.diverted_from),
        "keeps_place": contact.keeps_place,
        "hard": contact.needs.hard,
        "offer": contact.offer,
        "skills": [list(pair) for pair in contact.needs.skills],
        "wrap_up_until_at": contact.wrap_up_until_at,
        "extensions": contact.extensions,
        "note": contact.note,
        "visitors": [
            {"account": visit.account, "name": visit.name, "mode": visit.mode}
            for visit in names.visits(contact.conversation)
        ],
    }


def caller_entity(about: About) -> Entity | None:
    """Who calls, as far as their number says, and what was before; None for a chat."""
    if not about.known_by:
        return None
    return {
        "number": about.caller,
        "known_by": about.known_by,
        "earlier": about.earlier,
        "earlier_at": about.earlier_at,
        "message": about.left_message,
    }


def offer_entity(offer: Offer) -> Entity:
    """An offer, with why it went to this agent."""
    why = offer.why
    return {
        "id": offer.id,
        "contact": offer.contact,
        "agent": offer.agent,
        "kind": offer.kind,
        "made_at": offer.made_at,
        "expires_at": offer.expires_at,
        "why": {
            "rule": why.rule,
            "queue": why.queue,
            "waited_ms": why.waited_ms,
            "priority": why.priority,
            "position": why.position,
            "candidates_total": why.candidates_total,
            "ring": why.ring,
            "passed_over": list(why.passed_over),
            "candidates": [
                {
                    "agent": one.agent,
                    "load": one.load,
                    "idle_ms": one.idle_ms,
                    "rank": one.rank,
                }
                for one in why.candidates
            ],
        },
    }


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see of the floor."""

    actor: Actor

    @property
    def watches(self) -> bool:
        """Whether the person sees more than their own work."""
        return "floor.watch" in self.actor.rights

    @property
    def whole(self) -> bool:
        """Whether the person sees all that is on the floor."""
        return self.watches and self.actor.queues is None and self.actor.teams is None

    def keys(self, floor: Floor, names: Naming) -> list[Key]:
        """The keys of all that the person may see now, found without looking at the rest."""
        if self.whole:
            return everything(floor)
        keys = everything(floor) if self.watches else _near(floor, self.actor.account)
        return [key for key in keys if self.sees(floor, names, key)]

    def sees(self, floor: Floor, names: Naming, key: Key) -> bool:
        """Whether the entity may be shown to the person now."""
        kind, id_ = key
        if kind == "agent":
            return self._sees_agent(floor, names, id_)
        if kind in {"queue", "stats"}:
            return self._sees_queue(floor, id_)
        if kind == "contact":
            contact = floor.contacts.get(id_)
            return contact is not None and self.sees_contact(floor, contact, names)
        offer = floor.offers.get(id_)
        return offer is not None and (
            offer.agent == self.actor.account
            or self._oversees(floor.contacts[offer.contact], names)
        )

    def sees_contact(self, floor: Floor, contact: Contact, names: Naming) -> bool:
        """Whether the person holds, is offered or oversees the contact."""
        me = self.actor.account
        mine = contact.agent == me or (contact.consult is not None and contact.consult.agent == me)
        if mine or self._oversees(contact, names):
            return True
        offer = floor.offers.get(contact.offer) if contact.offer else None
        return offer is not None and offer.agent == me

    def _oversees(self, contact: Contact, names: Naming) -> bool:
        """Whether the contact's queue is in the person's scope, or its owner's team is."""
        if not self.watches:
            return False
        if self.actor.sees_queue(contact.queue):
            return True
        teams = names.teams_of(contact.agent) if contact.agent else ()
        return any(self.actor.sees_team(team) for team in teams)

    def _sees_agent(self, floor: Floor, names: Naming, id_: str) -> bool:
        agent = floor.agents.get(id_)
        if agent is None:
            return False
        if id_ == self.actor.account or self.whole:
            return True
        if not self.watches:
            return False
        queues = self.actor.queues or frozenset()
        teams = self.actor.teams or frozenset()
        return not queues.isdisjoint(agent.spec.queues) or not teams.isdisjoint(names.teams_of(id_))

    def _sees_queue(self, floor: Floor, id_: str) -> bool:
        if id_ not in floor.queues:
            return False
        if self.watches and self.actor.sees_queue(id_):
            return True
        agent = floor.agents.get(self.actor.account)
        return agent is not None and id_ in agent.spec.queues


def concerned(floor: Floor, key: Key) -> set[str]:
    """The agents whose own work an agent, a contact or an offer is now."""
    kind, id_ = key
    if kind == "agent":
        return {id_}
    if kind == "offer":
        offer = floor.offers.get(id_)
        return set() if offer is None else {offer.agent}
    contact = floor.contacts.get(id_) if kind == "contact" else None
    if contact is None:
        return set()
    offer = floor.offers.get(contact.offer) if contact.offer else None
    found = {contact.agent, contact.consult and contact.consult.agent, offer and offer.agent}
    return {one for one in found if one}


def _near(floor: Floor, account: str) -> list[Key]:
    """The keys of what may be an agent's own work: their queues and whatever they have part in."""
    agent = floor.agents.get(account)
    if agent is None:
        return []
    offered = [floor.offers[id_].contact for id_ in agent.offers]
    contacts = dict.fromkeys([*agent.contacts, *agent.consults, *offered])
    return [
        *(("queue", id_) for id_ in agent.spec.queues),
        ("agent", account),
        *(("contact", id_) for id_ in contacts),
        *(("offer", id_) for id_ in agent.offers),
    ]


def everything(floor: Floor) -> list[Key]:
    """The keys of all that is on the floor, in the order things came."""
    return [
        *(("queue", id_) for id_ in floor.queues),
        *(("agent", id_) for id_ in floor.agents),
        *(("contact", id_) for id_ in floor.contacts),
        *(("offer", id_) for id_ in floor.offers),
    ]
