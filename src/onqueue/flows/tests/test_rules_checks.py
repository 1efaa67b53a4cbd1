"""What keeps a flow from being published: each problem at its node and field, with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onqueue.flows.rules.checks import Known, problems
from onqueue.flows.rules.graph import (
    CHOICES_MAX,
    NODES_MAX,
    SKILLS_MAX,
    TEXT_MAX,
    TRIES_MAX,
    WORDS_MAX,
    Graph,
    Node,
    check_size,
)
from onqueue.flows.tests.graphs import choice, flow, need, node, two_queues
from onqueue.kernel.errors import Invalid

KNOWN = Known(queues={"sales", "care"}, skills={"german"}, languages=("en", "de"))
BYE = node("end", "bye")


def found(graph: Graph) -> list[tuple[str, str, str]]:
    return [(one.node, one.field, one.reason) for one in problems(graph, known=KNOWN)]


def test_a_good_flow_has_no_problems() -> None:
    assert found(two_queues()) == []
    assert found(replace(two_queues(), person_queue="care")) == []


def test_a_flow_begins_somewhere() -> None:
    assert ("", "begin", "say with which node the flow begins") in found(Graph())


def test_each_exit_leads_somewhere() -> None:
    graph = flow(node("say", "hello", text="Hi", to="gone"), BYE)
    assert found(graph) == [
        ("hello", "next.next", "this exit leads nowhere; choose the node that comes next"),
        ("bye", "id", "nothing leads to this node; connect it or remove it"),
    ]


def test_a_round_without_a_question_is_named_at_each_of_its_nodes() -> None:
    graph = flow(
        node("say", "a", text="a", to="b"),
        node("condition", "b", subject="customer_known", next={"yes": "a", "no": "bye"}),
        BYE,
    )
    reason = "the flow goes round here without asking anything"
    assert found(graph) == [("a", "next", reason), ("b", "next", reason)]


def test_a_round_with_a_question_is_none() -> None:
    menu = node("menu", "m", text="?", choices=(choice("more"),),
                next={"more": "say", "unknown": "bye"})  # fmt: skip
    assert found(flow(node("say", "say", text="a", to="m"), menu, BYE)) == []


@pytest.mark.parametrize(
    "one, field, reason",
    [
        (node("say", "n", to="bye"), "text", "it needs a text"),
        (
            node("say", "n", text={"de": "Hallo"}, to="bye"),
            "text",
            "it has no wording in “en”, the first language of the centre",
        ),
        (
            node("collect", "n", text="?", key="Name!", next={"next": "bye", "unknown": "bye"}),
            "key",
            "give a key of small letters, digits and _, beginning with a letter",
        ),
        (
            node("language", "n", text="?", languages=("en",), to="bye"),
            "languages",
            "give at least two languages",
        ),
        (node("queue", "n", queue="x"), "queue", "this queue does not exist or is archived"),
        (
            node("message", "n", text="?", queue=""),
            "queue",
            "this queue does not exist or is archived",
        ),
        (
            node("set", "n", skills=(need("x", 1),), to="bye"),
            "skills.0",
            "this skill does not exist or is archived",
        ),
        (
            node("set", "n", skills=(need("german", 11),), to="bye"),
            "skills.0",
            "give a level from 1 to 10",
        ),
        (
            node("set", "n", priority=101, to="bye"),
            "priority",
            "give a priority from -100 to 100",
        ),
        (
            node("set", "n", key="A", to="bye"),
            "key",
            "give a key of small letters, digits and _, beginning with a letter",
        ),
        (
            node("condition", "n", value="x", next={"yes": "bye", "no": "bye"}),
            "key",
            "say which collected value is meant",
        ),
        (
            node("condition", "n", subject="topic", next={"yes": "bye", "no": "bye"}),
            "value",
            "say what it is compared with",
        ),
        (
            node("menu", "n", text="?", next={"unknown": "bye"}),
            "choices",
            "give at least one choice",
        ),
        (
            node("menu", "n", text="?", choices=(choice("unknown"),), next={"unknown": "bye"}),
            "choices.0.value",
            "give a name of small letters, digits and _; “unknown” is taken",
        ),
        (
            node("menu", "n", text="?", choices=(choice("a"), choice("a")),
                 next={"a": "bye", "unknown": "bye"}),
            "choices.1.value",
            "another choice has this name",
        ),
    ],
)  # fmt: skip
def test_what_a_node_must_say(one: Node, field: str, reason: str) -> None:
    graph = flow(one) if one.kind in {"queue", "message"} else flow(one, BYE)
    assert ("n", field, reason) in found(graph)


def test_the_queue_for_whoever_wants_a_person_must_be_there() -> None:
    graph = replace(two_queues(), person_queue="gone")
    assert found(graph) == [("", "person_queue", "this queue does not exist or is archived")]


def many(kind: str, **given: Any) -> Graph:
    return flow(node(kind, "n", **given))


@pytest.mark.parametrize(
    "graph, field",
    [
        (flow(*(node("end", f"n{one}") for one in range(NODES_MAX + 1))), "graph.nodes"),
        (flow(BYE, BYE), "graph.nodes.0.id"),
        (flow(node("end", "Not a key")), "graph.nodes.0.id"),
        (many("end", x=10**6), "graph.nodes.0.x"),
        (many("say", text="x" * (TEXT_MAX + 1)), "graph.nodes.0.text"),
        (many("say", text={f"l{n}": "" for n in range(30)}), "graph.nodes.0.text"),
        (many("say", next={f"e{n}": "" for n in range(30)}), "graph.nodes.0.next"),
        (many("menu", choices=(choice("a"),) * (CHOICES_MAX + 1)), "graph.nodes.0.choices"),
        (many("menu", choices=(choice("a", *"x" * (WORDS_MAX + 1)),)),
         "graph.nodes.0.choices.0.words"),
        (many("menu", tries=TRIES_MAX + 1), "graph.nodes.0.tries"),
        (many("set", skills=(need("a", 1),) * (SKILLS_MAX + 1)), "graph.nodes.0.skills"),
        (many("language", languages=("en",) * 30), "graph.nodes.0.languages"),
        (many("collect", key="x" * 600_000), "graph"),
    ],
)  # fmt: skip
def test_what_is_too_large_is_not_kept(graph: Graph, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_size(graph)
    assert refused.value.field == field
