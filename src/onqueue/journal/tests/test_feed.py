"""The feed: every fact once, in order, however it is woken."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy.orm import Session
from typing_extensions import override

from onqueue.journal.feed import LOOK_MS, Feed
from onqueue.journal.store import FRESH_MAX, Entry, append, read_after
from onqueue.journal.tests.test_store import fact
from onqueue.kernel.bus import LocalBus
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.tasks import Tasks


@pytest.fixture
async def tasks() -> AsyncIterator[Tasks]:
    running = Tasks()
    yield running
    await running.stop()
    assert running.crashed == {}


class Follower:
    def __init__(self) -> None:
        self.seen: list[int] = []

    async def take(self, entries: Sequence[Entry]) -> None:
        self.seen += [entry.seq for entry in entries]


async def test_followers_are_given_every_fact_in_order(
    database: Database, clock: VirtualClock, tasks: Tasks
) -> None:
    await database.write(append, facts=[fact("a"), fact("b")])
    feed, one, two = Feed(db=database, clock=clock), Follower(), Follower()
    feed.follow("one", one.take)
    feed.follow("two", two.take)
    tasks.start(feed.run(after=1), name="feed")
    await asyncio.gather(*(database.write(append, facts=[fact("c")]) for _ in range(20)))
    await feed.reached(22)
    assert one.seen == two.seen == list(range(2, 23))


async def test_without_a_number_it_begins_at_the_end(
    database: Database, clock: VirtualClock, tasks: Tasks
) -> None:
    await database.write(append, facts=[fact("a")])
    feed, follower = Feed(db=database, clock=clock), Follower()
    feed.follow("one", follower.take)
    tasks.start(feed.run(), name="feed")
    await feed.reached(1)
    await database.write(append, facts=[fact("b")])
    await feed.reached(2)
    assert follower.seen == [2]


async def test_more_than_one_batch_is_read_without_another_wake(
    database: Database, clock: VirtualClock, tasks: Tasks
) -> None:
    await database.write(append, facts=[fact("a")] * 1_200)
    feed, follower = Feed(db=database, clock=clock), Follower()
    feed.follow("one", follower.take)
    tasks.start(feed.run(after=0), name="feed")
    await feed.reached(1_200)
    assert follower.seen == list(range(1, 1_201))


async def test_a_follower_that_fails_or_leaves_does_not_hold_up_the_others(
    database: Database, clock: VirtualClock, tasks: Tasks
) -> None:
    async def fail(entries: Sequence[Entry]) -> None:
        raise KeyError("broken")

    feed, stays, leaves = Feed(db=database, clock=clock), Follower(), Follower()
    feed.follow("fails", fail)
    feed.follow("leaves", leaves.take)
    feed.follow("stays", stays.take)
    tasks.start(feed.run(after=0), name="feed")
    await database.write(append, facts=[fact("a")])
    await feed.reached(1)
    feed.unfollow("leaves")
    await database.write(append, facts=[fact("b")])
    await feed.reached(2)
    assert (stays.seen, leaves.seen) == ([1, 2], [1])


async def test_what_this_process_added_is_not_read_again(
    database: Database, clock: VirtualClock, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []

    def counting(session: Session, *, after: int, limit: int) -> list[Entry]:
        reads.append(after)
        return read_after(session, after=after, limit=limit)

    monkeypatch.setattr("onqueue.journal.feed.read_after", counting)
    feed = Feed(db=database, clock=clock)
    given: list[Entry] = []

    async def take(entries: Sequence[Entry]) -> None:
        given.extend(entries)

    feed.follow("one", take)
    # What is there before it begins can only be read.
    await database.write(append, facts=[fact("a")])
    tasks.start(feed.run(after=0), name="feed")
    await feed.reached(1)
    for _ in range(5):
        last = await database.write(append, facts=[fact("b"), fact("c", subject=None)])
        await feed.reached(last)
    assert reads == [0]
    assert given == await database.read(read_after, after=0)


async def test_what_came_from_elsewhere_in_between_is_read(
    database: Database, clock: VirtualClock, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, follower = Feed(db=database, clock=clock), Follower()
    feed.follow("one", follower.take)
    tasks.start(feed.run(after=0), name="feed")
    await database.write(append, facts=[fact("a")])
    await feed.reached(1)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("onqueue.journal.store.announce", lambda *_: None)
        await database.write(append, facts=[fact("b"), fact("c")])
    await database.write(append, facts=[fact("d")])
    await feed.reached(4)
    await database.write(append, facts=[fact("e")])
    await feed.reached(5)
    assert follower.seen == [1, 2, 3, 4, 5]


async def test_too_many_to_come_along_are_read(
    database: Database, clock: VirtualClock, tasks: Tasks
) -> None:
    feed, follower = Feed(db=database, clock=clock), Follower()
    feed.follow("one", follower.take)
    tasks.start(feed.run(after=0), name="feed")
    await database.write(append, facts=[fact("a")])
    await feed.reached(1)
    many = [fact("b")] * (FRESH_MAX + 1)
    await asyncio.gather(*(database.write(append, facts=some) for some in (many, [fact("c")])))
    await feed.reached(FRESH_MAX + 3)
    assert follower.seen == list(range(1, FRESH_MAX + 4))


async def test_a_lost_wake_costs_a_second_and_not_a_fact(
    database_url: str, clock: VirtualClock, tasks: Tasks
) -> None:
    class DeafBus(LocalBus):
        @override
        def publish(self, topic: str, payload: bytes = b"") -> None:
            del topic, payload

    database = Database(url=database_url, bus=DeafBus())
    await database.start()
    feed, follower = Feed(db=database, clock=clock), Follower()
    feed.follow("one", follower.take)
    running = tasks.start(feed.run(after=0), name="feed")
    await database.write(append, facts=[fact("a")])
    while feed.seq == 0:
        clock.advance(ms=LOOK_MS)
        await asyncio.sleep(0)
    assert follower.seen == [1]
    running.cancel()
    await running.ended()
    await database.stop()
