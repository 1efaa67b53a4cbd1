"""How is somebody asked whether they want to be called back, and at which number?

    ""        the offer           no ----------------------> exit "no"
              yes, with a number that can be called: confirm; else: number
    confirm   is it this number?  yes: the flow is over, and they keep their place
              another one: number
    number    which one?          one that can be called: confirm
              none of them so often: --------------------> exit "unknown"

Who may be called is a fact (`Reach.dial`): nothing is promised that nobody would be allowed to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from onqueue.flows.rules import acts
from onqueue.flows.rules.graph import NO, UNKNOWN, YES, CallbackNode, Choice
from onqueue.flows.rules.sayings import ANOTHER, CONFIRM, NUMBER, REFUSED, THANKS, YES_NO
from onqueue.flows.rules.texts import chosen, worded
from onqueue.flows.rules.walk import Walk
from onqueue.kernel.phone_numbers import shown

CONFIRMING: Final = "confirm"
TYPING: Final = "number"
OTHER: Final = "other"
TRIES_MAX: Final = 2
PHONE: Final = "phone"
"""Under which a caller's own number is known."""


def ask_callback(walk: Walk, node: CallbackNode) -> None:
    """Offer it."""
    walk.ask(node.text, _options(walk, _YES_NO))


def answer_callback(walk: Walk, node: CallbackNode, answer: str) -> bool:
    """Take an answer in; return whether the flow goes on from here."""
    if walk.state.phase == TYPING:
        return _typed(walk, node, answer)
    choices = _RIGHT_OR_NOT if walk.state.phase == CONFIRMING else _YES_NO
    way = chosen(choices, answer)
    if way is None:
        return _again(walk, node)
    if way == NO:
        walk.leave(node, NO)
        return True
    if way == OTHER:
        _ask_number(walk, NUMBER)
    elif walk.state.phase == CONFIRMING:
        _keep(walk, node)
    else:
        number = walk.facts.reach.dial(walk.state.values.get(PHONE, ""))
        if number:
            _confirm(walk, node, number)
        else:
            _ask_number(walk, NUMBER)
    return False


def _typed(walk: Walk, node: CallbackNode, answer: str) -> bool:
    number = walk.facts.reach.dial(answer)
    if number:
        _confirm(walk, node, number)
        return False
    return _again(walk, node)


def _again(walk: Walk, node: CallbackNode) -> bool:
    """Ask the same again, or give up: whoever says nothing to an offer does not want it."""
    if walk.state.tries >= TRIES_MAX:
        walk.leave(node, UNKNOWN if walk.state.phase else NO)
        return True
    walk.state = replace(walk.state, tries=walk.state.tries + 1)
    if walk.state.phase == TYPING:
        _ask_number(walk, REFUSED)
    elif walk.state.phase == CONFIRMING:
        _confirm(walk, node, walk.state.number)
    else:
        ask_callback(walk, node)
    return False


def _ask_number(walk: Walk, texts: Mapping[str, str]) -> None:
    walk.state = replace(walk.state, phase=TYPING)
    walk.ask(texts)


def _confirm(walk: Walk, node: CallbackNode, number: str) -> None:
    walk.state = replace(walk.state, phase=CONFIRMING, number=number)
    walk.ask(_numbered(node.confirm, CONFIRM, number), _options(walk, _RIGHT_OR_NOT))


def _keep(walk: Walk, node: CallbackNode) -> None:
    said = walk.say(_numbered(node.thanks, THANKS, walk.state.number))
    route = acts.Route(callback=walk.state.number, **walk.needs(node.queue))
    walk.finish(node, acts.CALLBACK, acts.Tell(text=said), route)


def _numbered(own: Mapping[str, str], ours: Mapping[str, str], number: str) -> dict[str, str]:
    """Return a node's own words, or ours where it has none, with the number in them."""
    words = own if any(text.strip() for text in own.values()) else ours
    return {language: text.replace("{number}", shown(number)) for language, text in words.items()}


def _options(walk: Walk, choices: tuple[Choice, ...]) -> tuple[acts.Option, ...]:
    return tuple(
        acts.Option(
            value=one.value, label=worded(one.label, language=walk.state.language, values={})
        )
        for one in choices
    )


_YES_NO: Final = tuple(
    Choice(value=value, label={language: both[place] for language, both in YES_NO.items()})
    for place, value in enumerate((YES, NO))
)
_RIGHT_OR_NOT: Final = (_YES_NO[0], Choice(value=OTHER, label=ANOTHER))


def waits_as(node: str, phase: str) -> str:
    """Return the kind of question that is asked: one that has several asks for keys in two ways."""
    if node != "callback":
        return node
    return "collect" if phase == TYPING else "menu"
