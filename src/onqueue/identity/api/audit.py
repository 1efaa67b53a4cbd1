"""The audit: who changed what."""

from __future__ import annotations

import json
from typing import Annotated, Final

from fastapi import Depends, Query, Response

from onqueue.edge import CurrentActor, OnGround, PageAsked, csv_answer, make_router, requires
from onqueue.identity.access import AuditFilter, access_audit, access_audit_all
from onqueue.identity.schemas import AuditRow
from onqueue.kernel.wire import ID_LENGTH_MAX, Instant, PageOf, page_of

CSV_ROWS_MAX: Final = 50_000
ACTION_LENGTH_MAX: Final = 80
COLUMNS: Final = (
    "id",
    "at",
    "actor",
    "actor_name",
    "action",
    "subject_kind",
    "subject",
    "before",
    "after",
    "reason",
    "network",
)

router = make_router(prefix="/api", tags=["audit"], dependencies=[requires("audit.read")])


async def _wanted(
    *,
    actor: Annotated[str, Query(max_length=ID_LENGTH_MAX)] = "",
    action: Annotated[str, Query(max_length=ACTION_LENGTH_MAX)] = "",
    subject_kind: Annotated[str, Query(max_length=ID_LENGTH_MAX)] = "",
    subject: Annotated[str, Query(max_length=ID_LENGTH_MAX)] = "",
    from_at: Annotated[Instant | None, Query(alias="from")] = None,
    to_at: Annotated[Instant | None, Query(alias="to")] = None,
) -> AuditFilter:
    return AuditFilter(
        actor=actor,
        action=action,
        subject_kind=subject_kind,
        subject=subject,
        from_at=from_at,
        to_at=to_at,
    )


Wanted = Annotated[AuditFilter, Depends(_wanted)]


@router.get("/audit")
async def list_audit(
    ground: OnGround, actor: CurrentActor, paging: PageAsked, wanted: Wanted
) -> PageOf[AuditRow]:
    """List who changed what."""
    found = await ground.db.read(access_audit, actor=actor, wanted=wanted, paging=paging)
    return page_of(found, lambda row: row)


@router.get("/audit.csv", response_class=Response)
async def export_audit(ground: OnGround, actor: CurrentActor, wanted: Wanted) -> Response:
    """Export who changed what, the newest first."""
    found = await ground.db.read(
        access_audit_all, actor=actor, wanted=wanted, rows_max=CSV_ROWS_MAX
    )
    return csv_answer(name="audit", columns=COLUMNS, rows=[_cells(row) for row in found])


def _cells(row: AuditRow) -> list[object]:
    values = (getattr(row, column) for column in COLUMNS)
    return [
        json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
        for value in values
    ]
