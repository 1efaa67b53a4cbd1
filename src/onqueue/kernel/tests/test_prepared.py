"""Statements that go straight to the driver: the same rows, values and errors as all others."""

from __future__ import annotations

import pytest
from sqlalchemy import JSON, BigInteger, Column, MetaData, String, Table, bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from onqueue.kernel.db import Database, Prepared

THINGS = Table(
    "thing",
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String, nullable=False),
    Column("more", JSON, nullable=False),
)
ADD = Prepared(insert(THINGS))
FIND = Prepared(
    select(THINGS.c.name, THINGS.c.id).where(
        THINGS.c.id > bindparam("after"), THINGS.c.id < bindparam("after") + 10,
        THINGS.c.name != "nobody",
    ).order_by(THINGS.c.id)
)  # fmt: skip


@pytest.fixture
async def db(database: Database) -> Database:
    await database.write(lambda session: THINGS.create(session.connection()))
    return database


def thing(n: int, name: str = "é 100% :x ?") -> dict[str, object]:
    return {"id": n, "name": name, "more": {"n": n}}


async def test_values_go_in_and_rows_come_out(db: Database) -> None:
    await db.write(lambda session: ADD.run(session, [thing(1), thing(2), thing(3, "nobody")]))
    assert await db.read(lambda session: FIND.rows(session, {"after": 0, "unasked": 1})) == [
        ("é 100% :x ?", 1), ("é 100% :x ?", 2)
    ]  # fmt: skip
    stored = await db.read(lambda session: session.scalars(select(THINGS.c.more)).all())
    assert stored == [{"n": 1}, {"n": 2}, {"n": 3}]


async def test_an_error_is_the_same_as_of_all_others_and_undoes_the_function(db: Database) -> None:
    def twice(session: Session) -> None:
        ADD.run(session, [thing(1)])
        ADD.run(session, [thing(1, "somebody's name")])

    with pytest.raises(IntegrityError) as caught:
        await db.write(twice)
    # What people wrote does not get into the logs.
    assert "somebody" not in str(caught.value)
    await db.write(lambda session: ADD.run(session, [thing(4)]))
    assert await db.read(lambda session: FIND.rows(session, {"after": 0})) == [("é 100% :x ?", 4)]


async def test_it_sees_what_the_function_wrote_before(db: Database) -> None:
    def write_and_read(session: Session) -> list[object]:
        session.execute(insert(THINGS), [thing(5)])
        return FIND.rows(session, {"after": 0})

    assert await db.write(write_and_read) == [("é 100% :x ?", 5)]
