"""Pages: bounded, ordered to the last row, refused by name."""

from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from onqueue.kernel.db import Database
from onqueue.kernel.errors import Invalid
from onqueue.kernel.jobs import Job
from onqueue.kernel.rows import Page, Paging, page, page_rows

SORTS = {"id": Job.id, "error": Job.last_error}


def fill(session: Session) -> None:
    base: dict[str, Any] = {
        "queue": "q", "kind": "k", "payload": {}, "run_at": 0, "state": "queued",
        "attempts": 0, "attempts_max": 1, "created_at": 0,
    }  # fmt: skip
    errors = {"a": "x", "b": None, "c": "x", "d": "w", "e": None}
    session.execute(
        insert(Job), [base | {"id": name, "last_error": error} for name, error in errors.items()]
    )


async def ids(database: Database, **paging: Any) -> tuple[str, int]:
    found = await database.read(page, select(Job), paging=Paging(**paging), sorts=SORTS, key=Job.id)
    return "".join(found.map(lambda job: job.id).items), found.total


async def test_pages_follow_each_other_and_count_all(database: Database) -> None:
    await database.write(fill)
    assert await ids(database, size=2) == ("ab", 5)
    assert await ids(database, size=2, page=3) == ("e", 5)
    assert await ids(database, size=2, page=4) == ("", 5)
    assert await ids(database, sort="id", order="desc") == ("edcba", 5)


async def test_equal_rows_have_one_order_and_rows_without_a_value_come_last(
    database: Database,
) -> None:
    await database.write(fill)
    assert await ids(database, sort="error") == ("dacbe", 5)
    assert await ids(database, sort="error", order="desc") == ("cadeb", 5)


async def test_rows_of_several_columns(database: Database) -> None:
    await database.write(fill)
    found = await database.read(
        page_rows,
        select(Job.id, Job.last_error).where(Job.last_error == "x"),
        paging=Paging(size=1),
        sorts=SORTS,
        key=Job.id,
    )
    assert found.map(tuple) == Page(items=(("a", "x"),), total=2, page=1, size=1)


async def test_an_unknown_order_is_refused_by_name(database: Database) -> None:
    with pytest.raises(Invalid, match="Check sort: choose one of id, error"):
        await ids(database, sort="payload")


@pytest.mark.parametrize(
    "field,value", [("size", 0), ("size", 201), ("page", 0), ("page", 100_001)]
)
def test_sizes_and_pages_are_bounded(field: str, value: int) -> None:
    with pytest.raises(Invalid) as refused:
        Paging(**{field: value})  # type: ignore[arg-type]  # a test's short form
    assert refused.value.field == field
