from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.conversations import models, queries, service
from onqueue.conversations.errors import (
    AlreadyRated,
    ContactIdReused,
    ContactMissing,
    NotEnded,
)
from onqueue.conversations.events import ContactRated, decode
from onqueue.conversations.jobs import ContactRows
from onqueue.conversations.rules.progress import Parties
from onqueue.conversations.schemas import Conversation, Part, Recap
from onqueue.conversations.tests import scene
from onqueue.conversations.tests.scene import NOW
from onqueue.floor import events as floor
from onqueue.journal import store
from onqueue.kernel import search
from onqueue.kernel.db import Database
from onqueue.kernel.errors import Invalid
from tests.support.steps import steps

ADA = scene.agent("ada")


@pytest.fixture
async def thread(database: Database) -> Conversation:
    thread = await database.write(scene.opened)
    await database.write(scene.registered, conversation=thread.id)
    return thread


def handled(thread: Conversation) -> list[floor.Event]:
    return [
        scene.arrived("contact-1", thread.id, at=NOW + 1),
        scene.offered("contact-1", "ada", at=NOW + 2),
        scene.accepted("contact-1", "ada", at=NOW + 3),
        floor.ConsultJoined(
            at=NOW + 4, offer="o", contact="contact-1", agent="ada", other_agent="bob"
        ),
        floor.ConsultEnded(
            at=NOW + 5, contact="contact-1", agent="ada", other_agent="bob", reason=""
        ),
        scene.transferred("contact-1", "ada", at=NOW + 6),
        scene.accepted("contact-1", "eve", at=NOW + 7),
        scene.ended("contact-1", "eve", at=NOW + 8),
    ]


async def test_what_was_told_is_kept_and_told_once(
    database: Database, thread: Conversation
) -> None:
    await database.write(scene.registered, conversation=thread.id, queue="other")
    row = await database.read(queries.contact, id="contact-1")
    assert row is not None
    assert (row.state, row.queue, row.topic, row.form) == (
        "new", "sales", "An invoice", {"name": "Carla Costa", "topic": "An invoice"},
    )  # fmt: skip
    newest = await database.read(queries.last_contact, conversation=thread.id)
    assert newest == row
    other = await database.write(scene.opened, key="chat:2", visitor="visitor-2")
    with pytest.raises(ContactIdReused):
        await database.write(scene.registered, conversation=other.id)
    assert await database.read(queries.contacts_of, conversation=other.id) == []
    assert await database.read(search.find, kind="conversation", query="invoice") == [
        f"{thread.id}:contact-1"
    ]


async def test_a_contact_that_never_reached_the_floor_is_found(
    database: Database, thread: Conversation
) -> None:
    async def lost() -> list[str]:
        rows = await database.read(queries.contacts_not_routed, before=NOW + 1)
        return [row.id for row in rows]

    assert await lost() == ["contact-1"]
    assert [b.code for b in await database.read(queries.verify)] == ["contact.not_on_floor"]
    # The journal counts, though the rows are still behind it.
    await database.write(scene.record, events=handled(thread))
    assert await lost() == []
    assert await database.read(queries.verify) == []


async def test_a_refused_contact_stays_refused(database: Database, thread: Conversation) -> None:
    row = await database.write(
        service.refuse_contact, contact="contact-1", code="queue.closed", now=NOW + 1
    )
    assert (row.state, row.refused_code, row.closed_at) == ("refused", "queue.closed", NOW + 1)
    await database.write(lambda session: ContactRows().reset(session))
    again = await database.read(queries.contact, id="contact-1")
    assert again == row
    assert await database.read(queries.contacts_not_routed, before=NOW + 1) == []


async def test_rows_follow_the_floor_and_can_be_built_again(
    database: Database, thread: Conversation
) -> None:
    await database.write(scene.happen, events=handled(thread))
    row = await database.read(queries.contact, id="contact-1")
    assert row is not None
    assert (row.state, row.queue, row.agent, row.arrived_at, row.answered_at, row.ended_at) == (
        "wrap_up", "billing", "eve", NOW + 1, NOW + 3, NOW + 8,
    )  # fmt: skip
    parts = [
        Part(contact="contact-1", agent="ada", role="owner", from_at=NOW + 3, to_at=NOW + 6),
        Part(contact="contact-1", agent="bob", role="consulted", from_at=NOW + 4, to_at=NOW + 5),
        Part(contact="contact-1", agent="eve", role="owner", from_at=NOW + 7, to_at=None),
    ]
    assert await database.read(queries.participations, contact="contact-1") == parts
    assert await database.read(queries.parties_now, contact="contact-1") == Parties(owner="eve")

    def rebuild(session: Session) -> None:
        ContactRows().reset(session)
        session.expire_all()
        assert session.scalar(select(func.count()).select_from(models.Participation)) == 0
        ContactRows().apply(session, store.read_after(session, after=0, stream="floor"))

    await database.write(rebuild)
    assert await database.read(queries.contact, id="contact-1") == row
    assert await database.read(queries.participations, contact="contact-1") == parts
    assert await database.read(queries.verify) == []


async def test_a_contact_of_another_channel_begins_its_own_row(database: Database) -> None:
    thread = await database.write(scene.opened)
    await database.write(scene.happen, events=[scene.arrived("call-1", thread.id)])
    row = await database.read(queries.contact, id="call-1")
    assert row is not None
    assert (row.state, row.queue, row.channel, row.topic, row.form) == (
        "waiting", "sales", "chat", "", {},
    )  # fmt: skip


