"""How do messages reach the desks that look at a conversation?

A desk says which conversations it watches. Whether its person may read one is asked when it
begins, and again whenever the floor moves the conversation's contact: after a transfer the
messages stop, whatever the desk believes.
"""

from __future__ import annotations

from dataclasses import asdict
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
    from onqueue.live.replica import Batch, Replica

PAGE: Final = 200
WATCHED_MAX: Final = 50
"""Conversations one desk may look at at once."""


class Threads:
    """Messages, read marks and typing signs on their way to the desks."""

    def __init__(self, *, db: Database, bus: Bus, desks: Desks, replica: Replica) -> None:
        self._db = db
        self._bus = bus
        self._desks = desks
        replica.watch(self._changed)

    async def watch(self, desk: Desk, *, conversation: str, after: int) -> None:
        """Show a desk a conversation from `after` on, and everything new in it."""
        if conversation not in desk.watching and len(desk.watching) >= WATCHED_MAX:
            raise TooMany(retry_after_s=1)
        await self._db.read(_check, actor=desk.actor, conversation=conversation)
        desk.watching[conversation] = after
        await self._catch_up(desk, conversation)

    def unwatch(self, desk: Desk, *, conversation: str) -> None:
        """Stop showing a conversation."""
        desk.watching.pop(conversation, None)

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
        last = desk.watching[conversation]
        new = [one for one in messages if one.seq > last]
        desk.watching[conversation] = max([last, *(one.seq for one in new)])
        if new:
            desk.tell(t="messages", conversation=conversation, items=[asdict(one) for one in new])

    async def _changed(self, batch: Batch) -> None:
        moved: set[str] = set()
        posted: dict[str, None] = {}
        for entry, event in batch:
            if event is not None and getattr(event, "contact", None) is not None:
                moved.add(event.contact)  # type: ignore[attr-defined]  # asked just above
            elif entry.stream == facts.STREAM:
                self._note(facts.decode(entry.payload), posted)
        if moved:
            await self._check_again(moved)
        for conversation in posted:
            for desk in self._desks.watchers(conversation):
                await self._catch_up(desk, conversation)

    def _note(self, fact: Any, posted: dict[str, None]) -> None:
        if isinstance(fact, facts.MessagePosted):
            posted[fact.conversation] = None
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

    async def _check_again(self, contacts: set[str]) -> None:
        watched = self._desks.watched()
        if not watched:
            return
        threads = await self._db.read(_conversations_of, contacts=tuple(sorted(contacts)))
        for conversation in threads:
            for desk in watched.get(conversation, ()):
                may = await self._db.read(
                    access.may_read, actor=desk.actor, conversation=conversation
                )
                if not may:
                    desk.watching.pop(conversation, None)
                    desk.tell(t="unwatched", conversation=conversation)


def _check(session: Session, *, actor: Actor, conversation: str) -> None:
    access.access_conversation(session, actor=actor, conversation=conversation)


def _conversations_of(session: Session, *, contacts: tuple[str, ...]) -> list[str]:
    rows = [conversations.contact(session, id=contact) for contact in contacts]
    return sorted({row.conversation for row in rows if row is not None})
