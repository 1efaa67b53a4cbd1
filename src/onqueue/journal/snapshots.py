"""From where does a start go on, so that it need not read the whole journal?"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from onqueue.journal.models import SnapshotRow
from onqueue.kernel.db import site_of

KEPT: Final = 2
"""The newest, and one before it for the case that somebody needs to look."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A state as it was right after the fact with number `seq`."""

    stream: str
    seq: int
    at: int
    format: int
    payload: bytes


def save(session: Session, *, snapshot: Snapshot) -> None:
    """Keep a snapshot and let go of those that are too old."""
    site = site_of(session)
    session.merge(
        SnapshotRow(
            site=site,
            stream=snapshot.stream,
            seq=snapshot.seq,
            at=snapshot.at,
            format=snapshot.format,
            payload=snapshot.payload,
        )
    )
    session.flush()
    mine = (SnapshotRow.site == site, SnapshotRow.stream == snapshot.stream)
    kept = select(SnapshotRow.seq).where(*mine).order_by(SnapshotRow.seq.desc()).limit(KEPT)
    oldest = min(session.scalars(kept))
    session.execute(delete(SnapshotRow).where(*mine, SnapshotRow.seq < oldest))


def load(session: Session, *, stream: str, format: int) -> Snapshot | None:  # noqa: A002  # its word
    """Return the newest snapshot that is written in a format, if there is one."""
    stmt = (
        select(SnapshotRow)
        .where(
            SnapshotRow.site == site_of(session),
            SnapshotRow.stream == stream,
            SnapshotRow.format == format,
        )
        .order_by(SnapshotRow.seq.desc())
        .limit(1)
    )
    row = session.scalar(stmt)
    if row is None:
        return None
    return Snapshot(
        stream=row.stream, seq=row.seq, at=row.at, format=row.format, payload=row.payload
    )
