"""What can be asked of the floor about short breaks?"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Query
from pydantic import Field

from onqueue.edge import OnGround, make_router, requires
from onqueue.floor import commands as floor
from onqueue.floor.deciding.breaks import judge
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import Answer, Asked, Id
from onqueue.live.views import effect_entity
from onqueue.web.floor_api import Done, Handles, OnHouse, ReasonAsked

MINUTE_MS: Final = 60_000
MINUTES_MAX: Final = 120
Minutes = Annotated[int, Field(ge=1, le=MINUTES_MAX)]

router = make_router(prefix="/api/floor", tags=["floor"])
Steers = Annotated[Actor, requires("floor.steer")]


class BreakAsked(Asked):
    """Wish for a short break of so many minutes, after the contacts one has."""

    minutes: Minutes


class Effect(Answer):
    """What a queue is expected to be like with and without an agent; levels in percent."""

    queue: str
    agents_before: int
    agents_after: int
    level_before: float
    level_after: float
    wait_before_ms: int | None
    wait_after_ms: int | None
    comers_hour: int
    handle_ms: int


class BreakOutlook(Answer):
    """What the rule would say now: with a `reason` it would refuse, for the sake of `queue`."""

    reason: str
    queue: str
    longest_s: int
    effects: list[Effect]


@router.get("/break")
async def look_at_break(
    actor: Handles, house: OnHouse, ground: OnGround, minutes: Annotated[Minutes, Query()] = 5
) -> BreakOutlook:
    """Say what customers would feel if the caller took a short break, and whether it is given."""
    known = house.replica.floor
    agent = house.access.myself(actor)
    now = max(known.now, ground.clock.now())
    answer = judge(known, agent, minutes * MINUTE_MS, now)
    return BreakOutlook(
        reason=answer.reason,
        queue=answer.queue,
        longest_s=known.breaks.span_ms_max // 1_000,
        effects=[Effect.model_validate(effect_entity(one)) for one in answer.effects],
    )


@router.post("/break")
async def ask_for_break(actor: Handles, house: OnHouse, asked: BreakAsked) -> Done:
    """Ask for a short break; the rule's answer is with the caller on the floor."""
    command = floor.AskBreak(agent=actor.account, span_ms=asked.minutes * MINUTE_MS)
    return Done(n=await house.asking.ask(command))


@router.delete("/break")
async def drop_break(actor: Handles, house: OnHouse) -> Done:
    """Take a wish back, or give up a short break that has not begun."""
    return Done(n=await house.asking.ask(floor.DropBreak(agent=actor.account)))


@router.post("/agents/{agent}/break/grant")
async def grant_break(actor: Steers, house: OnHouse, agent: Id, asked: ReasonAsked) -> Done:
    """Fulfil a wish that waits, whatever the rule says."""
    house.access.agent(actor, agent)
    command = floor.GrantBreak(agent=agent, by=actor.account, reason=asked.reason)
    return Done(n=await house.asking.ask(command))


@router.post("/agents/{agent}/break/refuse")
async def refuse_break(actor: Steers, house: OnHouse, agent: Id, asked: ReasonAsked) -> Done:
    """Refuse a wish that waits."""
    house.access.agent(actor, agent)
    command = floor.RefuseBreak(agent=agent, by=actor.account, reason=asked.reason)
    return Done(n=await house.asking.ask(command))
