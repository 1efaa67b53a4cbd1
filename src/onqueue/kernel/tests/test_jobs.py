"""Jobs: once, later, again, never twice by a worker that came too late."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.kernel import jobs
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.errors import NotFound
from onqueue.kernel.jobs import Hopeless, Job, LeaseLost, backoff_ms, claim, enqueue
from onqueue.kernel.tasks import Tasks
from onqueue.kernel.worker import SWEEP, Jobs

START = 1_767_225_600_000
KINDS = ["mail"]


class Work:
    """A handler that remembers, and fails as often as told."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.failures: list[Exception] = []

    async def do(self, payload: dict[str, Any]) -> None:
        if self.failures:
            raise self.failures.pop()
        self.done.append(payload["n"])


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def worker(database: Database, clock: VirtualClock, work: Work) -> Jobs:
    worker = Jobs(db=database, clock=clock)
    worker.handle("mail", work.do)
    return worker


async def add(database: Database, n: int, **more: Any) -> str | None:
    return await database.write(enqueue, kind="mail", payload={"n": n}, now=START, **more)


async def rows(database: Database) -> list[Job]:
    return await database.read(
        lambda session: list(
            session.scalars(select(Job).where(Job.kind != SWEEP).order_by(Job.created_at, Job.id))
        )
    )


async def states(database: Database) -> list[tuple[str, int, int]]:
    return [(job.state, job.attempts, job.run_at - START) for job in await rows(database)]


async def test_due_jobs_are_done_and_later_ones_wait(
    database: Database, clock: VirtualClock, worker: Jobs, work: Work
) -> None:
    await add(database, 1)
    await add(database, 2, run_at=START + 500)
    assert await worker.run_due() == 1
    assert work.done == [1]
    assert await states(database) == [("done", 1, 0), ("queued", 0, 500)]
    clock.advance(ms=500)
    assert await worker.run_due() == 1
    assert work.done == [1, 2]


async def test_the_same_key_is_taken_once(database: Database, worker: Jobs, work: Work) -> None:
    first = await add(database, 1, dedup_key="mail:1")
    assert first is not None
    assert await add(database, 2, dedup_key="mail:1") is None
    await worker.run_due()
    assert await add(database, 3, dedup_key="mail:1") is None
    assert await worker.run_due() == 0
    assert work.done == [1]


async def test_a_job_of_a_failed_transaction_is_not_done(database: Database, worker: Jobs) -> None:
    def work_then_fail(session: Session) -> None:
        enqueue(session, kind="mail", payload={"n": 1}, now=START)
        raise KeyError(1)

    with pytest.raises(KeyError):
        await database.write(work_then_fail)
    assert await worker.run_due() == 0
    assert await rows(database) == []


async def test_a_failing_job_is_tried_later_and_later_and_then_parked(
    database: Database, clock: VirtualClock, worker: Jobs, work: Work
) -> None:
    job = await add(database, 1)
    assert job is not None
    work.failures = [KeyError("no")] * 5
    for attempts, base in enumerate((5_000, 20_000, 80_000, 320_000), 1):
        assert await worker.run_due() == 1
        wait_ms = backoff_ms(job=job, attempts=attempts)
        assert base <= wait_ms < base * 5 // 4
        assert await states(database) == [("queued", attempts, clock.now() + wait_ms - START)]
        clock.advance(ms=wait_ms - 1)
        assert await worker.run_due() == 0
        clock.advance(ms=1)
    assert await worker.run_due() == 1
    [row] = await rows(database)
    assert (row.state, row.attempts, row.last_error) == ("parked", 5, "KeyError: 'no'")
    assert await database.read(jobs.counts) == {"queued": 1, "running": 0, "done": 0, "parked": 1}
    assert await worker.run_due() == 0

    await database.write(jobs.retry_parked, job=job, now=clock.now())
    assert await worker.run_due() == 1
    assert work.done == [1]
    with pytest.raises(NotFound):
        await database.write(jobs.retry_parked, job=job, now=clock.now())
    assert [row.state for row in await rows(database)] == ["done"]


async def test_a_hopeless_job_is_parked_at_once(
    database: Database, worker: Jobs, work: Work
) -> None:
    await add(database, 1)
    work.failures = [Hopeless(reason="no such address")]
    assert await worker.run_due() == 1
    [row] = await rows(database)
    assert (row.state, row.last_error) == (
        "parked",
        "This job cannot succeed: no such address.",
    )


async def test_a_worker_that_died_leaves_its_job_to_the_next(
    database: Database, clock: VirtualClock, worker: Jobs, work: Work
) -> None:
    await add(database, 1)
    [stale] = await database.write(claim, kinds=KINDS, limit=10, now=START, lease_ms=1_000)
    assert await worker.run_due() == 0
    clock.advance(ms=1_000)
    assert await worker.run_due() == 1
    assert (work.done, await states(database)) == ([1], [("done", 2, 0)])
    with pytest.raises(LeaseLost):
        await database.write(jobs.finish, claim=stale, now=1)
    with pytest.raises(LeaseLost):
        await database.write(jobs.release, claim=stale)
    with pytest.raises(LeaseLost):
        await database.write(jobs.fail, claim=stale, error="x", now=1)
    assert await states(database) == [("done", 2, 0)]


