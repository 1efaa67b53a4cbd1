"""What follows the journal, and what is done on a schedule?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.events import FLOOR_STREAM, decode_floor
from onqueue.conversations.rules.progress import (
    INBOUND,
    NEW,
    OUTBOUND,
    REFUSED,
    Progress,
    progress,
    stints,
)
from onqueue.conversations.service import FileStore, unsent_files
from onqueue.floor import events as floor
from onqueue.journal.store import Entry
from onqueue.kernel.clock import Clock
from onqueue.kernel.db import Database
from onqueue.kernel.worker import Jobs

Begins = floor.ContactArrived | floor.ContactScheduled | floor.ContactPlaced
SWEEP: Final = "conversations.sweep_files"
SWEEP_CRON: Final = "17 * * * *"


class ContactRows:
    """Keeps each contact's row at what the floor's events say of it."""

    name = "conversations.contacts"
    version = 1
    streams = frozenset({FLOOR_STREAM})

    def apply(self, session: Session, entries: Sequence[Entry]) -> None:
        """Take in the next events of the journal."""
        for entry in entries:
            event = decode_floor(entry.payload)
            contact = getattr(event, "contact", None)
            if contact:
                self._apply(session, contact=contact, event=event, seq=entry.seq)

    def reset(self, session: Session) -> None:
        """Forget what was taken in; what people told stays."""
        begun = {**asdict(Progress()), "state": NEW}
        # What the floor refused left no event there.
        session.execute(
            update(models.Contact).where(models.Contact.state != REFUSED).values(**begun)
        )
        session.execute(delete(models.Participation))

    def _apply(self, session: Session, *, contact: str, event: floor.Event, seq: int) -> None:
        row = session.get(models.Contact, contact)
        if row is None:
            if not isinstance(event, Begins):
                return
            row = _begun(event)
            session.add(row)
        before = Progress(**{name: getattr(row, name) for name in Progress.__slots__})
        after = progress(before=before, event=event)
        for name in Progress.__slots__:
            if getattr(after, name) != getattr(before, name):
                setattr(row, name, getattr(after, name))
        self._take_part(session, contact=contact, event=event, seq=seq)
        session.flush()

    def _take_part(self, session: Session, *, contact: str, event: floor.Event, seq: int) -> None:
        table = models.Participation
        for stint in stints(event):
            if stint.begins:
                session.add(
                    table(
                        contact=contact,
                        seq=seq,
                        agent=stint.agent,
                        role=stint.role,
                        from_at=event.at,
                        to_at=None,
                    )
                )
                session.flush()
                continue
            rows = session.scalars(
                select(table).where(
                    table.contact == contact, table.role == stint.role, table.to_at.is_(None)
                )
            )
            for row in rows:
                if stint.agent in {"", row.agent}:
                    row.to_at = event.at


def _begun(event: Begins) -> models.Contact:
    """Return a row for a contact that nobody wrote down before it was on the floor."""
    return models.Contact(
        id=event.contact,
        conversation=event.conversation,
        customer=event.customer,
        channel=event.needs.channel,
        topic="",
        language="",
        form={},
        registered_at=event.at,
        asked_queue=event.queue,
        refused_code="",
        csat_comment="",
        direction=OUTBOUND if isinstance(event, floor.ContactPlaced) else INBOUND,
        **asdict(Progress()),
    )


PROJECTIONS: Final = (ContactRows(),)


def register(*, jobs: Jobs, database: Database, store: FileStore, clock: Clock) -> None:
    """Let files that were received and never sent be removed, once an hour."""

    async def sweep(_payload: Mapping[str, Any]) -> None:
        for blob in await database.write(unsent_files, now=clock.now()):
            await store.discard(blob)

    jobs.handle(SWEEP, sweep)
    jobs.every(SWEEP, cron=SWEEP_CRON)
