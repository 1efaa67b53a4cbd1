"""How is a queue closed at once, whatever its hours say, and opened again?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from onqueue.directory import models
from onqueue.directory.errors import RecordMissing
from onqueue.directory.queries.routing import show_closure
from onqueue.directory.schemas import routing as shapes
from onqueue.directory.service import records
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.db import announce

CLOSE = "queue.close"


def close_queue(session: Session, *, by: By, queue: str, reason: str) -> shapes.Closure:
    """Close a queue until it is opened again; closing it twice keeps the first reason."""
    _access(session, by=by, queue=queue)
    row = session.get(models.QueueClosure, queue)
    if row is None:
        row = models.QueueClosure(
            queue=queue, reason=reason, closed_at=by.now, closed_by=by.actor.name
        )
        session.add(row)
        session.flush()
        _record(session, by=by, action="queue.closed_at_once", queue=queue, reason=reason)
    return show_closure(row)


def reopen_queue(session: Session, *, by: By, queue: str) -> None:
    """Let a queue keep its hours again; doing it twice is no error."""
    _access(session, by=by, queue=queue)
    row = session.get(models.QueueClosure, queue)
    if row is not None:
        session.delete(row)
        session.flush()
        _record(session, by=by, action="queue.opened_again", queue=queue, reason=row.reason)


def _access(session: Session, *, by: By, queue: str) -> None:
    by.actor.require(CLOSE)
    if not by.actor.sees_queue(queue):
        raise RecordMissing(kind="queue")
    if session.get(models.Queue, queue, with_for_update=True) is None:
        raise RecordMissing(kind="queue")


def _record(session: Session, *, by: By, action: str, queue: str, reason: str) -> None:
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=action,
        subject_kind="queue",
        subject=queue,
        reason=reason,
        network=by.network,
    )
    announce(session, records.TOPIC)
