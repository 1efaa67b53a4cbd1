"""Whose figures may somebody see?

A queue's figures belong to those whose scope has the queue, or a team with an agent in it. An
agent's figures belong to the agent, to those whose scope has the agent's team, and to
those whose scope has one of the agent's queues. What an agent sees is what the others see.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from onqueue.directory import queries as directory
from onqueue.identity import queries as identity
from onqueue.insight.errors import OutOfScope
from onqueue.kernel.authz import Actor

Scope = frozenset[str] | None
"""Ids; None is all of them."""


def queues_reported(session: Session, *, actor: Actor) -> Scope:
    """Return the queues whose figures somebody may see."""
    actor.require("report.read")
    if actor.queues is None or actor.teams is None:
        return None
    mates = identity.accounts_in(session, teams=actor.teams) if actor.teams else frozenset()
    served = {
        queue
        for agent in directory.floor_agents(session)
        if agent.id in mates
        for queue in agent.spec.queues
    }
    return actor.queues | served


def agents_reported(session: Session, *, actor: Actor) -> Scope:
    """Return the agents whose figures somebody may see."""
    if not actor.may("report.read"):
        actor.require("report.own")
        return frozenset({actor.account})
    if actor.queues is None or actor.teams is None:
        return None
    mates = identity.accounts_in(session, teams=actor.teams) if actor.teams else frozenset()
    serving = {
        agent.id
        for agent in directory.floor_agents(session)
        if not actor.queues.isdisjoint(agent.spec.queues)
    }
    return frozenset({actor.account}) | mates | serving


def narrowed(*, scope: Scope, asked: Collection[str]) -> Scope:
    """Return what is asked for, which must lie within the scope; nothing asked is all of it."""
    if not asked:
        return scope
    if scope is not None and not scope.issuperset(asked):
        raise OutOfScope
    return frozenset(asked)
