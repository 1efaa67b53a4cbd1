"""The centre, holidays, replies, codes and reasons, and what an empty centre begins with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from onqueue.directory import queries, service
from onqueue.directory.errors import (
    CentreExists,
    NameTaken,
    PersonalRepliesFull,
    RecordChanged,
    RecordMissing,
    ReplyShared,
)
from onqueue.directory.models import CannedReply
from onqueue.directory.service.usual import OFFICE_HOURS
from onqueue.directory.tests.people import agent_actor, member
from onqueue.identity.service.by import By
from onqueue.kernel.authz import RightMissing
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Invalid


async def test_the_centre_is_founded_once(database: Database, by: By) -> None:
    before = await database.read(queries.centre)
    assert (before.name, before.version) == ("Onqueue", 0)
    with pytest.raises(RecordMissing):
        await database.write(service.change_centre, by=by, version=0, name="A")
    asked: dict[str, Any] = {"name": "Bikes", "languages": ["en", "de"], "time_zone": "UTC"}
    made = await database.write(service.found_centre, by=by, **asked)
    assert made.version == 1
    with pytest.raises(CentreExists):
        await database.write(service.found_centre, by=by, **asked)
    with pytest.raises(Invalid) as refusal:
        await database.write(service.change_centre, by=by, version=1, time_zone="Mars/Base")
    assert refusal.value.field == "time_zone"
    changed = await database.write(
        service.change_centre, by=by, version=1, ageing_s=60, languages=["de"]
    )
    assert (changed.ageing_s, changed.languages, changed.version) == (60, ("de",), 2)
    assert (await database.read(queries.floor_settings)).ageing_ms == 60_000
    with pytest.raises(RecordChanged):
        await database.write(service.change_centre, by=by, version=1, ageing_s=61)


async def test_holidays_become_closed_days(database: Database, by: By) -> None:
    made = await database.write(
        service.create_hours, by=by, name="Office", time_zone="Europe/Berlin",
        weekly=list(OFFICE_HOURS),
        exceptions=[{"date": "2026-12-25", "name": "Ours", "intervals": []}],
    )  # fmt: skip
    asked: dict[str, Any] = {
        "hours": made.id, "country": "de", "subdivision": "BE", "year": 2026, "language": "en",
    }  # fmt: skip
    found = await database.write(service.import_holidays, by=by, version=1, **asked)
    assert found.added == 9
    names = {entry["date"]: entry["name"] for entry in found.hours.exceptions}
    assert names["2026-03-08"] == "Women's Day"
    assert names["2026-12-25"] == "Ours"
    assert len(names) == 10
    again = await database.write(service.import_holidays, by=by, version=2, **asked)
    assert (again.added, again.hours) == (0, found.hours)
    with pytest.raises(RecordChanged):
        await database.write(service.import_holidays, by=by, version=1, **asked)
    for wrong, field in (({"country": "xx"}, "country"), ({"subdivision": "XX"}, "subdivision")):
        with pytest.raises(Invalid) as refusal:
            await database.write(service.import_holidays, by=by, version=2, **{**asked, **wrong})
        assert refusal.value.field == field


def test_countries_have_names() -> None:
    english = {country.code: country for country in service.holiday_countries(language="en")}
    german = {country.code: country for country in service.holiday_countries(language="de")}
    assert (english["DE"].name, german["DE"].name) == ("Germany", "Deutschland")
    assert "BE" in english["DE"].subdivisions
    own = service.public_holidays(country="DE", subdivision=None, year=2026, language=None)
    assert own[date(2026, 12, 25)] == "Erster Weihnachtstag"


async def test_replies_are_shared_or_ones_own(database: Database, by: By) -> None:
    ann = await member(database, name="Ann")
    bob = await member(database, name="Bob")
    as_ann = By(actor=agent_actor(ann, "contact.handle"), now=by.now, network="")
    as_bob = By(actor=agent_actor(bob, "contact.handle"), now=by.now, network="")
    text: dict[str, Any] = {
        "shortcut": "hi",
        "title": "Hello",
        "text": "Hello {customer.first_name}",
    }
    shared = await database.write(service.create_canned_reply, by=by, **text)
    own = await database.write(service.create_canned_reply, by=as_ann, personal=True, **text)
    assert (shared.personal, own.personal) == (False, True)
    with pytest.raises(NameTaken) as taken:
        await database.write(service.create_canned_reply, by=as_ann, personal=True, **text)
    assert taken.value.field == "shortcut"
    with pytest.raises(RecordMissing):
        await database.write(
            service.change_canned_reply, by=as_bob, reply=own.id, version=1, title="Ha"
        )
    with pytest.raises(RecordMissing):
        await database.write(service.remove_canned_reply, by=as_bob, reply=own.id)
    with pytest.raises(RightMissing):
        await database.write(
            service.change_canned_reply, by=as_ann, reply=shared.id, version=1, title="Ha"
        )
    with pytest.raises(ReplyShared):
        await database.write(service.remove_canned_reply, by=by, reply=shared.id)
    changed = await database.write(
        service.change_canned_reply, by=as_ann, reply=own.id, version=1, title="Mine"
    )
    assert (changed.title, changed.version) == ("Mine", 2)
    await database.write(service.remove_canned_reply, by=as_ann, reply=own.id)
    rows = await database.read(lambda session: [*session.scalars(select(CannedReply.id))])
    assert rows == [shared.id]


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"shortcut": "Hi there"}, "shortcut"),
        ({"title": ""}, "title"),
        ({"text": " "}, "text"),
        ({"text": "{customer.age}"}, "text"),
        ({"language": "english"}, "language"),
        ({"queue_ids": ["nope"]}, "queue_ids"),
    ],
)
async def test_bad_replies_are_named(
    database: Database, by: By, wrong: dict[str, Any], field: str
) -> None:
    good = {"shortcut": "hi", "title": "Hello", "text": "Hello"}
    with pytest.raises(Invalid) as refusal:
        await database.write(service.create_canned_reply, by=by, **{**good, **wrong})
    assert refusal.value.field == field


async def test_nobody_keeps_endless_replies(
    database: Database, by: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onqueue.directory.service.replies.PERSONAL_MAX", 1)
    ann = await member(database, name="Ann")
    as_ann = By(actor=agent_actor(ann, "contact.handle"), now=by.now, network="")
    text: dict[str, Any] = {"title": "Hello", "text": "Hello", "personal": True}
    await database.write(service.create_canned_reply, by=as_ann, shortcut="a", **text)
    with pytest.raises(PersonalRepliesFull):
        await database.write(service.create_canned_reply, by=as_ann, shortcut="b", **text)


async def test_codes_are_for_some_queues_or_all(database: Database, by: By) -> None:
    one = await database.write(service.create_queue, by=by, name="One")
    two = await database.write(service.create_queue, by=by, name="Two")
    await database.write(service.create_wrap_up_code, by=by, name="Everywhere")
    await database.write(service.create_wrap_up_code, by=by, name="Only two", queue_ids=[two.id])
    names = [
        [code.name for code in await database.read(queries.codes_for, queue=queue.id)]
        for queue in (one, two)
    ]
    assert names == [["Everywhere"], ["Everywhere", "Only two"]]


async def test_reasons_belong_to_states(database: Database, by: By) -> None:
    lunch = await database.write(service.create_state_reason, by=by, state="break", name="Lunch")
    await database.write(service.create_state_reason, by=by, state="meeting", name="Lunch")
    with pytest.raises(NameTaken):
        await database.write(service.create_state_reason, by=by, state="break", name="LUNCH")
    with pytest.raises(Invalid) as refusal:
        await database.write(service.create_state_reason, by=by, state="on_queue", name="A")
    assert refusal.value.reason == "choose one of break, training, meeting, back_office"
    assert await database.read(queries.state_reasons, state="break") == (lunch,)


async def test_an_empty_centre_can_start_at_once(database: Database, by: By) -> None:
    ann = await member(database, name="Ann")
    await database.write(
        service.found_centre, by=by, name="Shop", languages=["de", "sv"], time_zone="Europe/Berlin"
    )
    made = await database.write(service.fill_empty_centre, by=by, agents=[ann])
    widget = await database.read(queries.widget, id=made.widget)
    assert widget is not None
    assert widget.form[0].label == {"de": "Ihr Name", "sv": "Your name"}
    assert (widget.queue_id, widget.allowed_origins) == (made.queue, ("*",))
    assert len(await database.read(queries.state_reasons)) == 9
    assert len(await database.read(queries.codes_for, queue=made.queue)) == 8
    [agent] = await database.read(queries.floor_agents)
    assert (agent.spec.queues, agent.spec.capacity) == ((made.queue,), (("chat", 3),))
    with pytest.raises(NameTaken):
        await database.write(service.fill_empty_centre, by=by)
