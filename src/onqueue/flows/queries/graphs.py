"""Which flows are there, which version is in force, and what is wrong with a draft?"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.directory import queries as directory
from onqueue.directory.queries.lists import SKILLS, Listing, all_records
from onqueue.directory.queries.versions import in_force, version
from onqueue.flows import models, schemas
from onqueue.flows.rules import checks, engine
from onqueue.flows.rules.callback import PHONE
from onqueue.flows.rules.graph import EMPTY, Graph, queues_named, read, skills_named
from onqueue.flows.rules.telephone import telephone_problems
from onqueue.flows.rules.walk import Facts, Reach, nobody
from onqueue.kernel.phone_numbers import e164, region_of_zone
from onqueue.kernel.rows import Page, Paging, page


def _show(row: models.Flow) -> schemas.Flow:
    return schemas.Flow(
        id=row.id,
        archived=row.archived,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        name=row.name,
        description=row.description,
    )


FLOWS: Final = Listing(
    model=models.Flow,
    show=_show,
    searched=("key", "description"),
    sorts=("name", "description", "changed_at"),
)


def flow_shown(session: Session, *, flow: str) -> schemas.FlowShown:
    """Return the version in force and the draft, and what is wrong with what is newer."""
    now = in_force(session, table=models.FlowVersion, subject=flow)
    draft = version(session, table=models.FlowVersion, subject=flow, number=None)
    newer = draft or now
    found: tuple[checks.FlowProblem, ...] = ()
    untold: tuple[checks.FlowProblem, ...] = ()
    if newer is not None:
        found = problems_of(session, graph=read(newer.rules))
        untold = telephone_problems(read(newer.rules))
    number = None if now is None else now.number
    return schemas.FlowShown(
        flow=flow,
        in_force=None if now is None else _shown(session, now, before=(number or 1) - 1),
        draft=None if draft is None else _shown(session, draft, before=number),
        widgets=widgets_of(session, flow=flow),
        numbers=tuple(one.id for one in directory.numbers_into(session, flow=flow)),
        problems=found,
        telephone_problems=untold,
    )


@directory.told_by
def flows_known(session: Session) -> dict[str, directory.FlowKnown]:
    """Return every flow as rules and stories name it."""
    published = set(
        session.scalars(
            select(models.FlowVersion.subject)
            .where(models.FlowVersion.number.is_not(None))
            .distinct()
        )
    )
    return {
        row.id: directory.FlowKnown(name=row.name, ready=row.id in published and not row.archived)
        for row in session.scalars(select(models.Flow))
    }


def widgets_of(session: Session, *, flow: str) -> tuple[str, ...]:
    """Return the chat widgets whose chats begin with a flow."""
    entry = models.FlowEntry
    stmt = select(entry.widget).where(entry.flow == flow).order_by(entry.widget)
    return tuple(session.scalars(stmt))


def versions_found(session: Session, *, flow: str, paging: Paging) -> Page[schemas.FlowVersion]:
    """Return the versions that were published, the newest first, with what each changed."""
    table = models.FlowVersion
    stmt = select(table).where(table.subject == flow, table.number.is_not(None))
    newest = Paging(page=paging.page, size=paging.size, sort="number", order="desc")
    rows = page(session, stmt, paging=newest, sorts={"number": table.number}, key=table.id)
    return rows.map(lambda row: _shown(session, row, before=(row.number or 1) - 1))


def graph_of(session: Session, *, flow: str, number: int | None) -> Graph:
    """Return a flow as it was in a version; None is the draft, or else what is in force."""
    row = version(session, table=models.FlowVersion, subject=flow, number=number)
    if row is None and number is None:
        row = in_force(session, table=models.FlowVersion, subject=flow)
    return EMPTY if row is None else read(row.rules)


def published(session: Session, *, flow: str) -> Graph | None:
    """Return a flow as it is in force; None while it was never published."""
    row = in_force(session, table=models.FlowVersion, subject=flow)
    return None if row is None else read(row.rules)


@directory.uses_told_by
def flow_uses(session: Session) -> list[directory.FlowUse]:
    """Return what flows in use name, in force and drafted."""
    found = []
    for one in all_records(session, listing=FLOWS):
        now = published(session, flow=one.id)
        draft = version(session, table=models.FlowVersion, subject=one.id, number=None)
        found += [_use(one, graph=now, in_force=True)] if now is not None else []
        found += [_use(one, graph=read(draft.rules), in_force=False)] if draft is not None else []
    return found


def _use(flow: schemas.Flow, *, graph: Graph, in_force: bool) -> directory.FlowUse:
    deaf = telephone_problems(graph) if in_force else ()
    return directory.FlowUse(
        flow=flow.id,
        name=flow.name,
        queues=frozenset(queues_named(graph)),
        skills=frozenset(skills_named(graph)),
        deaf_node=deaf[0].node if deaf else "",
    )


def problems_of(session: Session, *, graph: Graph) -> tuple[checks.FlowProblem, ...]:
    """Return what keeps a flow from being published."""
    known = checks.Known(
        queues={one.id for one in directory.queues(session)},
        skills={one.id for one in all_records(session, listing=SKILLS)},
        languages=directory.centre(session).languages,
    )
    return checks.problems(graph, known=known)


def differences(before: Graph, after: Graph) -> tuple[schemas.NodeDifference, ...]:
    """Return what differs between two versions, node by node; places do not count."""
    found = []
    whole = tuple(
        name
        for name in ("begin", "person_queue", "person_words")
        if getattr(before, name) != getattr(after, name)
    )
    if whole:
        found.append(schemas.NodeDifference(node="", change="changed", fields=whole))
    old = {node.id: msgspec.to_builtins(node) for node in before.nodes}
    new = {node.id: msgspec.to_builtins(node) for node in after.nodes}
    for name in (*new, *(one for one in old if one not in new)):
        if name not in old or name not in new:
            change: schemas.Change = "added" if name in new else "removed"
            found.append(schemas.NodeDifference(node=name, change=change, fields=()))
            continue
        keys = (new[name].keys() | old[name].keys()) - {"x", "y"}
        fields = tuple(sorted(one for one in keys if old[name].get(one) != new[name].get(one)))
        if fields:
            found.append(schemas.NodeDifference(node=name, change="changed", fields=fields))
    return tuple(found)


def tried(session: Session, *, flow: str, asked: schemas.TryAsked) -> schemas.Tried:
    """Go through a draft from the beginning with some answers; nothing is kept."""
    graph = graph_of(session, flow=flow, number=None)
    home = region_of_zone(directory.centre(session).time_zone)
    facts = Facts(
        hours=asked.hours,
        match=asked.match,
        customer=asked.customer,
        reach=Reach(
            dial=(lambda written: e164(written, region=home)) if asked.may_call else nobody,
            telephone=asked.telephone,
        ),
    )
    values = {PHONE: asked.phone} if asked.phone else {}
    step = engine.begin(graph, language=asked.language, facts=facts, values=values)
    turns = [schemas.Turn(answer=None, acts=step.acts, passed=step.passed)]
    for answer in asked.answers:
        if step.state.outcome is not None:
            break
        step = engine.advance(graph, step.state, answer=answer, facts=facts)
        turns.append(schemas.Turn(answer=answer, acts=step.acts, passed=step.passed))
    return schemas.Tried(turns=tuple(turns), state=step.state)


def _shown(session: Session, row: models.FlowVersion, *, before: int | None) -> schemas.FlowVersion:
    earlier = EMPTY
    if before:
        earlier = graph_of(session, flow=row.subject, number=before)
    graph = read(row.rules)
    return schemas.FlowVersion(
        number=row.number,
        graph=schemas.FlowGraph(
            begin=graph.begin,
            nodes=graph.nodes,
            person_queue=graph.person_queue,
            person_words=graph.person_words,
            rating=graph.rating,
        ),
        note=row.note,
        restores=row.restores,
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        published_at=row.published_at,
        published_by=row.published_by,
        differences=differences(earlier, graph),
    )
