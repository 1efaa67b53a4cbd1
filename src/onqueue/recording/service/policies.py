"""How does a queue's policy change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.directory import queries as directory
from onqueue.directory.errors import RecordChanged
from onqueue.kernel import audit
from onqueue.recording.errors import QueueMissing
from onqueue.recording.models import RecordingPolicy, as_dict
from onqueue.recording.queries import policy_shown

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.identity.service.by import By
    from onqueue.recording.schemas import PolicyAsked, PolicyShown


def set_policy(session: Session, *, by: By, queue: str, body: PolicyAsked) -> PolicyShown:
    """Say what is recorded of a queue's calls from now on; saying the same leaves no trace."""
    by.actor.require("directory.manage")
    if directory.queue(session, id=queue) is None:
        raise QueueMissing
    row = session.get(RecordingPolicy, queue, with_for_update=True)
    seen = 0 if row is None else row.version
    if body.version != seen:
        changed_by, changed_at = ("", 0) if row is None else (row.changed_by, row.changed_at)
        raise RecordChanged(version=seen, changed_by=changed_by, changed_at=changed_at)
    asked = body.model_dump(exclude={"version"})
    before = None if row is None else as_dict(row)
    if row is not None and before == asked:
        return policy_shown(session, queue=queue)
    if row is None:
        row = RecordingPolicy(queue=queue, version=0)
        session.add(row)
    for name, value in asked.items():
        setattr(row, name, value)
    row.version, row.changed_at, row.changed_by = seen + 1, by.now, by.actor.name
    session.flush()
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action="recording_policy.changed",
        subject_kind="queue",
        subject=queue,
        before=before,
        after=asked,
        network=by.network,
    )
    return policy_shown(session, queue=queue)
