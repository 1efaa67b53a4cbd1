"""The figure, what was found, and parked jobs, as administrators get them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.kernel import jobs
from onqueue.kernel.audit import Audit
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.upkeep import service
from onqueue.upkeep.jobs import Letters, Watch, register
from onqueue.upkeep.models import Finding, ServerReport
from onqueue.upkeep.rules import KEPT_MS, Report
from onqueue.upkeep.service import Found
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import ClientAs, Outbox

FLOOR = Found(kind="floor.mended", subject="owner", detail="Ada has two owners.")
REPORT = Report(version="1.0", leads=True, free_bytes=2**40, engine="SQLite")


async def report(database: Database, clock: VirtualClock, *found: Found) -> None:
    await database.write(
        service.take_report,
        process="here:8000",
        started_at=clock.now(),
        report=REPORT,
        found=found,
        now=clock.now(),
    )


async def park(database: Database, clock: VirtualClock, *, kind: str = "identity.reset") -> str:
    def work(session: Session) -> str:
        job = jobs.enqueue(session, kind=kind, payload={"email": "ada@x.org"}, now=clock.now())
        (claim,) = jobs.claim(session, kinds=[kind], limit=1, now=clock.now())
        jobs.fail(session, claim=claim, error="No route.", now=clock.now(), hopeless=True)
        assert job is not None
        return job

    return await database.write(work)


async def test_nothing_has_told_of_itself(client_as: ClientAs) -> None:
    admin = await client_as("administrator")
    shown = (await admin.get("/api/upkeep/health")).json()
    assert shown["state"] == "act"
    assert shown["because"]["code"] == "server.none"
    assert shown["servers"] == []


async def test_figure_says_how_many_parts_are_well(
    client_as: ClientAs, database: Database, clock: VirtualClock
) -> None:
    admin = await client_as("administrator")
    await report(database, clock)
    shown = (await admin.get("/api/upkeep/health")).json()
    assert (shown["state"], shown["well"], shown["total"]) == ("well", 14, 14)
    assert [one["process"] for one in shown["servers"]] == ["here:8000"]
    clock.advance(ms=60_000)
    shown = (await admin.get("/api/upkeep/health")).json()
    assert shown["because"]["params"] == {"seconds": 60}
    assert shown["servers"][0]["fresh"] is False


async def test_finding_is_counted_until_somebody_has_seen_it(
    client_as: ClientAs, database: Database, clock: VirtualClock
) -> None:
    admin = await client_as("administrator", name="Ada Admin")
    for _ in range(3):
        await report(database, clock, FLOOR)
    shown = (await admin.get("/api/upkeep/health")).json()
    assert (shown["state"], shown["because"]["code"]) == ("look", "findings.new")
    (found,) = (await admin.get("/api/upkeep/findings")).json()["items"]
    assert (found["times"], found["repaired"], found["seen_at"]) == (3, True, None)
    assert shown["newest_finding"] == found["id"]
    seen = await admin.post("/api/upkeep/findings/seen", json={"up_to": clock.now()})
    assert seen.json() == {"seen": 1}
    clock.advance(ms=1)
    await report(database, clock, FLOOR)
    items = (await admin.get("/api/upkeep/findings?sort=last_at&order=desc")).json()["items"]
    assert [(one["times"], one["seen_by_name"]) for one in items] == [(1, ""), (3, "Ada Admin")]


async def test_what_was_found_after_somebody_looked_stays_new(
    client_as: ClientAs, database: Database, clock: VirtualClock
) -> None:
    admin = await client_as("administrator")
    looked_at = clock.now()
    clock.advance(ms=1)
    await report(database, clock, FLOOR)
    seen = await admin.post("/api/upkeep/findings/seen", json={"up_to": looked_at})
    assert seen.json() == {"seen": 0}


async def test_parked_job_is_found_once_and_listed(
    client_as: ClientAs, database: Database, clock: VirtualClock
) -> None:
    admin = await client_as("administrator")
    job = await park(database, clock)
    await report(database, clock)
    await report(database, clock)
    (found,) = (await admin.get("/api/upkeep/findings")).json()["items"]
    assert (found["subject"], found["times"]) == (job, 1)
    assert found["detail"] == "identity.reset: No route."
    (parked,) = (await admin.get("/api/upkeep/jobs")).json()["items"]
    assert (parked["id"], parked["error"], parked["attempts"]) == (job, "No route.", 1)


@pytest.mark.parametrize("act, state", [("retry", "queued"), ("drop", None)])
async def test_parked_job_is_tried_again_or_dropped_with_a_reason(
    client_as: ClientAs, database: Database, clock: VirtualClock, act: str, state: str | None
) -> None:
    admin = await client_as("administrator")
    job = await park(database, clock)
    refused = await admin.post(f"/api/upkeep/jobs/{job}/{act}", json={"reason": " "})
    assert (refused.status_code, refused.json()["field"]) == (422, "reason")
    done = await admin.post(f"/api/upkeep/jobs/{job}/{act}", json={"reason": "Mail is back."})
    assert done.status_code == 204
    found = await database.read(lambda s: s.scalar(select(jobs.Job.state)))
    assert found == state
    newest = select(Audit).order_by(Audit.id.desc())
    entry = await database.read(lambda s: s.scalars(newest).first())
    assert entry is not None
    assert (entry.subject, entry.reason) == (job, "Mail is back.")
    assert entry.action == {"retry": "job.retried", "drop": "job.dropped"}[act]
    assert entry.before == {"kind": "identity.reset", "error": "No route.", "attempts": 1}
    again = await admin.post(f"/api/upkeep/jobs/{job}/{act}", json={"reason": "Again."})
    assert (again.status_code, again.json()["code"]) == (404, "job.gone")


async def test_job_that_is_parked_again_is_found_again(
    client_as: ClientAs, database: Database, clock: VirtualClock
) -> None:
    admin = await client_as("administrator")
    job = await park(database, clock)
    await report(database, clock)
    await admin.post(f"/api/upkeep/jobs/{job}/retry", json={"reason": "Again."})
    clock.advance(ms=1_000)

    def fail(session: Session) -> None:
        (claim,) = jobs.claim(session, kinds=["identity.reset"], limit=1, now=clock.now())
        jobs.fail(session, claim=claim, error="Still.", now=clock.now(), hopeless=True)

    await database.write(fail)
    await report(database, clock)
    (found,) = (await admin.get("/api/upkeep/findings")).json()["items"]
    assert (found["times"], found["detail"]) == (2, "identity.reset: Still.")


def letters(parts: Parts, settings: Settings) -> Letters:
    return Letters(db=parts.db, mailer=parts.mailer, clock=parts.clock, settings=settings)


async def test_every_administrator_is_written_to_once(
    client_as: ClientAs, parts: Parts, settings: Settings, outbox: Outbox, clock: VirtualClock
) -> None:
    first, second = await client_as("administrator"), await client_as("administrator")
    await client_as("supervisor")
    register(parts.jobs, letters=letters(parts, settings))
    await report(parts.db, clock, FLOOR)
    for _ in range(2):
        clock.advance(ms=5 * 60_000)
        await parts.jobs.run_due()
    assert {mail.to for mail in outbox.sent} == {first.email, second.email}
    assert len(outbox.sent) == 2
    assert "Ada has two owners." in outbox.sent[0].text
    assert "/desk/admin/health" in outbox.sent[0].text


async def test_mail_server_that_is_away_parks_no_letters_about_parked_letters(
    client_as: ClientAs, parts: Parts, settings: Settings, outbox: Outbox, clock: VirtualClock
) -> None:
    await client_as("administrator")

    class Away:
        async def send(self, mail: Any) -> None:
            raise ConnectionRefusedError

    away = Letters(db=parts.db, mailer=Away(), clock=clock, settings=settings)
    await report(parts.db, clock, FLOOR)
    await away.tell({})
    assert (await parts.db.read(jobs.counts))["parked"] == 0
    await letters(parts, settings).tell({})
    assert len(outbox.sent) == 1


async def test_what_was_seen_long_ago_is_forgotten_and_what_nobody_saw_is_not(
    database: Database, clock: VirtualClock, client_as: ClientAs
) -> None:
    admin = await client_as("administrator")
    await report(database, clock, FLOOR)
    await admin.post("/api/upkeep/findings/seen", json={"up_to": clock.now()})
    await report(database, clock, FLOOR)
    clock.advance(ms=service.FINDINGS_KEPT_MS + 1)
    await database.write(service.forget, now=clock.now())
    (left,) = await database.read(lambda s: s.scalars(select(Finding)).all())
    assert left.seen_at is None


async def test_watch_keeps_what_it_could_not_write(database: Database, clock: VirtualClock) -> None:
    answers = [(REPORT, [FLOOR]), (REPORT, [])]

    async def probe() -> tuple[Report, list[Found]]:
        return answers.pop(0)

    stopped = Database(url="sqlite:////nowhere/at/all.sqlite3")
    watch = Watch(db=stopped, clock=clock, process="here:8000", probe=probe)
    await watch.look()
    watch._db = database
    await watch.look()
    found = await database.read(lambda s: s.scalars(select(Finding.kind)).all())
    assert found == ["floor.mended"]


async def test_two_who_look_at_once_write_what_was_found_once(
    database: Database, clock: VirtualClock
) -> None:
    answers = [(REPORT, [FLOOR]), (REPORT, [])]

    async def probe() -> tuple[Report, list[Found]]:
        return answers.pop(0)

    watch = Watch(db=database, clock=clock, process="here:8000", probe=probe)
    await asyncio.gather(watch.look(), watch.look())
    found = await database.read(lambda s: s.scalars(select(Finding.times)).all())
    assert found == [1]


async def test_process_that_is_gone_for_a_day_is_forgotten(
    database: Database, clock: VirtualClock
) -> None:
    await report(database, clock)
    clock.advance(ms=KEPT_MS + 1)
    await database.write(
        service.take_report,
        process="there:8000",
        started_at=clock.now(),
        report=REPORT,
        found=[],
        now=clock.now(),
    )
    left = await database.read(lambda s: s.scalars(select(ServerReport.process)).all())
    assert left == ["there:8000"]
