"""What follows the journal, so that figures can be counted?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from onqueue.conversations.events import FLOOR_STREAM as FLOOR
from onqueue.conversations.events import STREAM as CONVERSATIONS
from onqueue.insight import models
from onqueue.insight.queries.entries import RATED, happening
from onqueue.insight.rules import ledger as book
from onqueue.insight.rules.effects import Happening, enter_event
from onqueue.journal.store import Entry
from onqueue.kernel.rows import Base

_TABLES: Final[dict[type, type[Any]]] = {
    book.Stay: models.Segment,
    book.Handling: models.Handling,
    book.Span: models.AgentInterval,
    book.Rating: models.ContactRating,
}


class Facts:
    """Keeps stays, handlings, agents' intervals and ratings at what the journal says.

    A batch of events is folded over what is open of its contacts and agents, and the rows
    that changed are written back: a few statements for hundreds of events.
    """

    name = "insight.facts"
    version = 1
    streams = frozenset({FLOOR, f"{CONVERSATIONS}/{RATED}"})

    def apply(self, session: Session, entries: Sequence[Entry]) -> None:
        """Take in the next events of the journal."""
        found = [(entry.seq, event) for entry in entries if (event := happening(entry))]
        ledger = _opened(session, [event for _, event in found])
        for seq, event in found:
            enter_event(ledger, event=event, seq=seq)
        for row in ledger.changed.values():
            _save(session, row)
        for queue, threshold_ms in ledger.thresholds.items():
            session.merge(models.QueueThreshold(queue=queue, threshold_ms=threshold_ms))
        session.flush()

    def reset(self, session: Session) -> None:
        """Forget everything."""
        tables: tuple[type[Base], ...] = (*_TABLES.values(), models.QueueThreshold)
        for table in tables:
            session.execute(delete(table))


PROJECTIONS: Final = (Facts(),)


def _opened(session: Session, events: Sequence[Happening]) -> book.Ledger:
    """Return a ledger that knows what these events can change."""
    contacts = {contact for event in events if (contact := getattr(event, "contact", None))}
    ledger = book.Ledger()
    for queue in session.scalars(select(models.QueueThreshold)):
        ledger.thresholds[queue.queue] = queue.threshold_ms
    stays = select(models.Segment).where(models.Segment.contact.in_(contacts))
    for row in session.scalars(stays.order_by(models.Segment.seq)):
        ledger.stays[row.contact] = book.Stay(**_values(row))
    handlings = select(models.Handling).where(models.Handling.contact.in_(contacts))
    held = defaultdict(list)
    for part in session.scalars(handlings.order_by(models.Handling.seq)):
        held[part.contact].append(book.Handling(**_values(part)))
    ledger.handlings.update(held)
    spans = select(models.AgentInterval).where(
        models.AgentInterval.agent.in_(_agents(events, ledger)),
        models.AgentInterval.to_at.is_(None),
    )
    for span in session.scalars(spans):
        ledger.spans[span.agent] = book.Span(**_values(span))
    return ledger


def _agents(events: Sequence[Happening], ledger: book.Ledger) -> set[str]:
    """Return whose time these events can change: those named, and those who hold a contact."""
    named = {
        agent
        for event in events
        for field in ("agent", "other_agent")
        if (agent := getattr(event, field, None))
    }
    holding = {
        row.agent for rows in ledger.handlings.values() for row in rows if row.ended_at is None
    }
    return named | holding


def _values(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def _save(session: Session, row: book.Row) -> None:
    values = {name: getattr(row, name) for name in type(row).__dataclass_fields__}
    session.merge(_TABLES[type(row)](**values))
