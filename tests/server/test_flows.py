"""Chats that begin with a flow: led, repeated, shared by tabs, killed, and left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from onqueue.boot import Program
from onqueue.channels.webchat import flowing
from onqueue.channels.webchat.notices import Notices
from onqueue.conversations import queries as conversations
from onqueue.directory import queries as directory
from onqueue.directory import service as setting_up
from onqueue.directory.errors import RecordInUse
from onqueue.directory.queries.routing import routing
from onqueue.flows import queries as flows
from onqueue.flows import service
from onqueue.flows.rules.graph import Graph
from onqueue.flows.service.runs import PATIENCE_MS
from onqueue.flows.tests.graphs import choice, flow, need, node, two_queues
from onqueue.identity.service.by import By
from onqueue.journal import store
from onqueue.kernel.authz import SYSTEM
from tests.server.scene import Centre, Shopper
from tests.server.test_chat_from_end_to_end import START

CARE_IS_BROKEN = {"t": "say", "id": "answer-0001", "text": "It is broken"}


@pytest.fixture
async def led(centre: Centre) -> str:
    """The widget's chats begin with a menu of two queues; returns the flow."""
    return await publish(centre, await graph(centre), place=True)


async def graph(centre: Centre) -> Graph:
    by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
    db = centre.program.db
    care = await db.write(setting_up.create_queue, by=by, name="Care")
    skill = await db.write(setting_up.create_skill, by=by, name="Repairs")
    await centre.program.house._sync.once()
    await centre.settle()
    drawn = two_queues(centre.made.queue, care.id)
    ways = {**drawn.nodes[1].next, "care": "hard"}
    asks = replace(drawn.nodes[1], next=ways)
    hard = node(
        "set", "hard", skills=(need(skill.id, 3),), priority=2, topic="Repair", to="to_care"
    )
    nodes = (drawn.nodes[0], asks, hard, *drawn.nodes[2:])
    return replace(drawn, nodes=nodes, person_queue=centre.made.queue)


async def publish(
    centre: Centre, drawn: Graph, *, name: str = "Welcome", to: str = "", place: bool = False
) -> str:
    by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
    db = centre.program.db
    made = to or (await db.write(service.create_flow, by=by, name=name)).id
    await db.write(service.put_draft, by=by, flow=made, revision=0, graph=drawn, note="")
    await db.write(service.publish_draft, by=by, flow=made, revision=1, note="because")
    if place:
        widgets = [centre.made.widget]
        await db.write(service.set_entries, by=by, flow=made, widgets=widgets)
    return made


async def begun(centre: Centre) -> Shopper:
    shopper = await centre.shop()
    await shopper.say(**START)
    await centre.settle()
    await shopper.look()
    return shopper


def said(shopper: Shopper) -> list[tuple[str, str]]:
    return [(one["from"], one["text"]) for one in shopper.told("message")]


def asks(shopper: Shopper) -> Any:
    return [one["state"] for one in shopper.frames if "state" in one][-1]["asks"]


def waiting(centre: Centre) -> list[tuple[str, Any, int]]:
    contacts = centre.program.house.replica.floor.contacts.values()
    return [(one.queue, one.needs.skills, one.priority) for one in contacts]


OPENED = [
    ("customer", "Hello"),
    ("agent", "Welcome."),
    ("agent", "What is it about?"),
]


