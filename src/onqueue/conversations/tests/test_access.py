from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from onqueue.conversations import access, service
from onqueue.conversations.errors import (
    ContactMissing,
    ConversationMissing,
    FileMissing,
    LinkExpired,
    NotInConversation,
)
from onqueue.conversations.queries import file_link
from onqueue.conversations.queries.finding import Filters
from onqueue.conversations.rules.links import LINK_TTL_MS
from onqueue.conversations.schemas import Conversation, File
from onqueue.conversations.service import Blob
from onqueue.conversations.tests import scene
from onqueue.conversations.tests.scene import NOW
from onqueue.floor import events as floor
from onqueue.identity.models import Account, AccountTeam, Team
from onqueue.kernel.authz import Actor, RightMissing
from onqueue.kernel.db import Database
from onqueue.kernel.rows import Paging

ADA, BOB, EVE = scene.agent("ada"), scene.agent("bob"), scene.agent("eve")
EVERYWHERE = scene.supervisor()
SALES = scene.supervisor(queues=frozenset({"sales"}), teams=scene.NONE)
BILLING = scene.supervisor(queues=frozenset({"billing"}), teams=scene.NONE)
OF_TEAM = scene.supervisor(queues=scene.NONE, teams=frozenset({"north"}))
ADMINISTRATOR = replace(EVERYWHERE, rights=frozenset({"directory.manage", "report.read"}))


@pytest.fixture
async def thread(database: Database) -> Conversation:
    """A conversation whose contact waits in sales."""
    thread = await database.write(scene.opened)
    await database.write(scene.registered, conversation=thread.id)
    await database.write(scene.happen, events=[scene.arrived("contact-1", thread.id)])
    return thread


async def reads(database: Database, actor: Actor, thread: Conversation) -> bool:
    """Tell whether somebody may read, and that all ways to ask agree."""
    may = await database.read(access.may_read, actor=actor, conversation=thread.id)
    try:
        found = await database.read(access.access_conversation, actor=actor, conversation=thread.id)
        assert found.id == thread.id
        assert may
    except ConversationMissing:
        assert not may
    try:
        await database.read(access.access_contact, actor=actor, contact="contact-1")
        assert may
    except ContactMissing:
        assert not may
    return may


async def listed(database: Database, actor: Actor, **filters: object) -> list[str]:
    page = await database.read(
        access.find_conversations,
        actor=actor,
        filters=Filters(**filters),  # type: ignore[arg-type]  # any of them
        paging=Paging(),
    )
    assert page.total == len(page.items)
    return [row.id for row in page.items]


async def test_a_waiting_contact_is_for_its_supervisors_only(
    database: Database, thread: Conversation
) -> None:
    assert [await reads(database, who, thread) for who in (EVERYWHERE, SALES)] == [True, True]
    for nobody in (BILLING, OF_TEAM, ADA, BOB, ADMINISTRATOR):
        assert not await reads(database, nobody, thread)
    assert await listed(database, SALES) == [thread.id]
    assert await listed(database, BILLING) == []
    assert await listed(database, ADA) == []
    with pytest.raises(RightMissing):
        await listed(database, ADMINISTRATOR)


async def test_who_handles_reads_at_once_and_for_good(
    database: Database, thread: Conversation
) -> None:
    # Only the journal knows it yet.
    await database.write(scene.record, events=[scene.accepted("contact-1", "ada")])
    assert await reads(database, ADA, thread)
    assert not await reads(database, BOB, thread)
    await database.write(scene.follow)
    await database.write(
        scene.happen, events=[scene.ended("contact-1", "ada"), scene.closed("contact-1", "ada")]
    )
    assert await reads(database, ADA, thread)
    assert await listed(database, ADA) == [thread.id]
    assert not await reads(database, BOB, thread)