async def test_a_contact_is_rated_once_and_only_when_over(
    database: Database, thread: Conversation
) -> None:
    async def rate(score: int, comment: str = "", visitor: str = "visitor-1") -> int | None:
        row = await database.write(
            service.rate_contact,
            contact="contact-1", visitor=visitor, score=score, comment=comment, now=NOW + 9,
        )  # fmt: skip
        return row.csat

    events = handled(thread)
    await database.write(scene.happen, events=events[:-1])
    with pytest.raises(NotEnded):
        await rate(5)
    # Only the journal knows yet that it ended.
    await database.write(scene.record, events=events[-1:])
    with pytest.raises(ContactMissing):
        await rate(1, visitor="visitor-2")
    for score in (0, 6):
        with pytest.raises(Invalid):
            await rate(score)
    assert await rate(4, " thank\x00s ") == 4
    assert await rate(4, "thanks") == 4
    with pytest.raises(AlreadyRated, match="already rated with 4 of 5"):
        await rate(5)
    row = await database.read(queries.contact, id="contact-1")
    assert row is not None
    assert (row.csat, row.csat_comment, row.rated_at) == (4, "thanks", NOW + 9)
    entries = await database.read(store.of_subject, subject=thread.id)
    rated = [e for entry in entries if isinstance(e := decode(entry.payload), ContactRated)]
    assert rated == [ContactRated(at=NOW + 9, conversation=thread.id, contact="contact-1", score=4)]


async def test_who_was_never_answered_has_nothing_to_rate(
    database: Database, thread: Conversation
) -> None:
    left = floor.ContactAbandoned(at=NOW + 2, contact="contact-1", reason="", queue="sales")
    await database.write(scene.happen, events=[scene.arrived("contact-1", thread.id), left])
    with pytest.raises(NotEnded):
        await database.write(
            service.rate_contact,
            contact="contact-1", visitor="visitor-1", score=1, comment="", now=NOW,
        )  # fmt: skip


async def test_the_recap_is_for_whoever_is_next(database: Database, thread: Conversation) -> None:
    async def recap(action: str, note: str) -> Recap | None:
        row = await database.write(
            service.set_recap,
            contact="contact-1", actor=ADA, action=action, owner="Bob", due_at=NOW + 5,
            note=note, now=NOW,
        )  # fmt: skip
        return row.recap

    assert await recap("Send the invoice again", "She moved house.") == Recap(
        action="Send the invoice again", owner="Bob", due_at=NOW + 5
    )
    assert await recap("Send the invoice again", "") is not None
    found = await database.read(queries.messages, conversation=thread.id)
    assert [(m.kind, m.text) for m in found.items] == [("note", "She moved house.")]
    assert await database.read(queries.public_messages, conversation=thread.id, now=NOW) == []


async def test_visits_are_kept_with_who_when_and_how(
    database: Database, thread: Conversation
) -> None:
    async def visit(mode: str, at: int, account: str = "vera") -> str:
        made = await database.write(
            service.open_visit,
            conversation=thread.id, contact="contact-1", account=account, name=account.title(),
            mode=mode, now=at,
        )  # fmt: skip
        return made.id

    first = await visit("read", NOW)
    assert await visit("read", NOW + 1) == first
    await visit("join", NOW + 2)
    await visit("read", NOW + 3, "otto")
    now_there = await database.read(queries.open_visits, conversation=thread.id)
    assert [(v.account, v.mode) for v in now_there] == [("vera", "join"), ("otto", "read")]
    closed = await database.write(
        service.close_visit, conversation=thread.id, account="vera", now=NOW + 9
    )
    assert closed == 1
    seen = await database.read(queries.visits, conversation=thread.id)
    assert [(v.account, v.mode, v.opened_at, v.closed_at) for v in seen] == [
        ("vera", "read", NOW, NOW + 2),
        ("vera", "join", NOW + 2, NOW + 9),
        ("otto", "read", NOW + 3, None),
    ]


async def test_visits_that_are_over_are_not_read_for_those_that_go_on(
    database: Database, thread: Conversation
) -> None:
    if database.dialect != "sqlite":
        return  # It has statistics to choose by.

    async def looked(account: str) -> int:
        """Come, count what finding that takes, and go."""
        await database.write(
            service.open_visit,
            conversation=thread.id, contact="contact-1", account=account, name="Vera",
            mode="read", now=NOW,
        )  # fmt: skip
        taken = await database.read(
            steps, work=lambda session: queries.places_visited(session, accounts=["vera"])
        )
        await database.write(
            service.close_visit, conversation=thread.id, account=account, now=NOW + 9
        )
        return taken

    first = await looked("vera")
    for number in range(20):
        await looked(f"other-{number}")
    assert await looked("vera") == first


async def test_a_linked_customer_is_the_contacts_too(
    database: Database, thread: Conversation
) -> None:
    await database.write(
        service.set_customer, conversation=thread.id, customer="customer-9", name="Dora", now=NOW
    )
    row = await database.read(queries.contact, id="contact-1")
    found = await database.read(queries.conversation, id=thread.id)
    assert row is not None
    assert found is not None
    assert (row.customer, found.customer, found.customer_name) == (
        "customer-9", "customer-9", "Dora",
    )  # fmt: skip
