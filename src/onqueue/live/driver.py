"""What turns the pure floor into a running one?

One loop owns the floor. It takes what is in the inbox, decides it all, appends the events
in one transaction, and only then answers: nothing is acknowledged before it is durable.
Between batches it sleeps until the next deadline that the floor holds. When an append
fails, what is in memory is ahead of the truth, so the floor is thrown away and built again
from the journal; when it fails because another process leads, it is only thrown away.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.floor import invariants, snapshot, timers
from onqueue.floor.commands import Command, Tick
from onqueue.floor.step import step
from onqueue.journal import asks, lease, store
from onqueue.journal.store import EpochPassed
from onqueue.kernel.crashpoints import reached
from onqueue.kernel.errors import OnqueueError
from onqueue.live import codec, recovery
from onqueue.live.errors import FloorMoved, FloorRefused, FloorStopped
from onqueue.live.inbox import Ask, Inbox
from onqueue.live.inspecting import Inspection
from onqueue.live.leading import Sole

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.floor.events import Event
    from onqueue.floor.model import Floor
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.kernel.tasks import Running, Tasks
    from onqueue.live.leading import Right

log = structlog.get_logger(__name__)

IDLE_WAIT_S: Final = 5.0
"""The loop looks at the clock at least this often, so that a clock step costs no more."""
SNAPSHOT_EVERY_EVENTS: Final = 20_000
RESTART_PAUSE_S: Final = 0.5


@dataclass(slots=True)
class Health:
    """What the driver knows about itself, for the health page and the metrics."""

    running: bool = False
    events: int = 0
    restarts: int = 0
    breaches_total: int = 0
    breaches: list[str] = field(default_factory=list)


class Driver:
    """The one owner of a site's floor."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        tasks: Tasks,
        right: Right | None = None,
        check_invariants: bool = False,
    ) -> None:
        self.health = Health()
        self.lost = asyncio.Event()
        """Set when somebody else leads."""
        self._right = right or Sole(db=db)
        self._db = db
        self._clock = clock
        self._tasks = tasks
        self._check = check_invariants
        self.inspection = Inspection(clock=clock)
        self._inbox = Inbox()
        self._floor: Floor | None = None
        self._position = 0
        self._epoch = 0
        self._since_snapshot = 0
        self._saving: Running | None = None
        """The snapshot that is being written while the floor goes on."""
        self._running: Running | None = None
        self._stopping = False
        self._settled = False

    @property
    def leads(self) -> bool:
        """Whether asking here may lead to an answer."""
        return self._running is not None and not (self._stopping or self.lost.is_set())

    @property
    def position(self) -> int:
        """The number of the last fact that the floor was built from, or added."""
        return self._position

    async def start(self, *, epoch: int | None = None) -> None:
        """Build the floor from snapshot and journal, and begin to serve, in an epoch of ours."""
        self._epoch = await self._right.take() if epoch is None else epoch
        self.lost.clear()
        self._stopping = False
        await self._load()
        self._running = self._tasks.start(self._run(), name="floor")

    async def stop(self) -> None:
        """Finish the batch at hand, refuse the rest, and leave a snapshot for a fast start."""
        self._stopping = True
        self._inbox.wake()
        if self._running is not None:
            await self._running.ended()
        self._inbox.refuse_all(FloorStopped(retry_after_s=2))
        await self._saved()
        if self._floor is not None and self._since_snapshot and not self.lost.is_set():
            await self._snapshot()
        self._floor, self._running = None, None
        self.health.running = False

    async def lose(self) -> None:
        """Drop the floor: another process leads it."""
        self._give_way()
        self._inbox.wake()
        if self._running is not None:
            await self._running.ended()
        self._running = None

    async def ask(self, command: Command) -> int:
        """Have a command carried out; the journal position at which its outcome is durable.

        Raises `FloorRefused` with the floor's own reason, or `Unavailable` when the floor
        cannot take it now; then nothing happened and it may be asked again.
        """
        return await self.put(command)

    def put(self, command: Command, *, id: str | None = None) -> asyncio.Future[int]:  # noqa: A002  # its word
        """Take a command, with the row that wants its answer; the future is the answer."""
        if self._stopping:
            raise FloorStopped(retry_after_s=2)
        if self.lost.is_set():
            raise FloorMoved
        return self._inbox.put(command, id=id)

    def wake(self) -> None:
        """Look at the clock now. A virtual clock calls this after it moved."""
        self._inbox.wake()

    async def _run(self) -> None:
        while not (self._stopping or self.lost.is_set()):
            try:
                if self._floor is None:
                    self._epoch = await self._right.take()
                    await self._load()
                batch = await self._inbox.take(wait_s=self._wait_s())
                await self._serve(batch)
                if self.inspection.due():
                    await self._inspect()
            except EpochPassed:
                log.warning("floor.moved", position=self._position)
                self.health.restarts += 1
                self._give_way()
            except OnqueueError as error:
                await self._fail(error)
            except Exception as error:  # noqa: BLE001 - whatever broke, the journal holds the truth
                await self._fail(error)

    def _give_way(self) -> None:
        self.lost.set()
        self._floor = None
        self.health.running = False
        self._inbox.refuse_all(FloorMoved())

    async def _load(self) -> None:
        recovered = await self._db.read(recovery.load)
        self._floor, self._position = recovered.floor, recovered.position
        self._since_snapshot = recovered.replayed
        # The clock may have been set back while nobody was looking.
        self._clock.not_before(recovered.floor.now)
        self._settled = False
        self.health.running = True
        log.info("floor.started", position=self._position, replayed=recovered.replayed)

    def _wait_s(self) -> float:
        assert self._floor is not None
        wait_s = self.inspection.wait_s(IDLE_WAIT_S)
        deadline = timers.next_deadline(self._floor)
        if deadline is None:
            return wait_s
        return min(wait_s, max(0.0, (deadline - self._clock.now()) / 1000))

    async def _serve(self, batch: list[Ask]) -> None:
        now = self._clock.now()
        events: list[Event] = []
        outcomes: list[tuple[Ask, OnqueueError | None]] = []
        try:
            if self._floor is None:
                raise EpochPassed  # while we waited for something to do
            deadline = timers.next_deadline(self._floor)
            due = deadline is not None and deadline <= now
            if due or not self._settled:
                # A floor that was just built may hold work that nobody was offered yet.
                self._settled = True
                events.extend(self._step(Tick(), now=now)[0])
            for ask in batch:
                happened, refused = self._step(ask.command, now=now)
                events.extend(happened)
                outcomes.append((ask, refused))
            await self._make_durable(events, outcomes)
        except Exception as error:
            moved = isinstance(error, EpochPassed)
            for ask in batch:
                if not ask.answer.done():
                    ask.answer.set_exception(FloorMoved() if moved else FloorStopped())
            raise error from None
        self._answer(outcomes)
        if self._since_snapshot >= SNAPSHOT_EVERY_EVENTS:
            self._begin_snapshot()

    def _step(self, command: Command, *, now: int) -> tuple[tuple[Event, ...], OnqueueError | None]:
        assert self._floor is not None
        outcome = step(self._floor, command, now)
        if self._check and outcome.events:
            self._check_invariants(command)
        refused = FloorRefused.of(outcome.refusal) if outcome.refusal is not None else None
        return tuple(outcome.events), refused

    def _check_invariants(self, command: Command) -> None:
        assert self._floor is not None
        for breach in invariants.check(self._floor):
            self.health.breaches = [*self.health.breaches[-19:], breach.sentence]
            self.health.breaches_total += 1
            log.error("floor.breach", code=breach.code, after=type(command).__name__)

    async def _make_durable(
        self, events: list[Event], outcomes: list[tuple[Ask, OnqueueError | None]]
    ) -> None:
        answers = [
            asks.Answer(ask.id, self._position, None if error is None else codec.to_refusal(error))
            for ask, error in outcomes
            if ask.id is not None
        ]
        if events or answers:
            await self._append(events, answers)
        elif outcomes and not self._right.surely():
            # Nothing is added that could be refused; but what was decided may be long untrue.
            await self._db.write(lease.check_epoch, epoch=self._epoch)

    async def _append(self, events: list[Event], answers: list[asks.Answer]) -> None:
        facts = [codec.to_fact(event) for event in events]
        reached("floor.decided")
        last = await self._db.write(_append_facts, facts=facts, epoch=self._epoch, answers=answers)
        self._position = last or self._position
        reached("floor.durable")
        self.health.events += len(events)
        self._since_snapshot += len(events)

    def _answer(self, outcomes: list[tuple[Ask, OnqueueError | None]]) -> None:
        for ask, refused in outcomes:
            if ask.answer.done():
                continue
            if refused is None:
                ask.answer.set_result(self._position)
            else:
                ask.answer.set_exception(refused)
        if outcomes:
            reached("floor.answered")

    async def _snapshot(self) -> None:
        """Keep the floor as it is, after what is being kept of it already."""
        await self._saved()
        await self._save(self._dumped(), position=self._position)

    def _begin_snapshot(self) -> None:
        """Have the floor kept as it is; meanwhile it goes on."""
        if self._saving is None:
            saving = self._save_beside(self._dumped(), position=self._position)
            self._saving = self._tasks.start(saving, name="snapshot")

    def _dumped(self) -> bytes:
        assert self._floor is not None
        self._since_snapshot = 0
        return snapshot.dump(self._floor)

    async def _saved(self) -> None:
        if self._saving is not None:
            await self._saving.ended()

    async def _save_beside(self, dumped: bytes, *, position: int) -> None:
        try:
            await self._save(dumped, position=position)
        except OnqueueError as error:
            # The journal holds all of it; the next snapshot is not far.
            log.warning("snapshot.failed", position=position, error=error.code)
        finally:
            self._saving = None

    async def _save(self, dumped: bytes, *, position: int) -> None:
        reached("snapshot.saving")
        at = self._clock.now()
        packed = await asyncio.to_thread(recovery.pack, dumped)
        await self._db.write(recovery.save, packed=packed, position=position, at=at)
        reached("snapshot.saved")

    async def _inspect(self) -> None:
        """Look whether all is true; a floor that is not gives way to what the journal says."""
        assert self._floor is not None
        breaches = self.inspection.look(self._floor)
        if not breaches:  # or not everything was looked at yet
            return
        for breach in breaches:
            log.error("floor.breach", code=breach.code, sentence=breach.sentence)
        self.health.breaches_total += len(breaches)
        mended = False
        # A snapshot may have kept what is wrong; the whole journal has not.
        ways = (recovery.load, recovery.load_whole) if self.inspection.news(breaches) else ()
        for load in ways:
            found = await self._db.read(load)
            if not invariants.check(found.floor, settled=False):
                mended = True
                self._floor, self._position = found.floor, found.position
                self._settled = False
                # The snapshots to come begin with one that is right.
                await self._snapshot()
                log.warning("floor.mended", position=self._position)
                break
        self.inspection.note(breaches, mended=mended)

    async def _fail(self, error: Exception) -> None:
        log.error("floor.failed", error=repr(error))
        self._floor = None
        self.health.running = False
        self.health.restarts += 1
        await asyncio.sleep(RESTART_PAUSE_S)


def _append_facts(
    session: Session, *, facts: list[store.Fact], epoch: int, answers: list[asks.Answer]
) -> int | None:
    """Add facts and answer the asks that led to them; return the last one's number, if any."""
    last = None
    if facts:
        last = store.append(session, facts=facts, epoch=epoch)
    else:
        lease.check_epoch(session, epoch=epoch)
    asks.answer(session, answers=answers, last=last)
    return last
