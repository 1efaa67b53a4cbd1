"""What is a flow made of?

Nodes with fields of their own and named exits; `next` says to which node each exit leads. A text
is worded by language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Final, Literal, TypeAlias

import msgspec

from onqueue.directory.rules.forms import KEY
from onqueue.kernel.errors import Invalid

Texts = Mapping[str, str]
"""The same words in several languages."""
Exits = Mapping[str, str]
"""Each exit by name, and the node that it leads to."""

NEXT: Final = "next"
UNKNOWN: Final = "unknown"
OPEN: Final = "open"
CLOSED: Final = "closed"
HOLIDAY: Final = "holiday"
EMERGENCY: Final = "emergency"
YES: Final = "yes"
NO: Final = "no"
FOUND: Final = "found"
SEVERAL: Final = "several"
REFUSED: Final = "refused"

NODES_MAX: Final = 200
BYTES_MAX: Final = 500_000
PLACE_MAX: Final = 100_000
CHOICES_MAX: Final = 20
TRIES_MAX: Final = 9
TEXT_MAX: Final = 2_000
LABEL_MAX: Final = 80
LANGUAGES_MAX: Final = 20
WORDS_MAX: Final = 20
SKILLS_MAX: Final = 20

TEXTS: Final = ("text", "again", "confirm", "thanks")
"""The fields that hold words in several languages."""

Check = Literal["text", "number", "email"]
Subject = Literal["value", "language", "topic", "customer", "customer_known"]
CUSTOMER_FIELDS: Final = ("language", "company", "owner", "email", "name")
"""What may be asked of the customer's record."""
Comparison = Literal["is", "contains", "given"]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer of a menu; its `value` is the name of the exit."""

    value: str
    label: Texts
    words: tuple[str, ...] = ()
    """What people may say or type for it beside its label and its number."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """A skill that the contact will need, and the least level of it."""

    skill: str
    level: int


@dataclass(frozen=True, kw_only=True)
class Placed:
    """What all nodes have: a name that stays, and a place on the drawing."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    id: str
    x: int = 0
    y: int = 0
    next: Exits = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SayNode(Placed):
    """Tells the customer something."""

    kind: Literal["say"] = "say"
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MenuNode(Placed):
    """Lets the customer choose; asks again a few times when the answer is none of the choices."""

    kind: Literal["menu"] = "menu"
    text: Texts = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    again: Texts = field(default_factory=dict)
    tries: int = 2


@dataclass(frozen=True, kw_only=True)
class CollectNode(Placed):
    """Asks for something and keeps it under a key."""

    kind: Literal["collect"] = "collect"
    text: Texts = field(default_factory=dict)
    key: str = ""
    check: Check = "text"
    again: Texts = field(default_factory=dict)
    tries: int = 2


@dataclass(frozen=True, kw_only=True)
class HoursNode(Placed):
    """Goes by the hours of a queue, and by whether it was closed at once."""

    kind: Literal["hours"] = "hours"
    queue: str = ""


@dataclass(frozen=True, kw_only=True)
class LanguageNode(Placed):
    """Lets the customer choose the language in which the flow goes on."""

    kind: Literal["language"] = "language"
    text: Texts = field(default_factory=dict)
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomerNode(Placed):
    """Goes by whether we know who it is; a number that several have may be anybody's of them."""

    kind: Literal["customer"] = "customer"


@dataclass(frozen=True, kw_only=True)
class ConditionNode(Placed):
    """Goes by what is known."""

    kind: Literal["condition"] = "condition"
    subject: Subject = "value"
    key: str = ""
    compare: Comparison = "is"
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class SetNode(Placed):
    """Says what the contact will need, how urgent it is, and what it is about."""

    kind: Literal["set"] = "set"
    skills: tuple[Need, ...] = ()
    priority: int | None = None
    topic: str = ""
    key: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class QueueNode(Placed):
    """Lets the customer wait in a queue; the flow is over."""

    kind: Literal["queue"] = "queue"
    queue: str = ""


