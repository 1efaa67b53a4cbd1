"""Routes of conversations: the list, the messages, how far they were seen, who looked."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import count
from typing import Annotated, Final

from fastapi import Query, Response
from sqlalchemy.orm import Session

from onqueue.conversations import access, queries, service
from onqueue.conversations.api.asking import FiltersAsked, PathId
from onqueue.conversations.errors import ListTooLong
from onqueue.conversations.queries.finding import Filters
from onqueue.conversations.rules.kinds import NOTE, REPLY
from onqueue.conversations.schemas import (
    CallerShown,
    ConversationRow,
    ConversationShown,
    CustomerChosen,
    Message,
    MessageAsked,
    Messages,
    SeenAsked,
    Visit,
)
from onqueue.edge import Network, OnGround, PageAsked, csv_answer, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import PAGE_SIZE_MAX, Paging
from onqueue.kernel.wire import PageOf, page_of

router = make_router(prefix="/api", tags=["conversations"])

COLUMNS: Final = tuple(field.name for field in fields(ConversationRow))
CSV_ROWS_MAX: Final = 10_000

Reading = Annotated[Actor, requires("contact.handle", "chat.monitor")]
Editing = Annotated[Actor, requires("customer.edit")]
Searching = Annotated[Actor, requires("conversation.search")]
Place = Annotated[int | None, Query(ge=0, le=2**53)]


@router.get("/conversations")
async def list_conversations(
    ground: OnGround, actor: Searching, paging: PageAsked, filters: FiltersAsked
) -> PageOf[ConversationRow]:
    """List the conversations that you may read."""
    found = await ground.db.read(
        access.find_conversations, actor=actor, filters=filters, paging=_newest_first(paging)
    )
    return page_of(found, lambda row: row)


@router.get("/conversations.csv")
async def list_conversations_csv(
    ground: OnGround, actor: Searching, paging: PageAsked, filters: FiltersAsked
) -> Response:
    """List the conversations that you may read as a file."""
    rows = await ground.db.read(
        _all_rows, actor=actor, filters=filters, paging=_newest_first(paging)
    )
    cells = ([getattr(row, column) for column in COLUMNS] for row in rows)
    return csv_answer(name="conversations", columns=COLUMNS, rows=cells)


@router.get("/conversations/{id}")
async def read_conversation(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
) -> ConversationShown:
    """Show a conversation with its contacts."""
    return await ground.db.read(_shown, actor=actor, conversation=id)


@router.get("/conversations/{id}/caller")
async def read_caller(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
) -> CallerShown:
    """Show who calls, as far as their number says."""
    return await ground.db.read(_caller, actor=actor, conversation=id)


@router.put("/conversations/{id}/customer")
async def choose_customer(
    ground: OnGround,
    actor: Editing,
    network: Network,
    id: PathId,  # noqa: A002  # its name
    body: CustomerChosen,
) -> CallerShown:
    """Say which of those who have the caller's number it is, or that it is somebody new."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    return await ground.db.write(_choose, by=by, conversation=id, customer=body.customer)


@router.get("/conversations/{id}/messages")
async def list_messages(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
    before: Place = None,
    after: Place = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Messages:
    """List a stretch of a conversation's messages, in order."""
    return await ground.db.read(
        _messages, actor=actor, conversation=id, before=before, after=after, limit=limit
    )


@router.post("/conversations/{id}/messages", status_code=201)
async def post_message(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
    body: MessageAsked,
) -> Message:
    """Post a reply to the customer, a note, or a whisper to the agent."""
    return await ground.db.write(
        _post, actor=actor, conversation=id, body=body, now=ground.clock.now()
    )


@router.post("/conversations/{id}/seen", status_code=204)
async def mark_conversation_seen(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
    body: SeenAsked,
) -> None:
    """Say how far you have seen a conversation."""
    await ground.db.write(
        _mark_seen, actor=actor, conversation=id, seq=body.seq, now=ground.clock.now()
    )


@router.get("/conversations/{id}/visits")
async def list_visits(
    ground: OnGround,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
) -> list[Visit]:
    """List who looked at a conversation or joined it."""
    return await ground.db.read(_visits, actor=actor, conversation=id)


def _newest_first(paging: Paging) -> Paging:
    return paging if paging.sort else replace(paging, sort="last_at", order="desc")


def _all_rows(
    session: Session, *, actor: Actor, filters: Filters, paging: Paging
) -> list[ConversationRow]:
    rows: list[ConversationRow] = []
    for number in count(1):
        wanted = replace(paging, page=number, size=PAGE_SIZE_MAX)
        found = access.find_conversations(session, actor=actor, filters=filters, paging=wanted)
        if found.total > CSV_ROWS_MAX:
            raise ListTooLong(total=found.total, limit=CSV_ROWS_MAX)
        rows += found.items
        if not found.items or len(rows) == found.total:
            break
    return rows


def _shown(session: Session, *, actor: Actor, conversation: str) -> ConversationShown:
    found = access.access_conversation(session, actor=actor, conversation=conversation)
    cursors = queries.seen_cursors(session, conversation=conversation)
    return ConversationShown(
        id=found.id,
        channel=found.channel,
        customer=found.customer,
        customer_name=found.customer_name,
        language=found.language,
        opened_at=found.opened_at,
        last_at=found.last_at,
        last_seq=found.last_seq,
        seen={reader: seq for reader, (seq, _) in cursors.items()},
        contacts=queries.contacts_of(session, conversation=conversation),
    )


def _caller(session: Session, *, actor: Actor, conversation: str) -> CallerShown:
    actor.require("customer.read")
    thread = access.access_conversation(session, actor=actor, conversation=conversation)
    return queries.caller_of(session, thread=thread)


def _choose(session: Session, *, by: By, conversation: str, customer: str) -> CallerShown:
    service.choose_customer(session, by=by, conversation=conversation, customer=customer)
    thread = access.access_conversation(session, actor=by.actor, conversation=conversation)
    return queries.caller_of(session, thread=thread)


def _messages(
    session: Session,
    *,
    actor: Actor,
    conversation: str,
    before: int | None,
    after: int | None,
    limit: int,
) -> Messages:
    access.access_conversation(session, actor=actor, conversation=conversation)
    return queries.messages(
        session, conversation=conversation, before=before, after=after, limit=limit
    )


def _post(
    session: Session, *, actor: Actor, conversation: str, body: MessageAsked, now: int
) -> Message:
    access.access_posting(session, actor=actor, conversation=conversation, kind=body.kind)
    post = {REPLY: service.post_reply, NOTE: service.post_note}.get(body.kind, service.post_whisper)
    posted = post(
        session,
        conversation=conversation,
        id=body.id,
        actor=actor,
        text=body.text,
        files=body.attachments,
        now=now,
    )
    return posted.message


def _mark_seen(session: Session, *, actor: Actor, conversation: str, seq: int, now: int) -> None:
    access.access_conversation(session, actor=actor, conversation=conversation)
    service.mark_seen(session, conversation=conversation, reader=actor.account, seq=seq, now=now)


def _visits(session: Session, *, actor: Actor, conversation: str) -> list[Visit]:
    access.access_conversation(session, actor=actor, conversation=conversation)
    return queries.visits(session, conversation=conversation)
