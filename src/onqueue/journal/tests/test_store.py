"""The journal: numbers without gaps, epochs, and what a reader can rely on."""

import asyncio
import json

import msgspec
import pytest
from sqlalchemy.orm import Session

from onqueue.journal.store import (
    TOPIC,
    Entry,
    EpochPassed,
    Fact,
    append,
    begin_epoch,
    head,
    of_subject,
    read_after,
)
from onqueue.kernel.db import Database
from tests.support.steps import steps


def fact(name: str, *, subject: str | None = "c1", stream: str = "floor") -> Fact:
    return Fact(
        stream=stream, kind="contact.noted", subject=subject, at=5, payload=f'"{name}"'.encode()
    )


def entry(name: str, seq: int, *, subject: str | None = "c1", stream: str = "floor") -> Entry:
    return Entry(
        seq=seq,
        stream=stream,
        kind="contact.noted",
        subject=subject,
        at=5,
        payload=f'"{name}"'.encode(),
    )


async def test_payload_comes_back_as_it_was_whatever_is_in_it(database: Database) -> None:
    told = {"a": "\0 \x7f \" \\ \n :x %s $[0] -- '", "b": "😀 ü \u2028"}
    texts = [json.dumps(told).encode(), msgspec.json.encode(told), b"[]", b"null", b"12"]
    facts = [
        Fact(stream="floor", kind="contact.noted", subject=None, at=2**53 + 1, payload=one)
        for one in texts
    ]
    await database.write(append, facts=facts)
    found = await database.read(read_after, after=0)
    assert [one.payload for one in found] == texts
    assert {(one.subject, one.at) for one in found} == {(None, 2**53 + 1)}


async def test_an_empty_journal_ends_at_0(database: Database) -> None:
    assert await database.read(head) == 0
    assert await database.write(append, facts=[]) == 0
    assert await database.read(read_after, after=0) == []


async def test_facts_come_back_as_they_were_written(database: Database) -> None:
    assert await database.write(append, facts=[fact("ä"), fact("b", subject=None)]) == 2
    assert await database.write(append, facts=[fact("c")]) == 3
    assert await database.read(head) == 3
    assert await database.read(read_after, after=0) == [
        entry("ä", 1),
        entry("b", 2, subject=None),
        entry("c", 3),
    ]
    assert await database.read(read_after, after=1, limit=1) == [entry("b", 2, subject=None)]


async def test_facts_are_found_by_stream_and_by_subject(database: Database) -> None:
    facts = [fact("a"), fact("b", subject="c2"), fact("c", stream="conversations"), fact("d")]
    await database.write(append, facts=facts)
    of_stream = await database.read(read_after, after=0, stream="conversations")
    assert of_stream == [entry("c", 3, stream="conversations")]
    assert await database.read(of_subject, subject="c2") == [entry("b", 2, subject="c2")]
    assert [found.seq for found in await database.read(of_subject, subject="c1", after=1)] == [3, 4]


async def test_numbers_have_no_gaps_when_many_append_and_some_fail(database: Database) -> None:
    def add(session: Session, *, name: str) -> int:
        last = append(session, facts=[fact(name), fact(name)])
        if name == "bad":
            raise KeyError(name)
        return last

    names = ["bad" if n % 3 == 0 else str(n) for n in range(30)]
    await asyncio.gather(
        *(database.write(add, name=name) for name in names), return_exceptions=True
    )
    found = await database.read(read_after, after=0)
    assert [each.seq for each in found] == list(range(1, 41))
    assert [a.payload for a in found[::2]] == [b.payload for b in found[1::2]]
    assert await database.read(head) == 40


async def test_a_new_epoch_refuses_the_appends_of_the_one_before(database: Database) -> None:
    first = await database.write(begin_epoch)
    assert await database.write(append, facts=[fact("a")], epoch=first) == 1
    second = await database.write(begin_epoch)
    assert (first, second) == (1, 2)
    with pytest.raises(EpochPassed):
        await database.write(append, facts=[fact("b")], epoch=first)
    assert await database.write(append, facts=[fact("c")]) == 2
    assert await database.write(append, facts=[fact("d")], epoch=second) == 3
    assert [each.payload for each in await database.read(read_after, after=0)] == [
        b'"a"',
        b'"c"',
        b'"d"',
    ]


async def test_an_append_without_an_epoch_begun_is_refused(database: Database) -> None:
    with pytest.raises(EpochPassed):
        await database.write(append, facts=[fact("a")], epoch=1)
    assert await database.read(head) == 0


async def test_an_append_wakes_readers_with_the_number_of_the_last_fact(database: Database) -> None:
    with database.bus.subscribe(TOPIC) as wakes:
        await database.write(append, facts=[fact("a"), fact("b")])
        assert await wakes.next() == b"2"


async def test_sites_do_not_see_each_other(database: Database, database_url: str) -> None:
    await database.write(append, facts=[fact("a")])
    other = Database(url=database_url, site="other", read_only=True)
    await other.start()
    assert await other.read(head) == 0
    assert await other.read(read_after, after=0) == []
    await other.stop()


async def test_few_facts_are_found_without_reading_the_others(database: Database) -> None:
    """Each answer of an agent asks who takes part in a contact."""
    if database.dialect != "sqlite":
        return  # It has statistics to choose by.

    ours = [fact("ours", subject="mine", stream="rare")] * 3
    await database.write(append, facts=ours)
    asked = (
        lambda session: of_subject(session, subject="mine"),
        lambda session: read_after(session, after=0, stream="rare"),
    )
    before = [await database.read(steps, work=which) for which in asked]
    await database.write(append, facts=[fact("theirs", subject=f"c{n}") for n in range(500)])
    assert [await database.read(steps, work=which) for which in asked] == before
    assert min(before) > 20
