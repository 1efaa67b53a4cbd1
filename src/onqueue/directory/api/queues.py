"""Routes of skills and queues."""

from __future__ import annotations

from fastapi import Response

from onqueue.directory import service
from onqueue.directory.api.asking import Managing, OnList, PathId, found_or_missing
from onqueue.directory.queries import lists
from onqueue.directory.schemas import asked as bodies
from onqueue.directory.schemas import shown
from onqueue.edge import CurrentActor, OnGround, make_router
from onqueue.kernel.wire import PageOf

router = make_router(prefix="/api", tags=["queues"])

SKILLS_COLUMNS = ("id", "name", "description", "language", "archived", "changed_at")


@router.get("/skills")
async def list_skills(asked: OnList) -> PageOf[shown.Skill]:
    """List skills."""
    return await asked.page(lists.SKILLS)


@router.get("/skills.csv")
async def list_skills_csv(asked: OnList) -> Response:
    """List skills as a file."""
    return await asked.csv(lists.SKILLS, name="skills", columns=SKILLS_COLUMNS)


@router.get("/skills/{skill}")
async def read_skill(ground: OnGround, _actor: CurrentActor, skill: PathId) -> shown.Skill:
    """Show a skill."""
    return await found_or_missing(ground, listing=lists.SKILLS, subject=skill, word="skill")


@router.post("/skills", status_code=201)
async def create_skill(ground: OnGround, by: Managing, body: bodies.SkillAsked) -> shown.Skill:
    """Make a skill."""
    return await ground.db.write(service.create_skill, by=by, **bodies.fields_of(body))


@router.patch("/skills/{skill}")
async def change_skill(
    ground: OnGround, by: Managing, skill: PathId, body: bodies.SkillPatch
) -> shown.Skill:
    """Change a skill, or take it out of use."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_skill, by=by, skill=skill, version=body.version, **fields
    )


QUEUES_COLUMNS = (
    "id",
    "name",
    "description",
    "channel",
    "priority",
    "threshold_s",
    "target_percent",
    "offer_ttl_s",
    "wrap_up_s",
    "hours_id",
    "skills",
    "archived",
    "changed_at",
)


@router.get("/queues")
async def list_queues(asked: OnList) -> PageOf[shown.Queue]:
    """List queues."""
    return await asked.page(lists.QUEUES)


@router.get("/queues.csv")
async def list_queues_csv(asked: OnList) -> Response:
    """List queues as a file."""
    return await asked.csv(lists.QUEUES, name="queues", columns=QUEUES_COLUMNS)


@router.get("/queues/{queue}")
async def read_queue(ground: OnGround, _actor: CurrentActor, queue: PathId) -> shown.Queue:
    """Show a queue."""
    return await found_or_missing(ground, listing=lists.QUEUES, subject=queue, word="queue")


@router.post("/queues", status_code=201)
async def create_queue(ground: OnGround, by: Managing, body: bodies.QueueAsked) -> shown.Queue:
    """Make a queue."""
    return await ground.db.write(service.create_queue, by=by, **bodies.fields_of(body))


@router.patch("/queues/{queue}")
async def change_queue(
    ground: OnGround, by: Managing, queue: PathId, body: bodies.QueuePatch
) -> shown.Queue:
    """Change a queue, or take it out of use."""
    fields = bodies.fields_of(body)
    return await ground.db.write(
        service.change_queue, by=by, queue=queue, version=body.version, **fields
    )
