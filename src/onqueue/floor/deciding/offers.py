"""May this agent take this offer, or say no to it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor import events, reasons
from onqueue.floor.deciding.verdicts import Verdict, owner_name
from onqueue.floor.model import TO_CONSULT
from onqueue.floor.refusals import Refusal, refuse

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Contact, Floor


def accept(floor: Floor, command: commands.Accept, now: int) -> Verdict:
    """Take an offer; taking it twice is no error."""
    offer = floor.offers.get(command.offer)
    if offer is None:
        contact = _contact_of(floor, command.offer)
        taken = contact is not None and _took(contact, command.offer, command.agent)
        return () if taken else _gone(floor, command.offer, contact)
    if offer.agent != command.agent:
        return refuse("offer.gone", offer=offer.id, winner=floor.agents[offer.agent].spec.name)
    if offer.kind != TO_CONSULT:
        return (
            events.OfferAccepted(at=now, offer=offer.id, contact=offer.contact, agent=offer.agent),
        )
    owner = floor.contacts[offer.contact].agent
    assert owner is not None, "an owner asked"
    return (
        events.ConsultJoined(
            at=now, offer=offer.id, contact=offer.contact, agent=owner, other_agent=offer.agent
        ),
    )


def decline(floor: Floor, command: commands.Decline, now: int) -> Verdict:
    """Say no to an offer; what is over anyway needs no second no."""
    offer = floor.offers.get(command.offer)
    if offer is None:
        contact = _contact_of(floor, command.offer)
        if contact is not None and _took(contact, command.offer, command.agent):
            return refuse("offer.taken", offer=command.offer, contact=contact.id)
        return ()
    if offer.agent != command.agent:
        return refuse("offer.gone", offer=offer.id, winner=floor.agents[offer.agent].spec.name)
    declined = events.OfferDeclined(
        at=now, offer=offer.id, contact=offer.contact, agent=offer.agent, reason=command.reason
    )
    contact = floor.contacts[offer.contact]
    return (declined, *after_no(contact, offer.kind, now, reason=reasons.DECLINED))


def after_no(contact: Contact, kind: str, now: int, *, reason: str) -> tuple[events.Event, ...]:
    """Return what follows when the person asked for does not take it."""
    if kind == TO_CONSULT:
        assert contact.agent is not None, "an owner asked"
        assert contact.consult is not None, "an owner asked"
        return (
            events.ConsultEnded(
                at=now,
                contact=contact.id,
                agent=contact.agent,
                other_agent=contact.consult.agent,
                reason=reason,
            ),
        )
    if contact.target is not None:
        return (events.ContactUntargeted(at=now, contact=contact.id, reason=reason),)
    return ()


def _contact_of(floor: Floor, offer: str) -> Contact | None:
    # An offer's id begins with that of its contact, so that one that is over still tells.
    return floor.contacts.get(offer.rpartition("-")[0])


def _took(contact: Contact, offer: str, agent: str) -> bool:
    if contact.accepted == offer and contact.agent == agent:
        return True
    consult = contact.consult
    return consult is not None and consult.accepted == offer and consult.agent == agent


def _gone(floor: Floor, offer: str, contact: Contact | None) -> Refusal:
    if contact is None or contact.agent is None:
        return refuse("offer.over", offer=offer)
    return refuse("offer.gone", offer=offer, winner=owner_name(floor, contact))
