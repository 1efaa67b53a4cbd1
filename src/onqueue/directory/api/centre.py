"""Routes of the centre itself."""

from __future__ import annotations

from onqueue.directory import service
from onqueue.directory.api.asking import Managing
from onqueue.directory.queries import centre
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import shown
from onqueue.edge import CurrentActor, OnGround, make_router

router = make_router(prefix="/api", tags=["centre"])


@router.get("/centre")
async def read_centre(ground: OnGround, _actor: CurrentActor) -> shown.Centre:
    """Show the centre's name, languages and settings."""
    return await ground.db.read(centre)


@router.patch("/centre")
async def change_centre(ground: OnGround, by: Managing, body: bodies.CentrePatch) -> shown.Centre:
    """Change the settings of the centre."""
    fields = bodies.fields_of(body)
    return await ground.db.write(service.change_centre, by=by, version=body.version, **fields)
