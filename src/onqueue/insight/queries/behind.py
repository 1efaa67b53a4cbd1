"""Which rows are behind a figure? As many as it counts, because the same rule chooses them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from onqueue.insight.errors import FigureUnknown
from onqueue.insight.models import ContactRating, Handling, Segment
from onqueue.insight.queries.counting import Within, conditions
from onqueue.insight.queries.figures import FIGURES
from onqueue.insight.schemas import Behind
from onqueue.kernel.rows import Page, Paging, page


def contacts_behind(
    session: Session, *, figure: str, within: Within, paging: Paging
) -> Page[Behind]:
    """Return a page of the rows that a figure counts."""
    if figure not in FIGURES:
        raise FigureUnknown(
            field="figure", reason="choose one of {known}", known=", ".join(FIGURES)
        )
    chosen = FIGURES[figure]
    table: Any = chosen.table
    statement = select(table).where(*conditions(chosen, within=within))
    sorts = {"at": chosen.at, "queue": table.queue, "agent": table.agent}
    key = table.contact + "/" + cast(table.seq, String) if hasattr(table, "seq") else table.contact
    return page(session, statement, paging=paging, sorts=sorts, key=key).map(_behind)


def _behind(row: Any) -> Behind:
    if isinstance(row, Segment):
        return _of_stay(row)
    if isinstance(row, Handling):
        return _of_part(row)
    assert isinstance(row, ContactRating)
    return Behind(
        contact=row.contact,
        conversation=row.conversation,
        seq=0,
        queue=row.queue,
        channel=row.channel,
        agent=row.agent,
        at=row.rated_at,
        arrived_at=None,
        settled_at=None,
        outcome="rated",
        wait_ms=None,
        talk_ms=None,
        wrap_ms=None,
        score=row.score,
    )


def _of_stay(row: Segment) -> Behind:
    return Behind(
        contact=row.contact,
        conversation=row.conversation,
        seq=row.seq,
        queue=row.queue,
        channel=row.channel,
        agent=row.agent,
        at=row.arrived_at,
        arrived_at=row.arrived_at,
        settled_at=row.settled_at,
        outcome=row.outcome,
        wait_ms=None if row.settled_at is None else row.settled_at - row.arrived_at,
        talk_ms=None,
        wrap_ms=None,
        score=None,
    )


def _of_part(row: Handling) -> Behind:
    assert row.ended_at is not None, "only what is over is counted"
    assert row.talk_until_at is not None, "what is over was talked about"
    return Behind(
        contact=row.contact,
        conversation=row.conversation,
        seq=row.seq,
        queue=row.queue,
        channel=row.channel,
        agent=row.agent,
        at=row.ended_at,
        arrived_at=row.began_at,
        settled_at=row.ended_at,
        outcome=row.ending,
        wait_ms=None,
        talk_ms=row.talk_until_at - row.began_at,
        wrap_ms=row.ended_at - row.talk_until_at,
        score=None,
    )
