"""Routes of rules of routing, of gates, and of queues that are closed at once.

A subject is a queue's id, or `floor` for the rules of the whole floor.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Response

from onqueue.directory import service
from onqueue.directory.api.asking import Managing, OnList, PathId, found_or_missing
from onqueue.directory.queries import lists
from onqueue.directory.queries.routing import closures, routing, versions_found
from onqueue.directory.rules.routing import FLOOR
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import routing as shapes
from onqueue.directory.schemas import shown
from onqueue.edge import CurrentActor, Network, OnGround, PageAsked, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import PageOf, page_of

router = make_router(prefix="/api", tags=["routing"])

Revision = Annotated[int, Query(ge=0, le=2**31)]
GATES_COLUMNS = ("id", "name", "description", "archived", "changed_at")


async def _closing(
    ground: OnGround, actor: Annotated[Actor, requires("queue.close")], network: Network
) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


Closing = Annotated[By, Depends(_closing)]
"""Somebody who may close queues at once."""


@router.get("/routing/{subject}")
async def read_routing(
    ground: OnGround, _actor: CurrentActor, subject: PathId
) -> shapes.RoutingShown:
    """Show the rules in force, and the draft if there is one."""
    if subject != FLOOR:
        await found_or_missing(ground, listing=lists.QUEUES, subject=subject, word="queue")
    return await ground.db.read(routing, subject=subject)


@router.get("/routing/{subject}/versions")
async def list_routing_versions(
    ground: OnGround, _actor: CurrentActor, subject: PathId, paging: PageAsked
) -> PageOf[shapes.VersionShown]:
    """List the versions that were published, the newest first, with what each changed."""
    found = await ground.db.read(versions_found, subject=subject, paging=paging)
    return page_of(found, lambda version: version)


@router.put("/routing/floor/draft")
async def put_floor_draft(
    ground: OnGround, by: Managing, body: shapes.FloorDraftAsked
) -> shapes.RoutingShown:
    """Say what the rules of the floor are to be."""
    return await ground.db.write(service.put_draft, by=by, subject=FLOOR, **body.model_dump())


@router.put("/routing/{queue}/draft")
async def put_queue_draft(
    ground: OnGround, by: Managing, queue: PathId, body: shapes.QueueDraftAsked
) -> shapes.RoutingShown:
    """Say what the rules of a queue are to be."""
    return await ground.db.write(service.put_draft, by=by, subject=queue, **body.model_dump())


@router.delete("/routing/{subject}/draft")
async def discard_routing_draft(
    ground: OnGround, by: Managing, subject: PathId, revision: Revision
) -> shapes.RoutingShown:
    """Throw a draft away."""
    return await ground.db.write(service.discard_draft, by=by, subject=subject, revision=revision)


@router.post("/routing/{subject}/publish")
async def publish_routing(
    ground: OnGround, by: Managing, subject: PathId, body: shapes.PublishAsked
) -> shapes.RoutingShown:
    """Let the draft count from now."""
    return await ground.db.write(service.publish_draft, by=by, subject=subject, **body.model_dump())


@router.post("/routing/{subject}/restore")
async def restore_routing(
    ground: OnGround, by: Managing, subject: PathId, body: shapes.RestoreAsked
) -> shapes.RoutingShown:
    """Let the rules of an earlier version count again."""
    return await ground.db.write(
        service.restore_version, by=by, subject=subject, **body.model_dump()
    )


@router.get("/queue-closures")
async def list_queue_closures(ground: OnGround, _actor: CurrentActor) -> list[shapes.Closure]:
    """List the queues that are closed at once, whatever their hours say."""
    return list((await ground.db.read(closures)).values())


@router.put("/queues/{queue}/closure")
async def close_queue(
    ground: OnGround, by: Closing, queue: PathId, body: shapes.ClosureAsked
) -> shapes.Closure:
    """Close a queue at once."""
    return await ground.db.write(service.close_queue, by=by, queue=queue, reason=body.reason)


@router.delete("/queues/{queue}/closure", status_code=204)
async def reopen_queue(ground: OnGround, by: Closing, queue: PathId) -> None:
    """Let a queue that was closed at once keep its hours again."""
    await ground.db.write(service.reopen_queue, by=by, queue=queue)


@router.get("/gates")
async def list_gates(asked: OnList) -> PageOf[shown.Gate]:
    """List gates."""
    return await asked.page(lists.GATES)


@router.get("/gates.csv")
async def list_gates_csv(asked: OnList) -> Response:
    """List gates as a file."""
    return await asked.csv(lists.GATES, name="gates", columns=GATES_COLUMNS)


@router.get("/gates/{gate}")
async def read_gate(ground: OnGround, _actor: CurrentActor, gate: PathId) -> shown.Gate:
    """Show a gate."""
    return await found_or_missing(ground, listing=lists.GATES, subject=gate, word="gate")


@router.post("/gates", status_code=201)
async def create_gate(ground: OnGround, by: Managing, body: bodies.GateAsked) -> shown.Gate:
    """Make a gate."""
    return await ground.db.write(service.create_gate, by=by, **bodies.fields_of(body))


@router.patch("/gates/{gate}")
async def change_gate(
    ground: OnGround, by: Managing, gate: PathId, body: bodies.GatePatch
) -> shown.Gate:
    """Change a gate, or take it out of use."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_gate, by=by, gate=gate, version=body.version, **fields
    )
