"""Routes of wrap-up codes and reasons: what agents choose from."""

from __future__ import annotations

from fastapi import Response
from sqlalchemy import ColumnElement

from onqueue.directory import models, service
from onqueue.directory.api.asking import Managing, OnList, PathId, QueueFilter, found_or_missing
from onqueue.directory.queries import lists
from onqueue.directory.queries.lists import for_queue
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import shown
from onqueue.edge import CurrentActor, OnGround, make_router
from onqueue.kernel.wire import PageOf

router = make_router(prefix="/api", tags=["choices"])

CODES_COLUMNS = ("id", "group", "name", "queue_ids", "archived", "changed_at")


@router.get("/wrap-up-codes")
async def list_wrap_up_codes(asked: OnList, queue: QueueFilter = "") -> PageOf[shown.WrapUpCode]:
    """List wrap-up codes."""
    return await asked.page(lists.CODES, where=_for_queue(queue))


@router.get("/wrap-up-codes.csv")
async def list_wrap_up_codes_csv(asked: OnList, queue: QueueFilter = "") -> Response:
    """List wrap-up codes as a file."""
    return await asked.csv(
        lists.CODES,
        name="wrap-up-codes",
        columns=CODES_COLUMNS,
        where=_for_queue(queue),
    )


@router.get("/wrap-up-codes/{code}")
async def read_wrap_up_code(
    ground: OnGround, _actor: CurrentActor, code: PathId
) -> shown.WrapUpCode:
    """Show a wrap-up code."""
    return await found_or_missing(ground, listing=lists.CODES, subject=code, word="wrap-up code")


@router.post("/wrap-up-codes", status_code=201)
async def create_wrap_up_code(
    ground: OnGround, by: Managing, body: bodies.WrapUpCodeAsked
) -> shown.WrapUpCode:
    """Make a wrap-up code."""
    return await ground.db.write(service.create_wrap_up_code, by=by, **bodies.fields_of(body))


@router.patch("/wrap-up-codes/{code}")
async def change_wrap_up_code(
    ground: OnGround, by: Managing, code: PathId, body: bodies.WrapUpCodePatch
) -> shown.WrapUpCode:
    """Change a wrap-up code, or take it out of use."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_wrap_up_code, by=by, code=code, version=body.version, **fields
    )


REASONS_COLUMNS = ("id", "state", "name", "archived", "changed_at")


@router.get("/state-reasons")
async def list_state_reasons(asked: OnList, state: QueueFilter = "") -> PageOf[shown.StateReason]:
    """List reasons for states."""
    return await asked.page(lists.REASONS, where=_for_state(state))


@router.get("/state-reasons.csv")
async def list_state_reasons_csv(asked: OnList, state: QueueFilter = "") -> Response:
    """List reasons for states as a file."""
    return await asked.csv(
        lists.REASONS,
        name="state-reasons",
        columns=REASONS_COLUMNS,
        where=_for_state(state),
    )


@router.get("/state-reasons/{reason}")
async def read_state_reason(
    ground: OnGround, _actor: CurrentActor, reason: PathId
) -> shown.StateReason:
    """Show a reason for a state."""
    return await found_or_missing(ground, listing=lists.REASONS, subject=reason, word="reason")


@router.post("/state-reasons", status_code=201)
async def create_state_reason(
    ground: OnGround, by: Managing, body: bodies.StateReasonAsked
) -> shown.StateReason:
    """Make a reason for a state."""
    return await ground.db.write(service.create_state_reason, by=by, **bodies.fields_of(body))


@router.patch("/state-reasons/{reason}")
async def change_state_reason(
    ground: OnGround, by: Managing, reason: PathId, body: bodies.StateReasonPatch
) -> shown.StateReason:
    """Change a reason for a state, or take it out of use."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_state_reason, by=by, reason=reason, version=body.version, **fields
    )


def _for_queue(queue: str) -> list[ColumnElement[bool]]:
    return [for_queue(models.WrapUpCode.queue_ids, queue)] if queue else []


def _for_state(state: str) -> list[ColumnElement[bool]]:
    return [models.StateReason.state == state] if state else []
