"""Routes of canned replies."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import ColumnElement

from onqueue.directory import models, service
from onqueue.directory.access import replies_seen
from onqueue.directory.api.asking import Asking, OnList, PathId, QueueFilter
from onqueue.directory.queries import lists
from onqueue.directory.queries.lists import for_queue
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import shown
from onqueue.edge import OnGround, make_router
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import PageOf

router = make_router(prefix="/api", tags=["replies"])

COLUMNS = (
    "id",
    "shortcut",
    "title",
    "text",
    "language",
    "queue_ids",
    "personal",
    "archived",
    "changed_at",
)

LanguageFilter = Annotated[str, Query(max_length=10)]


@router.get("/canned-replies")
async def list_canned_replies(
    asked: OnList, queue: QueueFilter = "", language: LanguageFilter = ""
) -> PageOf[shown.CannedReply]:
    """List the shared replies and one's own."""
    where = _where(asked.actor, queue=queue, language=language)
    return await asked.page(lists.REPLIES, where=where)


@router.get("/canned-replies.csv")
async def list_canned_replies_csv(
    asked: OnList, queue: QueueFilter = "", language: LanguageFilter = ""
) -> Response:
    """List the shared replies and one's own as a file."""
    where = _where(asked.actor, queue=queue, language=language)
    return await asked.csv(lists.REPLIES, name="canned-replies", columns=COLUMNS, where=where)


@router.post("/canned-replies", status_code=201)
async def create_canned_reply(
    ground: OnGround, by: Asking, body: bodies.CannedReplyMade
) -> shown.CannedReply:
    """Make a reply for everyone, or a personal one."""
    return await ground.db.write(service.create_canned_reply, by=by, **bodies.fields_of(body))


@router.patch("/canned-replies/{reply}")
async def change_canned_reply(
    ground: OnGround, by: Asking, reply: PathId, body: bodies.CannedReplyPatch
) -> shown.CannedReply:
    """Change a reply, or take it out of use."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_canned_reply, by=by, reply=reply, version=body.version, **fields
    )


@router.delete("/canned-replies/{reply}", status_code=204)
async def remove_canned_reply(ground: OnGround, by: Asking, reply: PathId) -> None:
    """Remove a personal reply for good."""
    await ground.db.write(service.remove_canned_reply, by=by, reply=reply)


def _where(actor: Actor, *, queue: str, language: str) -> list[ColumnElement[bool]]:
    where = [replies_seen(actor)]
    if queue:
        where.append(for_queue(models.CannedReply.queue_ids, queue))
    if language:
        where.append(models.CannedReply.language == language)
    return where
