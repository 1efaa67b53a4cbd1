"""What happens next in a flow?

Pure: the graph, where the customer stands, what they answered and what is known now give the new
state, the acts and the nodes gone through. Between two questions only so many nodes are gone
through; a flow that goes round without asking is stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from onqueue.flows.rules import acts
from onqueue.flows.rules import graph as nodes
from onqueue.flows.rules.acts import Act, State, Step
from onqueue.flows.rules.callback import answer_callback, ask_callback
from onqueue.flows.rules.graph import FOUND, NEXT, NO, UNKNOWN, YES, Graph, Node
from onqueue.flows.rules.texts import NAMES, asks_for_person, chosen, plain, taken
from onqueue.flows.rules.transfer import connect, connected
from onqueue.flows.rules.walk import Facts, Walk, needs

STEPS_MAX: Final = 100
"""Nodes that may be gone through between two questions."""


def begin(graph: Graph, *, language: str, facts: Facts, values: Mapping[str, str]) -> Step:
    """Begin a flow; `values` is what the customer told before."""
    state = State(node=graph.begin, language=language, values=dict(values))
    return _run(Walk(graph=graph, facts=facts, state=state, told=[], passed=[]))


def advance(graph: Graph, state: State, *, answer: str, facts: Facts) -> Step:
    """Take an answer to the question that was asked last. A flow that is over stays so."""
    if state.outcome is not None:
        return Step(state=state, acts=(), passed=())
    walk = Walk(graph=graph, facts=facts, state=state, told=[], passed=[])
    node = graph.node(state.node)
    assert isinstance(node, nodes.WAITING), "only these wait"
    if isinstance(node, nodes.TransferNode):
        return _run(walk) if connected(walk, node, answer) else _done(walk)
    # Free text may speak of people; only in a menu does a word in passing ask for one.
    anywhere = isinstance(node, nodes.MenuNode | nodes.LanguageNode)
    wants_person = graph.person_queue and asks_for_person(
        graph.person_words, answer, anywhere=anywhere
    )
    if wants_person and not _chosen_outright(node, answer):
        walk.finish(node, acts.PERSON, _route(walk, graph.person_queue))
        return _done(walk)
    if not _answered(walk, node, answer):
        return _done(walk)
    return _run(walk)


def last_resort(graph: Graph, state: State, *, queue: str) -> acts.Route:
    """Return where a customer goes whose flow cannot go on."""
    return acts.Route(**needs(state, graph.person_queue or queue))


def _chosen_outright(node: Node, answer: str) -> bool:
    """Tell whether an answer is just what a choice is called, whatever else it could mean."""
    return isinstance(node, nodes.MenuNode) and chosen(node.choices, answer) is not None


def _answered(walk: Walk, node: Node, answer: str) -> bool:
    """Take an answer in; return whether the flow goes on from here."""
    if isinstance(node, nodes.MenuNode):
        way = chosen(node.choices, answer)
        if way is None:
            return _again(walk, node)
        walk.leave(node, way)
    elif isinstance(node, nodes.CollectNode):
        kept = taken(node.check, answer)
        if kept is None:
            return _again(walk, node)
        walk.state = replace(walk.state, values={**walk.state.values, node.key: kept})
        walk.leave(node, NEXT)
    elif isinstance(node, nodes.LanguageNode):
        walk.state = replace(walk.state, language=_language(walk, node, answer))
        walk.leave(node, NEXT)
    elif isinstance(node, nodes.MessageNode):
        left = acts.Leave(text=answer, **walk.needs(node.queue))
        walk.finish(node, acts.LEFT, left)
        return False
    elif isinstance(node, nodes.CallbackNode):
        return answer_callback(walk, node, answer)
    return True


def _again(walk: Walk, node: nodes.MenuNode | nodes.CollectNode) -> bool:
    """Ask again, or give up on asking."""
    if walk.state.tries >= node.tries:
        walk.leave(node, UNKNOWN)
        return True
    walk.state = replace(walk.state, tries=walk.state.tries + 1)
    walk.ask(node.again if any(node.again.values()) else node.text, _options(walk, node))
    return False


def _language(walk: Walk, node: nodes.LanguageNode, answer: str) -> str:
    """Return the language that an answer names; what is not understood changes nothing."""
    said = plain(answer)
    for place, one in enumerate(node.languages, start=1):
        if said in {plain(one), plain(NAMES.get(one, one)), str(place)}:
            return one
    return walk.state.language


def _options(walk: Walk, node: Node) -> tuple[acts.Option, ...]:
    if isinstance(node, nodes.MenuNode):
        return tuple(
            acts.Option(value=one.value, label=walk.say(one.label) or one.value)
            for one in node.choices
        )
    if isinstance(node, nodes.LanguageNode):
        return tuple(acts.Option(value=one, label=NAMES.get(one, one)) for one in node.languages)
    return ()


def _run(walk: Walk) -> Step:
    """Go through nodes until one asks, or the flow is over."""
    for _ in range(STEPS_MAX):
        node = walk.graph.node(walk.state.node)
        if node is None:
            break
        if isinstance(node, nodes.CallbackNode):
            ask_callback(walk, node)
            return _done(walk)
        if isinstance(node, nodes.TransferNode):
            if connect(walk, node):
                continue
            return _done(walk)
        if isinstance(node, nodes.ASKING):
            walk.ask(node.text, _options(walk, node))
            return _done(walk)
        _pass(walk, node)
        if walk.state.outcome is not None:
            return _done(walk)
    # Published flows do neither; a customer must not be stuck if one does all the same.
    last: Act = acts.Stop()
    if walk.graph.person_queue:
        last = _route(walk, walk.graph.person_queue)
    walk.finish(None, acts.STUCK, last)
    return _done(walk)


def _pass(walk: Walk, node: Node) -> None:
    """Go through a node that asks nothing."""
    match node:
        case nodes.SayNode():
            walk.told.append(acts.Tell(text=walk.say(node.text)))
            walk.leave(node, NEXT)
        case nodes.HoursNode():
            walk.leave(node, walk.facts.hours.get(node.queue, "open"))
        case nodes.CustomerNode():
            walk.leave(node, walk.facts.match)
        case nodes.ConditionNode():
            walk.leave(node, YES if _holds(walk, node) else NO)
        case nodes.SetNode():
            _set(walk, node)
            walk.leave(node, NEXT)
        case nodes.QueueNode():
            walk.finish(node, acts.QUEUED, _route(walk, node.queue))
        case nodes.EndNode():
            said = walk.say(node.text)
            told = (acts.Tell(text=said),) if said else ()
            walk.finish(node, acts.ENDED, *told, acts.Stop())
        case _:
            raise AssertionError("a question is not gone through")


def _set(walk: Walk, node: nodes.SetNode) -> None:
    state = walk.state
    skills = {**state.skills, **{need.skill: need.level for need in node.skills}}
    values = {**state.values, node.key: node.value} if node.key else state.values
    walk.state = replace(
        state,
        skills=skills,
        values=values,
        priority=state.priority if node.priority is None else node.priority,
        topic=node.topic or state.topic,
    )


def _holds(walk: Walk, node: nodes.ConditionNode) -> bool:
    if node.subject == "customer_known":
        return walk.facts.match == FOUND
    has = {
        "language": walk.state.language,
        "topic": walk.state.topic,
        "value": walk.state.values.get(node.key, ""),
        "customer": walk.facts.customer.get(node.key, ""),
    }[node.subject]
    if node.compare == "given":
        return bool(has)
    if node.compare == "contains":
        return plain(node.value) in plain(has)
    return plain(node.value) == plain(has)


def _route(walk: Walk, queue: str) -> acts.Route:
    return acts.Route(**walk.needs(queue))


def _done(walk: Walk) -> Step:
    return Step(state=walk.state, acts=tuple(walk.told), passed=tuple(walk.passed))
