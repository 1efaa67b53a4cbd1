"""Routes of the files that staff sends and opens."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.responses import FileResponse

from onqueue.conversations import access, service
from onqueue.conversations.api.asking import OnStore, PathId
from onqueue.conversations.api.serving import file_answer
from onqueue.conversations.api.uploads import read_upload
from onqueue.conversations.errors import FileInfected
from onqueue.conversations.rules.files import STAFF_TYPES, FilePolicy, clean_name
from onqueue.conversations.schemas import File
from onqueue.conversations.service import Blob
from onqueue.edge import Network, OnGround, OnLimits, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor

router = make_router(prefix="/api", tags=["files"])

Reading = Annotated[Actor, requires("contact.handle", "chat.monitor")]


async def _count(limits: OnLimits, network: Network, actor: Reading) -> None:
    await limits.count("upload", network=network, account=actor.account)


@router.post("/conversations/{id}/files", status_code=201, dependencies=[Depends(_count)])
async def add_conversation_file(
    ground: OnGround,
    store: OnStore,
    actor: Reading,
    id: PathId,  # noqa: A002  # its name
    request: Request,
) -> File:
    """Send a file, in the field “file”; a message that names it then carries it."""
    await ground.db.read(access.access_conversation, actor=actor, conversation=id)
    upload = await read_upload(request)
    policy = FilePolicy(types=STAFF_TYPES, size_max=ground.settings.upload_max_bytes)
    try:
        blob = await store.receive(upload.chunks, name=upload.name, policy=policy)
    except FileInfected as error:
        await ground.db.write(
            service.record_refused_file,
            actor=actor,
            conversation=id,
            name=clean_name(upload.name),
            code=error.code,
            now=ground.clock.now(),
        )
        raise
    try:
        return await ground.db.write(
            _add, actor=actor, conversation=id, blob=blob, now=ground.clock.now()
        )
    except BaseException:
        await store.discard(blob.blob)
        raise


@router.get("/files/{id}", response_class=FileResponse)
async def read_file(
    ground: OnGround,
    store: OnStore,
    actor: Reading,
    network: Network,
    request: Request,
    id: PathId,  # noqa: A002  # its name
) -> FileResponse:
    """Open a file of a conversation that you may read; who hears a voice is written down."""
    found = await ground.db.read(access.access_file, actor=actor, file=id)
    # A player asks for one piece after the other; only the first is somebody who listens.
    first = request.headers.get("range", "bytes=0-").startswith("bytes=0-")
    if found.file.type.startswith("audio/") and first:
        by = By(actor=actor, now=ground.clock.now(), network=network)
        await ground.db.write(service.record_heard_file, by=by, file=id)
    return file_answer(found.file, store.path(found.blob))


def _add(session: Session, *, actor: Actor, conversation: str, blob: Blob, now: int) -> File:
    access.access_conversation(session, actor=actor, conversation=conversation)
    return service.add_file(
        session,
        conversation=conversation,
        blob=blob,
        side="staff",
        uploader=actor.account,
        now=now,
    )
