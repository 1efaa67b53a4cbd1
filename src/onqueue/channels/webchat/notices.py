"""What is the customer told in the conversation when something happens on the floor?

A projection of the journal: each notice is written in the transaction that moves the
projection's cursor, under an id made from the event's position, so that it is there exactly
once, however often we stop and start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.channels.voice.call import CHANNEL as VOICE
from onqueue.channels.webchat import flowing
from onqueue.channels.webchat.status import first_name
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.directory import queries as directory
from onqueue.floor import events
from onqueue.floor.reasons import CONNECTION_LOST
from onqueue.floor.specs import TO_CALLBACK, TO_FLOW, TO_MESSAGE, TO_QUEUE
from onqueue.identity import queries as identity
from onqueue.live import codec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from onqueue.floor.events import Event
    from onqueue.journal.store import Entry


class Notices:
    """System messages in conversations, made from what happened on the floor."""

    name = "webchat.notices"
    version = 1
    streams = frozenset({codec.STREAM})

    def apply(self, session: Session, entries: Sequence[Entry]) -> None:
        """Write the notices of some journal entries."""
        for entry in entries:
            event = codec.to_event(entry)
            told = notice(session, event=event)
            contact = getattr(event, "contact", None)
            if told is None or contact is None:
                continue
            row = conversations.contact(session, id=contact)
            if row is None or row.channel not in {"chat", VOICE}:
                continue
            if isinstance(event, events.ContactDiverted) and event.to == TO_FLOW:
                led = flowing.divert(
                    session, contact=row, flow=event.flow, seq=entry.seq, now=entry.at
                )
                if led:
                    continue
            code, params = told
            if row.channel == VOICE and code == "chat.message_asked":
                # Who calls has nothing to write with: they are led by the flow, or told goodbye.
                continue
            if row.channel == VOICE and code == "chat.ended_idle":
                code = "chat.ended_by_system"
            threads.post_system(
                session,
                conversation=row.conversation,
                id=f"system-{entry.seq}",
                code=code,
                params=params,
                now=entry.at,
            )

    def reset(self, session: Session) -> None:
        """Nothing to take back: a message that was told stays told, and its id keeps it single."""


def notice(session: Session, *, event: Event) -> tuple[str, Mapping[str, str]] | None:
    """The code and parameters of what to tell the customer, if there is anything to tell."""
    if isinstance(event, events.ContactKeepsPlace):
        return "chat.keeps_place", {}
    if isinstance(event, events.ContactScheduled):
        return "chat.message_left", {}
    if isinstance(event, events.ContactAbandoned):
        return "chat.ended_by_customer", {}
    if isinstance(event, events.ContactEnded):
        return _ended(session, event)
    return _handed(session, event)


def _handed(session: Session, event: Event) -> tuple[str, Mapping[str, str]] | None:
    if isinstance(event, events.OfferAccepted):
        return "chat.taken", {"name": _name(session, event.agent)}
    if isinstance(event, events.ConsultCompleted):
        return "chat.taken", {"name": _name(session, event.other_agent)}
    if isinstance(event, events.ContactTakenOver):
        return "chat.taken_over", {"name": _name(session, event.agent)}
    if isinstance(event, events.ContactTransferred):
        if event.target is not None:
            return "chat.transferred", {"name": _name(session, event.target)}
        queue = directory.queue_names(session).get(event.queue, "")
        return "chat.transferred", {"name": queue, "queue": queue}
    if isinstance(event, events.ContactDiverted):
        return _diverted(session, event)
    if isinstance(event, events.ContactRequeued):
        lost = event.reason == CONNECTION_LOST
        return ("chat.agent_lost" if lost else "chat.requeued"), {}
    return None


def _diverted(
    session: Session, event: events.ContactDiverted
) -> tuple[str, Mapping[str, str]] | None:
    if event.to == TO_CALLBACK:
        return "chat.keeps_place", {}
    if event.to in {TO_MESSAGE, TO_FLOW}:
        # In place of a flow that cannot lead on.
        return "chat.message_asked", {}
    if event.to == TO_QUEUE:
        queue = directory.queue_names(session).get(event.queue, "")
        return "chat.transferred", {"name": queue, "queue": queue}
    return None


def _ended(session: Session, event: events.ContactEnded) -> tuple[str, Mapping[str, str]]:
    if event.by == "customer":
        return "chat.ended_by_customer", {}
    if event.by == "system":
        return "chat.ended_idle", {}
    return "chat.ended_by_agent", {"name": _name(session, event.agent)}


def _name(session: Session, account: str) -> str:
    return first_name(identity.names_of(session, accounts=(account,)).get(account, ""))
