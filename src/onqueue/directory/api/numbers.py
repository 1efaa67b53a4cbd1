"""Routes of telephone numbers."""

from __future__ import annotations

from fastapi import Response
from sqlalchemy import ColumnElement

from onqueue.directory import models, service
from onqueue.directory.api.asking import Managing, OnList, PathId, QueueFilter, found_or_missing
from onqueue.directory.queries import lists
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import shown
from onqueue.edge import CurrentActor, OnGround, make_router
from onqueue.kernel.wire import PageOf

router = make_router(prefix="/api", tags=["numbers"])

COLUMNS = (
    "id",
    "number",
    "description",
    "queue_id",
    "flow_id",
    "language",
    "archived",
    "changed_at",
)


@router.get("/phone-numbers")
async def list_phone_numbers(asked: OnList, queue: QueueFilter = "") -> PageOf[shown.PhoneNumber]:
    """List telephone numbers."""
    return await asked.page(lists.NUMBERS, where=_where(queue))


@router.get("/phone-numbers.csv")
async def list_phone_numbers_csv(asked: OnList, queue: QueueFilter = "") -> Response:
    """List telephone numbers as a file."""
    return await asked.csv(
        lists.NUMBERS, name="phone-numbers", columns=COLUMNS, where=_where(queue)
    )


@router.get("/phone-numbers/{number}")
async def read_phone_number(
    ground: OnGround, _actor: CurrentActor, number: PathId
) -> shown.PhoneNumber:
    """Show a telephone number."""
    return await found_or_missing(
        ground, listing=lists.NUMBERS, subject=number, word="telephone number"
    )


@router.post("/phone-numbers", status_code=201)
async def create_phone_number(
    ground: OnGround, by: Managing, body: bodies.PhoneNumberAsked
) -> shown.PhoneNumber:
    """Let a number lead to a queue, or to a flow first."""
    return await ground.db.write(service.create_phone_number, by=by, **bodies.fields_of(body))


@router.patch("/phone-numbers/{number}")
async def change_phone_number(
    ground: OnGround, by: Managing, number: PathId, body: bodies.PhoneNumberPatch
) -> shown.PhoneNumber:
    """Change a telephone number, or answer it no more."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_phone_number, by=by, number=number, version=body.version, **fields
    )


def _where(queue: str) -> list[ColumnElement[bool]]:
    return [models.PhoneNumber.queue_id == queue] if queue else []
