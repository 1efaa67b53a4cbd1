"""A step of a flow while it is being made: what is known, what was said, and the ways out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from onqueue.flows.rules import acts
from onqueue.flows.rules import graph as nodes
from onqueue.flows.rules.acts import Act, Passed, State
from onqueue.flows.rules.graph import Graph, Node
from onqueue.flows.rules.texts import worded

HoursState = Literal["open", "closed", "holiday", "emergency"]
Match = Literal["found", "several", "unknown"]
Dial: TypeAlias = Callable[[str], str]
"""Returns a number as it is dialled; empty where it is none, or may not be called."""


def nobody(_number: str) -> str:
    """Dial nobody: nothing was said of who may be called."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Who can be called from where the flow is gone through."""

    dial: Dial = nobody
    telephone: bool = False
    """Whether the customer is on the telephone now."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known beside the graph when a step is made."""

    hours: Mapping[str, HoursState] = field(default_factory=dict)
    """Whether each queue that the flow asks about is open now."""
    match: Match = "unknown"
    """Whether the customer is known, or their number several people's."""
    customer: Mapping[str, str] = field(default_factory=dict)
    """What is known of the customer, by the names of `CUSTOMER_FIELDS`."""
    reach: Reach = Reach()


@dataclass
class Walk:
    """A step while it is being made."""

    graph: Graph
    facts: Facts
    state: State
    told: list[Act]
    passed: list[Passed]

    def say(self, texts: nodes.Texts) -> str:
        """Return a text in the customer's language."""
        return worded(texts, language=self.state.language, values=self.state.values)

    def leave(self, node: Node, way: str) -> None:
        """Go on by an exit."""
        self.passed.append(Passed(node=node.id, exit=way))
        self.state = replace(self.state, node=node.next.get(way, ""), tries=0, phase="")

    def finish(self, node: Node | None, outcome: acts.Outcome, *said: Act) -> None:
        """Let the flow be over."""
        if node is not None:
            self.passed.append(Passed(node=node.id, exit=""))
        self.told += said
        self.state = replace(self.state, outcome=outcome)

    def ask(self, texts: nodes.Texts, options: tuple[acts.Option, ...] = ()) -> None:
        """Ask, and wait."""
        self.told.append(acts.Ask(text=self.say(texts), options=options))
        self.state = replace(self.state, asked=self.state.asked + 1)

    def needs(self, queue: str) -> acts.Needed:
        """Return what a contact needs that goes to a queue from here."""
        return needs(self.state, queue)


def needs(state: State, queue: str) -> acts.Needed:
    """Return what a contact needs that comes out of a flow."""
    return acts.Needed(
        queue=queue,
        skills=tuple(sorted(state.skills.items())),
        priority=state.priority,
        topic=state.topic,
    )
