"""Projections: each fact counts exactly once, also after errors, restarts and new versions."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from onqueue.journal.feed import Feed
from onqueue.journal.projections import Place, Projector, advance, places
from onqueue.journal.store import Entry, append
from onqueue.journal.tests.test_store import fact
from onqueue.kernel import tasks as kernel_tasks
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.tasks import Tasks, outlasting


class Tally:
    """Counts facts by subject in a table."""

    name = "tally"
    streams = frozenset({"floor"})

    def __init__(self, *, version: int = 1, name: str = "tally") -> None:
        self.version = version
        self.name = name
        self.fails_at: int | None = None

    def apply(self, session: Session, entries: Sequence[Entry]) -> None:
        for entry in entries:
            row = {"name": self.name, "seq": entry.seq}
            session.execute(text("INSERT INTO tally (name, seq) VALUES (:name, :seq)"), row)
            if entry.seq == self.fails_at:
                raise KeyError(entry.seq)

    def reset(self, session: Session) -> None:
        session.execute(text("DELETE FROM tally WHERE name = :name"), {"name": self.name})


def counted(session: Session) -> list[int]:
    return list(session.scalars(text("SELECT seq FROM tally ORDER BY seq")))


@pytest.fixture
async def db(database: Database) -> Database:
    table = text("CREATE TABLE tally (name TEXT, seq INTEGER, PRIMARY KEY (name, seq))")
    await database.write(lambda s: s.execute(table).close())
    return database


def projector(db: Database, clock: VirtualClock, *projections: Tally) -> Projector:
    return Projector(db=db, clock=clock, projections=projections)


async def test_facts_of_its_streams_are_taken_in_once(db: Database, clock: VirtualClock) -> None:
    facts = [fact("a"), fact("b", stream="conversations"), fact("c")]
    await db.write(append, facts=facts)
    for _ in range(3):
        await projector(db, clock, Tally()).catch_up()
    assert await db.read(counted) == [1, 3]
    assert await db.read(places) == {"tally": Place(version=1, seq=3)}


async def test_more_than_one_batch_is_taken_in(db: Database, clock: VirtualClock) -> None:
    await db.write(append, facts=[fact("a")] * 1_100)
    await projector(db, clock, Tally()).catch_up()
    assert await db.read(counted) == list(range(1, 1_101))


async def test_in_the_background_it_follows_what_is_appended(
    db: Database, clock: VirtualClock
) -> None:
    tasks, follows = Tasks(), projector(db, clock, Tally())
    tasks.start(follows.run(), name="projector")
    for _ in range(3):
        seqs = await asyncio.gather(*(db.write(append, facts=[fact("a")]) for _ in range(10)))
        await follows.caught_up(max(seqs))
    assert await db.read(counted) == list(range(1, 31))
    await tasks.stop()


async def test_one_that_fails_leaves_no_trace_and_goes_on_later(
    db: Database, clock: VirtualClock
) -> None:
    await db.write(append, facts=[fact("a"), fact("b")])
    tally = Tally()
    tally.fails_at = 2
    follows = projector(db, clock, tally)
    await follows.catch_up()
    assert repr(follows.failed) == "{'tally': KeyError(2)}"
    with pytest.raises(KeyError):
        await follows.caught_up(2)
    assert await db.read(counted) == []
    tally.fails_at = None
    await follows.catch_up()
    await follows.caught_up(2)
    assert (await db.read(counted), follows.failed) == ([1, 2], {})


async def test_two_at_once_count_no_fact_twice(db: Database, clock: VirtualClock) -> None:
    await db.write(append, facts=[fact("a")] * 3)
    first, second = projector(db, clock, Tally()), projector(db, clock, Tally())
    await asyncio.gather(first.catch_up(), second.catch_up())
    assert await db.read(counted) == [1, 2, 3]
    assert (first.failed, second.failed) == ({}, {})


async def test_a_new_version_is_built_anew_and_an_old_one_keeps_off(
    db: Database, clock: VirtualClock
) -> None:
    await db.write(append, facts=[fact("a"), fact("b")])
    await projector(db, clock, Tally()).catch_up()
    await db.write(lambda s: s.execute(text("DELETE FROM tally WHERE seq = 1")).close())
    await projector(db, clock, Tally(version=2)).catch_up()
    assert await db.read(counted) == [1, 2]
    await db.write(append, facts=[fact("c")])
    assert await db.write(advance, projection=Tally(version=1)) == (2, False)
    assert await db.read(counted) == [1, 2]
    assert await db.read(places) == {"tally": Place(version=2, seq=2)}


async def test_what_no_projection_wants_is_passed_over_without_a_write(
    db: Database, clock: VirtualClock
) -> None:
    await db.write(append, facts=[fact("a")])
    follows = projector(db, clock, Tally(), Tally(name="other"))
    await follows.catch_up()
    await db.write(append, facts=[fact("b", stream="conversations")] * 2)
    await follows.catch_up()
    await follows.caught_up(3)
    written = {name: Place(version=1, seq=1) for name in ("other", "tally")}
    assert await db.read(places) == written


async def test_what_was_passed_over_is_behind_what_is_taken_in_later(
    db: Database, clock: VirtualClock
) -> None:
    tally = Tally()
    follows = projector(db, clock, tally)
    await db.write(append, facts=[fact("a")])
    await follows.catch_up()
    await db.write(append, facts=[fact("b", stream="conversations")])
    await follows.catch_up()
    await db.write(append, facts=[fact("c")])
    await follows.catch_up()
    assert await db.read(counted) == [1, 3]
    assert await db.read(places) == {"tally": Place(version=1, seq=3)}


async def test_where_much_was_passed_over_the_place_is_written_down(
    db: Database, clock: VirtualClock
) -> None:
    follows = projector(db, clock, Tally())
    await db.write(append, facts=[fact("a")])
    await follows.catch_up()
    for _ in range(2):
        await db.write(append, facts=[fact("b", stream="conversations")] * 250)
        await follows.catch_up()
    assert await db.read(places) == {"tally": Place(version=1, seq=501)}


async def test_one_kind_of_a_stream_can_be_wanted(db: Database, clock: VirtualClock) -> None:
    kind = fact("a").kind
    tally = Tally()
    tally.streams = frozenset({f"floor/{kind}", "conversations/another"})
    await db.write(append, facts=[fact("a"), fact("b", stream="conversations")])
    await projector(db, clock, tally).catch_up()
    assert await db.read(counted) == [1]


async def test_what_the_feed_has_read_is_passed_over_or_taken_in(
    db: Database, clock: VirtualClock
) -> None:
    tasks, feed = Tasks(), Feed(db=db, clock=clock)
    follows = Projector(db=db, clock=clock, projections=[Tally()], feed=feed)
    await db.write(append, facts=[fact("a")])
    await follows.catch_up()
    tasks.start(follows.run(), name="projector")
    tasks.start(feed.run(after=1), name="feed")
    for stream in ("conversations", "floor", "conversations"):
        last = await db.write(append, facts=[fact("b", stream=stream)])
        await feed.reached(last)
        await follows.caught_up(last)
    await tasks.stop()
    assert await db.read(counted) == [1, 3]
    # The last one was passed over, and nothing was written down for it.
    assert await db.read(places) == {"tally": Place(version=1, seq=3)}


async def test_what_failed_is_nobody_s_trouble_once_another_process_follows(
    db: Database, clock: VirtualClock
) -> None:
    tally = Tally()
    tally.fails_at = 1
    await db.write(append, facts=[fact("a")])
    followed, tasks = projector(db, clock, tally), Tasks()
    tasks.start(followed.run(), name="projector")
    with pytest.raises(KeyError):
        await followed.caught_up(1)
    assert followed.failed
    await tasks.stop()
    assert followed.failed == {}


async def test_one_that_cannot_look_what_is_new_looks_again_once_it_can(
    db: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_tasks, "AGAIN_S", 0.01)
    tasks, follows = Tasks(), projector(db, clock, Tally())
    await db.write(append, facts=[fact("a")])
    await follows.catch_up()
    db._reads.set_away(True)
    await db.write(append, facts=[fact("a")])
    tasks.start(outlasting(follows.run, name="projector"), name="projector")
    await asyncio.sleep(0.05)
    db._reads.set_away(False)
    async with asyncio.timeout(10):
        await follows.caught_up(2)
    assert (await db.read(counted), tasks.crashed) == ([1, 2], {})
    await tasks.stop()


async def test_answer_that_comes_late_takes_nothing_back_that_was_passed_over(
    db: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks, feed, write = Tasks(), Feed(db=db, clock=clock), db.write
    follows = Projector(db=db, clock=clock, projections=[Tally()], feed=feed)
    tasks.start(feed.run(after=0), name="feed")

    async def write_slowly(*args: Any, **kwargs: Any) -> Any:
        result = await write(*args, **kwargs)
        last = await write(append, facts=[fact("a", stream="conversations")])
        await feed.reached(last)
        return result

    monkeypatch.setattr(db, "write", write_slowly)
    await follows.catch_up()
    assert follows.late(1) == ()
    await tasks.stop()
