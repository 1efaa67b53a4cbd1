"""The audit trail: what is written is read again, and what is altered is noticed."""

import asyncio

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from onqueue.kernel.audit import Audit, record, verify_chain
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.db import Database


def write(session: Session, *, name: str, fail: bool = False) -> int:
    number = record(
        session,
        now=5,
        actor=SYSTEM,
        action="queue.changed",
        subject_kind="queue",
        subject="q1",
        before={"name": "Ä", "sizes": [1, 2.5, None]},
        after={"name": name},
        reason="because",
        network="::1",
    )
    if fail:
        raise KeyError(name)
    return number


async def test_an_entry_is_read_as_it_was_written(database: Database) -> None:
    assert await database.write(write, name="B") == 1
    row = await database.read(lambda session: session.scalars(select(Audit)).one())
    assert (row.id, row.at, row.actor, row.actor_name) == (1, 5, "system", "Onqueue")
    assert (row.action, row.subject_kind, row.subject) == ("queue.changed", "queue", "q1")
    assert (row.before, row.after) == ({"name": "Ä", "sizes": [1, 2.5, None]}, {"name": "B"})
    assert (row.reason, row.network, row.prev_hash, len(row.hash)) == ("because", "::1", "", 64)


async def test_what_is_left_out_is_null(database: Database) -> None:
    await database.write(record, now=1, actor=SYSTEM, action="a.b", subject_kind="x", subject="y")
    nulls = text("SELECT count(*) FROM audit WHERE before IS NULL AND after IS NULL")
    assert await database.read(lambda session: session.scalar(nulls)) == 1
    assert await database.read(verify_chain) is None


async def test_numbers_have_no_gaps_and_the_chain_holds(database: Database) -> None:
    await asyncio.gather(
        *(database.write(write, name=str(n), fail=n % 3 == 0) for n in range(12)),
        return_exceptions=True,
    )
    ids = await database.read(lambda s: list(s.scalars(select(Audit.id).order_by(Audit.id))))
    assert ids == list(range(1, 9))
    assert await database.read(verify_chain) is None


async def test_an_empty_trail_holds(database: Database) -> None:
    assert await database.read(verify_chain) is None


@pytest.mark.parametrize(
    "change,number",
    [
        ("UPDATE audit SET reason = 'other' WHERE id = 2", 2),
        ('UPDATE audit SET after = \'{"name": "x"}\' WHERE id = 3', 3),
        ("UPDATE audit SET actor = 'me', hash = 'x' WHERE id = 1", 1),
        ("DELETE FROM audit WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 4", 4),
        ("DELETE FROM audit", 1),
    ],
)
async def test_what_is_altered_is_noticed(database: Database, change: str, number: int) -> None:
    for n in range(4):
        await database.write(write, name=str(n))
    await database.write(lambda session: session.execute(text(change)).close())
    assert await database.read(verify_chain) == number
