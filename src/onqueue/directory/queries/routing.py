"""Which rules of routing are in force, which were before, and which are to be?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.directory.models import QueueClosure, RoutingVersion
from onqueue.directory.queries.versions import in_force, version
from onqueue.directory.rules.routing import FLOOR, USUAL_FLOOR, USUAL_QUEUE, Rules
from onqueue.directory.schemas import routing as shapes
from onqueue.kernel.rows import Page, Paging, page

NOBODY: Final = ""


def usual_rules(subject: str) -> Rules:
    """Return what holds until rules are published."""
    return USUAL_FLOOR if subject == FLOOR else USUAL_QUEUE


def whole(subject: str, rules: Rules) -> dict[str, Any]:
    """Return rules with what they do not say as usual: versions may be older than a rule."""
    usual = usual_rules(subject)
    return {**usual, **{name: value for name, value in rules.items() if name in usual}}


def rules_in_force(
    session: Session, *, numbers: Mapping[str, int] | None = None
) -> dict[str, dict[str, Any]]:
    """Return the rules of every subject that has any.

    `numbers` asks for certain versions instead of those in force, such as for a preview; a
    subject's draft is its number -1, and 0 is how it was before anybody said anything.
    """
    table = RoutingVersion
    last = (
        select(table.subject, func.max(table.number).label("number"))
        .group_by(table.subject)
        .subquery()
    )
    joined = (table.subject == last.c.subject) & (table.number == last.c.number)
    found = {
        row.subject: whole(row.subject, row.rules)
        for row in session.scalars(select(table).join(last, joined))
    }
    for subject, number in (numbers or {}).items():
        row = version_row(session, subject=subject, number=None if number < 0 else number)
        found[subject] = whole(subject, {} if row is None else row.rules)
    return found


def rules_of(session: Session, *, subject: str) -> dict[str, Any]:
    """Return the rules that are in force for a queue or the floor."""
    row = row_in_force(session, subject=subject)
    return whole(subject, {} if row is None else row.rules)


def row_in_force(session: Session, *, subject: str) -> RoutingVersion | None:
    """Return the version in force; None while nothing was published."""
    return in_force(session, table=RoutingVersion, subject=subject)


def version_row(session: Session, *, subject: str, number: int | None) -> RoutingVersion | None:
    """Return a version; None as number is the draft."""
    return version(session, table=RoutingVersion, subject=subject, number=number)


def rules_kept(session: Session) -> list[tuple[str, Rules]]:
    """Return the rules in force and all drafts: what they name cannot be taken out of use."""
    kept: list[tuple[str, Rules]] = list(rules_in_force(session).items())
    drafts = select(RoutingVersion).where(RoutingVersion.number.is_(None))
    return [
        *kept,
        *((row.subject, whole(row.subject, row.rules)) for row in session.scalars(drafts)),
    ]


def routing(session: Session, *, subject: str) -> shapes.RoutingShown:
    """Return the rules in force and the draft."""
    now = row_in_force(session, subject=subject)
    draft = version_row(session, subject=subject, number=None)
    before = None if now is None or now.number is None else now.number - 1
    return shapes.RoutingShown(
        subject=subject,
        in_force=_unsaid(subject) if now is None else _shown(session, now, before=before),
        draft=None
        if draft is None
        else _shown(session, draft, before=None if now is None else now.number),
    )


def versions_found(session: Session, *, subject: str, paging: Paging) -> Page[shapes.VersionShown]:
    """Return the versions that were published, the newest first, with what each changed."""
    table = RoutingVersion
    stmt = select(table).where(table.subject == subject, table.number.is_not(None))
    newest = Paging(page=paging.page, size=paging.size, sort="number", order="desc")
    rows = page(session, stmt, paging=newest, sorts={"number": table.number}, key=table.id)
    return rows.map(lambda row: _shown(session, row, before=(row.number or 1) - 1))


def closures(session: Session) -> dict[str, shapes.Closure]:
    """Return the queues that are closed at once, whatever their hours say."""
    return {row.queue: show_closure(row) for row in session.scalars(select(QueueClosure))}


def show_closure(row: QueueClosure) -> shapes.Closure:
    """Return a closure as it is shown."""
    return shapes.Closure(
        queue=row.queue, reason=row.reason, closed_at=row.closed_at, closed_by=row.closed_by
    )


def differences(subject: str, before: Rules, after: Rules) -> tuple[shapes.Difference, ...]:
    """Return which rules differ."""
    old, new = whole(subject, before), whole(subject, after)
    return tuple(
        shapes.Difference(field=name, before=old[name], after=new[name])
        for name in usual_rules(subject)
        if old[name] != new[name]
    )


def _unsaid(subject: str) -> shapes.VersionShown:
    return shapes.VersionShown(
        number=0,
        rules=_rules(subject, {}),
        note="",
        restores=None,
        revision=0,
        changed_at=0,
        changed_by=NOBODY,
        published_at=None,
        published_by=NOBODY,
        differences=(),
    )


def _shown(session: Session, row: RoutingVersion, *, before: int | None) -> shapes.VersionShown:
    earlier = version_row(session, subject=row.subject, number=before) if before else None
    return shapes.VersionShown(
        number=row.number,
        rules=_rules(row.subject, row.rules),
        note=row.note,
        restores=row.restores,
        revision=row.revision,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        published_at=row.published_at,
        published_by=row.published_by,
        differences=differences(row.subject, {} if earlier is None else earlier.rules, row.rules),
    )


def _rules(subject: str, rules: Rules) -> shapes.QueueRules | shapes.FloorRules:
    kept = whole(subject, rules)
    if subject == FLOOR:
        return msgspec.convert(kept, shapes.FloorRules)
    return msgspec.convert(kept, shapes.QueueRules)
