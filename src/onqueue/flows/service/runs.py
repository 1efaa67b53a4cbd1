"""How does a customer move through a flow?

Each step is one transaction with the messages that it posts: the answer, what the flow says to
it, and where the customer stands then are all there, or none of it. A run keeps the version that
it began with, and ends by itself when nothing is answered for long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.customers import queries as customers
from onqueue.customers import rules as callers
from onqueue.directory import queries as directory
from onqueue.directory.queries.versions import in_force
from onqueue.directory.rules import hours as opening
from onqueue.flows import events
from onqueue.flows.models import FlowRun, FlowVersion
from onqueue.flows.queries.graphs import graph_of
from onqueue.flows.rules import acts, engine
from onqueue.flows.rules.graph import (
    CUSTOMER_FIELDS,
    FOUND,
    SEVERAL,
    UNKNOWN,
    ConditionNode,
    CustomerNode,
    Graph,
    HoursNode,
    read,
)
from onqueue.flows.rules.walk import Facts, HoursState, Match, Reach

PATIENCE_MS: Final = 15 * 60_000
"""As long as a question waits for its answer."""
TALK_MS_MAX: Final = 24 * 60 * 60_000
"""As long as somebody may talk whom a flow connected; whoever carries the call ends it sooner."""
DUE_MAX: Final = 500
SAID: Final = "flow.said"
ASKED: Final = "flow.asked"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """What a step wants beside its messages: a contact in a queue, or a message for one."""

    run: str
    conversation: str
    customer: str
    language: str
    values: Mapping[str, str]
    wanted: acts.Route | acts.Leave | None


def begin_run(
    session: Session,
    *,
    id: str,  # noqa: A002  # its name
    flow: str,
    conversation: str,
    customer: str,
    known: bool,
    language: str,
    form: Mapping[str, str],
    reach: Reach,
    now: int,
) -> Moved:
    """Let a customer begin a flow as it is in force now. Whether it ran already is known."""
    version = in_force(session, table=FlowVersion, subject=flow)
    assert version is not None, "only a flow in force is begun"
    assert version.number is not None, "it has a number then"
    graph = read(version.rules)
    row = FlowRun(
        id=id,
        conversation=conversation,
        customer=customer,
        known=known,
        flow=flow,
        number=version.number,
        form=dict(form),
        told=0,
        question={},
        outcome="",
        began_at=now,
        due_at=now + PATIENCE_MS,
        ended_at=None,
    )
    events.tell(session, events.FlowBegun(at=now, **_of(row)))
    facts = _facts(session, graph=graph, row=row, reach=reach, now=now)
    step = engine.begin(graph, language=language, facts=facts, values=form)
    row.state = {}
    session.add(row)
    return _carry_out(session, row=row, step=step, now=now)


def held_run(session: Session, *, conversation: str) -> FlowRun | None:
    """Return the run that goes on in a conversation, held until the transaction ends."""
    stmt = select(FlowRun).where(FlowRun.conversation == conversation, FlowRun.outcome == "")
    return session.scalars(stmt.with_for_update()).first()


def answer_run(
    session: Session, *, row: FlowRun, answer: str, number: int | None, reach: Reach, now: int
) -> Moved | None:
    """Take an answer; one to another question than the last, by its number, moves nothing."""
    state = acts.read_state(row.state)
    if number is not None and number != state.asked:
        return None
    graph = graph_of(session, flow=row.flow, number=row.number)
    facts = _facts(session, graph=graph, row=row, reach=reach, now=now)
    step = engine.advance(graph, state, answer=answer, facts=facts)
    return _carry_out(session, row=row, step=step, now=now)


def leave_run(session: Session, *, row: FlowRun, outcome: acts.Outcome, now: int) -> None:
    """Let a run be over because the customer is gone, or says nothing."""
    state = acts.read_state(row.state)
    passed = ((state.node, outcome),)
    events.tell(session, events.FlowPassed(at=now, nodes=passed, **_of(row)))
    _over(session, row=row, node=state.node, outcome=outcome, now=now)
    session.flush()


def give_up_run(session: Session, *, row: FlowRun, queue: str, now: int) -> Moved:
    """Let a run that cannot go on end in a queue: the flow's own for people, or else `queue`."""
    state = acts.read_state(row.state)
    graph = graph_of(session, flow=row.flow, number=row.number)
    wanted = engine.last_resort(graph, state, queue=queue)
    row.question = {"number": state.asked, "options": [], "said": []}
    passed = ((state.node, acts.STUCK),)
    events.tell(session, events.FlowPassed(at=now, nodes=passed, **_of(row)))
    _over(session, row=row, node=state.node, outcome=acts.STUCK, now=now)
    session.flush()
    return _moved(row, state, wanted)


