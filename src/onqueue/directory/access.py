"""How does a request get at what is configured, on behalf of somebody?

Everyone who works here may read how the centre is set up; changing it needs the right
`directory.manage`. Personal replies are their owner's alone, and what agents can do is shown
to those who watch over them.
"""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from onqueue.directory.errors import RecordMissing
from onqueue.directory.models import CannedReply
from onqueue.directory.queries.agents import agent_profile, team_mates
from onqueue.directory.schemas import shown
from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import Configured

Row = TypeVar("Row", bound=Configured)

MANAGE = "directory.manage"


def access_to_change(
    session: Session, *, actor: Actor, model: type[Row], subject: str, word: str
) -> Row:
    """Return a row that the actor may change, held until the transaction ends."""
    actor.require(MANAGE)
    row = session.get(model, subject, with_for_update=True)
    if row is None:
        raise RecordMissing(kind=word)
    return row


def access_reply_to_change(session: Session, *, actor: Actor, reply: str) -> CannedReply:
    """Return a reply that the actor may change: a shared one by right, a personal one as owner."""
    row = session.get(CannedReply, reply, with_for_update=True)
    if row is None or row.owner not in {None, actor.account}:
        raise RecordMissing(kind="canned reply")
    if row.owner is None:
        actor.require(MANAGE)
    return row


def replies_seen(actor: Actor) -> ColumnElement[bool]:
    """Select the replies that somebody sees: the shared ones and their own."""
    return or_(CannedReply.owner.is_(None), CannedReply.owner == actor.account)


def agents_seen(session: Session, *, actor: Actor) -> frozenset[str] | None:
    """Return the accounts whose profiles the actor may see; None is everyone."""
    if actor.may(MANAGE) or (actor.may("floor.watch") and actor.teams is None):
        return None
    teams = actor.teams if actor.may("floor.watch") else None
    return team_mates(session, teams=teams or ()) | {actor.account}


def access_agent(session: Session, *, actor: Actor, account: str) -> shown.AgentProfile:
    """Return what an agent can do, if the actor may see it."""
    seen = agents_seen(session, actor=actor)
    found = agent_profile(session, account=account)
    if found is None or (seen is not None and account not in seen):
        raise RecordMissing(kind="agent")
    return found
