"""Which conversations are there, as a list to be searched, filtered, sorted and paged?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.rules.progress import LIVE_STATES
from onqueue.conversations.schemas import ConversationRow
from onqueue.floor.model import ACTIVE, WRAP_UP
from onqueue.kernel import search
from onqueue.kernel.db import Prepared
from onqueue.kernel.ids import ID_LENGTH
from onqueue.kernel.rows import Page, Paging, page_rows

KIND: Final = "conversation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of conversations is narrowed to; what is None or empty narrows nothing.

    One contact must fulfil all that is said of contacts: the queue and the state of two
    different ones are no match.
    """

    q: str = ""
    queue: str = ""
    agent: str = ""
    state: str = ""
    code: str = ""
    customer: str = ""
    csat: int | None = None
    from_at: int | None = None
    to_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose conversations somebody may read."""

    account: str
    everything: bool
    queues: frozenset[str]
    colleagues: frozenset[str]
    """Accounts whose contacts are within the scope: those of one's teams."""


def readable(scope: Scope) -> ColumnElement[bool] | None:
    """Return what is true of the conversations in a scope, or None if that is all of them."""
    if scope.everything:
        return None
    thread, contact, part = models.Conversation, models.Contact, models.Participation
    agents = {scope.account, *scope.colleagues}
    took_part = select(part.contact).where(part.agent.in_(agents))
    served_now = (
        select(contact.customer)
        .outerjoin(part, and_(part.contact == contact.id, part.to_at.is_(None)))
        .where(
            contact.customer != "",
            contact.state.in_((ACTIVE, WRAP_UP)),
            or_(contact.agent == scope.account, part.agent == scope.account),
        )
    )
    mine = (
        select(contact.conversation)
        .where(
            or_(
                contact.id.in_(took_part),
                contact.agent.in_(agents),
                contact.queue.in_(scope.queues) if scope.queues else false(),
                and_(contact.queue == "", contact.asked_queue.in_(scope.queues))
                if scope.queues
                else false(),
            )
        )
    )  # fmt: skip
    return or_(thread.id.in_(mine), thread.customer.in_(served_now))


def conversation_rows(
    session: Session, *, scope: Scope, filters: Filters, paging: Paging
) -> Page[ConversationRow]:
    """Return a page of the conversations that a scope lets somebody see."""
    thread, contact = models.Conversation, models.Contact
    counted = (
        select(func.count())
        .select_from(contact)
        .where(contact.conversation == thread.id)
        .correlate(thread)
        .scalar_subquery()
    )
    statement = (
        select(thread, contact, counted)
        .outerjoin(contact, contact.id == thread.last_contact)
        .where(*_wanted(session, filters))
    )
    seen = readable(scope)
    if seen is not None:
        statement = statement.where(seen)
    sorts = {
        "last_at": thread.last_at,
        "opened_at": thread.opened_at,
        "customer_name": func.lower(thread.customer_name),
        "messages": thread.last_seq,
        "state": contact.state,
        "queue": contact.queue,
        "agent": contact.agent,
        "csat": contact.csat,
        "wrap_up_code": contact.wrap_up_code,
    }
    rows = page_rows(session, statement, paging=paging, sorts=sorts, key=thread.id)
    return rows.map(_shown)


def is_readable(session: Session, *, scope: Scope, conversation: str) -> bool:
    """Tell whether a conversation is within a scope."""
    thread = models.Conversation
    statement: Select[Any] = select(thread.id).where(thread.id == conversation)
    seen = readable(scope)
    if seen is not None:
        statement = statement.where(seen)
    return session.scalar(statement) is not None


# Asked for every answer of an agent, so it is made once.
_contacts: Table = models.Contact.__table__  # type: ignore[assignment]  # declared as FromClause
_LIVE: Final = Prepared(
    select(_contacts.c.id).where(
        _contacts.c.conversation == bindparam("its"),
        or_(*(_contacts.c.state == state for state in ("new", *LIVE_STATES))),
    )
)


def live_contacts(session: Session, *, conversation: str) -> list[str]:
    """Return a conversation's contacts that are not over, as far as the rows know."""
    session.flush()
    return [row[0] for row in _LIVE.rows(session, {"its": conversation})]


def _wanted(session: Session, filters: Filters) -> list[ColumnElement[bool]]:
    thread, contact = models.Conversation, models.Contact
    found: list[ColumnElement[bool]] = []
    matching = search.matching(session, kind=KIND, query=filters.q) if filters.q else None
    if matching is not None:
        subject = matching.subquery().c[0]
        found.append(thread.id.in_(select(func.substr(subject, 1, ID_LENGTH))))
    if filters.customer:
        found.append(thread.customer == filters.customer)
    told = _of_contact(filters)
    if told:
        found.append(thread.id.in_(select(contact.conversation).where(*told)))
    return found


def _of_contact(filters: Filters) -> list[ColumnElement[bool]]:
    contact, part = models.Contact, models.Participation
    queue = func.coalesce(func.nullif(contact.queue, ""), contact.asked_queue)
    began_at = func.coalesce(contact.arrived_at, contact.registered_at)
    took_part = select(part.contact).where(part.agent == filters.agent)
    asked: list[tuple[Any, Callable[[Any], ColumnElement[bool]]]] = [
        (filters.queue, lambda value: queue == value),
        (filters.agent, lambda value: or_(contact.agent == value, contact.id.in_(took_part))),
        (filters.state, lambda value: contact.state == value),
        (filters.code, lambda value: contact.wrap_up_code == value),
        (filters.csat, lambda value: contact.csat == value),
        (filters.from_at, lambda value: began_at >= value),
        (filters.to_at, lambda value: began_at < value),
    ]
    return [condition(value) for value, condition in asked if value not in {None, ""}]


def _shown(row: Row[Any]) -> ConversationRow:
    thread: models.Conversation
    contact: models.Contact | None
    thread, contact, contacts = tuple(row)
    return ConversationRow(
        id=thread.id,
        channel=thread.channel,
        customer=thread.customer,
        customer_name=thread.customer_name,
        language=thread.language,
        opened_at=thread.opened_at,
        last_at=thread.last_at,
        messages=thread.last_seq,
        contacts=contacts,
        contact=contact.id if contact else None,
        queue=(contact.queue or contact.asked_queue) if contact else None,
        agent=contact.agent if contact else None,
        state=contact.state if contact else None,
        topic=contact.topic if contact else None,
        arrived_at=contact.arrived_at if contact else None,
        answered_at=contact.answered_at if contact else None,
        ended_at=contact.ended_at if contact else None,
        wrap_up_code=contact.wrap_up_code if contact else None,
        csat=contact.csat if contact else None,
    )
