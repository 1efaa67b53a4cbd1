"""What flows give and take on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from onqueue.directory.schemas.asked import Language, Short, Version
from onqueue.directory.schemas.shown import Record
from onqueue.flows.rules.acts import Act, Passed, State
from onqueue.flows.rules.checks import FlowProblem
from onqueue.flows.rules.graph import LANGUAGES_MAX, NODES_MAX, Graph, Node
from onqueue.flows.rules.texts import ANSWER_MAX
from onqueue.flows.rules.walk import HoursState, Match
from onqueue.kernel.wire import Asked, Id, Name, Text

ANSWERS_MAX = 200
Why = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Change = Literal["added", "removed", "changed"]
Answered = Annotated[str, StringConstraints(max_length=ANSWER_MAX)]
OneNode = Annotated[Node, Field(discriminator="kind")]


@dataclass(frozen=True, kw_only=True)
class Flow(Record):
    """A flow by its name."""

    name: str
    description: str


@dataclass(frozen=True, kw_only=True)
class NodeDifference:
    """What differs from the version before, at one node; without a node in the whole flow."""

    node: str
    change: Change
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FlowGraph:
    """A whole flow."""

    begin: str
    nodes: tuple[OneNode, ...]
    person_queue: str
    person_words: tuple[str, ...]
    rating: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class FlowVersion:
    """A version of a flow. A draft has no number."""

    number: int | None
    graph: FlowGraph
    note: str
    restores: int | None
    revision: int
    changed_at: int
    changed_by: str
    published_at: int | None
    published_by: str
    differences: tuple[NodeDifference, ...]


@dataclass(frozen=True, kw_only=True)
class FlowShown:
    """The version in force and the draft, as far as there are any, and what is wrong with what
    is newer.
    """

    flow: str
    in_force: FlowVersion | None
    draft: FlowVersion | None
    widgets: tuple[str, ...]
    """The chat widgets whose chats begin with it."""
    numbers: tuple[str, ...]
    """The telephone numbers whose callers hear it first."""
    problems: tuple[FlowProblem, ...]
    telephone_problems: tuple[FlowProblem, ...]
    """What keeps callers from going through it; those who chat still can."""


@dataclass(frozen=True, kw_only=True)
class FlowFigures:
    """What became of customers in a flow since midnight."""

    flow: str
    since: int
    begun: int
    inside: int
    """Who is in it now."""
    outcomes: Mapping[str, int]
    containment_percent: int | None
    """Of those whose flow is over, who needed nobody."""
    exits: Mapping[str, Mapping[str, int]]
    """By node, how often each exit was taken; an empty exit is an end."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One answer of a test run, and what came of it; the first turn is the beginning."""

    answer: str | None
    acts: tuple[Act, ...]
    passed: tuple[Passed, ...]


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A test run from the beginning: nothing of it is kept."""

    turns: tuple[Turn, ...]
    state: State


# --- Asked ------------------------------------------------------------------------------------


class FlowAsked(Asked):
    """A flow that is to be made."""

    name: Name
    description: Text = ""


class FlowPatch(Asked):
    """Changes of a flow's name, or its archiving."""

    version: Version
    name: Short = ""
    description: Text = ""
    archived: bool = False


class GraphAsked(Asked):
    """A flow as it is to be."""

    begin: Annotated[str, StringConstraints(max_length=64)] = ""
    nodes: Annotated[tuple[OneNode, ...], Field(max_length=NODES_MAX)] = ()
    person_queue: Annotated[str, StringConstraints(max_length=64)] = ""
    person_words: Annotated[tuple[Short, ...], Field(max_length=20)] = ()
    rating: Annotated[dict[str, str], Field(max_length=LANGUAGES_MAX)] = Field(default={})

    def graph(self) -> Graph:
        """Return the flow as a plain value."""
        return Graph(
            begin=self.begin,
            nodes=self.nodes,
            person_queue=self.person_queue,
            person_words=self.person_words,
            rating=self.rating,
        )


class FlowDraftAsked(Asked):
    """Say what a flow is to be; `revision` is that of the draft that was seen, or 0."""

    revision: Version
    graph: GraphAsked
    note: Short = ""


class FlowPublishAsked(Asked):
    """Let the draft count, and say why."""

    revision: Version
    note: Why


class FlowRestoreAsked(Asked):
    """Let an earlier version count again; `seen` is the one in force."""

    number: Annotated[int, Field(ge=1, le=2**31)]
    seen: Version
    note: Why


class EntriesAsked(Asked):
    """The chat widgets whose chats are to begin with a flow: all of them."""

    widgets: Annotated[tuple[Id, ...], Field(max_length=100)]


class TryAsked(Asked):
    """Go through the draft, or what is in force: what the customer says, and what is so."""

    language: Language = "en"
    answers: Annotated[
        list[Annotated[str, StringConstraints(max_length=ANSWER_MAX)]],
        Field(max_length=ANSWERS_MAX),
    ] = Field(default=[])
    hours: Annotated[dict[Id, HoursState], Field(max_length=200)] = Field(default={})
    match: Match = "unknown"
    customer: Annotated[dict[Id, Short], Field(max_length=20)] = Field(default={})
    phone: Annotated[str, StringConstraints(max_length=32)] = ""
    """The number that calls."""
    may_call: bool = True
    """Whether numbers may be called."""
    telephone: bool = False
    """Whether it is gone through on the telephone."""
