"""Who is in a flow, what are they asked, and what came of it?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.directory.queries.versions import in_force
from onqueue.flows.models import Flow, FlowEntry, FlowRun, FlowVersion
from onqueue.flows.queries.graphs import graph_of
from onqueue.flows.rules.acts import CALLBACK, LEFT, read_state
from onqueue.flows.rules.callback import waits_as
from onqueue.flows.rules.texts import PERSON_WORDS, worded

RATING: Final = "rating"
"""What a caller is asked after the talk, beside the kinds of nodes that ask."""


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


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a customer stands whose flow is spoken: what was said last, and what is waited for."""

    run: str
    conversation: str
    number: int
    """Of the question: an answer says which it is for."""
    said: tuple[str, ...]
    options: tuple[str, ...]
    values: tuple[str, ...]
    """The names of the options, in the same order."""
    waits_for: str
    """The kind of node that waits for an answer; empty when the flow is over."""
    dials: str
    """Where the caller is to be connected, at a transfer."""
    language: str
    person: str
    """What to say to get a person; empty where that is not possible."""
    outcome: str
    """How it ended; empty while it goes on."""


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


def standing(session: Session, *, id: str) -> Standing | None:  # noqa: A002  # its name
    """Return where a customer stands whose flow is spoken; None without such a run."""
    row = session.get(FlowRun, id)
    if row is None:
        return None
    state, question = read_state(row.state), row.question
    graph = graph_of(session, flow=row.flow, number=row.number)
    node = graph.node(state.node)
    return Standing(
        run=row.id,
        conversation=row.conversation,
        number=question["number"],
        said=tuple(question.get("said", ())),
        options=tuple(question["options"]),
        values=tuple(question.get("values", question["options"])),
        outcome=row.outcome,
        waits_for="" if row.outcome or node is None else waits_as(node.kind, state.phase),
        dials=state.number,
        language=state.language,
        person=(graph.person_words or PERSON_WORDS)[0] if graph.person_queue else "",
    )


def callback_number(session: Session, *, contact: str) -> str:
    """Return at which number the customer of a contact is to be called back; empty if they wait."""
    row = session.get(FlowRun, contact)
    if row is None or row.outcome != CALLBACK:
        return ""
    return read_state(row.state).number


def rating_asked(session: Session, *, contact: str) -> Standing | None:
    """Return what a caller is asked after the talk, who came out of a flow; None for nothing."""
    row, stood = session.get(FlowRun, contact), standing(session, id=contact)
    if row is None or stood is None:
        return None
    graph = graph_of(session, flow=row.flow, number=row.number)
    said = worded(graph.rating, language=stood.language, values={})
    return replace(stood, said=(said,), options=(), values=(), waits_for=RATING) if said else None


def left_message(session: Session, *, contact: str) -> bool:
    """Say whether a contact is a message that its customer left in a flow."""
    row = session.get(FlowRun, contact)
    return row is not None and row.outcome == LEFT


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
