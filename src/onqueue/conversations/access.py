"""Who may read a conversation, and who may write in it?

Everybody who handles or handled one of its contacts, or was consulted, may read it. Agents
may also read what the customers whom they serve now said before. Supervisors may read what
is in their queues, or handled by their teams. What somebody may not read is answered like
what does not exist, so that ids tell nothing.

The rows follow the journal by some milliseconds. So where they say no, and always before
something is said to the customer, the journal itself is asked.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.errors import (
    ContactMissing,
    ConversationMissing,
    FileMissing,
    LinkExpired,
    NotInConversation,
)
from onqueue.conversations.queries.contacts import open_visits, parties_now
from onqueue.conversations.queries.finding import (
    Filters,
    Scope,
    conversation_rows,
    is_readable,
    live_contacts,
)
from onqueue.conversations.queries.messages import file_link, link_key
from onqueue.conversations.queries.shapes import contact_of, conversation_of, file_of
from onqueue.conversations.rules.kinds import CUSTOMER, NOTE, PUBLIC_KINDS, REPLY, WHISPER
from onqueue.conversations.rules.links import ticket_is_good
from onqueue.conversations.schemas import ContactRow, Conversation, ConversationRow, FoundFile
from onqueue.identity import queries as identity
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import Page, Paging

JOIN: Final = "join"


def scope_of(session: Session, *, actor: Actor) -> Scope:
    """Return whose conversations somebody may read."""
    if not actor.may("chat.monitor"):
        nobody: frozenset[str] = frozenset()
        return Scope(account=actor.account, everything=False, queues=nobody, colleagues=nobody)
    everything = actor.queues is None or actor.teams is None
    return Scope(
        account=actor.account,
        everything=everything,
        queues=actor.queues or frozenset(),
        colleagues=identity.accounts_in(session, teams=actor.teams) if actor.teams else frozenset(),
    )


def find_conversations(
    session: Session, *, actor: Actor, filters: Filters, paging: Paging
) -> Page[ConversationRow]:
    """Return a page of the conversations that somebody may read."""
    actor.require("conversation.search")
    return conversation_rows(
        session, scope=scope_of(session, actor=actor), filters=filters, paging=paging
    )


def may_read(session: Session, *, actor: Actor, conversation: str) -> bool:
    """Tell whether somebody may read a conversation."""
    if not _is_staff(actor):
        return False
    if is_readable(session, scope=scope_of(session, actor=actor), conversation=conversation):
        return True
    return _takes_part(session, account=actor.account, conversation=conversation)


def access_conversation(session: Session, *, actor: Actor, conversation: str) -> Conversation:
    """Return a conversation that somebody may read."""
    row = session.get(models.Conversation, conversation)
    if row is None or not may_read(session, actor=actor, conversation=conversation):
        raise ConversationMissing
    return conversation_of(row)


def access_contact(session: Session, *, actor: Actor, contact: str) -> ContactRow:
    """Return a contact of a conversation that somebody may read."""
    row = session.get(models.Contact, contact)
    if row is None or not may_read(session, actor=actor, conversation=row.conversation):
        raise ContactMissing
    return contact_of(row)


def access_posting(session: Session, *, actor: Actor, conversation: str, kind: str) -> None:
    """Let somebody post a kind of message, or refuse."""
    if kind == REPLY:
        _access_replying(session, actor=actor, conversation=conversation)
        return
    access_conversation(session, actor=actor, conversation=conversation)
    if kind == WHISPER:
        actor.require("chat.whisper")
        return
    assert kind == NOTE, kind


def _access_replying(session: Session, *, actor: Actor, conversation: str) -> None:
    """Let somebody answer the customer: who takes part, or joined."""
    # Who takes part may read it as well, so most answers need no second look.
    if _is_staff(actor) and _takes_part(session, account=actor.account, conversation=conversation):
        return
    access_conversation(session, actor=actor, conversation=conversation)
    joined = any(
        visit.account == actor.account and visit.mode == JOIN
        for visit in open_visits(session, conversation=conversation)
    )
    if not (joined and actor.may("chat.join")):
        raise NotInConversation


def access_file(session: Session, *, actor: Actor, file: str) -> FoundFile:
    """Return a file and its blob for staff who may read its conversation."""
    row = session.get(models.Attachment, file)
    if row is None or not may_read(session, actor=actor, conversation=row.conversation):
        raise FileMissing
    # What was not sent is its uploader's only.
    if row.message is None and row.uploader != actor.account:
        raise FileMissing
    return FoundFile(file=file_of(row), blob=row.blob)


def link_visitor_file(session: Session, *, file: str, visitor: str, now: int) -> str:
    """Return an address at which a visitor can open a file of their own conversation."""
    row = session.get(models.Attachment, file)
    if row is None or not _is_public(session, row):
        raise FileMissing
    if session.get_one(models.Conversation, row.conversation).visitor != visitor:
        raise FileMissing
    return file_link(session, file=file, visitor=visitor, now=now)


def access_visitor_file(session: Session, *, file: str, ticket: str, now: int) -> FoundFile:
    """Return a file and its blob for whoever holds a link that was made for its visitor."""
    row = session.get(models.Attachment, file)
    if row is None or not _is_public(session, row):
        raise FileMissing
    visitor = session.get_one(models.Conversation, row.conversation).visitor
    key = link_key(session)
    if not ticket_is_good(key=key, file=file, visitor=visitor, ticket=ticket, now=now):
        raise LinkExpired
    return FoundFile(file=file_of(row), blob=row.blob)


def _is_staff(actor: Actor) -> bool:
    return actor.may("contact.handle") or actor.may("chat.monitor")


def _is_public(session: Session, file: models.Attachment) -> bool:
    if file.message is None:
        return file.side == CUSTOMER
    message = session.get_one(models.Message, (file.conversation, file.message))
    return message.kind in PUBLIC_KINDS


def _takes_part(session: Session, *, account: str, conversation: str) -> bool:
    for contact in live_contacts(session, conversation=conversation):
        parties = parties_now(session, contact=contact)
        if account == parties.owner or account in parties.consulted:
            return True
    return False
