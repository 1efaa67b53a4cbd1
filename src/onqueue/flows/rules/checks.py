"""What keeps a flow from being published?

Each problem names its node, the field and the reason, so that the editor can show it there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from onqueue.directory.rules.forms import KEY
from onqueue.flows.rules import graph as nodes
from onqueue.flows.rules.graph import Graph, Node, exits_of
from onqueue.kernel.phone_numbers import e164

CHOICES_MIN: Final = 2
PRIORITY_MAX: Final = 100
LEVELS: Final = range(1, 11)
KEY_WANTED: Final = "give a key of small letters, digits and _, beginning with a letter"


@dataclass(frozen=True, kw_only=True)
class FlowProblem:
    """What is wrong, and where; without a node it is about the whole flow."""

    node: str
    field: str
    reason: str
    form: str
    """The reason before its words in braces were filled: whoever translates knows it by this."""
    data: Mapping[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a flow may name, and the languages in which its texts must be worded."""

    queues: Collection[str]
    skills: Collection[str]
    languages: tuple[str, ...]


def problems(graph: Graph, *, known: Known) -> tuple[FlowProblem, ...]:
    """Return everything that keeps a flow from being published; nothing when it can be."""
    return tuple(_problems(graph, known=known))


def wrong(node: str, field: str, *, reason: str, **data: str | int) -> FlowProblem:
    """Return a problem with its reason filled in."""
    said = reason.format_map(data)
    return FlowProblem(node=node, field=field, reason=said, form=reason, data=data)


def _problems(graph: Graph, *, known: Known) -> Iterator[FlowProblem]:
    names = {node.id for node in graph.nodes}
    yield from _whole(graph, known, names)
    for node in graph.nodes:
        for one in exits_of(node):
            if node.next.get(one, "") not in names:
                reason = "this exit leads nowhere; choose the node that comes next"
                yield wrong(node.id, f"next.{one}", reason=reason)
        yield from _texts(node, known.languages)
        yield from _fields(node, known)
    reached = _reached(graph)
    if graph.begin in names:
        for node in graph.nodes:
            if node.id not in reached:
                reason = "nothing leads to this node; connect it or remove it"
                yield wrong(node.id, "id", reason=reason)
    for name in _rounds(graph):
        reason = "the flow goes round here without asking anything"
        yield wrong(name, "next", reason=reason)


def _whole(graph: Graph, known: Known, names: Collection[str]) -> Iterator[FlowProblem]:
    """Check what is said of the whole flow, beside its nodes."""
    if graph.begin not in names:
        yield wrong("", "begin", reason="say with which node the flow begins")
    if graph.person_queue and graph.person_queue not in known.queues:
        yield _unknown("", "person_queue", "queue")
    if any(text.strip() for text in graph.rating.values()):
        yield from _first("", "rating", graph.rating, known.languages)


def _unknown(node: str, field: str, word: str) -> FlowProblem:
    return wrong(node, field, reason="this {word} does not exist or is archived", word=word)


def _texts(node: Node, languages: tuple[str, ...]) -> Iterator[FlowProblem]:
    """Yield texts without words in one of the centre's languages; "again" may be left out."""
    found: list[tuple[str, Mapping[str, str]]] = []
    if isinstance(node, (nodes.SayNode, *nodes.ASKING)):
        found.append(("text", node.text))
    if isinstance(node, nodes.MenuNode):
        found += [(f"choices.{n}.label", one.label) for n, one in enumerate(node.choices)]
    for field, texts in found:
        if not any(text.strip() for text in texts.values()):
            yield wrong(node.id, field, reason="it needs a text")
            continue
        yield from _first(node.id, field, texts, languages)


def _first(
    node: str, field: str, texts: Mapping[str, str], languages: tuple[str, ...]
) -> Iterator[FlowProblem]:
    """Check that there are words in the first language; others fall back on what is there."""
    if languages and not texts.get(languages[0], "").strip():
        reason = "it has no wording in “{language}”, the first language of the centre"
        yield wrong(node, field, reason=reason, language=languages[0])


