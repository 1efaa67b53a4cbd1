"""How does something with versions move on: drafted, thrown away, published, restored?

One way for whatever has versions. What is in a version, who may change it, what is checked and
what else follows is up to the caller; here a draft is changed only by who has seen it, and the
list of what was published only grows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.directory.errors import DraftMissing, RecordChanged, RecordMissing
from onqueue.directory.queries.versions import Version, in_force, version
from onqueue.identity.service.by import By
from onqueue.kernel.ids import new_id


def say_draft(
    session: Session,
    *,
    table: type[Version],
    by: By,
    subject: str,
    revision: int,
    rules: dict[str, Any],
    note: str,
) -> None:
    """Begin a draft, or say it anew."""
    row = version(session, table=table, subject=subject, number=None)
    _check_revision(row, revision=revision, by=by)
    if row is None:
        session.add(new_version(table=table, by=by, subject=subject, rules=rules, note=note))
    elif (row.rules, row.note) != (rules, note):
        row.rules, row.note = rules, note
        row.revision, row.changed_at, row.changed_by = row.revision + 1, by.now, by.actor.name
    session.flush()


def drop_draft(
    session: Session, *, table: type[Version], by: By, subject: str, revision: int
) -> bool:
    """Throw a draft away; say whether there was one."""
    row = version(session, table=table, subject=subject, number=None)
    if row is None:
        return False
    _check_revision(row, revision=revision, by=by)
    session.delete(row)
    session.flush()
    return True


def draft_to_publish(
    session: Session, *, table: type[Version], by: By, subject: str, revision: int
) -> Version:
    """Return the draft that the actor has seen."""
    row = version(session, table=table, subject=subject, number=None)
    if row is None:
        raise DraftMissing
    _check_revision(row, revision=revision, by=by)
    return row


def earlier_version(
    session: Session, *, table: type[Version], by: By, subject: str, number: int, seen: int
) -> Version | None:
    """Return a version that is to count again; None is 0, as it was at the beginning.

    Refused unless `seen` is the version that is in force now.
    """
    now = in_force(session, table=table, subject=subject)
    if seen != (0 if now is None else now.number):
        raise RecordChanged(
            version=0 if now is None or now.number is None else now.number,
            changed_by="Somebody" if now is None else now.published_by,
            changed_at=by.now,
        )
    found = version(session, table=table, subject=subject, number=number) if number else None
    if number and found is None:
        raise RecordMissing(kind="version")
    return found


def new_version(
    *, table: type[Version], by: By, subject: str, rules: dict[str, Any], note: str
) -> Version:
    """Return a version without a number that is not stored yet."""
    row = table()
    row.id, row.subject, row.number, row.restores = new_id(), subject, None, None
    row.rules, row.note, row.revision = rules, note, 1
    row.changed_at, row.changed_by = by.now, by.actor.name
    row.published_at, row.published_by = None, ""
    return row


def put_in_force(
    session: Session, *, table: type[Version], by: By, row: Version, note: str
) -> None:
    """Give a version the next number: from now on it counts."""
    last = session.scalar(select(func.max(table.number)).where(table.subject == row.subject))
    row.number, row.note = (last or 0) + 1, note
    row.published_at, row.published_by = by.now, by.actor.name
    session.add(row)
    session.flush()


def _check_revision(row: Version | None, *, revision: int, by: By) -> None:
    if (0 if row is None else row.revision) != revision:
        raise RecordChanged(
            version=0 if row is None else row.revision,
            changed_by="Somebody" if row is None else row.changed_by,
            changed_at=by.now if row is None else row.changed_at,
        )
