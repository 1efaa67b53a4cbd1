"""No note and no whisper reaches a customer, on any path there is."""

from __future__ import annotations

import inspect
from dataclasses import replace

import msgspec
import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from onqueue.conversations import access, models, queries, schemas, service
from onqueue.conversations.errors import FileMissing
from onqueue.conversations.rules.kinds import KINDS, PUBLIC_KINDS, Kind
from onqueue.conversations.schemas import Conversation, Message, PublicMessage, public_message
from onqueue.conversations.service import Blob
from onqueue.conversations.tests import scene
from onqueue.conversations.tests.scene import NOW
from onqueue.kernel.db import Database

SECRET = "the walrus is difficult"
ADA = scene.agent("ada")
MESSAGE = Message(
    id="m", conversation="c", seq=4, public_seq=2, at=NOW, kind="reply", author_id="ada",
    author_name="Ada", text=SECRET, language="", code="", params={}, attachments=(),
    seen_by_customer_at=None,
)  # fmt: skip


@pytest.fixture
async def thread(database: Database) -> Conversation:
    """A conversation with every kind of message, the secret ones with a file."""
    thread = await database.write(scene.opened)
    await database.write(scene.said, conversation=thread.id, id="message-1")
    await database.write(secrets_said, conversation=thread.id)
    await database.write(
        service.post_reply, conversation=thread.id, id="message-9", actor=ADA, text="Hi", now=NOW
    )
    return thread


def secrets_said(session: Session, *, conversation: str) -> None:
    file = service.add_file(
        session,
        conversation=conversation,
        blob=Blob(
            blob="b", name=f"{SECRET}.png", size=1, type="image/png", sha256="", scan="clean"
        ),
        side="staff",
        uploader="ada",
        now=NOW,
    )
    service.post_note(
        session, conversation=conversation, id="note-0001", actor=ADA, text=SECRET,
        files=[file.id], now=NOW,
    )  # fmt: skip
    service.post_whisper(
        session, conversation=conversation, id="whisper-1", actor=ADA, text=SECRET, now=NOW
    )


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(PUBLIC_KINDS)))
def test_the_public_type_is_not_made_of_secret_kinds(kind: Kind) -> None:
    for public_seq in (None, 2):
        with pytest.raises(ValueError, match="has no place before a customer"):
            public_message(replace(MESSAGE, kind=kind, public_seq=public_seq), links={})


@pytest.mark.parametrize("kind", PUBLIC_KINDS)
def test_nor_of_what_has_no_public_place(kind: Kind) -> None:
    with pytest.raises(ValueError, match="has no place before a customer"):
        public_message(replace(MESSAGE, kind=kind, public_seq=None), links={})


def test_the_public_type_has_no_room_for_who_is_inside() -> None:
    made = public_message(MESSAGE, links={})
    assert set(msgspec.to_builtins(made)) == {
        "t", "seq", "id", "at", "from", "name", "text", "files", "code", "params",
    }  # fmt: skip
    assert "ada" not in str(msgspec.json.encode(made))


def test_only_one_function_makes_the_public_type() -> None:
    makers = [
        name
        for module in (schemas, queries.messages.__globals__)
        for name, found in (vars(module) if inspect.ismodule(module) else module).items()
        if inspect.isfunction(found) and "PublicMessage(" in inspect.getsource(found)
    ]
    assert set(makers) == {"public_message"}
    assert PublicMessage.__struct_config__.tag == "message"


async def test_no_query_for_customers_returns_a_secret(
    database: Database, thread: Conversation
) -> None:
    def everything(session: Session) -> list[object]:
        every = [(thread.id, place) for place in range(20)]
        return [
            queries.public_messages(session, conversation=thread.id, now=NOW),
            queries.public_messages(session, conversation=thread.id, after=1, limit=1, now=NOW),
            queries.public_messages_by_seq(session, refs=every, now=NOW),
            service.transcript_text(
                session, conversation=thread.id, visitor="visitor-1", time_zone="UTC",
                language="en", now=NOW,
            ),
        ]  # fmt: skip

    told = await database.read(everything)
    assert "walrus" not in str(told)
    assert [m.id for m in told[0]] == ["message-1", "message-9"]  # type: ignore[attr-defined]  # a list
    assert [m.id for m in told[1]] == ["message-9"]  # type: ignore[attr-defined]  # a list
    assert told[3] == "2026-01-01 00:00  You: Hello\n2026-01-01 00:00  Ada: Hi\n"


async def test_a_secret_file_opens_for_no_visitor(database: Database, thread: Conversation) -> None:
    def try_it(session: Session) -> None:
        file = session.query(models.Attachment).one()
        link = queries.file_link(session, file=file.id, visitor="visitor-1", now=NOW)
        access.access_visitor_file(session, file=file.id, ticket=link.partition("?t=")[2], now=NOW)

    with pytest.raises(FileMissing):
        await database.read(try_it)


async def test_the_database_itself_refuses_a_secret_with_a_public_place(
    database: Database, thread: Conversation
) -> None:
    def number_it(session: Session) -> None:
        session.execute(
            update(models.Message).where(models.Message.kind == "note").values(public_seq=9)
        )

    with pytest.raises(IntegrityError):
        await database.write(number_it)


async def test_nor_does_the_customer_side_see_a_gap(
    database: Database, thread: Conversation
) -> None:
    found = await database.read(queries.public_messages, conversation=thread.id, now=NOW)
    assert [message.seq for message in found] == [1, 2]
