"""How is a centre set up for the first time, and its settings changed?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from onqueue.directory.access import MANAGE
from onqueue.directory.errors import CentreExists, RecordMissing
from onqueue.directory.models import Centre
from onqueue.directory.queries.shows import show_centre
from onqueue.directory.rules.checks import check_name
from onqueue.directory.rules.texts import check_languages
from onqueue.directory.rules.weekly import check_time_zone
from onqueue.directory.schemas import shown
from onqueue.directory.service import records
from onqueue.identity.service.by import By

FIELDS: Final = (
    "name", "languages", "time_zone", "ageing_s", "misses_max", "presence_grace_s",
)  # fmt: skip


def found_centre(
    session: Session, *, by: By, name: str, languages: Sequence[str], time_zone: str
) -> shown.Centre:
    """Say for the first time what the centre is called, speaks and lives by."""
    by.actor.require(MANAGE)
    if session.get(Centre, 1) is not None:
        raise CentreExists
    row = Centre(
        id=1,
        name=name,
        languages=list(languages),
        time_zone=time_zone,
        ageing_s=30,
        misses_max=2,
        presence_grace_s=30,
        version=1,
        changed_at=by.now,
        changed_by=by.actor.name,
    )
    _check(row)
    session.add(row)
    session.flush()
    made = show_centre(row)
    records.record_change(
        session, by=by, action="centre.created", kind="centre", subject="centre", after=made
    )
    return made


def change_centre(session: Session, /, *, by: By, version: int, **fields: Any) -> shown.Centre:
    """Change the settings of the centre."""
    assert fields.keys() <= set(FIELDS), fields
    by.actor.require(MANAGE)
    row = session.get(Centre, 1, with_for_update=True)
    if row is None:
        raise RecordMissing(kind="centre")
    records.check_version(row, version=version)
    before = show_centre(row)
    for name, value in fields.items():
        setattr(row, name, value)
    _check(row)
    if show_centre(row) == before:
        return before
    row.version, row.changed_at, row.changed_by = row.version + 1, by.now, by.actor.name
    session.flush()
    after = show_centre(row)
    records.record_change(
        session,
        by=by,
        action="centre.changed",
        kind="centre",
        subject="centre",
        before=before,
        after=after,
    )
    return after


def _check(row: Centre) -> None:
    check_name(row.name)
    check_languages(row.languages)
    check_time_zone(row.time_zone)
