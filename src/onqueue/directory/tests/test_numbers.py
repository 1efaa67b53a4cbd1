"""Telephone numbers: when two are one, where they lead, and what keeps a queue in use."""

from __future__ import annotations

from typing import Any

import pytest

from onqueue.directory import queries, service
from onqueue.directory.errors import NameTaken, RecordInUse
from onqueue.directory.rules.numbers import check_number, number_key
from onqueue.directory.tests.people import audit_rows
from onqueue.identity.service.by import By
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Invalid


@pytest.mark.parametrize(
    "written", ["+49 30 1234", "0049301234", "49301234", "+49 (30) 12-34", "+49/30.1234"]
)
def test_one_number_is_written_in_many_ways(written: str) -> None:
    check_number(written)
    assert number_key(written) == "49301234"


def test_a_number_without_its_country_is_another_one() -> None:
    assert number_key("0301234") == "0301234"


@pytest.mark.parametrize("written", ["", "+", "1", "+49 30 CALL", "1" * 21, "٣٤٥"])
def test_what_nobody_can_dial_is_refused(written: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_number(written)
    assert refusal.value.field == "number"


async def test_a_number_leads_to_its_queue_however_it_is_dialled(
    database: Database, by: By
) -> None:
    queue = await database.write(service.create_queue, by=by, name="General", channel="voice")
    made = await database.write(
        service.create_phone_number, by=by, number=" +49 30 1234 ", queue_id=queue.id
    )
    assert (made.number, made.queue_id, made.language) == ("+49 30 1234", queue.id, "en")
    for dialled in ("+49301234", "0049301234", "49301234"):
        assert await database.read(queries.number_dialled, dialled=dialled) == made
    assert await database.read(queries.number_dialled, dialled="0301234") is None
    await database.write(
        service.change_phone_number, by=by, number=made.id, version=1, archived=True
    )
    assert await database.read(queries.number_dialled, dialled="49301234") is None
    audited = [row[0] for row in await database.read(audit_rows)]
    assert audited[-2:] == ["phone_number.created", "phone_number.archived"]


async def test_the_same_number_cannot_be_there_twice(database: Database, by: By) -> None:
    queue = await database.write(service.create_queue, by=by, name="General", channel="voice")
    fields: dict[str, Any] = {"by": by, "queue_id": queue.id}
    await database.write(service.create_phone_number, number="+49301234", **fields)
    with pytest.raises(NameTaken) as refusal:
        await database.write(service.create_phone_number, number="0049 30 1234", **fields)
    assert refusal.value.field == "number"


async def test_a_number_needs_a_queue_that_is_there(database: Database, by: By) -> None:
    with pytest.raises(Invalid) as refusal:
        await database.write(service.create_phone_number, by=by, number="110", queue_id="none")
    assert refusal.value.field == "queue_id"


async def test_a_queue_with_a_number_stays_in_use(database: Database, by: By) -> None:
    queue = await database.write(service.create_queue, by=by, name="General", channel="voice")
    await database.write(service.create_phone_number, by=by, number="+49301234", queue_id=queue.id)
    with pytest.raises(RecordInUse, match=r"\+49301234"):
        await database.write(service.change_queue, by=by, queue=queue.id, version=1, archived=True)
