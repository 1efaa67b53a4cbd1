"""What follows the journal, so that the ways of customers through flows can be counted?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from onqueue.flows import events
from onqueue.flows.models import FlowPassage
from onqueue.journal.store import Entry


class Passages:
    """Keeps which nodes were gone through, and by which exits."""

    name = "flows.passages"
    version = 1
    streams = frozenset({events.STREAM})

    def apply(self, session: Session, entries: Sequence[Entry]) -> None:
        """Take in the next events of the journal."""
        for entry in entries:
            event = events.decode(entry.payload)
            if isinstance(event, events.FlowPassed):
                session.add_all(
                    FlowPassage(
                        seq=entry.seq,
                        place=place,
                        run=event.run,
                        flow=event.flow,
                        number=event.version,
                        node=node,
                        exit=way,
                        at=event.at,
                    )
                    for place, (node, way) in enumerate(event.nodes)
                )
        session.flush()

    def reset(self, session: Session) -> None:
        """Forget everything."""
        session.execute(delete(FlowPassage))


PROJECTIONS = (Passages(),)
