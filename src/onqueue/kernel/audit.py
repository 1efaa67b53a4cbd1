"""Who changed what, and has anybody changed the answer since?

An entry is written in the transaction that it describes. Each carries the hash of the one
before, and the head carries the last: an entry that is altered, taken out or cut off at the
end does not go unnoticed by `verify_chain`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import JSON, CheckConstraint, Index, Integer, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from onqueue.kernel.authz import Actor
from onqueue.kernel.rows import Base

BATCH: Final = 1_000


class Audit(Base):
    """One change that somebody made."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_at", "at"),
        Index("ix_audit_actor_at", "actor", "at"),
        Index("ix_audit_subject_kind_subject_at", "subject_kind", "subject", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int]
    actor: Mapped[str]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str]
    network: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class AuditHead(Base):
    """The last entry's number and hash. Locked while an entry is added, so there is one chain."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("only_row = 1", name="one"),)

    only_row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[int]
    hash: Mapped[str]


def record(
    session: Session,
    *,
    now: int,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    network: str = "",
) -> int:
    """Write down a change and return the entry's number. `action` is dotted, in the past."""
    moved = update(AuditHead).values(id=AuditHead.id + 1).returning(AuditHead.id, AuditHead.hash)
    number, prev_hash = session.execute(moved, execution_options=_PLAIN).one()
    entry: dict[str, Any] = {
        "id": number,
        "at": now,
        "actor": actor.account,
        "actor_name": actor.name,
        "action": action,
        "subject_kind": subject_kind,
        "subject": subject,
        "before": _as_stored(before),
        "after": _as_stored(after),
        "reason": reason,
        "network": network,
        "prev_hash": prev_hash,
    }
    entry["hash"] = _hash(entry)
    session.execute(insert(Audit), [entry])
    session.execute(update(AuditHead).values(hash=entry["hash"]), execution_options=_PLAIN)
    return int(number)


def verify_chain(session: Session) -> int | None:
    """Return the number of the first entry that is not as it was written, or None."""
    number, prev_hash = 0, ""
    while True:
        stmt = select(Audit).where(Audit.id > number).order_by(Audit.id).limit(BATCH)
        rows = session.scalars(stmt).all()
        for row in rows:
            number += 1
            fields = {column.key: getattr(row, column.key) for column in Audit.__table__.columns}
            stored = fields.pop("hash")
            if row.id != number or row.prev_hash != prev_hash or stored != _hash(fields):
                return number
            prev_hash = stored
        session.expunge_all()
        if len(rows) < BATCH:
            break
    head = session.scalars(select(AuditHead)).one()
    return None if (head.id, head.hash) == (number, prev_hash) else number + 1


_PLAIN: Final = {"synchronize_session": False}


def _as_stored(values: Mapping[str, Any] | None) -> Any:
    """Return values as they will be read again, or the hash would differ."""
    return None if values is None else json.loads(json.dumps(values))


def _hash(entry: Mapping[str, Any]) -> str:
    canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
