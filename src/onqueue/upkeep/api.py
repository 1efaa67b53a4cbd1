"""Routes of the server's health: the figure, what was found, and parked jobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response
from sqlalchemy.orm import Session

from onqueue.edge import Network, OnGround, PageAsked, make_router, requires
from onqueue.identity.queries import names_of
from onqueue.identity.service.by import By
from onqueue.kernel import jobs
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import Page, Paging
from onqueue.kernel.wire import ID_PATTERN, PageOf, page_of
from onqueue.upkeep import queries, service
from onqueue.upkeep.models import Finding
from onqueue.upkeep.rules import FRESH_MS, KINDS, REPAIRED, Facts, Part, judge, worst
from onqueue.upkeep.schemas import (
    FindingShown,
    HealthFigure,
    ParkedJob,
    PartShown,
    ReasonAsked,
    SeenAnswer,
    SeenAsked,
    ServerShown,
)

router = make_router(prefix="/api/upkeep", tags=["upkeep"])

Watcher = Annotated[Actor, requires("system.watch")]
Tender = Annotated[Actor, requires("system.tend")]
PathId = Annotated[str, Path(pattern=ID_PATTERN)]


@router.get("/health")
async def read_health(ground: OnGround, _actor: Watcher) -> HealthFigure:
    """Say how the whole server is, and each of its parts."""
    facts, newest = await ground.db.read(_facts, now=ground.clock.now())
    parts = judge(facts)
    return HealthFigure(
        at=facts.now,
        state=worst(parts).state,
        because=_part(worst(parts)),
        well=sum(part.state == "well" for part in parts),
        total=len(parts),
        parts=[_part(part) for part in parts],
        servers=_servers(facts),
        findings_new=facts.findings_new,
        newest_finding=newest,
    )


@router.get("/findings")
async def list_findings(
    ground: OnGround, _actor: Watcher, paging: PageAsked
) -> PageOf[FindingShown]:
    """List what was repaired, parked or broken."""
    return page_of(await ground.db.read(_findings, paging=paging), lambda shown: shown)


@router.post("/findings/seen")
async def see_findings(
    asked: SeenAsked, ground: OnGround, actor: Tender, network: Network
) -> SeenAnswer:
    """Say that somebody has seen what was found."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    seen = await ground.db.write(service.acknowledge, by=by, up_to=asked.up_to)
    return SeenAnswer(seen=seen)


@router.get("/jobs")
async def list_parked_jobs(
    ground: OnGround, _actor: Watcher, paging: PageAsked
) -> PageOf[ParkedJob]:
    """List jobs that failed for good."""
    found = await ground.db.read(jobs.parked, paging=paging)
    return page_of(
        found,
        lambda job: ParkedJob(
            id=job.id,
            kind=job.kind,
            error=job.last_error or "",
            attempts=job.attempts,
            created_at=job.created_at,
            parked_at=job.finished_at or job.run_at,
        ),
    )


@router.post("/jobs/{job}/retry", status_code=204)
async def retry_parked_job(
    job: PathId, asked: ReasonAsked, ground: OnGround, actor: Tender, network: Network
) -> Response:
    """Have a parked job tried again."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    await ground.db.write(service.retry_job, by=by, job=job, reason=asked.reason)
    return Response(status_code=204)


@router.post("/jobs/{job}/drop", status_code=204)
async def drop_parked_job(
    job: PathId, asked: ReasonAsked, ground: OnGround, actor: Tender, network: Network
) -> Response:
    """Give a parked job up."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    await ground.db.write(service.drop_job, by=by, job=job, reason=asked.reason)
    return Response(status_code=204)


def _facts(session: Session, *, now: int) -> tuple[Facts, str]:
    newest = queries.findings(session, paging=Paging(size=1, sort="last_at", order="desc"))
    return queries.facts(session, now=now), newest.items[0].id if newest.items else ""


def _findings(session: Session, *, paging: Paging) -> Page[FindingShown]:
    found = queries.findings(session, paging=paging)
    names = names_of(session, accounts={one.seen_by for one in found.items if one.seen_by})
    return found.map(lambda one: _finding(one, seen_by_name=names.get(one.seen_by, "")))


def _finding(one: Finding, *, seen_by_name: str) -> FindingShown:
    return FindingShown(
        id=one.id,
        kind=one.kind,
        subject=one.subject,
        detail=one.detail,
        text=KINDS[one.kind].format(detail=one.detail),
        repaired=one.kind in REPAIRED,
        times=one.times,
        first_at=one.first_at,
        last_at=one.last_at,
        told_at=one.told_at,
        seen_at=one.seen_at,
        seen_by_name=seen_by_name,
    )


def _part(part: Part) -> PartShown:
    return PartShown(
        name=part.name, state=part.state, code=part.code, params=dict(part.params), text=part.text
    )


def _servers(facts: Facts) -> list[ServerShown]:
    return [
        ServerShown(
            process=one.process,
            version=one.report.version,
            at=one.at,
            started_at=one.started_at,
            fresh=facts.now - one.at <= FRESH_MS,
            leads=one.report.leads,
            desks=one.report.desks,
            widgets=one.report.widgets,
            memory_bytes=one.report.memory_bytes,
            problems=one.report.problems,
        )
        for one in facts.told
    ]
