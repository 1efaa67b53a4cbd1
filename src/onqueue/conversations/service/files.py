"""How is a received file made part of a conversation?"""

from __future__ import annotations

from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.errors import ConversationMissing
from onqueue.conversations.queries.shapes import file_of
from onqueue.conversations.schemas import File
from onqueue.conversations.service.blobs import Blob
from onqueue.conversations.service.inserting import insert_once
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.authz import Actor
from onqueue.kernel.ids import new_id, new_token

UNSENT_TTL_MS: Final = 24 * 3_600_000
"""How long a file waits for the message that it belongs to."""
UNSENT_BATCH: Final = 200


def add_file(
    session: Session,
    *,
    conversation: str,
    blob: Blob,
    side: Literal["customer", "staff"],
    uploader: str,
    now: int,
) -> File:
    """Record a file; it is sent by the message that names it.

    `uploader` is the visitor or the account, and only their messages may name it.
    """
    if session.get(models.Conversation, conversation) is None:
        raise ConversationMissing
    insert_once(
        session,
        models.LinkKey,
        unique=("id",),
        row={"id": 1, "secret": new_token(), "created_at": now},
    )
    row = models.Attachment(
        id=new_id(),
        conversation=conversation,
        message=None,
        side=side,
        uploader=uploader,
        name=blob.name,
        size=blob.size,
        type=blob.type,
        blob=blob.blob,
        sha256=blob.sha256,
        scan=blob.scan,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return file_of(row)


def record_refused_file(
    session: Session, *, actor: Actor, conversation: str, name: str, code: str, now: int
) -> None:
    """Write into the audit that a file was refused by the scanner."""
    audit.record(
        session,
        actor=actor,
        action="file.refused",
        subject_kind="conversation",
        subject=conversation,
        before=None,
        after={"name": name, "code": code},
        now=now,
    )


def record_heard_file(session: Session, *, by: By, file: str) -> None:
    """Write into the audit who listened to somebody's voice."""
    row = session.get_one(models.Attachment, file)
    audit.record(
        session,
        actor=by.actor,
        action="file.heard",
        subject_kind="conversation",
        subject=row.conversation,
        after={"file": row.id, "name": row.name},
        now=by.now,
        network=by.network,
    )


def unsent_files(session: Session, *, now: int) -> list[str]:
    """Forget files that no message took in a day; return their blobs, to be discarded."""
    table = models.Attachment
    ids = select(table.id).where(table.message.is_(None), table.created_at < now - UNSENT_TTL_MS)
    gone = delete(table).where(table.id.in_(ids.limit(UNSENT_BATCH))).returning(table.blob)
    return list(session.scalars(gone))
