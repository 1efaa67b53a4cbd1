"""How is a flow made, drafted, published and brought back?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from onqueue.directory import queries as directory
from onqueue.directory.access import MANAGE, access_to_change
from onqueue.directory.queries.versions import in_force
from onqueue.directory.rules import checks as names
from onqueue.directory.service import records, versions
from onqueue.directory.service.configure import flow_users, refuse_used
from onqueue.directory.service.kinds import by_name
from onqueue.flows import schemas
from onqueue.flows.errors import FlowUnsound
from onqueue.flows.models import Flow, FlowEntry, FlowVersion
from onqueue.flows.queries.graphs import (
    FLOWS,
    differences,
    flow_shown,
    graph_of,
    problems_of,
    widgets_of,
)
from onqueue.flows.rules.graph import EMPTY, Graph, check_size, read, written
from onqueue.flows.rules.telephone import telephone_problems
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.db import announce
from onqueue.kernel.errors import Invalid


def _check_flow(_session: Session, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    names.check_name(fields["name"])
    return fields


FLOW: Final = records.Kind[Flow, schemas.Flow](
    code="flow",
    word="flow",
    listing=FLOWS,
    usual={"name": "", "description": ""},
    key=by_name,
    name="name",
    check=_check_flow,
)


def create_flow(session: Session, *, by: By, name: str, description: str = "") -> schemas.Flow:
    """Make a flow; it is empty until a draft says otherwise."""
    fields = {"name": name, "description": description}
    return records.create(session, kind=FLOW, by=by, fields=fields)


def change_flow(
    session: Session, *, by: By, flow: str, version: int, fields: Mapping[str, Any]
) -> schemas.Flow:
    """Change a flow's name, or take it out of use."""
    if fields.get("archived"):
        refuse_used(_users(session, flow=flow))
    return records.change(session, kind=FLOW, by=by, subject=flow, version=version, fields=fields)


def _users(session: Session, *, flow: str) -> Iterable[str]:
    beginning = widgets_of(session, flow=flow)
    yield from (one.name for one in directory.widgets(session) if one.id in beginning)
    yield from (one.number for one in directory.numbers_into(session, flow=flow))
    yield from flow_users(session, flow=flow)


def put_draft(
    session: Session, *, by: By, flow: str, revision: int, graph: Graph, note: str
) -> schemas.FlowShown:
    """Begin a draft, or say it anew. It may have problems: those keep it from being published."""
    _access(session, by=by, flow=flow)
    check_size(graph)
    versions.say_draft(
        session,
        table=FlowVersion,
        by=by,
        subject=flow,
        revision=revision,
        rules=written(graph),
        note=note,
    )
    before = _in_force(session, flow=flow)
    _record(session, by=by, action="flow.drafted", flow=flow, before=before, after=graph)
    return flow_shown(session, flow=flow)


def discard_draft(session: Session, *, by: By, flow: str, revision: int) -> schemas.FlowShown:
    """Throw a draft away."""
    _access(session, by=by, flow=flow)
    if versions.drop_draft(session, table=FlowVersion, by=by, subject=flow, revision=revision):
        _record(session, by=by, action="flow.discarded", flow=flow, before=EMPTY, after=EMPTY)
    return flow_shown(session, flow=flow)


def publish_draft(
    session: Session, *, by: By, flow: str, revision: int, note: str
) -> schemas.FlowShown:
    """Let a draft count from now; who is in the flow goes on as they began."""
    _access(session, by=by, flow=flow)
    row = versions.draft_to_publish(
        session, table=FlowVersion, by=by, subject=flow, revision=revision
    )
    return _publish(session, by=by, row=row, note=note)


def restore_version(
    session: Session, *, by: By, flow: str, number: int, seen: int, note: str
) -> schemas.FlowShown:
    """Let an earlier version count again."""
    _access(session, by=by, flow=flow)
    earlier = versions.earlier_version(
        session, table=FlowVersion, by=by, subject=flow, number=number, seen=seen
    )
    assert earlier is not None, "number is 1 or more"
    row = versions.new_version(
        table=FlowVersion, by=by, subject=flow, rules=earlier.rules, note=note
    )
    row.restores = number
    return _publish(session, by=by, row=row, note=note)


def set_entries(
    session: Session, *, by: By, flow: str, widgets: Collection[str]
) -> schemas.FlowShown:
    """Say which widgets' chats begin with a flow; a widget begins with one at most."""
    _access(session, by=by, flow=flow)
    for widget in widgets:
        found = directory.widget(session, id=widget)
        if found is None or found.archived:
            reason = "this {word} does not exist or is archived"
            raise Invalid(field="widgets", reason=reason, word="chat widget")
    before = widgets_of(session, flow=flow)
    after = tuple(sorted(set(widgets)))
    if before != after:
        entry = FlowEntry
        session.execute(delete(entry).where(or_(entry.flow == flow, entry.widget.in_(after))))
        session.add_all(entry(widget=one, flow=flow) for one in after)
        session.flush()
        audit.record(
            session,
            now=by.now,
            actor=by.actor,
            action="flow.entries_set",
            subject_kind="flow",
            subject=flow,
            before={"widgets": list(before)},
            after={"widgets": list(after)},
            network=by.network,
        )
    return flow_shown(session, flow=flow)


def _publish(session: Session, *, by: By, row: FlowVersion, note: str) -> schemas.FlowShown:
    graph = read(row.rules)
    found = problems_of(session, graph=graph)
    if directory.numbers_into(session, flow=row.subject):
        found += telephone_problems(graph)
    if found:
        first = found[0]
        where = f"{first.node}.{first.field}" if first.node else first.field
        raise FlowUnsound(field=where, reason=first.form, **first.data)
    before = _in_force(session, flow=row.subject)
    versions.put_in_force(session, table=FlowVersion, by=by, row=row, note=note)
    action = "flow.published" if row.restores is None else "flow.version_restored"
    _record(
        session, by=by, action=action, flow=row.subject, before=before, after=graph, reason=note
    )
    return flow_shown(session, flow=row.subject)


def _in_force(session: Session, *, flow: str) -> Graph:
    """Return the flow as it is in force."""
    now = in_force(session, table=FlowVersion, subject=flow)
    return EMPTY if now is None else graph_of(session, flow=flow, number=now.number)


def _access(session: Session, *, by: By, flow: str) -> None:
    by.actor.require(MANAGE)
    access_to_change(session, actor=by.actor, model=Flow, subject=flow, word="flow")


def _record(
    session: Session,
    *,
    by: By,
    action: str,
    flow: str,
    before: Graph,
    after: Graph,
    reason: str = "",
) -> None:
    """Write into the audit which nodes differ."""
    changed = differences(before, after)
    old, new = ({node["id"]: node for node in written(one)["nodes"]} for one in (before, after))
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=action,
        subject_kind="flow",
        subject=flow,
        before={one.node: old.get(one.node) for one in changed if one.node},
        after={one.node: new.get(one.node) for one in changed if one.node},
        reason=reason,
        network=by.network,
    )
    announce(session, records.TOPIC)
