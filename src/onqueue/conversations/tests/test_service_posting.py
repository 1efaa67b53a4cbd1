from __future__ import annotations

import asyncio
from typing import Literal

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.conversations import models, queries, service
from onqueue.conversations.errors import (
    ConversationMissing,
    FileNotYours,
    MessageEmpty,
    MessageIdReused,
    NobodyReads,
)
from onqueue.conversations.events import STREAM, MessagePosted, MessageSeen, decode
from onqueue.conversations.rules.kinds import CUSTOMER
from onqueue.conversations.rules.links import LINK_TTL_MS
from onqueue.conversations.schemas import Conversation, Posted
from onqueue.conversations.service import Blob
from onqueue.conversations.tests import scene
from onqueue.conversations.tests.scene import NOW
from onqueue.journal import store
from onqueue.kernel import search
from onqueue.kernel.db import Database

ADA = scene.agent("ada")


@pytest.fixture
async def thread(database: Database) -> Conversation:
    return await database.write(scene.opened)


def reply(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    text: str = "Good day",
) -> Posted:
    return service.post_reply(
        session, conversation=conversation, id=id, actor=ADA, text=text, now=NOW
    )


def note(
    session: Session,
    *,
    conversation: str,
    id: str,  # noqa: A002  # its name
    text: str = "VIP",
) -> Posted:
    return service.post_note(
        session, conversation=conversation, id=id, actor=ADA, text=text, now=NOW
    )


def facts(session: Session, *, conversation: str) -> list[object]:
    entries = store.of_subject(session, subject=conversation)
    assert {entry.stream for entry in entries} == {STREAM}
    return [decode(entry.payload) for entry in entries]


async def test_messages_take_places_and_only_public_ones_a_public_place(
    database: Database, thread: Conversation
) -> None:
    await database.write(scene.said, conversation=thread.id, id="message-1")
    await database.write(note, conversation=thread.id, id="message-2")
    await database.write(reply, conversation=thread.id, id="message-3")
    await database.write(
        service.post_whisper,
        conversation=thread.id, id="message-4", actor=ADA, text="Offer 10 %", now=NOW,
    )  # fmt: skip
    await database.write(
        service.post_system,
        conversation=thread.id, id="message-5", code="chat.taken", params={"name": "Ada"}, now=NOW,
    )  # fmt: skip
    found = await database.read(queries.messages, conversation=thread.id)
    assert [(m.seq, m.public_seq, m.kind, m.author_name, m.text) for m in found.items] == [
        (1, 1, "customer", "Carla Costa", "Hello"),
        (2, None, "note", "Ada", "VIP"),
        (3, 2, "reply", "Ada", "Good day"),
        (4, None, "whisper", "Ada", "Offer 10 %"),
        (5, 3, "system", "", "Ada is now with you."),
    ]
    assert found.more is False
    posted = list(await database.read(facts, conversation=thread.id))[1:]
    assert posted[1] == MessagePosted(
        at=NOW, conversation=thread.id, message="message-2", seq=2, public_seq=None, kind="note",
        author="ada",
    )  # fmt: skip
    assert [event.seq for event in posted if isinstance(event, MessagePosted)] == [1, 2, 3, 4, 5]


async def test_the_journal_never_holds_the_words(database: Database, thread: Conversation) -> None:
    await database.write(scene.said, conversation=thread.id, id="message-1", text="my card is 4111")
    entries = await database.read(store.read_after, after=0)
    assert all(b"4111" not in entry.payload for entry in entries)


async def test_a_repeat_finds_the_first_and_another_text_is_refused(
    database: Database, thread: Conversation
) -> None:
    first = await database.write(reply, conversation=thread.id, id="message-1")
    again = await database.write(reply, conversation=thread.id, id="message-1")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.message == first.message
    with pytest.raises(MessageIdReused):
        await database.write(reply, conversation=thread.id, id="message-1", text="Other")
    with pytest.raises(MessageIdReused):
        await database.write(note, conversation=thread.id, id="message-1", text="Good day")
    assert len((await database.read(queries.messages, conversation=thread.id)).items) == 1
    assert len(await database.read(facts, conversation=thread.id)) == 2


