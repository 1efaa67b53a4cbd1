"""Who lives the days through? One worker a process, one trial at a time, in a child process.

A day costs a core for minutes; in the server's own process everybody would wait. The child
(`living`) reads the database for itself and says how far it is, a line each; whatever happens to
the server, it ends with it. Each look at the clock renews the trial's lease and finds out whether
it was cancelled.
"""

from __future__ import annotations

import asyncio
from typing import Final

import structlog

from onqueue.kernel.children import Child
from onqueue.kernel.clock import Clock
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.settings import Settings
from onqueue.kernel.tasks import first_of
from onqueue.trials import service
from onqueue.trials.errors import TrialFailed, TrialTooLong
from onqueue.trials.jobs.lines import Done, Failed, Line, Order, Progress, read_line, write_line
from onqueue.trials.service import Claim

log = structlog.get_logger(__name__)

LOOK_MS: Final = 5_000
"""How often to look without being woken, for trials that another process was asked for."""
BEAT_MS: Final = 1_000
MINUTES_MAX: Final = 30
MINUTE_MS: Final = 60_000
LINE_MAX: Final = 16 * 1024 * 1024
"""A result with thousands of queues is one line."""
CHILD: Final = "onqueue.trials.jobs.living"


class Trials:
    """Tries drafts, as they are asked for."""

    def __init__(self, *, db: Database, clock: Clock, settings: Settings) -> None:
        self._db = db
        self._clock = clock
        self._settings = settings

    async def run(self) -> None:
        """Try what is asked for, until cancelled."""
        with self._db.bus.subscribe(service.TOPIC, latest=True) as wakes:
            while True:
                claim = await self._claim()
                if claim is not None:
                    await self._attempt(claim)
                    continue
                again = self._clock.now() + LOOK_MS
                await first_of(wakes.next(), self._clock.wait_until(again))

    async def run_due(self) -> None:
        """Try all that is asked for now."""
        while (claim := await self._claim()) is not None:
            await self._attempt(claim)

    async def _claim(self) -> Claim | None:
        try:
            return await self._db.write(service.claim_trial, now=self._clock.now())
        except Unavailable:
            log.warning("trials.delayed")
            return None

    async def _attempt(self, claim: Claim) -> None:
        run = _Run(claim=claim, db=self._db, clock=self._clock, settings=self._settings)
        try:
            await run.until_over()
        except Unavailable:
            # The lease runs out, and it is said to have been interrupted.
            log.warning("trial.left_to_its_lease", trial=claim.id)
        except asyncio.CancelledError:
            await self._db.write(service.interrupt_trial, claim=claim, now=self._clock.now())
            raise


class _Run:
    """One trial and its child."""

    def __init__(self, *, claim: Claim, db: Database, clock: Clock, settings: Settings) -> None:
        self._claim = claim
        self._db = db
        self._clock = clock
        self._settings = settings
        self._progress = Progress(phase="reading", done=0, total=0)
        self._said: Done | Failed | None = None

    async def until_over(self) -> None:
        """Run the child to its end, or until the trial is cancelled or takes too long."""
        child = await Child.start(CHILD, line_max=LINE_MAX)
        # Not longer, however often somebody looks.
        ends_at = self._clock.now() + MINUTES_MAX * MINUTE_MS
        try:
            await first_of(self._listen(child), self._keep(), self._clock.wait_until(ends_at))
        except (OSError, ValueError) as error:
            # It ended before it heard its order, or said something endless.
            log.warning("trial.child_lost", trial=self._claim.id, error=str(error))
        finally:
            await child.end()
        await self._tell(late=self._clock.now() >= ends_at)

    async def _listen(self, child: Child) -> None:
        claim = self._claim
        order = Order(
            database=self._settings.database,
            site=self._settings.site,
            subject=claim.subject,
            draft=claim.draft,
            revision=claim.revision,
            from_at=claim.from_at,
            to_at=claim.to_at,
            seeds=claim.seeds,
        )
        await child.say(write_line(order))
        while raw := await child.hear():
            line: Line = read_line(raw)
            if isinstance(line, Progress):
                self._progress = line
            else:
                self._said = line
                return

    async def _keep(self) -> None:
        """Say how far it is, as long as it is wanted."""
        with self._db.bus.subscribe(service.TOPIC, latest=True) as wakes:
            while await self._held():
                again = self._clock.now() + BEAT_MS
                await first_of(wakes.next(), self._clock.wait_until(again))

    async def _held(self) -> bool:
        now = self._progress
        return await self._db.write(
            service.hold_trial,
            claim=self._claim,
            phase=now.phase,
            done=now.done,
            total=now.total,
            now=self._clock.now(),
        )

    async def _tell(self, *, late: bool) -> None:
        said, now = self._said, self._clock.now()
        if isinstance(said, Done):
            await self._held()
            await self._db.write(
                service.finish_trial, claim=self._claim, outcome=said.outcome, now=now
            )
            return
        if said is None:
            error = TrialTooLong(minutes=MINUTES_MAX) if late else TrialFailed()
            said = Failed(code=error.code, sentence=str(error))
        # Of a trial that was cancelled this finds nothing to say it of.
        await self._db.write(
            service.fail_trial, claim=self._claim, code=said.code, sentence=said.sentence, now=now
        )
