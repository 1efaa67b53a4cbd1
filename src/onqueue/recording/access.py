"""Who may hear a recording?

Whoever may read its contact and watches over it, and the agent whom it shows: who is judged by a
recording can hear it. Others are told that it does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.conversations import access as conversations
from onqueue.kernel.errors import NotFound
from onqueue.recording.errors import RecordingMissing
from onqueue.recording.models import Recording
from onqueue.recording.queries import recordings_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.kernel.authz import Actor

HEAR: Final = "recording.hear"
KEEP: Final = "recording.keep"


def access_recordings(session: Session, *, actor: Actor, contact: str) -> list[Recording]:
    """Return those of a contact's recordings that somebody may hear."""
    actor.require(HEAR)
    conversations.access_contact(session, actor=actor, contact=contact)
    rows = recordings_of(session, contact=contact)
    return [row for row in rows if _may_hear(actor, row)]


def access_recording(session: Session, *, actor: Actor, recording: str) -> Recording:
    """Return a recording that somebody may hear."""
    actor.require(HEAR)
    row = session.get(Recording, recording)
    if row is None or not _may_hear(actor, row):
        raise RecordingMissing
    try:
        conversations.access_contact(session, actor=actor, contact=row.contact)
    except NotFound:
        raise RecordingMissing from None
    return row


def _may_hear(actor: Actor, row: Recording) -> bool:
    return actor.may("chat.monitor") or actor.account in {row.agent, *row.voices}
