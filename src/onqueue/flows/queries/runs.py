"""Who is in a flow, what are they asked, and what came of it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.directory.queries.versions import in_force
from onqueue.flows.models import Flow, FlowEntry, FlowRun, FlowVersion
from onqueue.flows.rules.acts import read_state


@dataclass(frozen=True, kw_only=True)
class Run:
    """A customer in a flow, or who was in it."""

    id: str
    conversation: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Routed:
    """What a contact needs that came out of a flow."""

    skills: tuple[tuple[str, int], ...]
    priority: int
    language: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The question that waits for an answer: its number in the flow, and what can be chosen."""

    number: int
    options: tuple[str, ...]


def flow_for(session: Session, *, widget: str) -> str | None:
    """Return the flow with which a widget's chats begin, if it has a version in force."""
    entry = session.get(FlowEntry, widget)
    if entry is None or session.get_one(Flow, entry.flow).archived:
        return None
    now = in_force(session, table=FlowVersion, subject=entry.flow)
    return None if now is None else entry.flow


def run_by_id(session: Session, *, id: str) -> Run | None:  # noqa: A002  # its name
    """Return a run; its id is that of the contact that may come of it."""
    row = session.get(FlowRun, id)
    return None if row is None else _shown(row)


def open_run(session: Session, *, conversation: str) -> Run | None:
    """Return the run that goes on in a conversation."""
    row = session.scalars(
        select(FlowRun).where(FlowRun.conversation == conversation, FlowRun.outcome == "")
    ).first()
    return None if row is None else _shown(row)


def runs_begun(session: Session, *, conversation: str, since: int) -> int:
    """Return how many flows a customer began in a conversation since a moment."""
    stmt = select(func.count()).where(
        FlowRun.conversation == conversation, FlowRun.began_at >= since
    )
    return session.scalar(stmt) or 0


def led_since(session: Session, *, conversation: str, since: int) -> bool:
    """Say whether a flow was begun in a conversation since a moment."""
    return runs_begun(session, conversation=conversation, since=since) > 0


def asked_now(session: Session, *, conversation: str) -> Asked | None:
    """Return what the flow of a conversation asks now; None when no flow goes on in it."""
    row = session.scalars(
        select(FlowRun).where(FlowRun.conversation == conversation, FlowRun.outcome == "")
    ).first()
    if row is None:
        return None
    question: dict[str, Any] = row.question
    return Asked(number=question["number"], options=tuple(question["options"]))


def routed(session: Session, *, contact: str) -> Routed | None:
    """Return what a contact needs that came out of a flow; None when it did not."""
    row = session.get(FlowRun, contact)
    if row is None:
        return None
    state = read_state(row.state)
    return Routed(
        skills=tuple(sorted(state.skills.items())),
        priority=state.priority,
        language=state.language,
    )


def _shown(row: FlowRun) -> Run:
    return Run(id=row.id, conversation=row.conversation, outcome=row.outcome)
