"""Routes of what agents can do."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from sqlalchemy.orm import Session

from onqueue.directory import service
from onqueue.directory.access import access_agent, agents_seen
from onqueue.directory.api.asking import Managing, PathId, QueueFilter, csv_of, same
from onqueue.directory.queries.agents import agent_profiles
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import shown
from onqueue.edge import CurrentActor, OnGround, PageAsked, Search, make_router
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import Page, every_page
from onqueue.kernel.wire import PageOf, page_of

router = make_router(prefix="/api", tags=["agents"])

COLUMNS = ("account_id", "name", "skills", "queues", "capacity", "exclusive")


@router.get("/agents")
async def list_agents(
    ground: OnGround,
    actor: CurrentActor,
    paging: PageAsked,
    q: Search = "",
    queue: QueueFilter = "",
    skill: QueueFilter = "",
) -> PageOf[shown.AgentProfile]:
    """List agents and what they can do."""
    found = await ground.db.read(
        _agents_seen, actor=actor, paging=paging, q=q, queue=queue, skill=skill
    )
    return page_of(found, same)


@router.get("/agents.csv")
async def list_agents_csv(
    ground: OnGround,
    actor: CurrentActor,
    paging: PageAsked,
    q: Search = "",
    queue: QueueFilter = "",
    skill: QueueFilter = "",
) -> Response:
    """List agents and what they can do as a file."""
    asked = {"actor": actor, "paging": paging, "q": q, "queue": queue, "skill": skill}
    found = await ground.db.read(lambda session: every_page(_agents_seen, session, **asked))
    return csv_of(found, name="agents", columns=COLUMNS)


@router.get("/agents/{account}")
async def read_agent(ground: OnGround, actor: CurrentActor, account: PathId) -> shown.AgentProfile:
    """Show what an agent can do."""
    return await ground.db.read(access_agent, actor=actor, account=account)


@router.put("/agents/{account}")
async def put_agent(
    ground: OnGround, by: Managing, account: PathId, body: bodies.AgentPut
) -> shown.AgentProfile:
    """Say all that an agent can do."""
    return await ground.db.write(service.put_agent, by=by, account=account, **body.model_dump())


def _agents_seen(session: Session, /, *, actor: Actor, **asked: Any) -> Page[shown.AgentProfile]:
    return agent_profiles(session, accounts=agents_seen(session, actor=actor), **asked)
