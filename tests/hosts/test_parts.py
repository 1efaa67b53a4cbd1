"""The parts by which several processes are one centre, each for itself, on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

import psycopg
import pytest
from sqlalchemy import text

from onqueue.floor.commands import ChangeState, ConfigureQueue
from onqueue.floor.specs import QueueSpec
from onqueue.journal import asks, lease, store
from onqueue.journal.store import EpochPassed, Fact
from onqueue.kernel import nodes
from onqueue.kernel.bus import LocalBus
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database, Limits, engine_for
from onqueue.kernel.db.engines import libpq_url
from onqueue.kernel.doorbells import Doorbell, SharedBus
from onqueue.kernel.doorbells.nats import NatsDoorbell
from onqueue.kernel.doorbells.notify import NotifyDoorbell
from onqueue.kernel.errors import TooMany
from onqueue.kernel.nodes import Node
from onqueue.kernel.settings import Settings
from onqueue.kernel.tasks import Tasks
from onqueue.live.attendance import AGENT, CHAT, Everywhere
from onqueue.live.driver import Driver
from onqueue.live.errors import FloorRefused
from onqueue.live.leading import Leased
from onqueue.live.relay import Clerk, Relay
from onqueue.web.limits import Rule, SharedAttemptLimits, Window
from tests.hosts.rig import WAIT_S_MAX, Nats, until

LONG_MS: Final = 600_000
GONE_MS: Final = -1
FACT: Final = Fact(stream="floor", kind="test", subject=None, at=1, payload=b"{}")


@pytest.fixture(autouse=True)
def only_postgres(settings: Settings) -> None:
    if not settings.shared:
        pytest.skip("one process alone serves a centre on SQLite")


@pytest.fixture
async def other(database_url: str) -> AsyncIterator[Database]:
    """The database as another process has it."""
    there = Database(url=database_url)
    await there.start()
    yield there
    await there.stop()


def node(name: str) -> Node:
    return Node(id=name, role="all", host=name, pid=1, version="1")


async def enter(database: Database, name: str, *, lease_ms: int = LONG_MS) -> bool:
    return await database.write_apart(nodes.enter, node=node(name), lease_ms=lease_ms)


async def kill(other: Database, name: str, *, seen_by: Database) -> None:
    """Close the connections of a process without a word, and wait until they are seen gone.

    PostgreSQL frees what a connection held when it has noticed that it is closed: soon, not at
    the moment when it was closed.
    """
    await other.stop()
    async with asyncio.timeout(WAIT_S_MAX):
        there = True
        while there:
            await asyncio.sleep(0.01)
            there = await seen_by.read(nodes.is_there, node=name)


async def test_lease_has_one_holder_until_it_is_released(
    database: Database, other: Database
) -> None:
    await enter(database, "a")
    await enter(other, "b")
    assert await database.write(lease.take, node="a", lease_ms=LONG_MS) == 1
    assert await other.write(lease.take, node="b", lease_ms=LONG_MS) is None
    assert not await other.write_apart(lease.renew, node="b", lease_ms=LONG_MS)
    assert await database.write_apart(lease.renew, node="a", lease_ms=LONG_MS)
    await database.write_apart(lease.release, node="a")
    assert await other.write(lease.take, node="b", lease_ms=LONG_MS) == 2


async def test_holder_whose_connection_is_gone_has_lost_the_lease_at_once(
    database: Database, other: Database
) -> None:
    await enter(other, "a")
    await enter(database, "b")
    assert await other.write(lease.take, node="a", lease_ms=LONG_MS) == 1
    assert not await database.read(lease.may_take, node="b")
    await kill(other, "a", seen_by=database)
    assert await database.write(lease.take, node="b", lease_ms=LONG_MS) == 2


async def test_holder_that_lives_on_after_its_time_adds_nothing_any_more(
    database: Database, other: Database
) -> None:
    await enter(database, "a")
    await enter(other, "b")
    epoch = await database.write(lease.take, node="a", lease_ms=GONE_MS)
    assert await other.write(lease.take, node="b", lease_ms=LONG_MS) == 2
    assert epoch == 1
    with pytest.raises(EpochPassed):
        await database.write(store.append, facts=[FACT], epoch=epoch)
    with pytest.raises(EpochPassed):
        await database.write(lease.check_epoch, epoch=epoch)
    assert await database.read(store.head) == 0
    assert not await database.write_apart(lease.renew, node="a", lease_ms=LONG_MS)


async def test_lease_is_not_held_up_by_a_writer_that_froze_within_a_transaction(
    database: Database, other: Database, database_url: str
) -> None:
    await enter(database, "a")
    await enter(other, "b")
    await database.write(lease.take, node="a", lease_ms=GONE_MS)
    engine = engine_for(database_url, limits=Limits(idle_write_ms=300))
    with engine.connect() as frozen:
        frozen.execute(text("UPDATE journal_head SET seq = seq + 1"))
        async with asyncio.timeout(WAIT_S_MAX):
            assert await other.write(lease.take, node="b", lease_ms=LONG_MS) == 2
        frozen.invalidate()
    assert await other.read(store.head) == 0


async def test_who_is_connected_is_known_everywhere_until_their_process_is_gone(
    database: Database, other: Database
) -> None:
    here = Everywhere(db=database, bus=LocalBus(), node=node("a"), lease_ms=LONG_MS)
    there = Everywhere(db=other, bus=LocalBus(), node=node("b"), lease_ms=LONG_MS)
    await here.enter()
    await there.enter()
    await here.came((AGENT, "ann"))
    await there.came((AGENT, "ann"), (AGENT, "bob"))
    await there.came((AGENT, "bob"))
    assert await here.all(AGENT) == {"ann", "bob"}
    assert await here.went((AGENT, "ann")) == set(), "she has a desk at the other one"
    assert await there.went((AGENT, "ann")) == {(AGENT, "ann")}
    assert await there.went((AGENT, "bob")) == set(), "he has a second one"
    there.list(CHAT, ["c1", "c2"])
    await there.enter()
    there.list(CHAT, ["c2"])
    await there.enter()
    assert await here.all(CHAT) == {"c2"}
    await kill(other, "b", seen_by=database)
    assert await here.all(AGENT) == set()
    assert await database.write(nodes.forget_gone) == ["b"]
    assert [one.id for one in await database.read(nodes.nodes)] == ["a"]


async def test_process_that_was_taken_for_gone_says_again_who_is_connected(
    database: Database, other: Database
) -> None:
    here = Everywhere(db=database, bus=LocalBus(), node=node("a"), lease_ms=1)
    await here.enter()
    await here.came((AGENT, "ann"))
    await asyncio.sleep(0.01)
    assert await other.write(nodes.forget_gone) == ["a"]
    here = Everywhere(db=database, bus=LocalBus(), node=node("a"), lease_ms=LONG_MS)
    await here.came((AGENT, "ann"))
    await here.enter()
    assert await here.all(AGENT) == {"ann"}


async def test_command_of_another_process_is_carried_out_once_and_answered(
    database: Database, other: Database, clock: VirtualClock
) -> None:
    tasks = Tasks()
    await enter(database, "a")
    driver = Driver(
        db=database,
        clock=clock,
        tasks=tasks,
        right=Leased(db=database, node="a", lease_ms=LONG_MS),
        check_invariants=True,
    )
    await driver.start()
    clerk = Clerk(db=database, bus=LocalBus(), driver=driver)
    idle = Driver(db=other, clock=clock, tasks=tasks)
    relay = Relay(db=other, bus=other.bus, driver=idle, node="b")
    tasks.start(relay.run(), name="relay")
    tasks.start(clerk.run(), name="clerk")
    position = await relay.ask(ConfigureQueue(queue="q", spec=QueueSpec(name="General")))
    assert position == await database.read(store.head) == 1
    with pytest.raises(FloorRefused) as refused:
        await relay.ask(ChangeState(agent="nobody", state="off", by="nobody"))
    assert refused.value.code == "agent.unknown"
    assert str(refused.value).startswith("There is no agent nobody on the floor.")
    assert await database.read(asks.waiting, limit=10) == []
    assert len(relay) == 0
    await driver.stop()
    await tasks.stop()
    assert driver.health.breaches == []


async def test_command_whose_time_is_over_is_not_carried_out(database: Database) -> None:
    await database.write(asks.put, id="late", node="b", command=b"{}", wait_ms=GONE_MS)
    await database.write(asks.put, id="soon", node="b", command=b"{}", wait_ms=LONG_MS)
    assert [one.id for one in await database.read(asks.waiting, limit=10)] == ["soon"]
    await database.write(asks.answer, answers=[asks.Answer("soon", 7, None)], last=9)
    await database.write(asks.answer, answers=[asks.Answer("soon", 8, None)], last=None)
    (found,) = await database.read(asks.answers, ids=["late", "soon"])
    assert found == asks.Answer("soon", 9, None)


async def rings(one: Doorbell, two: Doorbell, *, broken: Callable[[], object]) -> None:
    """Let two processes wake each other up, also after what carries it broke."""
    here = SharedBus(doorbell=one, topics={"news", "each"})
    there = SharedBus(doorbell=two, topics={"news", "each"})
    tasks = Tasks()
    tasks.start(here.run(), name="here")
    tasks.start(there.run(), name="there")
    with (
        there.subscribe("each") as each,
        there.subscribe("news") as news,
        here.subscribe("news") as own,
        there.subscribe("words") as words,
    ):
        for after in (lambda: None, broken):
            await until(lambda: one.up and two.up, what="the doorbells")
            after()
            await until(lambda: one.up and two.up, what="the doorbells")
            heard: list[bytes] = []
            # What is said while the line comes back is lost; it is said until it is heard.
            while not heard:
                here.publish("words", b"what people write")
                here.publish("each", b"typing")
                await asyncio.sleep(0.05)
                heard = each.taken()
            assert set(heard) == {b"typing"}
        here.publish("news", b"7")
        assert await asyncio.wait_for(news.next(), timeout=20) == b"7"
        assert words.taken() == [], "what is not shared does not leave the process"
        assert own.taken() == [b"7"], "nobody hears himself twice"
    await tasks.stop()


async def test_processes_wake_each_other_up_by_the_database(database_url: str) -> None:
    def bell(name: str) -> NotifyDoorbell:
        return NotifyDoorbell(url=database_url, site="main", me=name, latest={"news"})

    def broken() -> None:
        with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'onqueue bus' AND datname = current_database()"
            )

    await rings(bell("a"), bell("b"), broken=broken)


async def test_processes_wake_each_other_up_by_nats() -> None:
    nats = Nats()

    def broken() -> None:
        nats.kill()
        nats.start()

    def bell() -> NatsDoorbell:
        return NatsDoorbell(url=nats.url, site="main", latest={"news"})

    try:
        await rings(bell(), bell(), broken=broken)
    finally:
        nats.kill()


async def test_attempts_count_over_all_processes(
    database: Database, other: Database, clock: VirtualClock
) -> None:
    rules = {"few": Rule(account=Window(4, 60)), "many": Rule(account=Window(600, 60))}
    limits = [SharedAttemptLimits(db=one, clock=clock, rules=rules) for one in (database, other)]
    for name, most in (("few", 4), ("many", 600)):
        through = 0
        for n in range(most + 100):
            try:
                await limits[n % 2].count(name, network="n", account="a")
                through += 1
            except TooMany:
                continue
        assert through == most
