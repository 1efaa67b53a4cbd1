"""The figures are what a naive recount of the raw events gives, whatever happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.conversations.events import FLOOR_STREAM, STREAM, ContactRated
from onqueue.insight import models, queries
from onqueue.insight.jobs import Facts
from onqueue.insight.queries.counting import Within
from onqueue.insight.queries.figures import FIGURES
from onqueue.insight.rules.calendar import INTERVAL_MS, By
from onqueue.insight.rules.effects import enter_event
from onqueue.insight.rules.ledger import Handling, Ledger, Span, Stay
from onqueue.insight.schemas import QUEUE_SUMS, QueueFigures
from onqueue.insight.tests import recount
from onqueue.insight.tests.histories import AGENTS, QUEUES, START, Day, Happened
from onqueue.journal import store
from onqueue.kernel.db import Database
from onqueue.kernel.rows import Paging

TABLES = (models.Segment, models.Handling, models.AgentInterval, models.ContactRating)


def facts(events: Sequence[Happened]) -> list[store.Fact]:
    return [
        store.Fact(
            stream=STREAM if isinstance(event, ContactRated) else FLOOR_STREAM,
            kind=str(event.__struct_config__.tag),
            subject=getattr(event, "contact", None),
            at=event.at,
            payload=msgspec.json.encode(event),
        )
        for event in events
    ]


def keep(session: Session, *, events: Sequence[Happened], batch: int) -> None:
    """Journal events and let the facts follow, some at a time."""
    store.append(session, facts=facts(events))
    after = 0
    while entries := store.read_after(session, after=after, limit=batch):
        Facts().apply(session, entries)
        session.expunge_all()
        after = entries[-1].seq


def figures(session: Session, *, from_at: int, to_at: int, by: By, now: int) -> list[QueueFigures]:
    return queries.queue_figures(
        session, from_at=from_at, to_at=to_at, by=by, now=now, queues=None,
        time_zone="Europe/Berlin",
    )  # fmt: skip


def kept(session: Session) -> list[list[tuple[Any, ...]]]:
    return [
        sorted(tuple(row) for row in session.execute(select(*table.__table__.columns)))
        for table in TABLES
    ]


@pytest.mark.parametrize("seed, batch", [(1, 1), (2, 7), (3, 100), (4, 1_000), (5, 3), (13, 20)])
async def test_figures_are_what_a_recount_gives(database: Database, seed: int, batch: int) -> None:
    day = Day(seed)
    events = day.run(250)
    now = day.now + 1_000
    await database.write(keep, events=events, batch=batch)
    middle = START + (now - START) // 2
    for from_at, to_at in ((START, now), (START, middle), (middle, now)):
        found = await database.read(figures, from_at=from_at, to_at=to_at, by="total", now=now)
        for queue in QUEUES:
            row = {row.queue: row for row in found}.get(queue)
            naive = recount.queue_sums(events, queue=queue, from_at=from_at, to_at=to_at, now=now)
            counted = Counter({name: getattr(row, name) for name in QUEUE_SUMS} if row else {})
            assert +counted == naive
    people = await database.read(
        queries.agent_figures,
        from_at=middle, to_at=now, by="total", agents=AGENTS, time_zone="UTC", now=now,
    )  # fmt: skip
    for person in people:
        states, time = recount.agent_time(events, agent=person.agent, from_at=middle, to_at=now)
        assert (person.states, person.busy_ms, person.available_ms) == (
            states, time["busy_ms"], time["available_ms"],
        )  # fmt: skip


@pytest.mark.parametrize("by", ["interval", "day"])
async def test_pieces_add_up_and_are_what_each_gives_alone(database: Database, by: By) -> None:
    day = Day(11)
    events = day.run(200)
    now = day.now + 1_000
    await database.write(keep, events=events, batch=50)
    pieces = await database.read(figures, from_at=START, to_at=now, by=by, now=now)
    whole = await database.read(figures, from_at=START, to_at=now, by="total", now=now)
    for total in whole:
        mine = [row for row in pieces if row.queue == total.queue]
        for name in QUEUE_SUMS:
            assert sum(getattr(row, name) for row in mine) == getattr(total, name)
    for piece in pieces:
        alone = await database.read(
            figures, from_at=piece.from_at, to_at=piece.to_at, by="total", now=now
        )
        assert piece in alone
        if by == "interval":
            assert piece.to_at - piece.from_at <= INTERVAL_MS


async def test_the_rows_behind_a_figure_are_as_many_as_it_says(database: Database) -> None:
    day = Day(13)
    events = day.run(500)
    now = day.now + 1_000
    await database.write(keep, events=events, batch=500)
    (whole,) = queries.all_queues(
        await database.read(figures, from_at=START, to_at=now, by="total", now=now)
    )
    sizes = Counter[str]()
    for name in FIGURES:
        behind = await database.read(
            queries.contacts_behind,
            figure=name, within=Within(from_at=START, to_at=now, now=now), paging=Paging(size=200),
        )  # fmt: skip
        sizes[name] = behind.total
        rows = {
            "wait_ms": [row.wait_ms for row in behind.items],
            "talk_ms": [row.talk_ms for row in behind.items],
            "wrap_ms": [row.wrap_ms for row in behind.items],
            "ratings_sum": [row.score for row in behind.items],
        }.get(name)
        if rows is not None:
            assert sum(value or 0 for value in rows) == getattr(whole, name)
    counts = (
        "offered", "answered", "within", "abandoned", "abandoned_within", "abandoned_short",
        "waiting", "waiting_within", "moved", "handled", "ratings", "ratings_good",
    )  # fmt: skip
    assert {name: sizes[name] for name in counts} == {name: getattr(whole, name) for name in counts}
    assert min(sizes["offered"], sizes["abandoned"], sizes["handled"], sizes["consults"]) >= 3


async def test_facts_built_again_are_the_same(database: Database) -> None:
    events = Day(13).run(250)
    await database.write(keep, events=events, batch=11)
    before = await database.read(kept)

    def rebuild(session: Session) -> None:
        Facts().reset(session)
        Facts().apply(session, store.read_after(session, after=0, limit=5_000))

    await database.write(rebuild)
    assert await database.read(kept) == before
    assert all(before)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(1, 120))
def test_rows_never_overlap_and_leave_no_gap(seed: int, commands: int) -> None:
    ledger = Ledger()
    for seq, event in enumerate(Day(seed).run(commands), 1):
        enter_event(ledger, event=event, seq=seq)
    for agent in AGENTS:
        spans = [r for r in ledger.changed.values() if isinstance(r, Span) and r.agent == agent]
        spans.sort(key=lambda span: span.seq)
        assert [span.to_at for span in spans[:-1]] == [span.from_at for span in spans[1:]]
        assert spans[-1].to_at is None
        assert all(span.to_at is None or span.from_at < span.to_at for span in spans)
    stays = [row for row in ledger.changed.values() if isinstance(row, Stay)]
    parts = [row for row in ledger.changed.values() if isinstance(row, Handling)]
    for contact in {stay.contact for stay in stays}:
        waits = sorted((s for s in stays if s.contact == contact), key=lambda stay: stay.seq)
        owned = sorted(
            (p for p in parts if p.contact == contact and p.role == "owner"),
            key=lambda part: part.seq,
        )
        # At every instant the contact waits in one queue, or one agent owns it.
        edges = [(s.seq, s.arrived_at, s.settled_at) for s in waits]
        edges += [(p.seq, p.began_at, p.ended_at) for p in owned]
        edges.sort()
        assert [end for _, _, end in edges[:-1]] == [begin for _, begin, _ in edges[1:]]
