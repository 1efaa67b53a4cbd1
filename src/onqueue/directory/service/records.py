"""What happens whenever something configured is made or changed?

Always the same, so it is written once: the right is checked, the version that was seen is
compared, the name must be free, the change is audited with what was before and after, and
after the commit the bus says that the directory changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from onqueue.directory.access import MANAGE, access_to_change
from onqueue.directory.errors import NameArchived, NameTaken, RecordChanged
from onqueue.directory.queries.lists import Listing
from onqueue.directory.schemas import shown
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.db import announce
from onqueue.kernel.ids import new_id
from onqueue.kernel.rows import Configured

TOPIC: Final = "directory"

Row = TypeVar("Row", bound=Configured)
Shown = TypeVar("Shown", bound=shown.Record)
Fields = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[Row, Shown]):
    """A kind of configured thing: what it is called, compared by and checked against."""

    code: str
    word: str
    listing: Listing[Row, Shown]
    usual: Fields
    key: Callable[[Fields], str]
    name: str
    check: Callable[[Session, Fields], Fields]
    """Returns the fields as they are stored, or refuses them."""


def create(session: Session, *, kind: Kind[Row, Shown], by: By, fields: Fields) -> Shown:
    """Make a thing that everyone uses."""
    by.actor.require(MANAGE)
    return add(session, kind=kind, by=by, fields=fields)


def add(session: Session, *, kind: Kind[Row, Shown], by: By, fields: Fields) -> Shown:
    """Make a thing; whether the actor may is already known."""
    assert fields.keys() <= kind.usual.keys(), fields.keys() - kind.usual.keys()
    stored = kind.check(session, {**kind.usual, **fields})
    row = kind.listing.model()
    row.id, row.key, row.archived = new_id(), kind.key(stored), False
    row.version, row.created_at = 1, by.now
    row.changed_at, row.changed_by = by.now, by.actor.name
    for name, value in stored.items():
        setattr(row, name, value)
    _store(session, kind=kind, row=row, fields=stored)
    made = kind.listing.show(row)
    _record(session, kind=kind, by=by, action="created", subject=row.id, after=made)
    return made


def change(
    session: Session, *, kind: Kind[Row, Shown], by: By, subject: str, version: int, fields: Fields
) -> Shown:
    """Change a thing that everyone uses."""
    row = access_to_change(
        session, actor=by.actor, model=kind.listing.model, subject=subject, word=kind.word
    )
    return edit(session, kind=kind, by=by, row=row, version=version, fields=fields)


def edit(
    session: Session, *, kind: Kind[Row, Shown], by: By, row: Row, version: int, fields: Fields
) -> Shown:
    """Change a row; whether the actor may is already known. Changing nothing leaves no trace."""
    check_version(row, version=version)
    assert fields.keys() <= {*kind.usual, "archived"}, fields.keys() - kind.usual.keys()
    before = kind.listing.show(row)
    archived = bool(fields.get("archived", row.archived))
    now = {name: getattr(row, name) for name in kind.usual}
    said = {name: value for name, value in fields.items() if name != "archived"}
    stored = (
        kind.check(session, {**now, **said}) if said or (row.archived and not archived) else now
    )
    if stored == now and archived == row.archived:
        return before
    action = "changed"
    if archived != row.archived:
        action = "archived" if archived else "restored"
    for name, value in stored.items():
        setattr(row, name, value)
    row.key, row.archived = kind.key(stored), archived
    row.version, row.changed_at, row.changed_by = row.version + 1, by.now, by.actor.name
    _store(session, kind=kind, row=row, fields=stored)
    after = kind.listing.show(row)
    _record(session, kind=kind, by=by, action=action, subject=row.id, before=before, after=after)
    return after


def check_version(row: Any, *, version: int) -> None:
    """Refuse a change of what the actor has not seen."""
    if row.version != version:
        raise RecordChanged(
            version=row.version, changed_by=row.changed_by, changed_at=row.changed_at
        )


def described(value: object | None) -> dict[str, Any] | None:
    """Return what the audit keeps of a thing."""
    if value is None:
        return None
    kept = asdict(value)  # type: ignore[call-overload]  # all that is shown is a dataclass
    left_out = {"id", "version", "changed_at", "changed_by"}
    return {name: item for name, item in kept.items() if name not in left_out}


def record_change(
    session: Session,
    *,
    by: By,
    action: str,
    kind: str,
    subject: str,
    before: object | None = None,
    after: object | None = None,
) -> None:
    """Write a change into the audit, and tell those who follow the directory."""
    old, new = described(before), described(after)
    if old is not None and new is not None:
        changed = [name for name in new if old.get(name) != new[name]]
        old, new = ({name: part.get(name) for name in changed} for part in (old, new))
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=action,
        subject_kind=kind,
        subject=subject,
        before=old,
        after=new,
        network=by.network,
    )
    announce(session, TOPIC)


def _record(
    session: Session,
    *,
    kind: Kind[Row, Shown],
    by: By,
    action: str,
    subject: str,
    before: object | None = None,
    after: object | None = None,
) -> None:
    record_change(
        session,
        by=by,
        action=f"{kind.code}.{action}",
        kind=kind.code,
        subject=subject,
        before=before,
        after=after,
    )


def _store(session: Session, *, kind: Kind[Row, Shown], row: Row, fields: Fields) -> None:
    """Write a row, or say who has its name. Of two with one name at once, one is refused."""
    model, key = kind.listing.model, row.key
    with session.no_autoflush:
        taken = session.scalar(select(model.archived).where(model.key == key, model.id != row.id))
    if taken is None:
        try:
            with session.begin_nested():
                session.add(row)
                session.flush()
        except IntegrityError:
            taken = False
        else:
            return
    refusal = NameArchived if taken else NameTaken
    raise refusal(field=kind.name, kind=kind.word, name=str(fields[kind.name]))
