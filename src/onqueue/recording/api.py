"""Routes of recordings: what is recorded, who may hear it, and how long it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection
from starlette.responses import StreamingResponse

from onqueue.edge import CurrentActor, Network, OnGround, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import Id
from onqueue.recording import access, queries
from onqueue.recording.errors import SoundGone
from onqueue.recording.rules.ranges import Range, asked_for
from onqueue.recording.schemas import KeepAsked, PolicyAsked, PolicyShown, RecordingShown
from onqueue.recording.service import keeping, policies
from onqueue.recording.service.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

router = make_router(prefix="/api", tags=["recordings"])


async def _vault(connection: HTTPConnection) -> Vault:
    return cast("Vault", connection.app.state.parts.vault)


async def _managing(
    ground: OnGround, actor: Annotated[Actor, requires("directory.manage")], network: Network
) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


OnVault = Annotated[Vault, Depends(_vault)]
Managing = Annotated[By, Depends(_managing)]
Hearing = Annotated[Actor, requires("recording.hear")]
Keeping = Annotated[Actor, requires("recording.keep")]


@router.get("/queues/{queue}/recording")
async def read_recording_policy(ground: OnGround, _actor: CurrentActor, queue: Id) -> PolicyShown:
    """Show what is recorded of a queue's calls."""
    return await ground.db.read(queries.policy_shown, queue=queue)


@router.put("/queues/{queue}/recording")
async def put_recording_policy(
    ground: OnGround, by: Managing, queue: Id, body: PolicyAsked
) -> PolicyShown:
    """Say what is recorded of a queue's calls from now on."""
    return await ground.db.write(policies.set_policy, by=by, queue=queue, body=body)


@router.get("/contacts/{contact}/recordings")
async def list_contact_recordings(
    ground: OnGround, actor: Hearing, contact: Id
) -> list[RecordingShown]:
    """List the talks of a call, and what of them was recorded, or why not."""
    return await ground.db.read(_list, actor=actor, contact=contact)


@router.get("/recordings/{recording}/sound", response_class=Response)
async def hear_recording(
    ground: OnGround,
    vault: OnVault,
    actor: Hearing,
    network: Network,
    request: Request,
    recording: Id,
) -> Response:
    """Give the sound, or a part of it; who hears it is written down."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    asked = asked_for(request.headers.get("range", ""))
    noted = await ground.db.read(_may_hear, by=by, recording=recording)
    sound = await vault.sound(recording)
    if not noted or asked is None or asked[0] == 0:
        await ground.db.write(_hear, by=by, recording=recording)
    part = Range.of(asked, size=sound.size)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str(part.end - part.begin),
        "Content-Disposition": f'attachment; filename="{recording}.wav"',
    }
    if asked is not None:
        headers["Content-Range"] = part.said
    pieces: AsyncIterator[bytes] = vault.part(recording, sound, begin=part.begin, end=part.end)
    return StreamingResponse(
        pieces, status_code=200 if asked is None else 206, headers=headers, media_type="audio/wav"
    )


@router.put("/recordings/{recording}/kept")
async def keep_recording(
    ground: OnGround, actor: Keeping, network: Network, recording: Id, body: KeepAsked
) -> RecordingShown:
    """Keep a recording beyond its time, or let it be deleted with the others again."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    return await ground.db.write(_keep, by=by, recording=recording, body=body)


def _list(session: Session, *, actor: Actor, contact: str) -> list[RecordingShown]:
    rows = access.access_recordings(session, actor=actor, contact=contact)
    return queries.shown(session, rows=rows)


def _may_hear(session: Session, *, by: By, recording: str) -> bool:
    """Refuse who may not; tell whether it is written down already that they hear it."""
    row = access.access_recording(session, actor=by.actor, recording=recording)
    if row.state != keeping.STORED:
        raise SoundGone
    return keeping.heard_lately(session, by=by, recording=recording)


def _hear(session: Session, *, by: By, recording: str) -> None:
    row = access.access_recording(session, actor=by.actor, recording=recording)
    keeping.heard(session, by=by, row=row)


def _keep(session: Session, *, by: By, recording: str, body: KeepAsked) -> RecordingShown:
    row = access.access_recording(session, actor=by.actor, recording=recording)
    keeping.keep(session, by=by, row=row, on=body.on, why=body.why)
    return queries.shown(session, rows=[row])[0]