@dataclass(frozen=True, kw_only=True)
class MessageNode(Placed):
    """Asks for a message, which waits in a queue until it opens; the flow is over."""

    kind: Literal["message"] = "message"
    text: Texts = field(default_factory=dict)
    queue: str = ""


@dataclass(frozen=True, kw_only=True)
class CallbackNode(Placed):
    """Offers to call the customer back when it is their turn; who takes it is through the flow."""

    kind: Literal["callback"] = "callback"
    text: Texts = field(default_factory=dict)
    confirm: Texts = field(default_factory=dict)
    """Says {number}, and asks whether that is right; there are words for it if there are none."""
    thanks: Texts = field(default_factory=dict)
    queue: str = ""


@dataclass(frozen=True, kw_only=True)
class TransferNode(Placed):
    """Connects a caller with a number outside; who talked there is through the flow."""

    kind: Literal["transfer"] = "transfer"
    text: Texts = field(default_factory=dict)
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class EndNode(Placed):
    """Says goodbye; the flow is over."""

    kind: Literal["end"] = "end"
    text: Texts = field(default_factory=dict)


Node: TypeAlias = (
    SayNode
    | MenuNode
    | CollectNode
    | HoursNode
    | LanguageNode
    | CustomerNode
    | ConditionNode
    | SetNode
    | QueueNode
    | MessageNode
    | CallbackNode
    | TransferNode
    | EndNode
)
KINDS: Final[Mapping[str, type[Node]]] = {
    "say": SayNode,
    "menu": MenuNode,
    "collect": CollectNode,
    "hours": HoursNode,
    "language": LanguageNode,
    "customer": CustomerNode,
    "condition": ConditionNode,
    "set": SetNode,
    "queue": QueueNode,
    "message": MessageNode,
    "callback": CallbackNode,
    "transfer": TransferNode,
    "end": EndNode,
}
ASKING: Final = (MenuNode, CollectNode, LanguageNode, MessageNode, CallbackNode)
"""Nodes that ask the customer, and wait for an answer."""
WAITING: Final = (*ASKING, TransferNode)
"""Nodes at which a flow waits, for the customer or for what becomes of them."""


@dataclass(frozen=True, kw_only=True)
class Graph:
    """A whole flow: where it begins, its nodes, and where somebody who wants a person goes."""

    begin: str = ""
    nodes: tuple[Node, ...] = ()
    person_queue: str = ""
    """The queue for whoever asks for a person; empty where that is not possible."""
    person_words: tuple[str, ...] = ()
    rating: Texts = field(default_factory=dict)
    """What callers are asked after the talk, to be answered by a key from 1 to 5; or nothing."""

    def node(self, name: str) -> Node | None:
        """Return a node by its name."""
        return next((one for one in self.nodes if one.id == name), None)


EMPTY: Final = Graph()


def exits_of(node: Node) -> tuple[str, ...]:
    """Return the names of the exits that a node has."""
    if isinstance(node, MenuNode):
        return (*(choice.value for choice in node.choices), UNKNOWN)
    if isinstance(node, CollectNode):
        return (NEXT, UNKNOWN)
    if isinstance(node, CustomerNode):
        return (FOUND, SEVERAL, UNKNOWN)
    if isinstance(node, CallbackNode):
        return (NO, UNKNOWN)
    if isinstance(node, TransferNode):
        return (REFUSED, UNKNOWN)
    if isinstance(node, HoursNode):
        return (OPEN, CLOSED, HOLIDAY, EMERGENCY)
    if isinstance(node, ConditionNode):
        return (YES, NO)
    if isinstance(node, SayNode | LanguageNode | SetNode):
        return (NEXT,)
    return ()


def queues_named(graph: Graph) -> set[str]:
    """Return the queues that a flow leads to or asks about."""
    asked = (HoursNode, QueueNode, MessageNode, CallbackNode)
    named = {node.queue for node in graph.nodes if isinstance(node, asked)}
    return (named | {graph.person_queue}) - {""}


