"""Routes of flows: their names, drafts, versions, and test runs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Response

from onqueue.directory.access import MANAGE
from onqueue.directory.errors import RecordMissing
from onqueue.directory.queries.lists import Archived, record, records_found
from onqueue.edge import (
    CurrentActor,
    Ground,
    Network,
    OnGround,
    PageAsked,
    Search,
    csv_answer,
    make_router,
    requires,
)
from onqueue.flows import queries, schemas, service
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import every_page
from onqueue.kernel.wire import ID_PATTERN, PageOf, page_of

router = make_router(prefix="/api", tags=["flows"])

PathId = Annotated[str, Path(pattern=ID_PATTERN)]
Revision = Annotated[int, Query(ge=0, le=2**31)]
IsArchived = Annotated[Archived, Query()]
COLUMNS = ("id", "name", "description", "archived", "changed_at")


async def _managing(
    ground: OnGround, actor: Annotated[Actor, requires(MANAGE)], network: Network
) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


Managing = Annotated[By, Depends(_managing)]
"""Somebody who may change how the centre is set up."""


async def _found(ground: Ground, flow: str) -> schemas.Flow:
    found = await ground.db.read(record, listing=queries.FLOWS, id=flow)
    if found is None:
        raise RecordMissing(kind="flow")
    return found


@router.get("/flows")
async def list_flows(
    ground: OnGround,
    _actor: CurrentActor,
    paging: PageAsked,
    q: Search = "",
    archived: IsArchived = "no",
) -> PageOf[schemas.Flow]:
    """List flows."""
    found = await ground.db.read(
        records_found, listing=queries.FLOWS, q=q, archived=archived, paging=paging
    )
    return page_of(found, lambda flow: flow)


@router.get("/flows.csv")
async def list_flows_csv(
    ground: OnGround,
    _actor: CurrentActor,
    paging: PageAsked,
    q: Search = "",
    archived: IsArchived = "no",
) -> Response:
    """List flows as a file."""
    asked: dict[str, Any] = {"listing": queries.FLOWS, "q": q, "archived": archived}
    found = await ground.db.read(
        lambda session: every_page(records_found, session, paging=paging, **asked)
    )
    rows = [[getattr(flow, column) for column in COLUMNS] for flow in found]
    return csv_answer(name="flows", columns=COLUMNS, rows=rows)


@router.post("/flows", status_code=201)
async def create_flow(ground: OnGround, by: Managing, body: schemas.FlowAsked) -> schemas.Flow:
    """Make a flow."""
    return await ground.db.write(service.create_flow, by=by, **body.model_dump())


@router.get("/flows/{flow}")
async def read_flow(ground: OnGround, _actor: CurrentActor, flow: PathId) -> schemas.Flow:
    """Show a flow's name."""
    return await _found(ground, flow)


@router.patch("/flows/{flow}")
async def change_flow(
    ground: OnGround, by: Managing, flow: PathId, body: schemas.FlowPatch
) -> schemas.Flow:
    """Change a flow's name, or take it out of use."""
    said = body.model_dump(exclude_unset=True, exclude={"version"})
    return await ground.db.write(
        service.change_flow, by=by, flow=flow, version=body.version, fields=said
    )


@router.get("/flows/{flow}/graph")
async def read_flow_graph(
    ground: OnGround, _actor: CurrentActor, flow: PathId
) -> schemas.FlowShown:
    """Show the version in force and the draft, and what is wrong with the newer one."""
    await _found(ground, flow)
    return await ground.db.read(queries.flow_shown, flow=flow)


@router.get("/flows/{flow}/versions")
async def list_flow_versions(
    ground: OnGround, _actor: CurrentActor, flow: PathId, paging: PageAsked
) -> PageOf[schemas.FlowVersion]:
    """List the versions that were published, the newest first, with what each changed."""
    found = await ground.db.read(queries.versions_found, flow=flow, paging=paging)
    return page_of(found, lambda version: version)


@router.put("/flows/{flow}/draft")
async def put_flow_draft(
    ground: OnGround, by: Managing, flow: PathId, body: schemas.FlowDraftAsked
) -> schemas.FlowShown:
    """Say what a flow is to be."""
    return await ground.db.write(
        service.put_draft,
        by=by,
        flow=flow,
        revision=body.revision,
        graph=body.graph.graph(),
        note=body.note,
    )


@router.delete("/flows/{flow}/draft")
async def discard_flow_draft(
    ground: OnGround, by: Managing, flow: PathId, revision: Revision
) -> schemas.FlowShown:
    """Throw a draft away."""
    return await ground.db.write(service.discard_draft, by=by, flow=flow, revision=revision)


@router.post("/flows/{flow}/publish")
async def publish_flow(
    ground: OnGround, by: Managing, flow: PathId, body: schemas.FlowPublishAsked
) -> schemas.FlowShown:
    """Let the draft count from now."""
    return await ground.db.write(service.publish_draft, by=by, flow=flow, **body.model_dump())


@router.post("/flows/{flow}/restore")
async def restore_flow(
    ground: OnGround, by: Managing, flow: PathId, body: schemas.FlowRestoreAsked
) -> schemas.FlowShown:
    """Let an earlier version count again."""
    return await ground.db.write(service.restore_version, by=by, flow=flow, **body.model_dump())


@router.post("/flows/{flow}/try")
async def try_flow(
    ground: OnGround, _by: Managing, flow: PathId, body: schemas.TryAsked
) -> schemas.Tried:
    """Go through the draft with some answers; nothing is kept."""
    await _found(ground, flow)
    return await ground.db.read(queries.tried, flow=flow, asked=body)


@router.put("/flows/{flow}/entries")
async def set_flow_entries(
    ground: OnGround, by: Managing, flow: PathId, body: schemas.EntriesAsked
) -> schemas.FlowShown:
    """Say which widgets' chats begin with a flow."""
    return await ground.db.write(service.set_entries, by=by, flow=flow, widgets=body.widgets)


@router.get("/flows/{flow}/figures")
async def read_flow_figures(
    ground: OnGround, _actor: Annotated[Actor, requires("report.read")], flow: PathId
) -> schemas.FlowFigures:
    """Show what became of customers in a flow since midnight."""
    await _found(ground, flow)
    return await ground.db.read(queries.flow_figures, flow=flow, now=ground.clock.now())
