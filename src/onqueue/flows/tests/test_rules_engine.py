"""How a flow is gone through: every kind of node, and what it makes of answers."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import msgspec
import pytest

from onqueue.flows.rules import acts, engine
from onqueue.flows.rules.acts import Ask, Leave, Option, Passed, Route, State, Stop, Tell
from onqueue.flows.rules.graph import Graph, SayNode, read, written
from onqueue.flows.rules.walk import Facts
from onqueue.flows.tests.graphs import choice, flow, need, node, two_queues

NOTHING = Facts()
SALES_CARE = (Option(value="sales", label="Sales"), Option(value="care", label="Care"))


def start(graph: Graph, *, language: str = "en", facts: Facts = NOTHING, **values: str) -> Any:
    return engine.begin(graph, language=language, facts=facts, values=values)


def answer(graph: Graph, state: State, said: str) -> Any:
    return engine.advance(graph, state, answer=said, facts=NOTHING)


def route(queue: str, **given: Any) -> Route:
    return Route(**{"queue": queue, "skills": (), "priority": 0, "topic": "", **given})


def test_it_tells_then_asks_then_waits() -> None:
    step = start(two_queues())
    assert step.acts == (Tell(text="Welcome."), Ask(text="What is it about?", options=SALES_CARE))
    assert step.passed == (Passed(node="hello", exit="next"),)
    assert (step.state.node, step.state.asked, step.state.outcome) == ("what", 1, None)


@pytest.mark.parametrize(
    "said, queue",
    [
        ("Sales", "sales"),
        ("  SALES!", "sales"),
        ("1", "sales"),
        ("2.", "care"),
        ("my bike is broken", "care"),
        ("care-de", "care"),
        ("I want to buy one", "sales"),
    ],
)
def test_a_menu_is_answered_by_name_number_or_word(said: str, queue: str) -> None:
    graph = two_queues()
    step = answer(graph, start(graph).state, said)
    assert step.acts == (route(queue),)
    assert step.state.outcome == acts.QUEUED
    assert step.passed == (Passed(node="what", exit=queue), Passed(node=f"to_{queue}", exit=""))


@pytest.mark.parametrize("said", ["", "3", "0", "9999999", "hm", "buy a broken one"])
def test_an_answer_that_is_none_of_the_choices_is_asked_again_and_then_given_up(said: str) -> None:
    graph = two_queues()
    again = answer(graph, start(graph).state, said)
    assert again.acts == (Ask(text="Choose one of these.", options=SALES_CARE),)
    assert (again.state.asked, again.passed) == (2, ())
    given_up = answer(graph, again.state, said)
    assert given_up.acts == (Tell(text="Write again any time."), Stop())
    assert given_up.state.outcome == acts.ENDED


def test_what_is_collected_is_checked_and_can_be_said() -> None:
    graph = flow(
        node("collect", "mail", text="Address?", again="That is none.", key="mail", check="email",
             tries=2, next={"next": "said", "unknown": "said"}),
        node("say", "said", text="We write to {mail}.", to="bye"),
        node("end", "bye"),
    )  # fmt: skip
    first = answer(graph, start(graph).state, "ada at example")
    assert first.acts == (Ask(text="That is none."),)
    good = answer(graph, first.state, " ada@example.org ")
    assert good.acts == (Tell(text="We write to ada@example.org."), Stop())
    assert good.state.values == {"mail": "ada@example.org"}


@pytest.mark.parametrize(
    "check, said, kept",
    [
        ("number", "4 711", "4711"),
        ("number", "seven", None),
        ("text", "  a  b ", "a b"),
        ("text", "   ", None),
        ("email", "x@y", None),
    ],
)
def test_each_check_keeps_what_it_asks_for(check: str, said: str, kept: str | None) -> None:
    ways = {"next": "bye", "unknown": "bye"}
    graph = flow(
        node("collect", "one", text="?", key="one", check=check, tries=0, next=ways),
        node("end", "bye"),
    )
    step = answer(graph, start(graph).state, said)
    assert step.state.values.get("one") == kept


@pytest.mark.parametrize("state", ["open", "closed", "holiday", "emergency"])
def test_hours_lead_by_what_is_so_now(state: Any) -> None:
    ways = {one: one for one in ("open", "closed", "holiday", "emergency")}
    ends = [node("end", one, text=one) for one in ways]
    graph = flow(node("hours", "when", queue="sales", next=ways), *ends)
    step = start(graph, facts=Facts(hours={"sales": state}))
    assert step.acts == (Tell(text=state), Stop())


def test_a_chosen_language_words_what_follows_and_others_fall_back() -> None:
    graph = flow(
        node("language", "which", text="Language?", languages=("en", "de"), to="hello"),
        node("say", "hello", text={"en": "Hello", "de": "Guten Tag"}, to="only"),
        node("say", "only", text={"en": "English only"}, to="bye"),
        node("end", "bye"),
    )
    step = answer(graph, start(graph).state, "Deutsch")
    assert step.state.language == "de"
    assert step.acts == (Tell(text="Guten Tag"), Tell(text="English only"), Stop())
    assert start(flow(*graph.nodes[1:]), language="de-AT").acts[0] == Tell(text="Guten Tag")


@pytest.mark.parametrize(
    "given, yes",
    [
        ({"subject": "customer_known"}, True),
        ({"subject": "customer", "key": "language", "value": "de"}, True),
        ({"subject": "customer", "key": "company", "compare": "given"}, False),
        ({"subject": "language", "compare": "is", "value": "EN"}, True),
        ({"subject": "topic", "compare": "given"}, False),
        ({"subject": "value", "key": "plan", "compare": "contains", "value": "gold"}, True),
        ({"subject": "value", "key": "plan", "compare": "is", "value": "gold"}, False),
        ({"subject": "value", "key": "none", "compare": "given"}, False),
    ],
)
def test_conditions_go_by_what_is_known(given: dict[str, Any], *, yes: bool) -> None:
    graph = flow(
        node("condition", "if", next={"yes": "good", "no": "bad"}, **given),
        node("end", "good"),
        node("end", "bad"),
    )
    step = start(graph, facts=Facts(match="found", customer={"language": "de"}), plan="Gold plus")
    assert step.passed[0] == Passed(node="if", exit="yes" if yes else "no")


def test_what_is_set_goes_with_the_contact() -> None:
    graph = flow(
        node("set", "vip", skills=(need("german", 5),), priority=3, topic="Order",
             key="tier", value="gold", to="more"),
        node("set", "more", skills=(need("orders", 2),), to="wait"),
        node("queue", "wait", queue="sales"),
    )  # fmt: skip
    step = start(graph)
    skills = (("german", 5), ("orders", 2))
    assert step.acts == (route("sales", skills=skills, priority=3, topic="Order"),)
    assert step.state.values == {"tier": "gold"}


def test_a_message_is_asked_for_and_left() -> None:
    graph = flow(node("message", "leave", text="Leave a message.", queue="care"))
    asked = start(graph)
    assert asked.acts == (Ask(text="Leave a message."),)
    left = answer(graph, asked.state, "Call me tomorrow")
    assert left.acts == (
        Leave(queue="care", text="Call me tomorrow", skills=(), priority=0, topic=""),
    )
    assert left.state.outcome == acts.LEFT


def test_a_person_can_be_asked_for_at_any_question() -> None:
    graph = replace(two_queues(), person_queue="care")
    begun = start(graph).state
    step = answer(graph, begun, "Can I speak to a human, please?")
    assert (step.acts, step.state.outcome) == ((route("care"),), acts.PERSON)
    other = replace(graph, person_words=("operator",))
    assert answer(other, begun, "a human").state.outcome is None
    assert answer(other, begun, "operator").state.outcome == acts.PERSON
    free = flow(
        node("message", "leave", text="?", queue="care"), person_queue="sales", person_words=()
    )
    asked = start(free).state
    assert answer(free, asked, "A person stole my bike").state.outcome == acts.LEFT
    assert answer(free, asked, "person").acts == (route("sales"),)
    assert answer(two_queues(), start(two_queues()).state, "human").state.outcome is None


def test_a_choice_that_is_called_like_a_person_is_chosen() -> None:
    menu = node("menu", "m", text="?", choices=(choice("person"), choice("other")),
                next={"person": "one", "other": "two", "unknown": "two"})  # fmt: skip
    graph = flow(menu, node("end", "one"), node("end", "two"), person_queue="care")
    assert answer(graph, start(graph).state, "person").passed[0] == Passed(node="m", exit="person")


def test_a_flow_that_goes_round_is_stopped_and_the_customer_gets_a_person() -> None:
    round_and_round = flow(node("say", "a", text="a", to="b"), node("say", "b", text="b", to="a"))
    step = start(round_and_round)
    assert len(step.passed) == engine.STEPS_MAX
    assert (step.acts[-1], step.state.outcome) == (Stop(), acts.STUCK)
    helped = start(replace(round_and_round, person_queue="care"))
    assert helped.acts[-1] == route("care")


def test_a_flow_that_leads_nowhere_stops() -> None:
    assert start(Graph()).acts == (Stop(),)
    assert start(flow(SayNode(id="a"))).state.outcome == acts.STUCK


def test_a_flow_that_is_over_stays_so() -> None:
    graph = two_queues()
    over = answer(graph, start(graph).state, "1").state
    again = answer(graph, over, "2")
    assert (again.state, again.acts, again.passed) == (over, (), ())


def test_graph_and_state_are_the_same_after_they_were_kept() -> None:
    graph = flow(
        *two_queues().nodes,
        node("set", "vip", skills=(need("german", 5),), priority=3),
        node("language", "which", languages=("en", "de")),
        person_queue="care",
        person_words=("operator",),
    )
    assert read(msgspec.json.decode(msgspec.json.encode(written(graph)))) == graph
    state = start(graph, name="Ada").state
    kept = msgspec.json.decode(msgspec.json.encode(asdict(state)))
    assert acts.read_state(kept) == state


@pytest.mark.parametrize("match", ["found", "several", "unknown"])
def test_it_goes_by_whether_the_customer_is_known(match: Any) -> None:
    ways = {"found": "one", "several": "many", "unknown": "none"}
    ends = [node("end", name, text=name) for name in ways.values()]
    graph = flow(node("customer", "who", next=ways), *ends)
    step = start(graph, facts=Facts(match=match))
    assert step.passed[0] == Passed(node="who", exit=match)
    assert step.acts[0] == Tell(text=ways[match])