def end_silent_runs(session: Session, *, now: int) -> int:
    """End the flows of customers who have not answered for long; return how many."""
    stmt = (
        select(FlowRun)
        .where(FlowRun.outcome == "", FlowRun.due_at <= now)
        .order_by(FlowRun.due_at)
        .limit(DUE_MAX)
        .with_for_update()
    )
    rows = session.scalars(stmt).all()
    for row in rows:
        leave_run(session, row=row, outcome=acts.SILENT, now=now)
        _post(session, row=row, code="chat.ended_idle", params={}, now=now)
    return len(rows)


def _carry_out(session: Session, *, row: FlowRun, step: acts.Step, now: int) -> Moved:
    """Write down what a step says, asks and wants, and where the customer stands then."""
    wanted: acts.Route | acts.Leave | None = None
    said = [act.text for act in step.acts if isinstance(act, acts.Tell | acts.Ask)]
    row.question = {"number": step.state.asked, "options": [], "said": said}
    for act in step.acts:
        match act:
            case acts.Tell():
                _post(session, row=row, code=SAID, params={"text": act.text}, now=now)
            case acts.Ask():
                labels = [option.label for option in act.options]
                params = {"text": act.text, "options": " · ".join(labels)}
                _post(session, row=row, code=ASKED, params=params, now=now)
                values = [option.value for option in act.options]
                row.question = {**row.question, "options": labels, "values": values}
            case acts.Route() | acts.Leave():
                wanted = act
            case acts.Connect() | acts.Stop():
                pass
    row.state = asdict(step.state)
    talks = any(isinstance(act, acts.Connect) for act in step.acts)
    row.due_at = now + (TALK_MS_MAX if talks else PATIENCE_MS)
    if step.passed:
        nodes = tuple((one.node, one.exit) for one in step.passed)
        events.tell(session, events.FlowPassed(at=now, nodes=nodes, **_of(row)))
    if step.state.outcome is None:
        node, number = step.state.node, step.state.asked
        events.tell(session, events.FlowAsked(at=now, node=node, number=number, **_of(row)))
    else:
        _over(session, row=row, node=step.state.node, outcome=step.state.outcome, now=now)
    session.flush()
    return _moved(row, step.state, wanted)


def _moved(row: FlowRun, state: acts.State, wanted: acts.Route | acts.Leave | None) -> Moved:
    return Moved(
        run=row.id,
        conversation=row.conversation,
        customer=row.customer,
        language=state.language,
        values=state.values,
        wanted=wanted,
    )


def _over(session: Session, *, row: FlowRun, node: str, outcome: acts.Outcome, now: int) -> None:
    row.outcome, row.ended_at = outcome, now
    events.tell(session, events.FlowOver(at=now, node=node, outcome=outcome, **_of(row)))


def _post(
    session: Session, *, row: FlowRun, code: str, params: Mapping[str, str], now: int
) -> None:
    row.told += 1
    threads.post_system(
        session,
        conversation=row.conversation,
        id=f"flow-{row.id[-48:]}-{row.told}",
        code=code,
        params=params,
        now=now,
    )


def _of(row: FlowRun) -> events.Whose:
    return events.Whose(
        conversation=row.conversation, run=row.id, flow=row.flow, version=row.number
    )


def _facts(session: Session, *, graph: Graph, row: FlowRun, reach: Reach, now: int) -> Facts:
    asked = {node.queue for node in graph.nodes if isinstance(node, HoursNode)}
    closed = directory.closures(session)
    states: dict[str, HoursState] = {}
    for queue in asked:
        if queue in closed:
            states[queue] = "emergency"
            continue
        week = directory.queue_hours(session, id=queue, by_week=True)
        if opening.is_open(week, now):
            states[queue] = "open"
        else:
            states[queue] = "holiday" if opening.is_exception(week, now) else "closed"
    match, customer = _customer(session, graph=graph, row=row)
    return Facts(hours=states, match=match, customer=customer, reach=reach)


def _customer(session: Session, *, graph: Graph, row: FlowRun) -> tuple[Match, dict[str, str]]:
    """Return whether it is known who this is, and what; nothing is looked up that is not asked.

    Who calls is who has the number, whether or not the call began with their record.
    """
    if not any(isinstance(node, CustomerNode | ConditionNode) for node in graph.nodes):
        return UNKNOWN, {}
    thread = conversations.conversation(session, id=row.conversation)
    known_by = "" if thread is None else thread.known_by
    if known_by == callers.SEVERAL:
        return SEVERAL, {}
    if not row.known and known_by not in {callers.NUMBER, callers.AGENT}:
        return UNKNOWN, {}
    found = customers.customer(session, id=row.customer)
    if found is None:
        return UNKNOWN, {}
    return FOUND, {field: getattr(found, field) for field in CUSTOMER_FIELDS}
