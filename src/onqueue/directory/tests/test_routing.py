"""Rules of routing: drafted, refused, published, restored, and what the floor makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from onqueue.directory import models, queries, service
from onqueue.directory.errors import DraftMissing, RecordChanged, RecordInUse, RecordMissing
from onqueue.directory.queries.routing import closures, routing, versions_found
from onqueue.directory.queries.shows import show_queue
from onqueue.directory.schemas import shown
from onqueue.directory.tests.people import agent_actor, audit_rows, member
from onqueue.floor.specs import Diversion, QueueSpec, Ring, Weights
from onqueue.identity.service.by import By
from onqueue.kernel.authz import RightMissing
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Invalid
from onqueue.kernel.rows import Paging

pytestmark = pytest.mark.database


def ring(after_s: int, **given: Any) -> dict[str, Any]:
    return {"after_s": after_s, "drop": [], "lower": [], "queues": [], "priority": 1, **given}


def diversion(when: str, to: str, *, over: int = 0, target: str = "") -> dict[str, Any]:
    return {"when": when, "to": to, "over": over, "target": target}


async def make_queue(database: Database, by: By, name: str) -> str:
    return (await database.write(service.create_queue, by=by, name=name)).id


async def publish(database: Database, by: By, subject: str, **rules: Any) -> Any:
    shown = await database.read(routing, subject=subject)
    revision = shown.draft.revision if shown.draft else 0
    drafted = await database.write(
        service.put_draft, by=by, subject=subject, revision=revision, rules=rules, note=""
    )
    assert drafted.draft is not None
    return await database.write(
        service.publish_draft,
        by=by,
        subject=subject,
        revision=drafted.draft.revision,
        note="because",
    )


async def test_a_draft_counts_only_when_it_is_published(database: Database, by: By) -> None:
    german = await database.write(service.create_skill, by=by, name="German")
    gate = await database.write(service.create_gate, by=by, name="Briefing 7")
    boss = await member(database, name="Ann")
    sales, care = [await make_queue(database, by, name) for name in ("Sales", "Care")]
    rules = {
        "choice": "score",
        "weights": {"level": 3, "load": 2, "idle": 0, "occupancy": 0, "share": 0},
        "rings": [
            ring(30, lower=[{"skill": german.id, "level": 2}]),
            ring(60, drop=[german.id], queues=[care], priority=0),
        ],
        "diversions": [
            diversion("wait", "queue", over=300, target=care),
            diversion("no_agent", "person", target=boss),
            diversion("service_level", "message", over=60),
        ],
        "sticky_s": 15,
        "gates": [gate.id],
        "hard": True,
        "recovery_s": 90,
    }
    drafted = await database.write(
        service.put_draft, by=by, subject=sales, revision=0, rules=rules, note="try"
    )
    assert (drafted.in_force.number, drafted.draft and drafted.draft.number) == (0, None)
    specs = await database.read(queries.floor_specs)
    assert specs.queues[sales] == QueueSpec(name="Sales")
    wanted = QueueSpec(
        name="Sales",
        choice="score",
        weights=Weights(level=3, load=2),
        rings=(
            Ring(after_ms=30_000, lower=((german.id, 2),), priority=1),
            Ring(after_ms=60_000, drop=(german.id,), queues=(care,)),
        ),
        diversions=(
            Diversion(when="wait", to="queue", over=300_000, target=care),
            Diversion(when="no_agent", to="person", target=boss),
            Diversion(when="service_level", to="message", over=60),
        ),
        sticky_ms=15_000,
        gates=(gate.id,),
        hard=True,
        recovery_ms=90_000,
    )
    preview = await database.read(queries.floor_specs, numbers={sales: -1})
    assert preview.queues[sales] == wanted
    assert preview.queues[care] == QueueSpec(name="Care")
    published = await database.write(
        service.publish_draft, by=by, subject=sales, revision=1, note="it is time"
    )
    assert (published.in_force.number, published.draft) == (1, None)
    assert (await database.read(queries.floor_specs)).queues[sales] == wanted
    before = await database.read(queries.floor_specs, numbers={sales: 0})
    assert before.queues[sales] == QueueSpec(name="Sales")
    assert [row[0] for row in await database.read(audit_rows)][-2:] == [
        "routing.drafted",
        "routing.published",
    ]


async def test_going_back_publishes_an_earlier_version_again(database: Database, by: By) -> None:
    sales = await make_queue(database, by, "Sales")
    await publish(database, by, sales, kept_free=1)
    await publish(database, by, sales, kept_free=2)
    back = await database.write(
        service.restore_version, by=by, subject=sales, number=1, seen=2, note="too strict"
    )
    assert (back.in_force.number, back.in_force.restores) == (3, 1)
    assert (await database.read(queries.rules_of, subject=sales))["kept_free"] == 1
    found = await database.read(versions_found, subject=sales, paging=Paging())
    changes = [
        (one.number, [(d.field, d.before, d.after) for d in one.differences]) for one in found.items
    ]
    assert changes == [
        (3, [("kept_free", 2, 1)]),
        (2, [("kept_free", 1, 2)]),
        (1, [("kept_free", 0, 1)]),
    ]
    for number, seen, error in ((1, 2, RecordChanged), (9, 3, RecordMissing)):
        with pytest.raises(error):
            await database.write(
                service.restore_version, by=by, subject=sales, number=number, seen=seen, note="x"
            )
    usual = await database.write(
        service.restore_version, by=by, subject=sales, number=0, seen=3, note="as at first"
    )
    assert usual.in_force.number == 4
    assert (await database.read(queries.floor_specs)).queues[sales] == QueueSpec(name="Sales")


async def test_what_a_queue_promises_and_needs_has_versions(database: Database, by: By) -> None:
    sales = await make_queue(database, by, "Sales")
    french = (await database.write(service.create_skill, by=by, name="French")).id
    needs = [{"skill": french, "level": 4}]
    asked: dict[str, Any] = {"by": by, "subject": sales}
    drafted = await database.write(
        service.put_draft,
        **asked,
        revision=0,
        rules={"threshold_s": 45, "priority": 3, "skills": needs},
        note="",
    )
    before = (await database.read(queries.floor_specs)).queues[sales]
    tried = (await database.read(queries.floor_specs, numbers={sales: -1})).queues[sales]
    assert (before.threshold_ms, tried.threshold_ms, tried.priority) == (20_000, 45_000, 3)
    assert drafted.draft is not None
    await database.write(service.publish_draft, **asked, revision=1, note="promised less")
    assert (await database.read(queries.floor_specs)).queues[sales] == tried
    (queue,) = await database.read(queries.floor_queues)
    assert queue.needs == ((french, 4),)
    # The queue's own row says what is in force, and whoever had it open before must look again.
    row = await database.read(show, queue=sales)
    assert (row.threshold_s, row.priority, row.version) == (45, 3, 2)
    with pytest.raises(RecordChanged):
        await database.write(service.change_queue, by=by, queue=sales, version=1, threshold_s=9)
    # Rules that do not name them leave them alone.
    await publish(database, by, sales, kept_free=2)
    assert (await database.read(queries.floor_specs)).queues[sales].threshold_ms == 45_000
    back = await database.write(
        service.restore_version, **asked, number=0, seen=2, note="as at first"
    )
    assert back.in_force.number == 3
    assert (await database.read(show, queue=sales)).threshold_s == 20


async def test_what_is_set_at_the_queue_itself_is_a_version(database: Database, by: By) -> None:
    made = await database.write(
        service.create_queue, by=by, name="Sales", threshold_s=30, wrap_up_s=90
    )
    changed = await database.write(
        service.change_queue, by=by, queue=made.id, version=1, offer_ttl_s=15, name="Shop"
    )
    # A name is no rule.
    await database.write(
        service.change_queue, by=by, queue=made.id, version=changed.version, name="Sales"
    )
    found = await database.read(versions_found, subject=made.id, paging=Paging())
    told = [(one.number, one.note, [d.field for d in one.differences]) for one in found.items]
    assert told == [
        (2, "Changed in the queue's settings.", ["offer_ttl_s"]),
        (1, "The queue was made.", ["threshold_s", "wrap_up_s"]),
    ]
    spec = (await database.read(queries.floor_specs)).queues[made.id]
    assert (spec.threshold_ms, spec.wrap_up_ms, spec.offer_ttl_ms) == (30_000, 90_000, 15_000)


async def test_a_skill_that_rules_need_must_be_there(database: Database, by: By) -> None:
    sales = await make_queue(database, by, "Sales")
    rules = {"skills": [{"skill": "nothing", "level": 4}]}
    with pytest.raises(Invalid) as refused:
        await database.write(
            service.put_draft, by=by, subject=sales, revision=0, rules=rules, note=""
        )
    assert refused.value.field == "rules.skills"


def show(session: Session, *, queue: str) -> shown.Queue:
    row = session.get_one(models.Queue, queue)
    return show_queue(row)


async def test_the_floor_has_versions_too(database: Database, by: By) -> None:
    await publish(database, by, "floor", hard_run_max=3, hard_rest_s=120, recovery_budget_s=600)
    settings = await database.read(queries.floor_settings)
    assert (settings.hard_run_max, settings.hard_rest_ms, settings.recovery_budget_ms) == (
        3,
        120_000,
        600_000,
    )
    preview = await database.read(queries.floor_settings, numbers={"floor": 0})
    assert (preview.hard_run_max, preview.hard_rest_ms) == (0, 600_000)


@pytest.mark.parametrize(
    "rules, field, reason",
    [
        ({"order": "promise"}, "rules.promise_s", "say how soon an answer is promised"),
        ({"choice": "score"}, "rules.weights", "give at least one weight"),
        ({"rings": [ring(9), ring(9)]}, "rules.rings.1.after_s",
         "each ring opens later than the one before"),
        ({"rings": [ring(at) for at in range(13)]}, "rules.rings", "at most 12 rings are possible"),
        ({"rings": [ring(1, priority=0)]}, "rules.rings.0",
         "say what this ring gives up, or remove it"),
        ({"rings": [ring(1, drop=["nope"])]}, "rules.rings.0.drop",
         "this skill does not exist or is archived"),
        ({"rings": [ring(1), ring(2, queues=["nope"])]}, "rules.rings.1.queues",
         "this queue does not exist or is archived"),
        ({"diversions": [diversion("wait", "message")]}, "rules.diversions.0.over",
         "say after how many seconds"),
        ({"diversions": [diversion("closed", "queue")]}, "rules.diversions.0.target",
         "say where to"),
        ({"diversions": [diversion("closed", "person", target="nope")]},
         "rules.diversions.0.target", "this person does not take contacts"),
        ({"diversions": [diversion("closed", "callback")]}, "rules.diversions.0.to",
         "nobody calls back while the queue is closed; ask for a message instead"),
        ({"diversions": [diversion("closed", "flow")]}, "rules.diversions.0.target",
         "say where to"),
        ({"diversions": [diversion("closed", "flow", target="nope")]},
         "rules.diversions.0.target", "this flow does not exist or is not published"),
        ({"gates": ["nope"]}, "rules.gates", "this gate does not exist or is archived"),
    ],
)  # fmt: skip
async def test_rules_that_make_no_sense_name_their_field(
    database: Database, by: By, rules: dict[str, Any], field: str, reason: str
) -> None:
    sales = await make_queue(database, by, "Sales")
    with pytest.raises(Invalid) as refusal:
        await database.write(
            service.put_draft, by=by, subject=sales, revision=0, rules=rules, note=""
        )
    assert (refusal.value.field, refusal.value.reason) == (field, reason)
    assert (await database.read(routing, subject=sales)).draft is None


async def test_a_circle_is_refused_where_it_is_closed(database: Database, by: By) -> None:
    a, b, c = [await make_queue(database, by, name) for name in ("A", "B", "C")]
    await publish(database, by, a, diversions=[diversion("closed", "queue", target=b)])
    await publish(database, by, b, diversions=[diversion("closed", "queue", target=c)])
    closing = [diversion("closed", "message"), diversion("no_agent", "queue", target=a)]
    with pytest.raises(Invalid) as refusal:
        await publish(database, by, c, diversions=closing)
    assert refusal.value.field == "rules.diversions.1.target"
    assert refusal.value.reason == "contacts would go round in a circle: C → A → B → C"
    own = [diversion("closed", "queue", target=c)]
    with pytest.raises(Invalid):
        await publish(database, by, c, diversions=own)


async def test_two_drafts_that_make_a_circle_together_cannot_both_count(
    database: Database, by: By
) -> None:
    a, b = [await make_queue(database, by, name) for name in ("A", "B")]
    for queue, other in ((a, b), (b, a)):
        rules = {"diversions": [diversion("closed", "queue", target=other)]}
        await database.write(
            service.put_draft, by=by, subject=queue, revision=0, rules=rules, note=""
        )
    await database.write(service.publish_draft, by=by, subject=a, revision=1, note="x")
    with pytest.raises(Invalid) as refusal:
        await database.write(service.publish_draft, by=by, subject=b, revision=1, note="x")
    assert refusal.value.field == "rules.diversions.0.target"
    assert (await database.read(routing, subject=b)).in_force.number == 0


async def test_a_draft_that_was_not_seen_is_not_overwritten(database: Database, by: By) -> None:
    sales = await make_queue(database, by, "Sales")
    asked: dict[str, Any] = {"by": by, "subject": sales, "rules": {}, "note": ""}
    await database.write(service.put_draft, revision=0, **asked)
    with pytest.raises(RecordChanged):
        await database.write(service.put_draft, revision=0, **asked)
    with pytest.raises(RecordChanged):
        await database.write(service.discard_draft, by=by, subject=sales, revision=7)
    gone = await database.write(service.discard_draft, by=by, subject=sales, revision=1)
    assert gone.draft is None
    with pytest.raises(DraftMissing):
        await database.write(service.publish_draft, by=by, subject=sales, revision=1, note="x")
    with pytest.raises(RecordMissing):
        await database.write(service.put_draft, revision=0, **{**asked, "subject": "nope"})


async def test_what_rules_name_is_not_archived(database: Database, by: By) -> None:
    sales, care = [await make_queue(database, by, name) for name in ("Sales", "Care")]
    skill = await database.write(service.create_skill, by=by, name="German")
    gate = await database.write(service.create_gate, by=by, name="Briefing")
    await publish(
        database,
        by,
        sales,
        gates=[gate.id],
        rings=[ring(5, drop=[skill.id])],
        diversions=[diversion("closed", "queue", target=care)],
    )
    attempts: tuple[tuple[Any, dict[str, str]], ...] = (
        (service.change_skill, {"skill": skill.id}),
        (service.change_gate, {"gate": gate.id}),
        (service.change_queue, {"queue": care}),
    )
    for use_case, asked in attempts:
        with pytest.raises(RecordInUse) as refusal:
            await database.write(use_case, by=by, version=1, archived=True, **asked)
        assert refusal.value.data == {"by": "“Sales”"}


async def test_gates_and_room_reach_the_floor(database: Database, by: By) -> None:
    ann = await member(database, name="Ann")
    gate = await database.write(service.create_gate, by=by, name="Briefing")
    said: dict[str, Any] = {
        "skills": [], "queues": [], "capacity": {"chat": 3, "voice": 1}, "exclusive": [],
    }  # fmt: skip
    room: dict[str, Any] = {
        "units_max": 6, "units": {"chat": 2}, "reserved": {"voice": 1},
        "interrupts": [{"channel": "voice", "other": "chat"}],
    }  # fmt: skip
    await database.write(
        service.put_agent, by=by, account=ann, version=0, cleared=[gate.id], **said, **room
    )
    spec = (await database.read(queries.floor_specs)).agents[ann]
    assert (spec.units_max, spec.units, spec.reserved, spec.interrupts, spec.cleared) == (
        6, (("chat", 2),), (("voice", 1),), (("voice", "chat"),), (gate.id,),
    )  # fmt: skip
    kept = await database.write(service.put_agent, by=by, account=ann, version=1, **said)
    assert (kept.units_max, kept.cleared) == (6, (gate.id,))
    shut = await database.write(
        service.put_agent, by=by, account=ann, version=2, cleared=[], **said
    )
    assert shut.cleared == ()
    for wrong, field in (
        ({"units": {"chat": 9}}, "units"),
        ({"reserved": {"chat": 4, "voice": 4}}, "reserved"),
        ({"interrupts": [{"channel": "chat", "other": "chat"}]}, "interrupts"),
        ({"units_max": 0}, "units_max"),
        ({"cleared": ["nope"]}, "cleared"),
    ):
        with pytest.raises(Invalid) as refusal:
            await database.write(
                service.put_agent, by=by, account=ann, version=3, **{**said, **wrong}
            )
        assert refusal.value.field == field


async def test_a_queue_is_closed_at_once_by_those_who_may(database: Database, by: By) -> None:
    sales = await make_queue(database, by, "Sales")
    poor = By(actor=agent_actor("ann", "directory.manage"), now=by.now, network="")
    with pytest.raises(RightMissing):
        await database.write(service.close_queue, by=poor, queue=sales, reason="fire")
    elsewhere = By(actor=agent_actor("bob", "queue.close"), now=by.now, network="")
    with pytest.raises(RecordMissing):
        await database.write(service.close_queue, by=elsewhere, queue=sales, reason="fire")
    assert await database.read(closures) == {}
    await database.write(service.close_queue, by=by, queue=sales, reason="fire")
    again = await database.write(service.close_queue, by=by, queue=sales, reason="flood")
    assert again.reason == "fire"
    assert [one.emergency for one in await database.read(queries.floor_queues)] == [True]
    for _ in range(2):
        await database.write(service.reopen_queue, by=by, queue=sales)
    assert await database.read(closures) == {}
    actions = [row[0] for row in await database.read(audit_rows)]
    assert actions[1:] == ["queue.closed_at_once", "queue.opened_again"]


async def test_a_language_finds_its_skill(database: Database, by: By) -> None:
    made = await database.write(service.create_skill, by=by, name="German", language="de")
    found = [
        await database.read(queries.language_skill, language=one)
        for one in ("de", "de-AT", "fr", "")
    ]
    assert found == [made.id, made.id, None, None]