async def test_places_have_no_gaps_when_many_write_at_once(
    database: Database, thread: Conversation
) -> None:
    async def post(number: int) -> None:
        write = note if number % 3 == 0 else reply
        # Each twice, as a client does that lost the answer.
        await asyncio.gather(
            *(
                database.write(
                    write, conversation=thread.id, id=f"message-{number}", text=f"{number}"
                )
                for _ in range(2)
            )
        )

    await asyncio.gather(*(post(number) for number in range(60)))
    found = (await database.read(queries.messages, conversation=thread.id, limit=200)).items
    assert [message.seq for message in found] == list(range(1, 61))
    public = [message.public_seq for message in found if message.public_seq is not None]
    assert public == list(range(1, 41))
    assert await database.read(queries.verify) == []


async def test_one_start_from_many_tabs_opens_one_conversation(database: Database) -> None:
    threads = await asyncio.gather(*(database.write(scene.opened) for _ in range(50)))
    assert len({thread.id for thread in threads}) == 1
    count = await database.read(
        lambda session: session.scalar(select(func.count()).select_from(models.Conversation))
    )
    assert count == 1
    assert len(await database.read(facts, conversation=threads[0].id)) == 1


async def test_a_visitor_writes_only_in_their_own_conversation(
    database: Database, thread: Conversation
) -> None:
    for conversation, visitor in ((thread.id, "visitor-2"), ("nowhere", "visitor-1")):
        with pytest.raises(ConversationMissing):
            await database.write(
                service.post_customer_message,
                conversation=conversation, id="message-1", visitor=visitor, author_name="Eve",
                text="hi", now=NOW,
            )  # fmt: skip
    assert (await database.read(queries.messages, conversation=thread.id)).items == []


async def test_what_is_refused_leaves_nothing(database: Database, thread: Conversation) -> None:
    with pytest.raises(MessageEmpty):
        await database.write(reply, conversation=thread.id, id="message-1", text=" \n ")
    with pytest.raises(FileNotYours):
        await database.write(
            service.post_reply,
            conversation=thread.id, id="message-1", actor=ADA, text="see", files=["nothing"],
            now=NOW,
        )  # fmt: skip
    found = await database.read(queries.conversation, id=thread.id)
    assert found is not None
    assert (found.last_seq, found.last_public_seq) == (0, 0)
    assert await database.read(search.find, kind="conversation", query="see") == []


async def test_staff_reads_in_stretches(database: Database, thread: Conversation) -> None:
    for number in range(1, 8):
        await database.write(reply, conversation=thread.id, id=f"message-{number}")

    async def places(**asked: int) -> tuple[list[int], bool]:
        found = await database.read(queries.messages, conversation=thread.id, **asked)
        return [message.seq for message in found.items], found.more

    assert await places(limit=3) == ([5, 6, 7], True)
    assert await places(limit=3, before=5) == ([2, 3, 4], True)
    assert await places(limit=3, before=2) == ([1], False)
    assert await places(limit=3, after=2) == ([3, 4, 5], True)
    assert await places(limit=9, after=5) == ([6, 7], False)
    refs = [(thread.id, 6), (thread.id, 2), (thread.id, 99)]
    found = await database.read(queries.messages_by_seq, refs=refs)
    assert [message.seq for message in found] == [2, 6]


async def test_what_was_seen_moves_forward_only(database: Database, thread: Conversation) -> None:
    await database.write(scene.said, conversation=thread.id, id="message-1")
    await database.write(note, conversation=thread.id, id="message-2")
    await database.write(reply, conversation=thread.id, id="message-3")
    await database.write(reply, conversation=thread.id, id="message-4")

    async def see(reader: str, seq: int, at: int) -> int | None:
        return await database.write(
            service.mark_seen, conversation=thread.id, reader=reader, seq=seq, now=at
        )

    assert await see(CUSTOMER, 2, NOW + 1) == 2
    assert await see(CUSTOMER, 2, NOW + 2) is None
    assert await see(CUSTOMER, 1, NOW + 3) is None
    assert await see("ada", 99, NOW + 4) == 4
    assert await see(CUSTOMER, 99, NOW + 5) == 3
    found = await database.read(queries.messages, conversation=thread.id)
    assert [message.seen_by_customer_at for message in found.items] == [
        None, None, NOW + 1, NOW + 5,
    ]  # fmt: skip
    assert await database.read(queries.seen_cursors, conversation=thread.id) == {
        "customer": (3, NOW + 5), "ada": (4, NOW + 4),
    }  # fmt: skip
    heard = [
        await database.read(queries.public_seq_at, conversation=thread.id, seq=seq)
        for seq in (0, 1, 2, 3, 4, 9)
    ]
    assert heard == [0, 1, 1, 2, 3, 3]
    seen = [
        e for e in await database.read(facts, conversation=thread.id) if isinstance(e, MessageSeen)
    ]
    assert [(event.reader, event.seq) for event in seen] == [
        ("customer", 2), ("ada", 4), ("customer", 3),
    ]  # fmt: skip