async def test_chat_begins_with_what_the_flow_says_and_asks(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    assert said(shopper) == OPENED
    assert (shopper.phase, asks(shopper)) == ("active", {"number": 1, "options": ["Sales", "Care"]})
    assert waiting(centre) == []
    figures = await centre.program.db.read(
        flows.flow_figures, flow=led, now=centre.program.clock.now()
    )
    assert (figures.begun, figures.inside, figures.outcomes) == (1, 1, {})


async def test_answer_leads_to_the_queue_with_what_the_flow_set(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    await shopper.say(**CARE_IS_BROKEN)
    await centre.settle()
    await shopper.look()
    ((queue, skills, priority),) = waiting(centre)
    names = await centre.program.db.read(directory.queue_names)
    assert (names[queue], [level for _, level in skills], priority) == ("Care", [3], 2)
    assert (shopper.phase, asks(shopper)) == ("waiting", None)
    row = await centre.program.db.read(conversations.contact, id="contact-0001")
    assert row is not None
    assert (row.topic, row.form) == ("Repair", {"name": "Carl"})
    figures = await centre.program.db.read(
        flows.flow_figures, flow=led, now=centre.program.clock.now()
    )
    assert (figures.inside, figures.outcomes, figures.containment_percent) == (
        0,
        {"queued": 1},
        0,
    )
    assert figures.exits == {
        "hard": {"next": 1},
        "hello": {"next": 1},
        "to_care": {"": 1},
        "what": {"care": 1},
    }


async def test_agent_reads_what_was_asked_and_answered(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    await shopper.say(**CARE_IS_BROKEN)
    thread = shopper.told("welcome")[-1]["conversation"]
    found = await centre.program.db.read(conversations.messages, conversation=thread)
    assert [(one.kind, one.code, one.text) for one in found.items] == [
        ("customer", "", "Hello"),
        ("system", "flow.said", "Welcome."),
        ("system", "flow.asked", "What is it about?"),
        ("customer", "", "It is broken"),
    ]
    assert found.items[2].params["options"] == "Sales · Care"


async def test_what_is_repeated_is_there_once(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    await shopper.say(**START)
    await shopper.say(t="say", id="answer-0000", text="hm")
    await shopper.say(t="say", id="answer-0000", text="hm")
    await centre.settle()
    await shopper.look()
    assert said(shopper) == [*OPENED, ("customer", "hm"), ("agent", "Choose one of these.")]
    await shopper.say(**CARE_IS_BROKEN)
    await shopper.say(**CARE_IS_BROKEN)
    await shopper.say(**START)
    await centre.settle()
    assert len(waiting(centre)) == 1
    assert [one["id"] for one in shopper.told("error")] == []


async def test_second_tab_shows_the_same_and_its_late_answer_moves_nothing(
    centre: Centre, led: str
) -> None:
    first = await centre.shop()
    second = await centre.shop(token=first.told("welcome")[0]["token"])
    await first.say(**START)
    await centre.settle()
    await second.look()
    assert (said(second), asks(second)["number"]) == (OPENED, 1)
    await first.say(t="say", id="answer-0001", text="hm", answers=1)
    await second.say(t="say", id="answer-0002", text="Care", answers=1)
    await centre.settle()
    await second.look()
    assert waiting(centre) == []
    assert (asks(second)["number"], said(second)[-1]) == (2, ("customer", "Care"))


async def test_flow_goes_on_after_a_restart(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    token = shopper.told("welcome")[0]["token"]
    thread = shopper.told("welcome")[-1]["conversation"]
    await centre.program.stop()
    centre.program = Program(settings=centre.program.settings, clock=centre.program.clock)
    await centre.program.start()
    back = await centre.shop(token=token, conversation=thread, after=3)
    assert (back.phase, asks(back)["options"], said(back)) == ("active", ["Sales", "Care"], [])
    await back.say(t="say", id="answer-0001", text="Sales", answers=1)
    await centre.settle()
    assert [queue for queue, _, _ in waiting(centre)] == [centre.made.queue]


async def test_contact_that_the_flow_wrote_down_before_we_died_reaches_the_floor(
    centre: Centre, led: str
) -> None:
    shopper = await begun(centre)
    thread = shopper.told("welcome")[-1]["conversation"]
    program = centre.program
    stepped = await program.db.write(
        flowing.answer,
        conversation=thread,
        id="answer-0001",
        visitor=shopper.session.visitor,
        text="Care",
        language="en",
        files=(),
        number=1,
        now=program.clock.now(),
    )
    assert stepped is not None
    assert stepped.begun is not None
    await centre.settle()
    await shopper.look()
    assert (waiting(centre), shopper.phase) == ([], "waiting")
    program.clock.advance(ms=6_000)  # type: ignore[attr-defined]  # tests have the virtual one
    await program.arrivals.bring_again()
    await program.arrivals.bring_again()
    await centre.settle()
    ((_, skills, priority),) = waiting(centre)
    assert ([level for _, level in skills], priority) == ([3], 2)


async def test_step_that_fails_leaves_nothing_behind(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    thread = shopper.told("welcome")[-1]["conversation"]

    def fail(session: Session) -> None:
        flowing.answer(
            session,
            conversation=thread,
            id="answer-0001",
            visitor=shopper.session.visitor,
            text="Care",
            language="en",
            files=(),
            number=1,
            now=centre.program.clock.now(),
        )
        raise LookupError

    with pytest.raises(LookupError):
        await centre.program.db.write(fail)
    await shopper.say(t="say", id="answer-0001", text="Sales", answers=1)
    await centre.settle()
    await shopper.look()
    assert said(shopper) == [*OPENED, ("customer", "Sales")]
    assert [queue for queue, _, _ in waiting(centre)] == [centre.made.queue]


async def test_who_is_in_a_flow_goes_on_in_the_version_they_began(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    await publish(centre, flow(node("end", "bye", text="Closed.")), to=led)
    await shopper.say(**CARE_IS_BROKEN)
    await centre.settle()
    assert len(waiting(centre)) == 1
    other = await centre.shop()
    await other.say(t="start", id="contact-0002", form={"name": "Dora"})
    await centre.settle()
    await other.look()
    assert (said(other), other.phase) == ([("agent", "Closed.")], "ended")


async def test_customer_who_goes_has_abandoned_the_flow(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    await shopper.say(t="end", id="end-000001")
    await shopper.say(t="end", id="end-000001")
    await centre.settle()
    await shopper.look()
    assert (shopper.phase, waiting(centre)) == ("ended", [])
    assert [one["code"] for one in shopper.told("message")][-1] == "chat.ended_by_customer"
    await shopper.say(**CARE_IS_BROKEN)
    assert shopper.told("error")[-1]["code"] == "chat.ended"
    figures = await centre.program.db.read(
        flows.flow_figures, flow=led, now=centre.program.clock.now()
    )
    assert (figures.outcomes, figures.exits["what"]) == ({"abandoned": 1}, {"abandoned": 1})


async def test_question_that_nobody_answers_ends_the_flow(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    token = shopper.told("welcome")[0]["token"]
    clock: Any = centre.program.clock
    clock.advance(ms=PATIENCE_MS - 1)
    await centre.program.db.write(service.end_silent_runs, now=clock.now())
    assert (await centre.shop(token=token)).phase == "active"
    clock.advance(ms=1)
    assert await centre.program.db.write(service.end_silent_runs, now=clock.now()) == 1
    back = await centre.shop(token=token)
    assert (back.phase, back.told("message")[-1]["code"]) == ("ended", "chat.ended_idle")


async def test_person_can_be_asked_for(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    await shopper.say(t="say", id="answer-0001", text="I want to speak to a person")
    await centre.settle()
    assert [queue for queue, _, _ in waiting(centre)] == [centre.made.queue]


async def test_another_start_while_a_flow_goes_on_is_refused(centre: Centre, led: str) -> None:
    shopper = await begun(centre)
    await shopper.say(**{**START, "id": "contact-0002"})
    assert shopper.told("error")[-1]["code"] == "chat.under_way"
    assert said(shopper) == OPENED


async def test_message_is_left_and_waits_for_the_queue_to_open(centre: Centre) -> None:
    leave = flow(
        node("collect", "mail", text="Address?", key="email", check="email", tries=0,
             next={"next": "leave", "unknown": "leave"}),
        node("message", "leave", text="Your message?", queue=centre.made.queue),
    )  # fmt: skip
    await publish(centre, leave, place=True)
    shopper = await begun(centre)
    await shopper.say(t="say", id="answer-0001", text="ada@example.org")
    await shopper.say(t="say", id="answer-0002", text="Call me")
    await centre.settle()
    await shopper.look()
    assert shopper.phase in {"message_left", "waiting"}
    row = await centre.program.db.read(conversations.contact, id="contact-0001")
    assert row is not None
    assert (row.form["email"], row.queue) == ("ada@example.org", centre.made.queue)


async def test_flow_in_the_language_that_was_chosen(centre: Centre) -> None:
    drawn = flow(
        node("language", "which", text="Language?", languages=("en", "de"), to="what"),
        node("menu", "what", text={"en": "What?", "de": "Was?"}, choices=(choice("sales"),),
             next={"sales": "wait", "unknown": "wait"}),
        node("queue", "wait", queue=centre.made.queue),
    )  # fmt: skip
    await publish(centre, drawn, place=True)
    shopper = await begun(centre)
    assert asks(shopper)["options"] == ["English", "Deutsch"]
    await shopper.say(t="say", id="answer-0001", text="Deutsch", answers=1)
    await centre.settle()
    await shopper.look()
    assert (said(shopper)[-1], asks(shopper)["options"]) == (("agent", "Was?"), ["sales-de"])
    await shopper.say(t="say", id="answer-0002", text="1", answers=2)
    row = await centre.program.db.read(conversations.contact, id="contact-0001")
    assert row is not None
    assert row.language == "de"


async def test_links_to_one_agent_and_widgets_without_a_flow_go_straight_on(
    centre: Centre, led: str
) -> None:
    by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
    await centre.program.db.write(service.set_entries, by=by, flow=led, widgets=[])
    shopper = await centre.shop()
    await shopper.say(**START)
    assert (shopper.phase, len(waiting(centre))) == ("waiting", 1)


async def divert_to(centre: Centre, made: str, *, when: str = "no_agent", over: int = 0) -> None:
    by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
    rules = {"diversions": [{"when": when, "to": "flow", "over": over, "target": made}]}
    queue = centre.made.queue
    shown = await centre.program.db.read(routing, subject=queue)
    revision = shown.draft.revision if shown.draft else 0
    put = setting_up.put_draft
    await centre.program.db.write(
        put, by=by, subject=queue, revision=revision, rules=rules, note=""
    )
    publish_rules = setting_up.publish_draft
    await centre.program.db.write(
        publish_rules, by=by, subject=queue, revision=revision + 1, note="x"
    )
    await centre.program.house._sync.once()
    await centre.settle()


async def test_who_is_sent_to_a_flow_instead_of_waiting_is_led_on(centre: Centre) -> None:
    made = await publish(centre, await graph(centre), name="Instead")
    await divert_to(centre, made)
    shopper = await begun(centre)
    assert said(shopper) == OPENED
    assert (shopper.phase, asks(shopper)["options"]) == ("active", ["Sales", "Care"])
    assert waiting(centre) == []
    await shopper.say(**CARE_IS_BROKEN)
    await centre.settle()
    await shopper.look()
    ((queue, _, priority),) = waiting(centre)
    names = await centre.program.db.read(directory.queue_names)
    assert (names[queue], priority, shopper.phase) == ("Care", 2, "waiting")
    told = await centre.program.db.read(
        conversations.explained, contact="contact-0001", language="en"
    )
    assert told[-1].text.startswith("Sent on to Instead")
    row = await centre.program.db.read(conversations.contact, id="contact-0001")
    assert (row and row.state) == "diverted"


async def test_flow_that_only_says_goodbye_ends_the_chat_of_who_was_sent_there(
    centre: Centre,
) -> None:
    made = await publish(centre, flow(node("end", "bye", text="Closed.")), name="Bye")
    await divert_to(centre, made)
    shopper = await begun(centre)
    assert (said(shopper)[-1], shopper.phase) == (("agent", "Closed."), "ended")


async def test_projection_that_begins_again_leads_nobody_twice(centre: Centre) -> None:
    made = await publish(centre, await graph(centre), name="Instead")
    await divert_to(centre, made)
    shopper = await begun(centre)
    db = centre.program.db
    entries = await db.read(store.of_subject, subject="contact-0001", after=0, limit=100)
    await db.write(Notices().apply, entries=entries)
    await centre.settle()
    await shopper.look()
    assert said(shopper) == OPENED
    figures = await db.read(flows.flow_figures, flow=made, now=centre.program.clock.now())
    assert figures.begun == 1


async def test_flow_that_leads_back_is_left_for_a_message_after_some_rounds(
    centre: Centre,
) -> None:
    queue = centre.made.queue
    made = await publish(centre, flow(node("queue", "back", queue=queue)), name="Round and round")
    await divert_to(centre, made)
    shopper = await begun(centre)
    for _ in range(flowing.AGAIN_MAX + 2):
        centre.program.clock.advance(ms=6_000)  # type: ignore[attr-defined]  # the virtual one
        await centre.program.arrivals.bring_again()
        await centre.settle()
    await shopper.look()
    assert (waiting(centre), shopper.phase) == ([], "message")
    figures = await centre.program.db.read(
        flows.flow_figures, flow=made, now=centre.program.clock.now()
    )
    assert figures.begun == flowing.AGAIN_MAX


async def test_flow_that_rules_name_stays_in_use(centre: Centre) -> None:
    made = await publish(centre, await graph(centre), name="Instead")
    await divert_to(centre, made)
    by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
    archive = {"archived": True}
    with pytest.raises(RecordInUse) as refusal:
        await centre.program.db.write(
            service.change_flow, by=by, flow=made, version=1, fields=archive
        )
    assert "“" in str(refusal.value.data["by"])
