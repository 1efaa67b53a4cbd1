"""May this person ask that of the floor?

The floor's own rules say what is possible; this says who may ask. A thing outside the
person's sight does not exist for them, so that ids confirm nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.kernel.errors import Forbidden, NotFound
from onqueue.live.views import Sight

if TYPE_CHECKING:
    from onqueue.floor.model import Agent, Contact, Floor, Offer
    from onqueue.kernel.authz import Actor
    from onqueue.live.names import Names
    from onqueue.live.replica import Replica


class ContactNotHere(NotFound):
    """This contact is not on the floor any more, or you may not see it."""

    code = "contact.not_here"


class OfferNotHere(NotFound):
    """This offer has ended, or was not made to you."""

    code = "offer.not_here"


class AgentNotHere(NotFound):
    """This agent is not on the floor, or you may not see them."""

    code = "agent.not_here"


class NotTheOwner(Forbidden):
    """Only the agent who has this contact can do that."""

    code = "contact.not_owner"


class FloorAccess:
    """Checked loads from the floor as it can be seen here."""

    def __init__(self, *, replica: Replica, names: Names) -> None:
        self._replica = replica
        self._names = names

    @property
    def _floor(self) -> Floor:
        return self._replica.floor

    def contact(self, actor: Actor, contact: str) -> Contact:
        """A contact that the person holds, is offered or oversees."""
        found = self._floor.contacts.get(contact)
        if found is None or not Sight(actor).sees_contact(self._floor, found, self._names):
            raise ContactNotHere
        return found

    def owned(self, actor: Actor, contact: str) -> Contact:
        """A contact that the person owns."""
        found = self.contact(actor, contact)
        if found.agent != actor.account:
            raise NotTheOwner
        return found

    def steered(self, actor: Actor, contact: str) -> Contact:
        """A contact that the person owns, or may move because they steer the floor."""
        found = self.contact(actor, contact)
        if found.agent != actor.account:
            actor.require("floor.steer")
        return found

    def overseen(self, actor: Actor, contact: str, right: str) -> Contact:
        """A contact in the person's scope, for an act that needs a right of its own."""
        found = self.contact(actor, contact)
        actor.require(right)
        return found

    def offer(self, actor: Actor, offer: str) -> Offer | None:
        """An offer made to the person; None when it is over, which the floor will answer."""
        found = self._floor.offers.get(offer)
        if found is not None and found.agent != actor.account:
            raise OfferNotHere
        return found

    def agent(self, actor: Actor, agent: str) -> Agent:
        """An agent whom the person oversees."""
        found = self._floor.agents.get(agent)
        if found is None or not Sight(actor).sees(self._floor, self._names, ("agent", agent)):
            raise AgentNotHere
        actor.require("floor.steer")
        return found

    def myself(self, actor: Actor) -> Agent:
        """The person as an agent."""
        found = self._floor.agents.get(actor.account)
        if found is None:
            raise AgentNotHere
        return found
