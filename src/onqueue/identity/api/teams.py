"""Teams: people who are led together."""

from __future__ import annotations

from typing import Final

from fastapi import Response

from onqueue.edge import OnGround, PageAsked, Search, csv_answer, make_router, requires
from onqueue.identity.api.asking import ByMe
from onqueue.identity.queries import teams_found
from onqueue.identity.schemas import TeamAsked, TeamShown
from onqueue.identity.service import teams as service
from onqueue.kernel.rows import every_page
from onqueue.kernel.wire import PageOf, page_of

COLUMNS: Final = ("id", "name", "people", "created_at")

router = make_router(prefix="/api", tags=["teams"])
MANAGES = [requires("people.manage")]
WATCHES = [requires("people.manage", "floor.watch")]


@router.get("/teams", dependencies=WATCHES)
async def list_teams(ground: OnGround, paging: PageAsked, q: Search = "") -> PageOf[TeamShown]:
    """List teams."""
    found = await ground.db.read(teams_found, q=q, paging=paging)
    return page_of(found, TeamShown.model_validate)


@router.get("/teams.csv", response_class=Response, dependencies=WATCHES)
async def list_teams_csv(ground: OnGround, paging: PageAsked, q: Search = "") -> Response:
    """List teams as a file."""
    found = await ground.db.read(
        lambda session: every_page(teams_found, session, paging=paging, q=q)
    )
    rows = [[getattr(team, column) for column in COLUMNS] for team in found]
    return csv_answer(name="teams", columns=COLUMNS, rows=rows)


@router.post("/teams", status_code=201, dependencies=MANAGES)
async def create_team(asked: TeamAsked, ground: OnGround, by: ByMe) -> TeamShown:
    """Make a team."""
    found = await ground.db.write(service.create_team, by=by, name=asked.name)
    return TeamShown.model_validate(found)


@router.patch("/teams/{team}", dependencies=MANAGES)
async def rename_team(team: str, asked: TeamAsked, ground: OnGround, by: ByMe) -> TeamShown:
    """Give a team another name."""
    found = await ground.db.write(service.rename_team, by=by, team=team, name=asked.name)
    return TeamShown.model_validate(found)


@router.delete("/teams/{team}", status_code=204, dependencies=MANAGES)
async def delete_team(team: str, ground: OnGround, by: ByMe) -> None:
    """Take a team apart; its people stay."""
    await ground.db.write(service.delete_team, by=by, team=team)
