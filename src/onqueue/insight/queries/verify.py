"""Do the facts that figures are counted from follow from the journal?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.conversations.schemas import Breach
from onqueue.insight import models
from onqueue.insight.queries.entries import happening
from onqueue.insight.rules import ledger as book
from onqueue.insight.rules.effects import enter_event
from onqueue.journal.projections import places
from onqueue.journal.store import Entry, read_after

BATCH: Final = 1_000
TOLD_MAX: Final = 20
NAME: Final = "insight.facts"

_TABLES: Final[tuple[tuple[type[Any], type[Any], str], ...]] = (
    (book.Stay, models.Segment, "stay"),
    (book.Handling, models.Handling, "handling"),
    (book.Span, models.AgentInterval, "agent's interval"),
    (book.Rating, models.ContactRating, "rating"),
)


def verify(session: Session) -> list[Breach]:
    """Count everything again from the first fact, and return what differs from the tables."""
    ledger = book.Ledger()
    for entry in _entries(session, until=_read_until(session)):
        event = happening(entry)
        if event is not None:
            enter_event(ledger, event=event, seq=entry.seq)
    breaches: list[Breach] = []
    for kind, table, name in _TABLES:
        told = Counter(
            _values(row, kind) for row in ledger.changed.values() if isinstance(row, kind)
        )
        kept = Counter(_values(row, kind) for row in session.scalars(select(table)))
        breaches += [_breach("missing", name, row) for row in list(told - kept)[:TOLD_MAX]]
        breaches += [_breach("unfounded", name, row) for row in list(kept - told)[:TOLD_MAX]]
    return breaches


def _read_until(session: Session) -> int:
    """Return how far the projection has read: what came after is not in the tables yet."""
    place = places(session).get(NAME)
    return 0 if place is None else place.seq


def _entries(session: Session, *, until: int) -> Iterator[Entry]:
    after = 0
    while after < until:
        batch = read_after(session, after=after, limit=BATCH)
        if not batch:
            return
        for entry in batch:
            if entry.seq <= until:
                yield entry
        after = batch[-1].seq


def _values(row: object, kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, getattr(row, name)) for name in kind.__dataclass_fields__)


def _breach(problem: str, name: str, values: tuple[tuple[str, Any], ...]) -> Breach:
    subject = str(values[0][1])
    says = "should be kept, and is not" if problem == "missing" else "does not follow from events"
    detail = ", ".join(f"{key}={value}" for key, value in values)
    return Breach(
        code=f"insight.{problem}",
        subject=subject,
        sentence=f"A {name} of {subject} {says}: {detail}.",
    )
