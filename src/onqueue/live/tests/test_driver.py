"""The driver answers after the commit, and comes back from the journal as it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from typing_extensions import override

from onqueue.floor import invariants, snapshot
from onqueue.floor.commands import (
    Accept,
    Arrive,
    ChangeState,
    Command,
    ConfigureAgent,
    ConfigureQueue,
    Connect,
)
from onqueue.floor.model import Floor
from onqueue.floor.specs import AgentSpec, Needs, QueueSpec
from onqueue.journal import store
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.tasks import Tasks
from onqueue.live import recovery
from onqueue.live.driver import Driver
from onqueue.live.errors import FloorRefused, FloorStopped
from onqueue.live.inspecting import EVERY_MS

OPENING: tuple[Command, ...] = (
    ConfigureQueue(queue="q", spec=QueueSpec(name="General", offer_ttl_ms=20_000)),
    ConfigureAgent(agent="ann", spec=AgentSpec(name="Ann", queues=("q",))),
    Connect(agent="ann"),
    ChangeState(agent="ann", state="on_queue", by="ann"),
)


def arrival(contact: str) -> Arrive:
    """A chat for the queue."""
    return Arrive(
        contact=contact,
        conversation=f"thread-{contact}",
        queue="q",
        needs=Needs(channel="chat"),
        customer="carl",
    )


@pytest.fixture
async def driver(database: Database, clock: VirtualClock) -> AsyncIterator[Driver]:
    """A running floor with one agent on queue."""
    tasks = Tasks()
    running = Driver(db=database, clock=clock, tasks=tasks, check_invariants=True)
    await running.start()
    for command in OPENING:
        await running.ask(command)
    yield running
    await running.stop()
    await tasks.stop()
    assert running.health.breaches == []


async def kinds(database: Database) -> list[str]:
    """What the journal says, in order."""
    return [entry.kind for entry in await database.read(store.read_after, after=0, limit=500)]


async def test_answer_names_the_durable_position(driver: Driver, database: Database) -> None:
    before = await database.read(store.head)
    position = await driver.ask(arrival("c1"))
    assert position == before + 2
    assert (await kinds(database))[-2:] == ["contact.arrived", "offer.made"]


async def test_accepting_twice_is_one_event(driver: Driver, database: Database) -> None:
    await driver.ask(arrival("c1"))
    offer = next(iter((await database.read(recovery.load)).floor.offers))
    await driver.ask(Accept(offer=offer, agent="ann"))
    await driver.ask(Accept(offer=offer, agent="ann"))
    assert (await kinds(database)).count("offer.accepted") == 1


async def test_refusal_changes_nothing(driver: Driver, database: Database) -> None:
    before = await kinds(database)
    with pytest.raises(FloorRefused) as refused:
        await driver.ask(Accept(offer="none", agent="ann"))
    assert refused.value.code == "offer.over"
    assert await kinds(database) == before


async def test_deadlines_happen_without_being_asked(
    driver: Driver, database: Database, clock: VirtualClock
) -> None:
    await driver.ask(arrival("c1"))
    clock.advance(ms=20_001)
    driver.wake()
    await driver.ask(arrival("c2"))
    assert "offer.expired" in await kinds(database)


async def test_restart_gives_the_same_floor(
    driver: Driver, database: Database, clock: VirtualClock
) -> None:
    await driver.ask(arrival("c1"))
    await driver.stop()
    kept = await database.read(recovery.load)
    assert kept.replayed == 0
    fresh = await database.read(recovery.load)
    assert snapshot.dump(fresh.floor) == snapshot.dump(kept.floor)
    tasks = Tasks()
    again = Driver(db=database, clock=clock, tasks=tasks, check_invariants=True)
    await again.start()
    await again.ask(Accept(offer=next(iter(kept.floor.offers)), agent="ann"))
    assert (await kinds(database))[-1] == "offer.accepted"
    await again.stop()
    await tasks.stop()


async def test_stopped_floor_refuses(driver: Driver) -> None:
    await driver.stop()
    with pytest.raises(FloorStopped):
        await driver.ask(arrival("c1"))


async def test_second_driver_fences_the_first(
    driver: Driver, database: Database, clock: VirtualClock
) -> None:
    tasks = Tasks()
    second = Driver(db=database, clock=clock, tasks=tasks, check_invariants=True)
    await second.start()
    with pytest.raises(FloorStopped):
        await driver.ask(arrival("c1"))
    assert "contact.arrived" not in await kinds(database)
    await second.stop()
    await tasks.stop()


async def looked(driver: Driver, clock: VirtualClock) -> None:
    """Let the driver look at all of its floor."""
    begun = clock.now()
    while driver.inspection.looked_at <= begun:
        # As long as no moment of it is longer than three seconds.
        clock.advance(ms=EVERY_MS * 10)
        # What is asked is served before the look, so the second answer follows it.
        for number in range(2):
            await driver.ask(ConfigureQueue(queue=f"q{number}", spec=QueueSpec(name=f"Q {number}")))


async def test_floor_that_went_wrong_in_memory_is_built_again_from_the_journal(
    driver: Driver, database: Database, clock: VirtualClock
) -> None:
    driver._check = False
    await driver.ask(arrival("c1"))
    assert driver._floor is not None
    driver._floor.queues["q"].counts["waiting"] += 3
    await looked(driver, clock)
    (seen,) = driver.inspection.seen()
    assert (seen.mended, seen.times, seen.first_at) == (True, 1, clock.now())
    assert driver.inspection.broken() == []
    assert driver.inspection.mended == 1
    assert driver.health.breaches_total == 1
    assert "c1" in driver._floor.contacts
    assert driver._floor.queues["q"].counts["waiting"] == 0
    clock.advance(ms=1)
    await driver.ask(arrival("c2"))
    assert "c2" in (await database.read(recovery.load)).floor.contacts


class Held(Database):
    """A database that lets snapshots wait."""

    def __init__(self, inner: Database) -> None:
        self._inner = inner
        self.open = asyncio.Event()
        self.waited = asyncio.Event()

    @override
    async def read(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await self._inner.read(fn, *args, **kwargs)

    @override
    async def write(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        if fn is recovery.save:
            self.waited.set()
            await self.open.wait()
        return await self._inner.write(fn, *args, **kwargs)


async def test_floor_goes_on_while_its_snapshot_is_written(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onqueue.live.driver.SNAPSHOT_EVERY_EVENTS", 1)
    tasks, held = Tasks(), Held(database)
    driver = Driver(db=held, clock=clock, tasks=tasks)
    await driver.start()
    async with asyncio.timeout(30):
        first = await driver.ask(OPENING[0])
        await held.waited.wait()
        for command in OPENING[1:]:
            await driver.ask(command)
        assert driver.health.restarts == 0
        held.open.set()
        monkeypatch.setattr("onqueue.live.driver.SNAPSHOT_EVERY_EVENTS", 1_000)
        await driver.lose()
        await driver.stop()
    kept = await database.read(recovery.load)
    assert kept.position - kept.replayed == first
    assert list(kept.floor.agents) == ["ann"]
    await tasks.stop()


async def test_floor_goes_on_between_two_moments_of_being_looked_at(
    driver: Driver, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each moment is over after one glance, and the next one comes a millisecond later.
    monkeypatch.setattr("onqueue.live.inspecting.MOMENT_S", 0.0)
    monkeypatch.setattr("onqueue.live.inspecting.monotonic_s", lambda: 0.0)
    clock.advance(ms=EVERY_MS)
    served = 0
    while not driver.inspection.looked_at:
        await driver.ask(arrival(f"c{served}"))
        served += 1
        clock.advance(ms=1)
    # A contact, an agent, a line, three offers, their deadlines, the queue, three recounts, and
    # the end.
    assert served == 14
    assert driver.inspection.seen() == []


async def test_snapshot_that_kept_what_is_wrong_is_passed_over(
    driver: Driver, database: Database, clock: VirtualClock
) -> None:
    driver._check = False
    await driver.ask(arrival("c1"))
    assert driver._floor is not None
    driver._floor.queues["q"].counts["waiting"] += 3
    await driver._snapshot()
    await looked(driver, clock)
    assert driver.inspection.mended == 1
    kept = (await database.read(recovery.load)).floor
    assert invariants.check(kept, settled=False) == []


async def test_breach_that_the_journal_has_as_well_is_told_and_the_floor_goes_on(
    driver: Driver, database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver._check = False
    breach = invariants.Breach(code="c1.strange", sentence="Contact c1 is strange.")
    loads = 0

    def strange(floor: Floor, *, settled: bool = True) -> Iterator[list[invariants.Breach]]:
        nonlocal loads
        loads += not settled
        yield [breach]

    monkeypatch.setattr(invariants, "glances", strange)
    await looked(driver, clock)
    assert loads == 2
    await looked(driver, clock)
    assert loads == 2, "what did not help is not tried again at once"
    (seen,) = driver.inspection.broken()
    assert (seen.sentence, seen.times, seen.mended) == ("Contact c1 is strange.", 2, False)
    assert driver.inspection.mended == 0
    monkeypatch.undo()
    await looked(driver, clock)
    assert driver.inspection.broken() == []
    assert len(driver.inspection.seen()) == 1
