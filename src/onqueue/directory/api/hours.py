"""Routes of opening hours."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Response

from onqueue.directory import service
from onqueue.directory.api.asking import Managing, OnList, PathId, found_or_missing
from onqueue.directory.queries import lists
from onqueue.directory.queries.preview import DAYS_MAX, draft_preview, hours_preview
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import shown
from onqueue.edge import CurrentActor, OnGround, make_router
from onqueue.kernel.wire import PageOf

router = make_router(prefix="/api", tags=["hours"])

DaysAhead = Annotated[int, Query(ge=1, le=DAYS_MAX)]
HOURS_COLUMNS = ("id", "name", "time_zone", "weekly", "exceptions", "archived", "changed_at")


@router.get("/hours")
async def list_hours(asked: OnList) -> PageOf[shown.OpeningHours]:
    """List opening hours."""
    return await asked.page(lists.HOURS)


@router.get("/hours.csv")
async def list_hours_csv(asked: OnList) -> Response:
    """List opening hours as a file."""
    return await asked.csv(lists.HOURS, name="hours", columns=HOURS_COLUMNS)


@router.get("/hours/{hours}")
async def read_hours(ground: OnGround, _actor: CurrentActor, hours: PathId) -> shown.OpeningHours:
    """Show a set of opening hours."""
    return await found_or_missing(ground, listing=lists.HOURS, subject=hours, word="set of hours")


@router.post("/hours", status_code=201)
async def create_hours(
    ground: OnGround, by: Managing, body: bodies.HoursAsked
) -> shown.OpeningHours:
    """Make a set of opening hours."""
    return await ground.db.write(service.create_hours, by=by, **bodies.fields_of(body))


@router.patch("/hours/{hours}")
async def change_hours(
    ground: OnGround, by: Managing, hours: PathId, body: bodies.HoursPatch
) -> shown.OpeningHours:
    """Change a set of opening hours, or take it out of use."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_hours, by=by, hours=hours, version=body.version, **fields
    )


@router.post("/hours/preview")
async def preview_hours_draft(
    ground: OnGround, _by: Managing, body: bodies.HoursAsked, days: DaysAhead = 14
) -> shown.HoursPreview:
    """Show what hours would come to on the days ahead; nothing is saved."""
    fields = bodies.fields_of(body)
    return draft_preview(
        time_zone=fields.get("time_zone", ""),
        weekly=fields.get("weekly", []),
        exceptions=fields.get("exceptions", []),
        days=days,
        now=ground.clock.now(),
    )


@router.get("/hours/{hours}/preview")
async def preview_hours(
    ground: OnGround,
    _actor: CurrentActor,
    hours: PathId,
    days: DaysAhead = 14,
) -> shown.HoursPreview:
    """Show what the hours come to on the days ahead."""
    return await ground.db.read(hours_preview, hours=hours, days=days, now=ground.clock.now())


@router.post("/hours/{hours}/holidays")
async def import_holidays(
    ground: OnGround, by: Managing, hours: PathId, body: bodies.HolidaysAsked
) -> shown.HolidaysAdded:
    """Close the public holidays of a year."""
    return await ground.db.write(service.import_holidays, by=by, hours=hours, **body.model_dump())


@router.get("/holiday-countries")
async def list_holiday_countries(
    _actor: CurrentActor, language: Annotated[Literal["en", "de"], Query()] = "en"
) -> list[shown.HolidayCountry]:
    """List the countries whose public holidays are known."""
    return list(service.holiday_countries(language=language))
