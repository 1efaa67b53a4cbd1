"""Who does the jobs? One worker a process, with a bounded number of jobs at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from sqlalchemy.orm import Session

from onqueue.kernel import jobs, metrics
from onqueue.kernel.clock import Clock
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.db import Database
from onqueue.kernel.errors import OnqueueError, Unavailable
from onqueue.kernel.jobs import Claim, Hopeless, LeaseLost
from onqueue.kernel.tasks import Tasks, first_of

TOGETHER_MAX: Final = 10
LOOK_MS: Final = 1_000
"""How often to look without being woken, for jobs that another process enqueued."""
LEASE_MARGIN_MS: Final = 5_000
"""A handler is stopped this long before its lease ends, so that no other runs beside it."""
SWEEP: Final = "jobs.forget_done"

DONE: Final = metrics.counter("onqueue_jobs_total", "Attempts at jobs.", ["kind", "outcome"])

log = structlog.get_logger(__name__)

Handler = Callable[[dict[str, Any]], Awaitable[None]]


class Jobs:
    """Does the jobs of one queue."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        queue: str = "default",
        lease_ms: int = jobs.LEASE_MS,
        together_max: int = TOGETHER_MAX,
    ) -> None:
        self._db = db
        self._clock = clock
        self._queue = queue
        self._lease_ms = lease_ms
        self._together_max = together_max
        self._handlers: dict[str, Callable[[Claim], Awaitable[None]]] = {}
        self._schedules: dict[str, str] = {}
        self._running: dict[str, Claim] = {}
        if queue == "default":
            self.handle_in_transaction(SWEEP, _sweep)
            self.every(SWEEP, cron="17 3 * * *")

    def handle(self, kind: str, handler: Handler) -> None:
        """Run `await handler(payload)` for a kind of job; it may be run more than once."""

        async def run(claim: Claim) -> None:
            await handler(claim.payload)
            reached("job.finishing")
            await self._db.write(jobs.finish, claim=claim, now=self._clock.now())
            reached("job.finished")

        self._register(kind, run)

    def handle_in_transaction(
        self, kind: str, handler: Callable[[Session, dict[str, Any], int], None]
    ) -> None:
        """Run `handler(session, payload, now)` in the transaction that marks the job done."""

        def work(session: Session, *, claim: Claim, now: int) -> None:
            jobs.hold(session, claim=claim)
            handler(session, claim.payload, now)
            jobs.finish(session, claim=claim, now=now)

        async def run(claim: Claim) -> None:
            await self._db.write(work, claim=claim, now=self._clock.now())

        self._register(kind, run)

    def every(self, kind: str, *, cron: str) -> None:
        """Have a kind of job done on a schedule, in UTC; see `cron`."""
        assert kind in self._handlers, f"register the handler of {kind} first"
        self._schedules[kind] = cron

    async def run(self) -> None:
        """Do jobs as they fall due, until cancelled; then give back what is unfinished."""
        tasks = Tasks()
        try:
            with self._db.bus.subscribe(jobs.TOPIC, latest=True) as wakes:
                await self._write_schedules()
                while True:
                    for claim in await self._claim_safely():
                        tasks.start(self._attempt(claim), name=f"job {claim.kind}")
                    look_at = await self._next_look()
                    await first_of(wakes.next(), self._clock.wait_until(look_at))
        finally:
            await tasks.stop()
            await self._give_back()

    async def run_due(self) -> int:
        """Do all that is due now, and what that makes due; return how many attempts it took."""
        await self._write_schedules()
        attempts = 0
        while claims := await self._claim():
            await asyncio.gather(*(self._attempt(claim) for claim in claims))
            attempts += len(claims)
        return attempts

    def _register(self, kind: str, run: Callable[[Claim], Awaitable[None]]) -> None:
        assert kind not in self._handlers, f"{kind} has a handler already"
        self._handlers[kind] = run

    async def _write_schedules(self) -> None:
        for kind, cron in self._schedules.items():
            await self._db.write(
                jobs.schedule, kind=kind, cron=cron, now=self._clock.now(), queue=self._queue
            )

    async def _claim(self) -> list[Claim]:
        free = self._together_max - len(self._running)
        if free <= 0:
            return []
        claims = await self._db.write(
            jobs.claim,
            kinds=sorted(self._handlers),
            limit=free,
            now=self._clock.now(),
            queue=self._queue,
            lease_ms=self._lease_ms,
        )
        self._running.update((claim.id, claim) for claim in claims)
        if claims:
            reached("job.claimed")
        return claims

    async def _claim_safely(self) -> list[Claim]:
        try:
            return await self._claim()
        except Unavailable:
            log.warning("jobs.delayed", queue=self._queue)
            return []

    async def _next_look(self) -> int:
        """Return when to look again: when something falls due, or after the usual while."""
        later = self._clock.now() + LOOK_MS
        if len(self._running) >= self._together_max:
            return later
        try:
            due = await self._db.read(
                jobs.next_due, kinds=sorted(self._handlers), queue=self._queue
            )
        except Unavailable:
            return later
        return later if due is None else min(due, later)

    async def _attempt(self, claim: Claim) -> None:
        try:
            await self._within_lease(claim)
        except LeaseLost:
            DONE.labels(claim.kind, "lease_lost").inc()
            log.warning("job.lease_lost", job=claim.id, kind=claim.kind)
        except Exception as error:  # noqa: BLE001  # _failed writes it down
            await self._failed(claim, error)
        else:
            DONE.labels(claim.kind, "done").inc()
        self._running.pop(claim.id, None)
        # There is room for another one.
        self._db.bus.publish(jobs.TOPIC)

    async def _within_lease(self, claim: Claim) -> None:
        done = False

        async def run() -> None:
            nonlocal done
            await self._handlers[claim.kind](claim)
            done = True

        await first_of(run(), self._clock.wait_until(claim.until_at - LEASE_MARGIN_MS))
        if not done:
            raise TimeoutError("The handler took longer than the lease of its job.")

    async def _failed(self, claim: Claim, error: Exception) -> None:
        log.warning("job.failed", job=claim.id, kind=claim.kind, exc_info=error)
        try:
            parked = await self._db.write(
                jobs.fail,
                claim=claim,
                error=_words(error),
                now=self._clock.now(),
                hopeless=isinstance(error, Hopeless),
            )
        except (LeaseLost, Unavailable):
            # The lease will run out, and the job is tried again.
            DONE.labels(claim.kind, "lease_lost").inc()
        else:
            DONE.labels(claim.kind, "parked" if parked else "failed").inc()

    async def _give_back(self) -> None:
        for claim in list(self._running.values()):
            try:
                await self._db.write(jobs.release, claim=claim)
            except (LeaseLost, Unavailable):
                log.info("job.left_to_its_lease", job=claim.id, kind=claim.kind)
        self._running.clear()


def _words(error: Exception) -> str:
    if isinstance(error, OnqueueError):
        return str(error)
    # The first line only: databases put the values of the row into the next ones.
    first, _, _ = str(error).partition("\n")
    return f"{type(error).__name__}: {first}"


def _sweep(session: Session, payload: dict[str, Any], now: int) -> None:
    del payload
    jobs.forget_done(session, before=now - jobs.DONE_KEPT_MS)
