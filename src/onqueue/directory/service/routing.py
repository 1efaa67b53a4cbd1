"""How do rules of routing come to count?

A subject, which is a queue or the whole floor, has versions: numbered ones that were
published, of which the highest is in force, and at most one draft. Going back publishes an
earlier version's rules again under the next number, so the list only grows and says what
counted when.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.directory import models
from onqueue.directory.access import MANAGE
from onqueue.directory.errors import (
    RecordMissing,
)
from onqueue.directory.models import RoutingVersion
from onqueue.directory.queries.agents import agent_profile
from onqueue.directory.queries.flows import flows
from onqueue.directory.queries.routing import (
    differences,
    routing,
    rules_in_force,
    rules_of,
    usual_rules,
    whole,
)
from onqueue.directory.rules import routing as rules_of_routing
from onqueue.directory.rules.routing import FLOOR, Rules
from onqueue.directory.schemas import routing as shapes
from onqueue.directory.schemas import shown
from onqueue.directory.service import records, versions
from onqueue.directory.service.kinds import check_known, check_skills
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.db import announce
from onqueue.kernel.errors import Invalid
from onqueue.kernel.rows import Configured


def put_draft(
    session: Session, *, by: By, subject: str, revision: int, rules: Rules, note: str
) -> shapes.RoutingShown:
    """Begin a draft, or say it anew."""
    _access(session, by=by, subject=subject)
    kept = _stated(session, subject=subject, rules=rules)
    _check(session, subject=subject, rules=kept)
    versions.say_draft(
        session,
        table=RoutingVersion,
        by=by,
        subject=subject,
        revision=revision,
        rules=kept,
        note=note,
    )
    in_force = rules_of(session, subject=subject)
    _record(session, by=by, action="routing.drafted", subject=subject, before=in_force, after=kept)
    return routing(session, subject=subject)


def discard_draft(session: Session, *, by: By, subject: str, revision: int) -> shapes.RoutingShown:
    """Throw a draft away."""
    _access(session, by=by, subject=subject)
    gone = versions.drop_draft(
        session, table=RoutingVersion, by=by, subject=subject, revision=revision
    )
    if not gone:
        return routing(session, subject=subject)
    _record(session, by=by, action="routing.discarded", subject=subject, before={}, after={})
    return routing(session, subject=subject)


def publish_draft(
    session: Session, *, by: By, subject: str, revision: int, note: str
) -> shapes.RoutingShown:
    """Let a draft count from now."""
    _access(session, by=by, subject=subject)
    row = versions.draft_to_publish(
        session, table=RoutingVersion, by=by, subject=subject, revision=revision
    )
    return _publish(session, by=by, row=row, note=note)


def restore_version(
    session: Session, *, by: By, subject: str, number: int, seen: int, note: str
) -> shapes.RoutingShown:
    """Let the rules of an earlier version count again; 0 is as it was at the beginning."""
    _access(session, by=by, subject=subject)
    earlier = versions.earlier_version(
        session, table=RoutingVersion, by=by, subject=subject, number=number, seen=seen
    )
    rules = usual_rules(subject) if earlier is None else earlier.rules
    row = versions.new_version(
        table=RoutingVersion, by=by, subject=subject, rules=whole(subject, rules), note=note
    )
    row.restores = number
    return _publish(session, by=by, row=row, note=note)


def _publish(session: Session, *, by: By, row: RoutingVersion, note: str) -> shapes.RoutingShown:
    # All queues are held: two that are published at once could send contacts to each other.
    session.execute(select(models.Queue.id).order_by(models.Queue.id).with_for_update())
    rules = whole(row.subject, row.rules)
    _check(session, subject=row.subject, rules=rules)
    before = rules_of(session, subject=row.subject)
    row.rules = rules
    versions.put_in_force(session, table=RoutingVersion, by=by, row=row, note=note)
    _set_in_queue(session, by=by, subject=row.subject, rules=rules)
    action = "routing.published" if row.restores is None else "routing.restored"
    _record(
        session, by=by, action=action, subject=row.subject, before=before, after=rules, reason=note
    )
    return routing(session, subject=row.subject)


def keep_settings(session: Session, *, by: By, queue: shown.Queue, note: str) -> None:
    """Let what was set at the queue itself be a version of its rules; what is the same is none.

    The rules are not checked again: nothing else in them changes.
    """
    in_force = rules_of(session, subject=queue.id)
    now = asdict(queue)
    set_there = {name: _plain(now[name]) for name in rules_of_routing.SETTINGS}
    if all(in_force[name] == value for name, value in set_there.items()):
        return
    rules = {**in_force, **set_there}
    row = versions.new_version(
        table=RoutingVersion, by=by, subject=queue.id, rules=rules, note=note
    )
    versions.put_in_force(session, table=RoutingVersion, by=by, row=row, note=note)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _stated(session: Session, *, subject: str, rules: Rules) -> dict[str, Any]:
    """Return rules in whole: settings of the queue that are left out stay as they are in force."""
    said = {name: value for name, value in rules.items() if value is not None}
    if subject == FLOOR:
        return whole(subject, said)
    in_force = rules_of(session, subject=subject)
    kept = {name: in_force[name] for name in rules_of_routing.SETTINGS}
    return whole(subject, {**kept, **said})


def _set_in_queue(session: Session, *, by: By, subject: str, rules: Rules) -> None:
    """Keep the queue's row as the rules in force say: lists and the queue's form read it there."""
    if subject == FLOOR:
        return
    queue = session.get_one(models.Queue, subject)
    if all(getattr(queue, name) == rules[name] for name in rules_of_routing.SETTINGS):
        return
    for name in rules_of_routing.SETTINGS:
        setattr(queue, name, rules[name])
    queue.version, queue.changed_at = queue.version + 1, by.now
    queue.changed_by = by.actor.name
    session.flush()


def _access(session: Session, *, by: By, subject: str) -> None:
    by.actor.require(MANAGE)
    if subject != FLOOR and session.get(models.Queue, subject, with_for_update=True) is None:
        raise RecordMissing(kind="queue")


def _check(session: Session, *, subject: str, rules: Rules) -> None:
    if subject == FLOOR:
        return
    rules_of_routing.check_queue_rules(rules)
    check_skills(session, rules["skills"], field="rules.skills")
    for ring in range(len(rules["rings"])):
        check_skills(session, rules["rings"][ring]["lower"], field=f"rules.rings.{ring}.lower")
    _check_named(session, rules_of_routing.queues_named(rules), models.Queue, "queue")
    _check_named(session, rules_of_routing.skills_named(rules), models.Skill, "skill")
    for field, account in rules_of_routing.people_named(rules):
        if agent_profile(session, account=account) is None:
            raise Invalid(field=field, reason="this person does not take contacts")
    _check_flows(session, rules=rules)
    check_known(session, model=models.Gate, ids=rules["gates"], field="rules.gates", word="gate")
    _check_circle(session, queue=subject, rules=rules)


def _check_named(
    session: Session,
    named: Iterable[tuple[str, str]],
    model: type[Configured],
    word: str,
) -> None:
    for field, subject in named:
        check_known(session, model=model, ids=[subject], field=field, word=word)


def _check_flows(session: Session, *, rules: Rules) -> None:
    named = list(rules_of_routing.flows_named(rules))
    known = flows(session) if named else {}
    for field, flow in named:
        if flow not in known or not known[flow].ready:
            raise Invalid(field=field, reason="this flow does not exist or is not published")


def _check_circle(session: Session, *, queue: str, rules: Rules) -> None:
    found = rules_of_routing.find_circle(queue=queue, rules=rules, others=rules_in_force(session))
    if found is None:
        return
    place, way = found
    names = {
        row.id: row.name
        for row in session.scalars(select(models.Queue).where(models.Queue.id.in_(way)))
    }
    path = " → ".join(names.get(one, one) for one in way)
    raise Invalid(
        field=f"rules.diversions.{place}.target",
        reason="contacts would go round in a circle: {path}",
        path=path,
    )


def _record(
    session: Session,
    *,
    by: By,
    action: str,
    subject: str,
    before: Rules,
    after: Rules,
    reason: str = "",
) -> None:
    """Write into the audit what differs, and tell those who follow the directory."""
    changed = differences(subject, before, after) if after else ()
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=action,
        subject_kind="routing",
        subject=subject,
        before={one.field: one.before for one in changed},
        after={one.field: one.after for one in changed},
        reason=reason,
        network=by.network,
    )
    announce(session, records.TOPIC)
