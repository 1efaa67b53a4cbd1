"""Flows for tests: small ones, said in a line."""

from __future__ import annotations

from typing import Any

from onqueue.flows.rules.graph import KINDS, Choice, Graph, Need, Node

__all__ = ["choice", "flow", "need", "node", "two_queues"]


def node(kind: str, id: str, **given: Any) -> Node:  # noqa: A002  # it is one
    """A node; `to` is the exit `next`, and texts are English."""
    if "to" in given:
        given["next"] = {"next": given.pop("to")}
    for name in ("text", "again"):
        if isinstance(given.get(name), str):
            given[name] = {"en": given[name]}
    return KINDS[kind](id=id, **given)


def choice(value: str, *words: str) -> Choice:
    return Choice(value=value, label={"en": value.title(), "de": f"{value}-de"}, words=words)


def need(skill: str, level: int) -> Need:
    return Need(skill=skill, level=level)


def flow(*nodes: Node, **given: Any) -> Graph:
    return Graph(begin=nodes[0].id, nodes=nodes, **given)


def two_queues(sales: str = "sales", care: str = "care") -> Graph:
    """A greeting, a menu of two queues, and a goodbye for whoever wants neither."""
    ways = {"sales": "to_sales", "care": "to_care", "unknown": "bye"}
    return flow(
        node("say", "hello", text="Welcome.", to="what"),
        node(
            "menu",
            "what",
            text="What is it about?",
            again="Choose one of these.",
            choices=(choice("sales", "buy"), choice("care", "broken")),
            tries=1,
            next=ways,
        ),
        node("queue", "to_sales", queue=sales),
        node("queue", "to_care", queue=care),
        node("end", "bye", text="Write again any time."),
    )