async def test_who_is_consulted_reads(database: Database, thread: Conversation) -> None:
    joined = floor.ConsultJoined(
        at=NOW, offer="o", contact="contact-1", agent="ada", other_agent="bob"
    )
    await database.write(scene.record, events=[scene.accepted("contact-1", "ada"), joined])
    assert await reads(database, BOB, thread)
    await database.read(access.access_posting, actor=BOB, conversation=thread.id, kind="reply")


async def test_agents_read_the_history_of_whom_they_serve_now(
    database: Database, thread: Conversation
) -> None:
    later = await database.write(scene.opened, key="chat:2")
    await database.write(scene.registered, id="contact-2", conversation=later.id)
    events = [scene.arrived("contact-2", later.id), scene.accepted("contact-2", "bob")]
    await database.write(scene.happen, events=events)
    assert await reads(database, BOB, thread)
    await database.write(
        scene.happen, events=[scene.ended("contact-2", "bob"), scene.closed("contact-2", "bob")]
    )
    assert not await reads(database, BOB, thread)
    assert await listed(database, BOB) == [later.id]


async def test_a_team_leader_reads_what_the_team_handles(
    database: Database, thread: Conversation
) -> None:
    await database.write(team_of_ada)
    assert not await reads(database, OF_TEAM, thread)
    await database.write(scene.happen, events=[scene.accepted("contact-1", "ada")])
    assert await reads(database, OF_TEAM, thread)
    assert await listed(database, OF_TEAM) == [thread.id]


def team_of_ada(session: Session) -> None:
    session.add(Team(id="north", name="North", name_key="north", created_at=NOW))
    session.add(
        Account(
            id="ada", name="Ada", name_key="ada", email="ada@example.org",
            email_key="ada@example.org", language="en", theme="auto", status="active",
            password_hash=None, last_seen_at=None, created_at=NOW,
        )
    )  # fmt: skip
    session.flush()
    session.add(AccountTeam(account="ada", team="north"))
    session.flush()


async def test_who_may_write_what(database: Database, thread: Conversation) -> None:
    async def may(actor: Actor, kind: str) -> str:
        try:
            await database.read(
                access.access_posting, actor=actor, conversation=thread.id, kind=kind
            )
        except (ConversationMissing, NotInConversation, RightMissing) as refused:
            return refused.code
        return "yes"

    await database.write(scene.happen, events=[scene.accepted("contact-1", "ada")])
    assert [await may(ADA, kind) for kind in ("reply", "note", "whisper")] == [
        "yes", "yes", "right.missing",
    ]  # fmt: skip
    assert [await may(BOB, kind) for kind in ("reply", "note", "whisper")] == [
        "conversation.missing", "conversation.missing", "conversation.missing",
    ]  # fmt: skip
    assert [await may(SALES, kind) for kind in ("reply", "note", "whisper")] == [
        "conversation.not_in_it", "yes", "yes",
    ]  # fmt: skip
    for mode, answer in (("read", "conversation.not_in_it"), ("join", "yes")):
        await database.write(
            service.open_visit,
            conversation=thread.id, contact="contact-1", account="vera", name="Vera", mode=mode,
            now=NOW,
        )  # fmt: skip
        assert await may(SALES, "reply") == answer
    await database.write(service.close_visit, conversation=thread.id, account="vera", now=NOW)
    assert await may(SALES, "reply") == "conversation.not_in_it"
    # Handed on: who had it may still read, and may not speak to the customer.
    await database.write(scene.record, events=[scene.transferred("contact-1", "ada")])
    assert [await may(ADA, kind) for kind in ("reply", "note")] == [
        "conversation.not_in_it", "yes",
    ]  # fmt: skip


async def uploaded(database: Database, thread: Conversation) -> File:
    """A file that Ada has, and has not sent yet."""
    await database.write(scene.happen, events=[scene.accepted("contact-1", "ada")])
    blob = Blob(blob="b", name="cat.png", size=3, type="image/png", sha256="", scan="clean")
    return await database.write(
        service.add_file,
        conversation=thread.id, blob=blob, side="staff", uploader="ada", now=NOW,
    )  # fmt: skip


