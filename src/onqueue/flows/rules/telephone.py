"""Can a flow be gone through on a telephone, where people have ears and twelve keys?

Everything else about a flow is the same on all channels; `checks.py` says what is wrong there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from onqueue.flows.rules import graph as nodes
from onqueue.flows.rules.checks import FlowProblem, wrong
from onqueue.flows.rules.graph import Graph, Node

KEYS_MAX: Final = 9
"""Choices that have a key of their own: 1 to 9. 0 asks for a person."""


def telephone_problems(graph: Graph) -> tuple[FlowProblem, ...]:
    """Return everything that keeps callers from going through a flow."""
    return tuple(problem for node in graph.nodes for problem in _problems(node))


def _problems(node: Node) -> Iterator[FlowProblem]:
    reason = "a telephone has keys for {most} choices"
    if isinstance(node, nodes.MenuNode) and len(node.choices) > KEYS_MAX:
        yield wrong(node.id, "choices", reason=reason, most=KEYS_MAX)
    if isinstance(node, nodes.LanguageNode) and len(node.languages) > KEYS_MAX:
        yield wrong(node.id, "languages", reason=reason, most=KEYS_MAX)
    if isinstance(node, nodes.CollectNode) and node.check != "number":
        reason = "a telephone has no letters: ask for a number"
        yield wrong(node.id, "check", reason=reason)
