"""What happens to what is configured: made, changed, archived, audited, announced."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from onqueue.directory import queries, service
from onqueue.directory.errors import (
    NameArchived,
    NameTaken,
    RecordChanged,
    RecordInUse,
    RecordMissing,
)
from onqueue.directory.models import Skill
from onqueue.directory.rules.hours import Hours, Interval
from onqueue.directory.schemas import shown
from onqueue.directory.tests.people import agent_actor, audit_rows, member
from onqueue.floor.specs import AgentSpec, QueueSpec
from onqueue.identity.service.by import By
from onqueue.kernel.authz import RightMissing
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Invalid


async def test_a_skill_is_made_changed_and_archived(database: Database, by: By) -> None:
    made = await database.write(service.create_skill, by=by, name="German")
    assert made == shown.Skill(
        id=made.id,
        archived=False,
        version=1,
        changed_at=by.now,
        changed_by="Onqueue",
        name="German",
        description="",
        language="",
    )
    changed = await database.write(
        service.change_skill, by=by, skill=made.id, version=1, description="Speaks it"
    )
    assert (changed.version, changed.description) == (2, "Speaks it")
    gone = await database.write(
        service.change_skill, by=by, skill=made.id, version=2, archived=True
    )
    assert (gone.version, gone.archived) == (3, True)
    back = await database.write(
        service.change_skill, by=by, skill=made.id, version=3, archived=False
    )
    assert (back.version, back.archived) == (4, False)
    first = {"name": "German", "description": "", "language": "", "archived": False}
    assert await database.read(audit_rows) == [
        ("skill.created", made.id, None, first),
        ("skill.changed", made.id, {"description": ""}, {"description": "Speaks it"}),
        ("skill.archived", made.id, {"archived": False}, {"archived": True}),
        ("skill.restored", made.id, {"archived": True}, {"archived": False}),
    ]


async def test_changing_nothing_leaves_no_trace(database: Database, by: By) -> None:
    made = await database.write(service.create_skill, by=by, name="German")
    same = await database.write(
        service.change_skill, by=by, skill=made.id, version=1, name="German"
    )
    assert same == made
    assert len(await database.read(audit_rows)) == 1


async def test_a_change_of_what_was_not_seen_is_refused(database: Database, by: By) -> None:
    made = await database.write(service.create_skill, by=by, name="German")
    await database.write(service.change_skill, by=by, skill=made.id, version=1, name="Deutsch")
    with pytest.raises(RecordChanged) as refusal:
        await database.write(service.change_skill, by=by, skill=made.id, version=1, name="Dutch")
    assert refusal.value.data == {"version": 2, "changed_by": "Onqueue", "changed_at": by.now}
    assert str(refusal.value).startswith("Onqueue has changed this in the meantime.")
    assert await database.read(queries.skill_names) == {made.id: "Deutsch"}
    assert len(await database.read(audit_rows)) == 2


async def test_names_are_compared_without_case_and_spaces(database: Database, by: By) -> None:
    made = await database.write(service.create_skill, by=by, name="Billing Team")
    with pytest.raises(NameTaken) as refusal:
        await database.write(service.create_skill, by=by, name=" BILLING   team")
    assert (refusal.value.field, refusal.value.status) == ("name", 409)
    other = await database.write(service.create_skill, by=by, name="Other")
    with pytest.raises(NameTaken):
        await database.write(
            service.change_skill, by=by, skill=other.id, version=1, name="billing team"
        )
    await database.write(service.change_skill, by=by, skill=made.id, version=1, archived=True)
    with pytest.raises(NameArchived):
        await database.write(service.create_skill, by=by, name="billing team")
    again = await database.write(
        service.change_skill, by=by, skill=made.id, version=2, archived=False, name="billing TEAM"
    )
    assert again.name == "billing TEAM"


async def test_without_the_right_nothing_changes(database: Database, by: By) -> None:
    made = await database.write(service.create_skill, by=by, name="German")
    poor = By(actor=agent_actor("ann", "contact.handle"), now=by.now, network="")
    attempts: tuple[tuple[Any, dict[str, Any]], ...] = (
        (service.create_skill, {"name": "Dutch"}),
        (service.change_skill, {"skill": made.id, "version": 1, "name": "Dutch"}),
        (service.create_canned_reply, {"shortcut": "a", "title": "A", "text": "A"}),
        (service.found_centre, {"name": "A", "languages": ["en"], "time_zone": "UTC"}),
        (service.change_centre, {"version": 1, "name": "A"}),
    )
    for use_case, asked in attempts:
        with pytest.raises(RightMissing):
            await database.write(use_case, by=poor, **asked)
    with pytest.raises(RightMissing):
        await database.write(
            service.put_agent, by=poor, account="ann", version=0,
            skills=[], queues=[], capacity={}, exclusive=[],
        )  # fmt: skip
    assert await database.read(queries.skill_names) == {made.id: "German"}
    assert len(await database.read(audit_rows)) == 1
    assert not await database.read(queries.centre_exists)


async def test_a_change_wakes_those_who_follow(database: Database, by: By) -> None:
    with database.bus.subscribe(service.TOPIC) as wakes:
        await database.write(service.create_skill, by=by, name="German")
        assert await wakes.next() == b""


@pytest.mark.parametrize(
    "fields, field, reason",
    [
        ({"name": " "}, "name", "it needs a name"),
        ({"name": "a\x00b"}, "name", "it has characters that cannot be seen"),
        ({"name": "A", "hours_id": "nope"}, "hours_id",
         "this set of hours does not exist or is archived"),
        ({"name": "A", "skills": [{"skill": "nope", "level": 1}]}, "skills",
         "this skill does not exist or is archived"),
        ({"name": "A", "skills": [{"skill": "s", "level": 11}]}, "skills",
         "levels go from 1 to 10"),
        ({"name": "A", "skills": [{"skill": "s", "level": 1}] * 2}, "skills",
         "a skill is there twice"),
    ],
)  # fmt: skip
async def test_queues_that_make_no_sense(
    database: Database, by: By, fields: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await database.write(service.create_queue, by=by, **fields)
    assert (refusal.value.field, refusal.value.reason) == (field, reason)
    assert await database.read(queries.queue_names) == {}


async def test_boards_turn_amber_before_red(database: Database, by: By) -> None:
    made = await database.write(service.create_queue, by=by, name="General")
    usual = {
        "waiting_amber": 5, "waiting_red": 10, "oldest_amber_s": 60,
        "oldest_red_s": 180, "sl_amber": 80, "sl_red": 60,
    }  # fmt: skip
    assert vars(made.thresholds) == usual
    for wrong in ({"waiting_amber": 11}, {"oldest_red_s": 59}, {"sl_red": 81}):
        with pytest.raises(Invalid) as refusal:
            await database.write(
                service.change_queue, by=by, queue=made.id, version=1,
                thresholds={**usual, **wrong},
            )  # fmt: skip
        assert refusal.value.field == "thresholds"


async def test_what_is_in_use_is_not_archived(database: Database, by: By) -> None:
    skill = await database.write(service.create_skill, by=by, name="German")
    spoken = await database.write(service.create_skill, by=by, name="Spanish")
    hours = await database.write(service.create_hours, by=by, name="Office", time_zone="UTC")
    queue = await database.write(
        service.create_queue, by=by, name="General", hours_id=hours.id,
        skills=[{"skill": skill.id, "level": 2}],
    )  # fmt: skip
    widget = await database.write(
        service.create_chat_widget, by=by, name="Shop", queue_id=queue.id,
        skill_by_language={"es": {"skill": spoken.id, "level": 1}},
    )  # fmt: skip
    attempts: tuple[tuple[Any, dict[str, str], str], ...] = (
        (service.change_skill, {"skill": skill.id}, "“General”"),
        (service.change_skill, {"skill": spoken.id}, "“Shop”"),
        (service.change_hours, {"hours": hours.id}, "“General”"),
        (service.change_queue, {"queue": queue.id}, "“Shop”"),
    )
    for use_case, asked, user in attempts:
        with pytest.raises(RecordInUse) as refusal:
            await database.write(use_case, by=by, version=1, archived=True, **asked)
        assert refusal.value.data == {"by": user}
    await database.write(
        service.change_chat_widget, by=by, widget=widget.id, version=1, archived=True
    )
    await database.write(service.change_queue, by=by, queue=queue.id, version=1, archived=True)
    await database.write(service.change_hours, by=by, hours=hours.id, version=1, archived=True)
    with pytest.raises(Invalid) as broken:
        await database.write(service.change_queue, by=by, queue=queue.id, version=2, archived=False)
    assert broken.value.field == "hours_id"
    assert await database.read(queries.queue_names) == {queue.id: "General"}


async def test_the_floor_gets_what_it_needs(database: Database, by: By) -> None:
    skill = await database.write(service.create_skill, by=by, name="German")
    old = await database.write(service.create_skill, by=by, name="Latin")
    hours = await database.write(
        service.create_hours, by=by, name="Office", time_zone="Europe/Berlin",
        weekly=[{"day": 0, "from": "09:00", "to": "17:00"}],
        exceptions=[{"date": "2026-12-25", "name": "Christmas", "intervals": []}],
    )  # fmt: skip
    queue = await database.write(
        service.create_queue, by=by, name="General", priority=2, threshold_s=30, offer_ttl_s=15,
        wrap_up_s=0, wrap_up_extension_s=10, wrap_up_extensions_max=1, hours_id=hours.id,
        skills=[{"skill": skill.id, "level": 2}],
    )  # fmt: skip
    ann = await member(database, name="Ann")
    bob = await member(database, name="Bob")
    await member(database, name="Root", role="administrator")
    await database.write(
        service.put_agent, by=by, account=ann, version=0,
        skills=[{"skill": skill.id, "level": 7}, {"skill": old.id, "level": 1}],
        queues=[queue.id, queue.id], capacity={"voice": 1, "chat": 4}, exclusive=["voice"],
    )  # fmt: skip
    await database.write(service.change_skill, by=by, skill=old.id, version=1, archived=True)

    assert vars_of(await database.read(queries.floor_settings)) == (30_000, 2, 30_000)
    assert await database.read(queries.floor_queues) == [
        queries.FloorQueue(
            id=queue.id,
            spec=QueueSpec(
                name="General", priority=2, threshold_ms=30_000, offer_ttl_ms=15_000,
                wrap_up_ms=0, wrap_up_extension_ms=10_000, wrap_up_extensions_max=1,
            ),
            channel="chat",
            needs=((skill.id, 2),),
            hours_id=hours.id,
            archived=False,
            emergency=False,
        )
    ]  # fmt: skip
    office = Hours("Europe/Berlin", ((Interval(540, 1020),), *((),) * 6), {date(2026, 12, 25): ()})
    assert await database.read(queries.floor_hours) == {hours.id: office}
    assert await database.read(queries.queue_hours, id=queue.id) == office
    assert await database.read(queries.floor_agents) == [
        queries.FloorAgent(
            id=ann,
            spec=AgentSpec(
                name="Ann", skills=((skill.id, 7),), queues=(queue.id,),
                capacity=(("chat", 4), ("voice", 1)), exclusive=("voice",),
            ),
        ),
        queries.FloorAgent(id=bob, spec=AgentSpec(name="Bob")),
    ]  # fmt: skip


def vars_of(found: queries.FloorSettings) -> tuple[int, int, int]:
    return found.ageing_ms, found.misses_max, found.presence_grace_ms


async def test_a_profile_is_said_whole(database: Database, by: By) -> None:
    ann = await member(database, name="Ann")
    boss = await member(database, name="Root", role="administrator")
    skill = await database.write(service.create_skill, by=by, name="German")
    said: dict[str, Any] = {
        "skills": [{"skill": skill.id, "level": 3}], "queues": [], "capacity": {"chat": 2},
        "exclusive": [],
    }  # fmt: skip
    made = await database.write(service.put_agent, by=by, account=ann, version=0, **said)
    assert made == shown.AgentProfile(
        account_id=ann, name="Ann", skills=(shown.SkillLevel(skill=skill.id, level=3),),
        queues=(), capacity={"chat": 2}, exclusive=(), units_max=0, units={}, reserved={},
        interrupts=(), cleared=(), version=1,
    )  # fmt: skip
    with pytest.raises(RecordChanged):
        await database.write(service.put_agent, by=by, account=ann, version=0, **said)
    again = await database.write(
        service.put_agent, by=by, account=ann, version=1, **{**said, "skills": []}
    )
    assert (again.version, again.skills) == (2, ())
    with pytest.raises(RecordMissing):
        await database.write(service.put_agent, by=by, account=boss, version=0, **said)
    with pytest.raises(Invalid) as refusal:
        await database.write(
            service.put_agent, by=by, account=ann, version=2, **{**said, "queues": ["nope"]}
        )
    assert refusal.value.field == "queues"
    assert await database.read(queries.agent_profile, account=ann) == again
    rows = await database.read(audit_rows)
    assert [row[0] for row in rows] == ["skill.created", "agent.changed", "agent.changed"]
    assert rows[2][2:] == ({"skills": [{"skill": skill.id, "level": 3}]}, {"skills": []})


async def test_of_two_with_one_name_at_once_one_is_refused(database: Database, by: By) -> None:
    """The name is free when it is looked up, and taken when it is stored."""
    from onqueue.directory.service import records  # noqa: PLC0415  # its insides

    def both(session: Session) -> None:
        session.add(
            Skill(
                id="other", key="german", archived=False, version=1, created_at=0, changed_at=0,
                changed_by="x", name="German", description="",
            )
        )  # fmt: skip
        row = Skill(
            id="mine", key="german", archived=False, version=1, created_at=0, changed_at=0,
            changed_by="x", name="German", description="",
        )  # fmt: skip
        from onqueue.directory.service.kinds import SKILL  # noqa: PLC0415

        records._store(session, kind=SKILL, row=row, fields={"name": "German"})

    with pytest.raises(NameTaken):
        await database.write(both)