# --- Files ------------------------------------------------------------------------------------


def blob(name: str = "cat.png") -> Blob:
    return Blob(
        blob=f"blob-of-{name}", name=name, size=3, type="image/png", sha256="0", scan="clean"
    )


async def test_a_file_goes_with_one_message_of_who_sent_it(
    database: Database, thread: Conversation
) -> None:
    async def add(name: str, side: Literal["customer", "staff"], uploader: str) -> str:
        file = await database.write(
            service.add_file,
            conversation=thread.id, blob=blob(name), side=side, uploader=uploader, now=NOW,
        )  # fmt: skip
        return file.id

    mine, hers = await add("cat.png", "staff", "ada"), await add("dog.png", "staff", "bob")
    theirs = await add("eel.png", "customer", "visitor-1")

    def send(
        session: Session,
        *,
        id: str,  # noqa: A002  # its name
        files: list[str],
        text: str = "",
    ) -> Posted:
        return service.post_reply(
            session, conversation=thread.id, id=id, actor=ADA, text=text, files=files, now=NOW
        )

    for files in ([hers], [theirs], [mine, mine], [mine, hers]):
        with pytest.raises(FileNotYours):
            await database.write(send, id="message-1", files=files)
    sent = await database.write(send, id="message-1", files=[mine])
    assert [(file.id, file.name, file.safe_inline) for file in sent.message.attachments] == [
        (mine, "cat.png", True)
    ]
    again = await database.write(send, id="message-1", files=[mine])
    assert (again.repeated, again.message) == (True, sent.message)
    with pytest.raises(MessageIdReused):
        await database.write(send, id="message-1", files=[], text="x")
    with pytest.raises(FileNotYours):
        await database.write(send, id="message-2", files=[mine])
    assert await database.read(search.find, kind="conversation", query="cat") == [f"{thread.id}:1"]
    swept = await database.write(service.unsent_files, now=NOW + 24 * 3_600_000 + 1)
    assert sorted(swept) == ["blob-of-dog.png", "blob-of-eel.png"]
    assert await database.write(service.unsent_files, now=NOW + 99 * 3_600_000) == []


async def test_frames_for_customers_carry_their_files(
    database: Database, thread: Conversation
) -> None:
    file = await database.write(
        service.add_file,
        conversation=thread.id, blob=blob(), side="customer", uploader="visitor-1", now=NOW,
    )  # fmt: skip
    await database.write(
        service.post_customer_message,
        conversation=thread.id, id="message-1", visitor="visitor-1", author_name="", text="",
        files=[file.id], now=NOW,
    )  # fmt: skip
    (message,) = await database.read(queries.public_messages, conversation=thread.id, now=NOW)
    frame = msgspec.json.decode(msgspec.json.encode(message))
    url = frame["files"][0].pop("url")
    assert url.startswith(f"/api/chat/files/{file.id}?t={NOW + LINK_TTL_MS}.")
    assert frame == {
        "t": "message", "seq": 1, "id": "message-1", "at": NOW, "from": "customer", "name": None,
        "text": "", "code": None, "params": {},
        "files": [{"id": file.id, "name": "cat.png", "size": 3, "type": "image/png"}],
    }  # fmt: skip


async def test_nobody_is_answered_in_writing_who_telephones(database: Database) -> None:
    thread = await database.write(scene.opened, key="call:1", channel="voice", visitor="")
    with pytest.raises(NobodyReads):
        await database.write(reply, conversation=thread.id, id="message-0001")
    posted = await database.write(note, conversation=thread.id, id="message-0002")
    assert posted.message.seq == 1