def _fields(node: Node, known: Known) -> Iterator[FlowProblem]:
    match node:
        case nodes.MenuNode():
            yield from _menu(node)
        case nodes.ConditionNode():
            yield from _condition(node)
        case nodes.SetNode():
            yield from _set(node, known)
        case nodes.SayNode() | nodes.EndNode() | nodes.CustomerNode():
            pass
        case _:
            yield from _one_field(node, known)


def _one_field(node: Node, known: Known) -> Iterator[FlowProblem]:
    """Check a node that has one field to be wrong."""
    match node:
        case nodes.CollectNode() if not KEY.fullmatch(node.key):
            yield wrong(node.id, "key", reason=KEY_WANTED)
        case nodes.LanguageNode() if len(set(node.languages)) < CHOICES_MIN:
            yield wrong(node.id, "languages", reason="give at least two languages")
        case nodes.TransferNode() if not e164(node.number):
            reason = "write the number with + and its country, as +49 30 1234567"
            yield wrong(node.id, "number", reason=reason)
        case nodes.HoursNode() | nodes.QueueNode() | nodes.MessageNode() | nodes.CallbackNode():
            if node.queue not in known.queues:
                yield _unknown(node.id, "queue", "queue")
        case _:
            pass


def _set(node: nodes.SetNode, known: Known) -> Iterator[FlowProblem]:
    for place, need in enumerate(node.skills):
        if need.skill not in known.skills:
            yield _unknown(node.id, f"skills.{place}", "skill")
        if need.level not in LEVELS:
            reason = "give a level from 1 to 10"
            yield wrong(node.id, f"skills.{place}", reason=reason)
    if node.priority is not None and abs(node.priority) > PRIORITY_MAX:
        reason = "give a priority from -{most} to {most}"
        yield wrong(node.id, "priority", reason=reason, most=PRIORITY_MAX)
    if node.key and not KEY.fullmatch(node.key):
        yield wrong(node.id, "key", reason=KEY_WANTED)


def _menu(node: nodes.MenuNode) -> Iterator[FlowProblem]:
    if not node.choices:
        yield wrong(node.id, "choices", reason="give at least one choice")
    values = [one.value for one in node.choices]
    for place, value in enumerate(values):
        field = f"choices.{place}.value"
        if not KEY.fullmatch(value) or value == nodes.UNKNOWN:
            reason = "give a name of small letters, digits and _; “unknown” is taken"
            yield wrong(node.id, field, reason=reason)
        if values.index(value) != place:
            yield wrong(node.id, field, reason="another choice has this name")


def _condition(node: nodes.ConditionNode) -> Iterator[FlowProblem]:
    if node.subject == "value" and not KEY.fullmatch(node.key):
        reason = "say which collected value is meant"
        yield wrong(node.id, "key", reason=reason)
    if node.subject == "customer" and node.key not in nodes.CUSTOMER_FIELDS:
        reason = "name one of {fields}"
        yield wrong(node.id, "key", reason=reason, fields=", ".join(nodes.CUSTOMER_FIELDS))
    if node.subject != "customer_known" and node.compare != "given" and not node.value.strip():
        yield wrong(node.id, "value", reason="say what it is compared with")


def _ways(graph: Graph) -> dict[str, list[str]]:
    names = {node.id for node in graph.nodes}
    return {
        node.id: [node.next[one] for one in exits_of(node) if node.next.get(one, "") in names]
        for node in graph.nodes
    }


def _reached(graph: Graph) -> set[str]:
    ways = _ways(graph)
    seen: set[str] = set()
    ahead = [graph.begin]
    while ahead:
        one = ahead.pop()
        if one not in seen and one in ways:
            seen.add(one)
            ahead += ways[one]
    return seen


def _rounds(graph: Graph) -> list[str]:
    """Return the nodes that can be come back to without a question on the way."""
    asking = {node.id for node in graph.nodes if isinstance(node, nodes.ASKING)}
    ways = {name: [to for to in ahead if to not in asking]
            for name, ahead in _ways(graph).items() if name not in asking}  # fmt: skip
    found = []
    for name, first in ways.items():
        ahead, seen = list(first), set[str]()
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead += ways.get(one, [])
        if name in seen:
            found.append(name)
    return found
