from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from onqueue.insight import models, queries
from onqueue.insight.jobs import Facts
from onqueue.insight.tests.histories import Day
from onqueue.insight.tests.test_recount import facts
from onqueue.journal import projections, store
from onqueue.kernel.db import Database


def follow(session: Session) -> None:
    more = True
    while more:
        _, more = projections.advance(session, projection=Facts())


async def codes(database: Database) -> list[str]:
    return sorted(breach.code for breach in await database.read(queries.verify))


async def test_facts_that_follow_from_the_journal_are_in_order(database: Database) -> None:
    assert await codes(database) == []
    await database.write(store.append, facts=facts(Day(13).run(300)))
    # What the projection has not read yet is no breach.
    assert await codes(database) == []
    await database.write(follow)
    assert await codes(database) == []


async def test_what_was_tampered_with_is_told(database: Database) -> None:
    await database.write(store.append, facts=facts(Day(13).run(100)))
    await database.write(follow)

    def tamper(session: Session) -> None:
        segment = models.Segment
        session.execute(
            update(segment).where(segment.contact == "contact-1").values(threshold_ms=1)
        )
        rated = session.query(models.ContactRating).first()
        assert rated is not None
        session.execute(
            delete(models.ContactRating).where(models.ContactRating.contact == rated.contact)
        )

    await database.write(tamper)
    assert await codes(database) == ["insight.missing", "insight.missing", "insight.unfounded"]