async def sent(database: Database, thread: Conversation, file: File) -> None:
    await database.write(
        service.post_reply,
        conversation=thread.id, id="message-1", actor=ADA, text="", files=[file.id], now=NOW,
    )  # fmt: skip


async def test_who_may_open_a_file(database: Database, thread: Conversation) -> None:
    file = await uploaded(database, thread)
    found = await database.read(access.access_file, actor=ADA, file=file.id)
    assert (found.file, found.blob) == (file, "b")
    for nobody in (SALES, BOB):  # Not sent yet: it is Ada's alone.
        with pytest.raises(FileMissing):
            await database.read(access.access_file, actor=nobody, file=file.id)

    async def visit(visitor: str, *, now: int = NOW, name: str = file.id) -> str:
        link = await database.read(file_link, file=name, visitor=visitor, now=NOW)
        got = await database.read(
            access.access_visitor_file, file=name, ticket=link.partition("?t=")[2], now=now
        )
        return got.blob

    with pytest.raises(FileMissing):
        await visit("visitor-1")
    await sent(database, thread, file)
    await database.read(access.access_file, actor=SALES, file=file.id)
    assert await visit("visitor-1") == "b"
    with pytest.raises(LinkExpired):
        await visit("visitor-2")
    with pytest.raises(LinkExpired):
        await visit("visitor-1", now=NOW + LINK_TTL_MS)
    with pytest.raises(FileMissing):
        await visit("visitor-1", name="nothing")


async def test_a_visitor_gets_a_new_link_to_a_file_of_theirs_alone(
    database: Database, thread: Conversation
) -> None:
    file = await uploaded(database, thread)

    async def link(visitor: str, *, now: int) -> str:
        return await database.read(access.link_visitor_file, file=file.id, visitor=visitor, now=now)

    with pytest.raises(FileMissing):  # Not sent yet.
        await link("visitor-1", now=NOW)
    await sent(database, thread, file)
    later = NOW + 8 * 3_600_000
    ticket = (await link("visitor-1", now=later)).partition("?t=")[2]
    found = await database.read(
        access.access_visitor_file, file=file.id, ticket=ticket, now=later + LINK_TTL_MS - 1
    )
    assert found.blob == "b"
    with pytest.raises(FileMissing):
        await link("visitor-2", now=later)


async def test_the_list_is_searched_and_filtered(database: Database, thread: Conversation) -> None:
    other = await database.write(scene.opened, key="chat:2", visitor="visitor-2")
    await database.write(scene.registered, id="contact-2", conversation=other.id, queue="billing")
    await database.write(scene.said, conversation=thread.id, id="message-1", text="Zebra crossing")
    await database.write(
        scene.happen,
        events=[
            scene.accepted("contact-1", "ada", at=NOW + 5),
            scene.ended("contact-1", "ada", at=NOW + 6),
            scene.closed("contact-1", "ada", at=NOW + 7),
        ],
    )
    await database.write(
        service.rate_contact,
        contact="contact-1", visitor="visitor-1", score=5, comment="", now=NOW + 8,
    )  # fmt: skip

    async def find(**filters: object) -> list[str]:
        return sorted(await listed(database, EVERYWHERE, **filters))

    both = sorted([thread.id, other.id])
    assert await find() == both
    assert await find(q="invoice") == both
    assert await find(q="zeb") == [thread.id]
    assert await find(q='"(zebra OR') == []
    assert await find(queue="billing") == [other.id]
    assert await find(agent="ada") == [thread.id]
    assert await find(state="new") == [other.id]
    assert await find(code="solved") == [thread.id]
    assert await find(csat=5) == [thread.id]
    assert await find(csat=1) == []
    assert await find(customer="customer-of-visitor-2") == [other.id]
    assert await find(from_at=NOW, to_at=NOW + 1) == both
    assert await find(to_at=NOW) == []
    assert await find(q="invoice", agent="ada", csat=5) == [thread.id]
    assert await find(queue="billing", agent="ada") == []