async def test_a_stale_worker_cannot_commit_its_transaction(
    database: Database, clock: VirtualClock
) -> None:
    runs: list[int] = []

    def write(session: Session, payload: dict[str, Any], now: int) -> None:
        runs.append(now - START)
        enqueue(session, kind="other", payload=payload, now=now)

    worker = Jobs(db=database, clock=clock)
    worker.handle_in_transaction("mail", write)
    await add(database, 1)
    [stale] = await database.write(claim, kinds=KINDS, limit=10, now=START, lease_ms=1_000)
    clock.advance(ms=1_000)
    assert await worker.run_due() == 1
    await worker._attempt(stale)
    assert runs == [1_000]
    assert [(row.kind, row.state) for row in await rows(database)] == [
        ("mail", "done"),
        ("other", "queued"),
    ]


async def test_a_job_that_kills_its_workers_is_parked(
    database: Database, clock: VirtualClock, worker: Jobs, work: Work
) -> None:
    await add(database, 1)
    for _ in range(5):
        claimed = await database.write(claim, kinds=KINDS, limit=1, now=clock.now(), lease_ms=1_000)
        assert len(claimed) == 1
        clock.advance(ms=1_000)
    assert await worker.run_due() == 0
    [row] = await rows(database)
    assert (row.state, row.last_error) == (
        "parked",
        "The worker did not finish within its lease.",
    )
    assert work.done == []


async def test_a_handler_is_stopped_before_its_lease_ends(
    database: Database, clock: VirtualClock
) -> None:
    entered, stopped = asyncio.Event(), asyncio.Event()

    async def hang(payload: dict[str, Any]) -> None:
        entered.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    worker = Jobs(db=database, clock=clock, lease_ms=20_000)
    worker.handle("mail", hang)
    await add(database, 1)
    running = asyncio.ensure_future(worker.run_due())
    await entered.wait()
    clock.advance(ms=15_000)
    assert await running == 1
    assert stopped.is_set()
    [row] = await rows(database)
    assert (row.state, row.attempts, row.last_error) == (
        "queued",
        1,
        "TimeoutError: The handler took longer than the lease of its job.",
    )


async def test_two_workers_never_claim_the_same_job(database: Database) -> None:
    for n in range(20):
        await add(database, n)
    claims = await asyncio.gather(
        *(database.write(claim, kinds=KINDS, limit=7, now=START) for _ in range(4))
    )
    ids = [each.id for taken in claims for each in taken]
    left = await database.write(claim, kinds=KINDS, limit=20, now=START)
    ids += [each.id for each in left]
    assert sorted(ids) == sorted({row.id for row in await rows(database)})


async def test_kinds_and_queues_of_others_are_left_alone(
    database: Database, worker: Jobs, work: Work
) -> None:
    await database.write(enqueue, kind="unknown", payload={}, now=START)
    await add(database, 1, queue="slow")
    assert await worker.run_due() == 0
    assert await states(database) == [("queued", 0, 0), ("queued", 0, 0)]


async def test_a_schedule_goes_on_after_success_and_after_failure(
    database: Database, clock: VirtualClock
) -> None:
    runs: list[int] = []

    async def tick(payload: dict[str, Any]) -> None:
        runs.append(clock.now() - START)
        if len(runs) > 1:
            raise Hopeless(reason="tired")

    worker = Jobs(db=database, clock=clock)
    worker.handle("tick", tick)
    worker.every("tick", cron="*/10 * * * *")
    assert await worker.run_due() == 0
    clock.advance(ms=600_000)
    assert await worker.run_due() == 1
    clock.advance(ms=600_000)
    assert await worker.run_due() == 1
    assert runs == [600_000, 1_200_000]
    found = sorted((row.state, row.cron, row.run_at - START) for row in await rows(database))
    assert found == [("parked", None, 1_200_000), ("queued", "*/10 * * * *", 1_800_000)]

    changed = Jobs(db=database, clock=clock)
    changed.handle("tick", tick)
    changed.every("tick", cron="0 * * * *")
    await changed.run_due()
    [row] = [row for row in await rows(database) if row.cron]
    assert (row.cron, row.run_at - START) == ("0 * * * *", 3_600_000)


async def test_done_jobs_are_forgotten_after_a_week(
    database: Database, clock: VirtualClock, worker: Jobs
) -> None:
    await add(database, 1, dedup_key="mail:1")
    await worker.run_due()
    clock.advance(ms=7 * 86_400_000 + 4 * 3_600_000)
    assert await worker.run_due() == 1
    assert await rows(database) == []
    assert await add(database, 2, dedup_key="mail:1") is not None


async def test_in_the_background_an_enqueued_job_is_done_at_once(
    database: Database, clock: VirtualClock
) -> None:
    done = asyncio.Event()

    async def do(payload: dict[str, Any]) -> None:
        done.set()

    worker, tasks = Jobs(db=database, clock=clock), Tasks()
    worker.handle("mail", do)
    tasks.start(worker.run(), name="jobs")
    await add(database, 1)
    async with asyncio.timeout(30):
        await done.wait()
    await tasks.stop()
    assert tasks.crashed == {}


async def test_stopping_gives_back_what_is_unfinished(
    database: Database, clock: VirtualClock
) -> None:
    entered = asyncio.Event()

    async def hang(payload: dict[str, Any]) -> None:
        entered.set()
        await asyncio.Event().wait()

    worker, tasks = Jobs(db=database, clock=clock), Tasks()
    worker.handle("mail", hang)
    tasks.start(worker.run(), name="jobs")
    await add(database, 1)
    await entered.wait()
    assert await states(database) == [("running", 1, 0)]
    await tasks.stop()
    assert await states(database) == [("queued", 0, 0)]
