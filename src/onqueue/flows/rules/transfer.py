"""A caller is connected with a number outside: may it be called, and what became of it?

Nothing is connected in a chat. What becomes of a call is the answer of whoever carries it, and
never a customer's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from onqueue.flows.rules import acts
from onqueue.flows.rules.graph import REFUSED, UNKNOWN, TransferNode
from onqueue.flows.rules.walk import Walk

TALKED: Final = "talked"
FAILED: Final = "failed"
FORBIDDEN: Final = "forbidden"


def connect(walk: Walk, node: TransferNode) -> bool:
    """Connect the caller; return whether the flow goes on from here because it cannot."""
    number = walk.facts.reach.dial(node.number) if walk.facts.reach.telephone else ""
    if not number:
        walk.leave(node, REFUSED)
        return True
    said = walk.say(node.text)
    walk.told += [acts.Tell(text=said)] if said else []
    walk.told.append(acts.Connect(number=number))
    walk.state = replace(walk.state, number=number, asked=walk.state.asked + 1)
    return False


def connected(walk: Walk, node: TransferNode, became: str) -> bool:
    """Take in what became of it; return whether the flow goes on from here."""
    if became == TALKED:
        walk.finish(node, acts.TRANSFERRED)
        return False
    walk.leave(node, REFUSED if became == FORBIDDEN else UNKNOWN)
    return True