def skills_named(graph: Graph) -> set[str]:
    """Return the skills that a flow asks for."""
    sets = [node for node in graph.nodes if isinstance(node, SetNode)]
    return {need.skill for node in sets for need in node.skills}


def written(graph: Graph) -> dict[str, Any]:
    """Return a flow as it is kept: as JSON is read again, so that both can be compared."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(asdict(graph)))
    return plain


def read(kept: Mapping[str, Any]) -> Graph:
    """Return a flow as it was kept; what an older version does not say is as usual."""
    nodes = tuple(msgspec.convert(node, KINDS[node["kind"]]) for node in kept.get("nodes", ()))
    return Graph(
        begin=kept.get("begin", ""),
        nodes=nodes,
        person_queue=kept.get("person_queue", ""),
        person_words=tuple(kept.get("person_words", ())),
        rating=kept.get("rating", {}),
    )


def check_size(graph: Graph) -> None:
    """Refuse what is too large to be kept, naming the field. Everything else may be a draft."""
    if len(graph.nodes) > NODES_MAX:
        raise Invalid(field="graph.nodes", reason="a flow has at most {most} nodes", most=NODES_MAX)
    if len(msgspec.json.encode(written(graph))) > BYTES_MAX:
        raise Invalid(
            field="graph", reason="a flow has at most {most} bytes of text", most=BYTES_MAX
        )
    _check_texts(graph.rating, "graph.rating")
    names = [node.id for node in graph.nodes]
    for place, node in enumerate(graph.nodes):
        where = f"graph.nodes.{place}"
        if names.count(node.id) > 1:
            raise Invalid(field=f"{where}.id", reason="another node has this name")
        if not KEY.fullmatch(node.id):
            raise Invalid(field=f"{where}.id", reason="use small letters, digits and _")
        if max(abs(node.x), abs(node.y)) > PLACE_MAX:
            raise Invalid(field=f"{where}.x", reason="this is too far out")
        for name, texts in _texts_of(node):
            _check_texts(texts, f"{where}.{name}")
        if len(node.next) > CHOICES_MAX + 1:
            raise Invalid(field=f"{where}.next", reason="there are too many exits")
        _check_lists(node, where)


def _texts_of(node: Node) -> list[tuple[str, Texts]]:
    found = [(name, getattr(node, name)) for name in TEXTS if hasattr(node, name)]
    if isinstance(node, MenuNode):
        found += [(f"choices.{n}.label", one.label) for n, one in enumerate(node.choices)]
    return found


def _check_texts(texts: Texts, where: str) -> None:
    if len(texts) > LANGUAGES_MAX:
        raise Invalid(
            field=where, reason="at most {most} languages are possible", most=LANGUAGES_MAX
        )
    most = LABEL_MAX if where.endswith("label") else TEXT_MAX
    if any(len(text) > most for text in texts.values()):
        raise Invalid(field=where, reason="please use at most {most} characters", most=most)


def _check_lists(node: Node, where: str) -> None:
    if isinstance(node, MenuNode):
        if len(node.choices) > CHOICES_MAX:
            raise Invalid(field=f"{where}.choices", reason="give at most {most}", most=CHOICES_MAX)
        for place, choice in enumerate(node.choices):
            if len(choice.words) > WORDS_MAX:
                at = f"{where}.choices.{place}.words"
                raise Invalid(field=at, reason="give at most {most}", most=WORDS_MAX)
    if isinstance(node, MenuNode | CollectNode) and not 0 <= node.tries <= TRIES_MAX:
        raise Invalid(
            field=f"{where}.tries", reason="give numbers from 0 to {most}", most=TRIES_MAX
        )
    if isinstance(node, SetNode) and len(node.skills) > SKILLS_MAX:
        raise Invalid(field=f"{where}.skills", reason="give at most {most}", most=SKILLS_MAX)
    if isinstance(node, LanguageNode) and len(node.languages) > LANGUAGES_MAX:
        raise Invalid(field=f"{where}.languages", reason="give at most {most}", most=LANGUAGES_MAX)
