"""Which flows are there?

Flows stand above the directory, and rules of routing name them. So they tell it here, once, when
they are loaded; where they are not part of the program there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowKnown:
    """A flow as rules and stories name it."""

    name: str
    ready: bool
    """Whether customers can be led by it: it has a version in force and is not archived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowUse:
    """What a flow names, in force or drafted: that cannot be taken out of use."""

    flow: str
    name: str
    queues: frozenset[str]
    skills: frozenset[str]
    deaf_node: str
    """A node in force that no telephone can go through; empty where there is none."""


UseLookup = Callable[[Session], Sequence[FlowUse]]
Lookup = Callable[[Session], Mapping[str, FlowKnown]]

_lookups: list[Lookup] = []
_use_lookups: list[UseLookup] = []


def told_by(lookup: Lookup) -> Lookup:
    """Let the directory ask a function which flows there are, by their ids."""
    _lookups.append(lookup)
    return lookup


def uses_told_by(lookup: UseLookup) -> UseLookup:
    """Let the directory ask a function what flows in use name."""
    _use_lookups.append(lookup)
    return lookup


def flow_uses(session: Session) -> list[FlowUse]:
    """Return what flows in use name, one entry for each version that counts."""
    return [one for lookup in _use_lookups for one in lookup(session)]


def flows(session: Session) -> dict[str, FlowKnown]:
    """Return every flow by its id, archived ones too."""
    return {id_: one for lookup in _lookups for id_, one in lookup(session).items()}


def flow_names(session: Session) -> dict[str, str]:
    """Return the names of all flows by their ids."""
    return {id_: one.name for id_, one in flows(session).items()}
