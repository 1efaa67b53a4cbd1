"""How do messages reach the desks that look at a conversation?

A desk says which conversations it watches. Whether its person may read one is asked when it
begins; whether they get what is new, whenever the floor moves the conversation's contact:
after a transfer the messages stop, whatever the desk believes.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from onqueue.conversations import access
from onqueue.conversations import events as facts
from onqueue.conversations import queries as conversations
from onqueue.kernel.errors import TooMany
from onqueue.live.typing_signs import TOPIC, typing_payload, typing_read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from onqueue.conversations.schemas import Message
    from onqueue.kernel.authz import Actor
    from onqueue.kernel.bus import Bus
    from onqueue.kernel.db import Database
    from onqueue.live.desks import Desk, Desks
    from onqueue.live.fresh import Fresh
    from onqueue.live.names import Names
    from onqueue.live.replica import Batch, Replica

PAGE: Final = 200
WATCHED_MAX: Final = 50
"""Conversations one desk may look at at once."""


class Threads:
    """Messages, read marks and typing signs on their way to the desks."""

    def __init__(
        self,
        *,
        db: Database,
        bus: Bus,
        desks: Desks,
        replica: Replica,
        names: Names,
        fresh: Fresh,
    ) -> None:
        self._db = db
        self._fresh = fresh
        self._bus = bus
        self._desks = desks
        self._replica = replica
        self._names = names
        replica.watch(self._changed, recover=self._recover)

    async def watch(self, desk: Desk, *, conversation: str, after: int) -> None:
        """Show a desk a conversation from `after` on, and everything new in it.

        Somebody who had the contact before may read what is there; news is for those who take
        part in it now, or oversee it.
        """
        if conversation not in desk.watching and len(desk.watching) >= WATCHED_MAX:
            raise TooMany(retry_after_s=1)
        await self._replica.abreast()
        await self._db.read(_check, actor=desk.actor, conversation=conversation)
        self._desks.watch(desk, conversation, after=after)
        await self._catch_up(desk, conversation)
        self._part(conversation)

    def unwatch(self, desk: Desk, *, conversation: str) -> None:
        """Stop showing a conversation."""
        self._desks.unwatch(desk, conversation)

    def type(self, desk: Desk, *, conversation: str) -> None:
        """Let the others in a conversation see that this person writes."""
        if conversation in desk.watching:
            self._bus.publish(
                TOPIC, typing_payload(conversation=conversation, who=desk.actor.name, side="staff")
            )

    async def carry_typing(self) -> None:
        """Show typing signs to whoever looks at the conversation."""
        with self._bus.subscribe(TOPIC) as signs:
            async for payload in signs:
                typed = typing_read(payload)
                for desk in self._desks.watchers(typed.conversation):
                    if typed.side == "customer" or desk.actor.name != typed.who:
                        desk.tell(
                            t="typing",
                            conversation=typed.conversation,
                            who=typed.who,
                            side=typed.side,
                        )

    async def _catch_up(self, desk: Desk, conversation: str) -> None:
        while conversation in desk.watching:
            page = await self._db.read(
                conversations.messages,
                conversation=conversation,
                after=desk.watching[conversation],
                limit=PAGE,
            )
            self._show(desk, conversation, page.items)
            if not page.more:
                return

    def _show(self, desk: Desk, conversation: str, messages: Sequence[Message]) -> None:
        last = desk.watching.get(conversation)
        if last is None:
            return
        new = [one for one in messages if one.seq > last]
        desk.watching[conversation] = max([last, *(one.seq for one in new)])
        if new:
            desk.tell(t="messages", conversation=conversation, items=new)

    async def _recover(self) -> None:
        """News was lost: every desk gets what it has not had."""
        for desk in self._desks.everyone():
            for conversation in tuple(desk.watching):
                await self._catch_up(desk, conversation)

    async def _changed(self, batch: Batch) -> None:
        posted: set[tuple[str, int]] = set()
        for one in batch:
            if one.event is not None and one.conversation is not None:
                self._part(one.conversation)
            elif one.entry.stream == facts.STREAM:
                self._note(facts.decode(one.entry.payload), posted)
        watched = {place for place in posted if self._desks.watchers(place[0])}
        if watched:
            await self._deliver(watched)

    async def _deliver(self, places: set[tuple[str, int]]) -> None:
        """Show new messages to all who look at them; they are read once for everybody."""
        found, missing = self._fresh.find(places)
        if missing:
            found = await self._db.read(conversations.messages_by_seq, refs=places)
        for conversation, some in groupby(found, key=lambda one: one.conversation):
            messages = list(some)
            first, last = messages[0].seq, messages[-1].seq
            whole = last - first == len(messages) - 1
            for desk in self._desks.watchers(conversation):
                if whole and first - 1 <= desk.watching.get(conversation, 0):
                    self._show(desk, conversation, messages)
                else:
                    await self._catch_up(desk, conversation)

    def _note(self, fact: Any, posted: set[tuple[str, int]]) -> None:
        if isinstance(fact, facts.MessagePosted):
            posted.add((fact.conversation, fact.seq))
        elif isinstance(fact, facts.MessageSeen):
            for desk in self._desks.watchers(fact.conversation):
                desk.tell(
                    t="seen",
                    conversation=fact.conversation,
                    reader=fact.reader,
                    seq=fact.seq,
                    at=fact.at,
                )
        elif isinstance(fact, facts.VisitOpened | facts.VisitClosed):
            self._desks.touch([("contact", fact.contact)])
        elif isinstance(fact, facts.CustomerLinked):
            there = self._replica.contact_of(fact.conversation)
            if there is not None:
                self._desks.touch([("contact", there.id)])

    def _part(self, conversation: str) -> None:
        """Stop showing a conversation to those who have no part in it any more."""
        contact = self._replica.contact_of(conversation)
        if contact is None:
            return
        floor = self._replica.floor
        for desk in self._desks.watchers(conversation):
            if not desk.sight.sees_contact(floor, contact, self._names):
                self._desks.unwatch(desk, conversation)
                desk.tell(t="unwatched", conversation=conversation)


def _check(session: Session, *, actor: Actor, conversation: str) -> None:
    access.access_conversation(session, actor=actor, conversation=conversation)
