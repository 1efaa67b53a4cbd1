"""Routes of trials: a draft of routing rules tried on a recorded day."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query

from onqueue.directory.access import MANAGE
from onqueue.edge import Network, OnGround, PageAsked, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import ID_PATTERN, PageOf, page_of
from onqueue.trials import queries, service
from onqueue.trials.errors import TrialMissing
from onqueue.trials.schemas import DaysShown, TrialAsked, TrialShown

router = make_router(prefix="/api/trials", tags=["trials"])

Manager = Annotated[Actor, requires(MANAGE)]
TrialId = Annotated[str, Path(pattern=ID_PATTERN)]
Subject = Annotated[str, Query(pattern=ID_PATTERN)]


async def _managing(ground: OnGround, actor: Manager, network: Network) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


@router.get("/days")
async def list_recorded_days(ground: OnGround, _actor: Manager) -> DaysShown:
    """List the days on which a draft can be tried."""
    return await ground.db.read(queries.days_recorded, now=ground.clock.now())


@router.get("")
async def list_trials(
    ground: OnGround, _actor: Manager, subject: Subject, paging: PageAsked
) -> PageOf[TrialShown]:
    """List the trials of a queue's rules, or of the floor's, the latest first."""
    found = await ground.db.read(queries.trials_found, subject=subject, paging=paging)
    return page_of(found, lambda trial: trial)


@router.post("", status_code=201)
async def begin_trial(
    ground: OnGround, by: Annotated[By, Depends(_managing)], body: TrialAsked
) -> TrialShown:
    """Try a draft on a recorded day."""
    return await ground.db.write(service.begin_trial, by=by, **body.model_dump())


@router.get("/{trial}")
async def read_trial(ground: OnGround, _actor: Manager, trial: TrialId) -> TrialShown:
    """Show how far a trial is, and what came of it."""
    found = await ground.db.read(queries.trial_found, trial=trial)
    if found is None:
        raise TrialMissing
    return found


@router.post("/{trial}/cancel")
async def cancel_trial(ground: OnGround, actor: Manager, trial: TrialId) -> TrialShown:
    """Give up a trial."""
    now = ground.clock.now()
    return await ground.db.write(service.cancel_trial, actor=actor, trial=trial, now=now)
