"""What are the people and things on the floor called?

The floor knows ids. Whoever shows it needs the customer's name, the topic, the teams of an
agent and who is looking at a conversation. All of it comes from the features' queries, is
kept for what is on the floor now, and is forgotten when it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from onqueue.conversations import events as facts
from onqueue.conversations import queries as conversations
from onqueue.floor import events
from onqueue.floor.specs import TO_FLOW, TO_MESSAGE
from onqueue.flows import queries as flows
from onqueue.identity import queries as identity
from onqueue.kernel.phone_numbers import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session

    from onqueue.conversations.schemas import Conversation, Visit
    from onqueue.floor.model import Agent
    from onqueue.kernel.db import Database
    from onqueue.live.replica import Batch, Replica


@dataclass(frozen=True, slots=True)
class About:
    """What the desk shows of a contact beside its place on the floor."""

    customer_name: str = ""
    topic: str = ""
    language: str = ""
    customer: str = ""
    """Who it is by now: an agent may have chosen after the floor was told."""
    caller: str = ""
    """The number that a caller showed, as people read it."""
    known_by: str = ""
    """How a caller's customer was found; empty for chats."""
    earlier: int = 0
    """How many conversations the customer of a call had before."""
    earlier_at: int | None = None
    left_message: bool = False
    """A caller left this as a message: nobody is on the line."""


NOBODY = About()
BEGUN_BY = events.ContactArrived | events.ContactScheduled | events.ContactPlaced


class Naming(Protocol):
    """Whoever knows what is on the floor by name."""

    def contact(self, contact: str) -> About:
        """The names of a contact."""
        ...

    def visits(self, conversation: str) -> tuple[Visit, ...]:
        """Who looks at a conversation without handling it."""
        ...

    def teams_of(self, agent: str) -> tuple[str, ...]:
        """The teams an agent belongs to."""
        ...

    def person(self, account: str) -> str:
        """The name of an account; empty for nobody."""
        ...


class Names:
    """Names for what is on the floor, learned as it comes and goes."""

    def __init__(self, *, db: Database, replica: Replica) -> None:
        self._db = db
        self._replica = replica
        self._about: dict[str, About] = {}
        self._visits: dict[str, tuple[Visit, ...]] = {}
        self._teams: Mapping[str, tuple[str, ...]] = {}
        self._people: dict[str, str] = {}

    def contact(self, contact: str) -> About:
        """The names of a contact; empty ones when it is not on the floor."""
        return self._about.get(contact, NOBODY)

    def visits(self, conversation: str) -> tuple[Visit, ...]:
        """Who looks at a conversation now without handling it."""
        return self._visits.get(conversation, ())

    def teams_of(self, agent: str) -> tuple[str, ...]:
        """The teams an agent belongs to."""
        return self._teams.get(agent, ())

    def person(self, account: str) -> str:
        """The name of somebody who put an agent into a state; empty for nobody."""
        return self._people.get(account, "")

    async def start(self, *, contacts: Collection[str], conversation_ids: Collection[str]) -> None:
        """Learn the names of everything on the floor."""
        await self.learn_people()
        await self._learn_contacts(contacts)
        for conversation in conversation_ids:
            await self._learn_visits(conversation)

    async def learn_people(self) -> list[str]:
        """Read again who is in which team, and what those are called who set states.

        Returns the agents of whom something else is said now.
        """
        agents = self._replica.floor.agents
        before = {one.id: self._said_of(one) for one in agents.values()}
        self._teams = await self._db.read(_teams, accounts=tuple(agents))
        await self._learn_forcing({one.forced_by for one in agents.values() if one.forced_by})
        # The floor may have moved on meanwhile; who is new is told of as such.
        return [id_ for id_, said in before.items() if self._says_otherwise(id_, said)]

    async def learn(self, batch: Batch) -> list[str]:
        """Take in what a batch of the journal says about names.

        Returns the agents of whom something else is said now, whether or not they are in it.
        """
        new: list[str] = []
        joined = False
        for one in batch:
            entry, event = one.entry, one.event
            if isinstance(
                event, events.ContactArrived | events.ContactScheduled | events.ContactPlaced
            ):
                new.append(event.contact)
            elif (gone := _left_by(event)) is not None:
                self._about.pop(gone, None)
            elif isinstance(event, events.AgentConfigured):
                joined = joined or event.agent not in self._teams
            elif isinstance(event, events.AgentStateChanged) and event.forced:
                await self._learn_forcing({event.by})
            elif entry.stream == facts.STREAM:
                await self._learn_fact(facts.decode(entry.payload))
        if new:
            await self._learn_contacts(new)
        # Once for all: a centre's first start brings everybody.
        return await self.learn_people() if joined else []

    def _said_of(self, agent: Agent) -> tuple[object, ...]:
        wisher = agent.wish.by if agent.wish is not None else ""
        return self.teams_of(agent.id), self.person(agent.forced_by), self.person(wisher)

    def _says_otherwise(self, agent: str, said: tuple[object, ...]) -> bool:
        now = self._replica.floor.agents.get(agent)
        return now is not None and self._said_of(now) != said

    async def _learn_fact(self, fact: Any) -> None:
        if isinstance(fact, facts.VisitOpened | facts.VisitClosed):
            await self._learn_visits(fact.conversation)
        elif isinstance(fact, facts.CustomerLinked):
            there = self._replica.contact_of(fact.conversation)
            if there is not None:
                await self._learn_contacts([there.id])

    async def _learn_forcing(self, accounts: Collection[str]) -> None:
        if accounts:
            self._people.update(await self._db.read(identity.names_of, accounts=accounts))

    async def _learn_contacts(self, contacts: Collection[str]) -> None:
        self._about.update(await self._db.read(_about, contacts=tuple(contacts)))

    async def _learn_visits(self, conversation: str) -> None:
        visits: Sequence[Visit] = await self._db.read(
            conversations.open_visits, conversation=conversation
        )
        if visits:
            self._visits[conversation] = tuple(visits)
        else:
            self._visits.pop(conversation, None)


def _left_by(event: events.Event | None) -> str | None:
    """The contact that an event takes off the floor, if it does."""
    if isinstance(event, events.ContactClosed | events.ContactAbandoned):
        return event.contact
    if isinstance(event, events.ContactDiverted) and event.to in {TO_MESSAGE, TO_FLOW}:
        return event.contact
    return None


def _teams(session: Session, *, accounts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found = identity.teams_of(session, accounts=accounts)
    return {account: tuple(team.id for team in found.get(account, ())) for account in accounts}


def _about(session: Session, *, contacts: tuple[str, ...]) -> dict[str, About]:
    found: dict[str, About] = {}
    for contact in contacts:
        row = conversations.contact(session, id=contact)
        if row is None:
            continue
        thread = conversations.conversation(session, id=row.conversation)
        found[contact] = About(topic=row.topic, language=row.language)
        if thread is not None:
            found[contact] = replace(found[contact], **_of_thread(session, thread, contact))
    return found


def _of_thread(session: Session, thread: Conversation, contact: str) -> dict[str, Any]:
    told: dict[str, Any] = {"customer_name": thread.customer_name, "customer": thread.customer}
    if thread.known_by:
        count, last_at = conversations.earlier_than(session, thread=thread)
        told |= {"caller": shown(thread.caller), "known_by": thread.known_by}
        told |= {"earlier": count, "earlier_at": last_at}
        told |= {"left_message": flows.left_message(session, contact=contact)}
    return told
