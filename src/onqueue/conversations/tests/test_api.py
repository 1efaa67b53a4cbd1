from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import override

from onqueue.conversations import queries
from onqueue.conversations.schemas import Conversation
from onqueue.conversations.service import FileStore, NullScanner
from onqueue.conversations.service.scan import Verdict
from onqueue.conversations.tests import scene
from onqueue.conversations.tests.scene import NOW
from onqueue.kernel.audit import Audit
from onqueue.web.app import create_app
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Client, ClientAs

PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)
WAV = b"RIFF\0\0\0\0WAVEfmt " + bytes(300)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


class Objecting(NullScanner):
    """A scanner that objects to everything."""

    @override
    async def scan(self, path: Path) -> Verdict:
        return "infected"


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(root=tmp_path / "files", scanner=NullScanner())


@pytest.fixture
def app(parts: Parts, store: FileStore) -> FastAPI:
    return create_app(replace(parts, files=store))


@pytest.fixture
async def ada(client_as: ClientAs) -> Client:
    return await client_as("agent", name="Ada Ahmed")


@pytest.fixture
async def thread(parts: Parts, ada: Client) -> Conversation:
    """A conversation that Ada handles."""
    thread = await parts.db.write(scene.opened)
    await parts.db.write(scene.registered, conversation=thread.id)
    await parts.db.write(scene.said, conversation=thread.id, id="message-1")
    events = [
        scene.arrived("contact-1", thread.id, at=NOW + 1_000),
        scene.offered("contact-1", ada.account, at=NOW + 2_000),
        scene.accepted("contact-1", ada.account, at=NOW + 3_000),
    ]
    await parts.db.write(scene.happen, events=events)
    return thread


def message(kind: str = "reply", text: str = "Good day", **more: Any) -> dict[str, Any]:
    return {"id": "message-2", "kind": kind, "text": text, **more}


async def test_an_agent_replies_once(ada: Client, thread: Conversation) -> None:
    path = f"/api/conversations/{thread.id}/messages"
    sent = await ada.post(path, json=message(text="<b>Good</b> day 🙂 "))
    assert sent.status_code == 201
    assert sent.json() == {
        "id": "message-2", "conversation": thread.id, "seq": 2, "public_seq": 2, "at": NOW,
        "kind": "reply", "author_id": ada.account, "author_name": "Ada Ahmed",
        "text": "<b>Good</b> day 🙂", "code": "", "params": {}, "attachments": [],
        "seen_by_customer_at": None,
        "language": "",
    }  # fmt: skip
    again = await ada.post(path, json=message(text="<b>Good</b> day 🙂 "))
    assert (again.status_code, again.json()) == (201, sent.json())
    other = await ada.post(path, json=message(text="Another text"))
    assert (other.status_code, other.json()["code"]) == (409, "message.id_reused")
    listed = await ada.get(path, params={"limit": 1})
    assert listed.json() == {"items": [sent.json()], "more": True}


@pytest.mark.parametrize(
    "body, code, field",
    [
        (message(text="  "), "message.empty", "text"),
        (message(text="x" * 4_001), "message.too_long", "text"),
        (message(kind="customer"), "input.invalid", "kind"),
        (message(kind="system"), "input.invalid", "kind"),
        ({**message(), "id": "short"}, "input.invalid", "id"),
        (message(public_seq=1), "input.invalid", "public_seq"),
        (message(attachments=["x"] * 11), "input.invalid", "attachments"),
    ],
)
async def test_bad_messages_are_refused_by_field(
    ada: Client, thread: Conversation, parts: Parts, body: dict[str, Any], code: str, field: str
) -> None:
    answer = await ada.post(f"/api/conversations/{thread.id}/messages", json=body)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert field in {problem["field"], *(error["field"] for error in problem["errors"])}
    found = await parts.db.read(queries.messages, conversation=thread.id)
    assert [row.id for row in found.items] == ["message-1"]


async def test_a_stranger_learns_and_changes_nothing(
    client_as: ClientAs, thread: Conversation, parts: Parts
) -> None:
    bob = await client_as("agent")
    for client in (bob, await client_as("supervisor", scope=("queue", "other"))):
        missing = "/api/conversations/00000000000000000000000000"
        for there, nowhere in ((f"/api/conversations/{thread.id}", missing),):
            for path in ("", "/messages", "/visits"):
                one, two = await client.get(there + path), await client.get(nowhere + path)
                assert (one.status_code, one.json()) == (404, two.json())
            posts: tuple[tuple[str, dict[str, Any]], ...] = (
                ("/messages", message()), ("/messages", message("note")), ("/seen", {"seq": 1}),
            )  # fmt: skip
            for path, body in posts:
                denied = await client.post(there + path, json=body)
                assert (denied.status_code, denied.json()["code"]) == (404, "conversation.missing")
        for path in ("", "/answers", "/events", "/explain"):
            assert (await client.get(f"/api/contacts/contact-1{path}")).status_code == 404
        recap = {"action": "x", "owner": "x", "due_at": None, "note": "x"}
        assert (await client.put("/api/contacts/contact-1/recap", json=recap)).status_code == 404
        assert (await client.get("/api/conversations")).json()["items"] == []
    found = await parts.db.read(queries.messages, conversation=thread.id)
    assert [row.id for row in found.items] == ["message-1"]
    assert await parts.db.read(queries.seen_cursors, conversation=thread.id) == {}
    row = await parts.db.read(queries.contact, id="contact-1")
    assert row is not None
    assert row.recap is None


async def test_a_supervisor_whispers_and_an_agent_may_not(
    client_as: ClientAs, ada: Client, thread: Conversation, parts: Parts
) -> None:
    vera = await client_as("supervisor")
    path = f"/api/conversations/{thread.id}/messages"
    assert (await vera.post(path, json=message())).json()["code"] == "conversation.not_in_it"
    denied = await ada.post(path, json=message("whisper"))
    assert (denied.status_code, denied.json()["code"]) == (403, "right.missing")
    whispered = await vera.post(path, json=message("whisper", "Offer 10 %"))
    assert (whispered.json()["seq"], whispered.json()["public_seq"]) == (2, None)
    seen = (await ada.get(path)).json()["items"]
    assert [item["kind"] for item in seen] == ["customer", "whisper"]
    public = await parts.db.read(queries.public_messages, conversation=thread.id, now=NOW)
    assert [row.id for row in public] == ["message-1"]


async def test_the_list_and_its_file_say_the_same(ada: Client, thread: Conversation) -> None:
    page = (await ada.get("/api/conversations", params={"q": "hello", "state": "active"})).json()
    assert {key: page[key] for key in ("total", "page", "size")} == {
        "total": 1, "page": 1, "size": 50,
    }  # fmt: skip
    assert page["items"] == [
        {
            "id": thread.id, "channel": "chat", "customer": "customer-of-visitor-1",
            "customer_name": "Carla Costa", "language": "en", "opened_at": NOW, "last_at": NOW,
            "messages": 1, "contacts": 1, "contact": "contact-1", "queue": "sales",
            "agent": ada.account, "state": "active", "topic": "An invoice",
            "arrived_at": NOW + 1_000, "answered_at": NOW + 3_000, "ended_at": None,
            "wrap_up_code": "", "csat": None,
        }
    ]  # fmt: skip
    file = await ada.get("/api/conversations.csv", params={"q": "hello", "state": "active"})
    (row,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    assert row == {
        key: "" if value is None else str(value) for key, value in page["items"][0].items()
    }
    assert (await ada.get("/api/conversations", params={"sort": "nothing"})).status_code == 422
    for sort in ("opened_at", "customer_name", "queue", "csat", "messages", "state"):
        assert (await ada.get("/api/conversations", params={"sort": sort})).json() == page


async def test_a_list_too_long_for_a_file_is_refused_whole(
    ada: Client, thread: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onqueue.conversations.api.threads.CSV_ROWS_MAX", 0)
    answer = await ada.get("/api/conversations.csv")
    assert (answer.status_code, answer.json()["code"]) == (409, "list.too_long")


async def test_a_conversation_shows_its_contacts_and_what_was_seen(
    ada: Client, thread: Conversation
) -> None:
    assert (
        await ada.post(f"/api/conversations/{thread.id}/seen", json={"seq": 1})
    ).status_code == 204
    shown = (await ada.get(f"/api/conversations/{thread.id}")).json()
    contact = (await ada.get("/api/contacts/contact-1")).json()
    assert (shown["last_seq"], shown["seen"]) == (1, {ada.account: 1})
    assert shown["contacts"] == [contact]
    assert (contact["state"], contact["form"]) == (
        "active", {"name": "Carla Costa", "topic": "An invoice"},
    )  # fmt: skip


async def test_what_happened_is_told_in_words(ada: Client, thread: Conversation) -> None:
    ahmed = {"agent": ada.account, "name": "Ada Ahmed", "load": 0, "idle_ms": 9_000, "rank": 0}
    events = (await ada.get("/api/contacts/contact-1/events")).json()
    assert [(event["kind"], event["at"]) for event in events] == [
        ("contact.arrived", NOW + 1_000), ("offer.made", NOW + 2_000),
        ("offer.accepted", NOW + 3_000),
    ]  # fmt: skip
    assert events[2]["text"] == "Ada Ahmed took it."
    explained = (await ada.get("/api/contacts/contact-1/explain")).json()
    assert (explained["contact"], explained["lines"], explained["offers"]) == (
        "contact-1", events, 1,
    )  # fmt: skip
    german = (await ada.get("/api/contacts/contact-1/explain?language=de")).json()["lines"]
    assert german[2]["text"] == "Ada Ahmed hat angenommen."
    told = (await ada.get("/api/contacts/contact-1/events?language=de")).json()
    assert told == german
    unspoken = await ada.get("/api/contacts/contact-1/explain?language=fr")
    assert unspoken.status_code == 422
    assert unspoken.json()["errors"][0]["field"] == "language"
    assert events[1]["why"] == {
        "rule": "longest_idle", "queue": "sales", "channel": "chat", "skills": {},
        "waited_ms": 1_000, "priority": 0, "position": 1, "candidates_total": 1,
        "candidates": [ahmed], "ring": 0, "passed_over": [],
    }  # fmt: skip


async def test_a_recap_is_written_and_audited(
    ada: Client, thread: Conversation, parts: Parts
) -> None:
    body = {"action": "Call back", "owner": "Bob", "due_at": NOW + 5, "note": "Moved house"}
    row = (await ada.put("/api/contacts/contact-1/recap", json=body)).json()
    assert row["recap"] == {"action": "Call back", "owner": "Bob", "due_at": NOW + 5}
    entries = await parts.db.read(
        lambda session: [(row.action, row.actor) for row in session.query(Audit).all()]
    )
    assert ("contact.recap_set", ada.account) in entries


# --- Files ------------------------------------------------------------------------------------


async def upload(
    client: Client, thread: Conversation, name: str, content: bytes, field: str = "file"
) -> httpx.Response:
    return await client.post(
        f"/api/conversations/{thread.id}/files", files={field: (name, content, "text/html")}
    )


async def test_a_picture_is_sent_and_shown_in_place(ada: Client, thread: Conversation) -> None:
    sent = await upload(ada, thread, "../Katze ü.png", PNG)
    assert sent.status_code == 201
    file = sent.json()
    assert {key: file[key] for key in ("name", "size", "type", "safe_inline")} == {
        "name": "Katze ü.png", "size": len(PNG), "type": "image/png", "safe_inline": True,
    }  # fmt: skip
    posted = await ada.post(
        f"/api/conversations/{thread.id}/messages", json=message(text="", attachments=[file["id"]])
    )
    assert posted.json()["attachments"] == [file]
    opened = await ada.get(f"/api/files/{file['id']}")
    assert (opened.status_code, opened.content) == (200, PNG)
    assert opened.headers["content-type"] == "image/png"
    assert opened.headers["content-disposition"] == "inline; filename*=utf-8''Katze%20%C3%BC.png"
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert opened.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_who_hears_a_voice_is_in_the_audit_once(
    ada: Client, thread: Conversation, parts: Parts
) -> None:
    """A player asks for a file piece by piece; to look at a picture is not to hear."""

    async def heard() -> list[tuple[str, object]]:
        def entries(session: Session) -> list[tuple[str, object]]:
            rows = select(Audit).where(Audit.action == "file.heard").order_by(Audit.id)
            return [(row.subject, row.after) for row in session.scalars(rows)]

        return await parts.db.read(entries)

    voice = (await upload(ada, thread, "voice.wav", WAV)).json()
    picture = (await upload(ada, thread, "cat.png", PNG)).json()
    for file in (voice, picture):
        body = message(text="", attachments=[file["id"]]) | {"id": f"m-{file['id']}"}
        await ada.post(f"/api/conversations/{thread.id}/messages", json=body)
    assert (await ada.get(f"/api/files/{picture['id']}")).status_code == 200
    assert await heard() == []
    for piece in ("bytes=0-", "bytes=8-11"):
        answer = await ada.get(f"/api/files/{voice['id']}", headers={"Range": piece})
        assert answer.status_code == 206
    once = (thread.id, {"file": voice["id"], "name": "voice.wav"})
    assert await heard() == [once]
    assert (await ada.get(f"/api/files/{voice['id']}")).content == WAV
    assert await heard() == [once, once]


async def test_what_could_run_is_only_downloaded(ada: Client, thread: Conversation) -> None:
    file = (await upload(ada, thread, "logo.svg", SVG)).json()
    assert (file["type"], file["safe_inline"]) == ("image/svg+xml", False)
    opened = await ada.get(f"/api/files/{file['id']}")
    assert opened.headers["content-type"] == "application/octet-stream"
    assert opened.headers["content-disposition"] == 'attachment; filename="logo.svg"'
    assert opened.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_bad_uploads_are_refused_and_not_kept(
    ada: Client, thread: Conversation, tmp_path: Path, client_as: ClientAs
) -> None:
    path = f"/api/conversations/{thread.id}/files"
    answers = [
        await upload(ada, thread, "page.html", b"<html>"),
        await upload(ada, thread, "cat.png", SVG),
        await upload(ada, thread, "cat.png", PNG, field="picture"),
        await ada.post(path, content=b"hello"),
        await ada.post(path, files=[("file", ("a.png", PNG)), ("file", ("b.png", PNG))]),
        await ada.post(
            path,
            content=b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
            + PNG,
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        ),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (422, "file.type_refused"), (422, "file.type_refused"), (422, "file.malformed"),
        (422, "file.malformed"), (422, "file.malformed"), (422, "file.malformed"),
    ]  # fmt: skip
    assert (await upload(await client_as("agent"), thread, "cat.png", PNG)).status_code == 404
    assert [found for found in (tmp_path / "files").rglob("*") if found.is_file()] == []


async def test_a_file_over_the_limit_is_refused(
    parts: Parts, thread: Conversation, ada: Client, store: FileStore, tmp_path: Path
) -> None:
    settings = parts.settings.model_copy(update={"upload_max_bytes": 1_000})
    app = create_app(replace(parts, files=store, settings=settings))
    transport = httpx.ASGITransport(app=app, client=("203.0.113.7", 40_000))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=ada.headers, cookies=ada.cookies
    ) as client:
        answer = await client.post(
            f"/api/conversations/{thread.id}/files",
            files={"file": ("cat.png", PNG + bytes(1_000))},
        )
    assert answer.status_code == 413
    assert [found for found in (tmp_path / "files").rglob("*") if found.is_file()] == []


async def test_an_infected_file_is_refused_and_audited(
    parts: Parts, thread: Conversation, ada: Client, tmp_path: Path
) -> None:
    files = FileStore(root=tmp_path / "files", scanner=Objecting())
    app = create_app(replace(parts, files=files))
    transport = httpx.ASGITransport(app=app, client=("203.0.113.7", 40_000))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=ada.headers, cookies=ada.cookies
    ) as client:
        answer = await client.post(
            f"/api/conversations/{thread.id}/files", files={"file": ("cat.png", PNG)}
        )
    assert (answer.status_code, answer.json()["code"]) == (422, "file.infected")
    entries = await parts.db.read(
        lambda session: [(row.action, row.after) for row in session.query(Audit).all()]
    )
    assert ("file.refused", {"name": "cat.png", "code": "file.infected"}) in entries
    assert [found for found in (tmp_path / "files").rglob("*") if found.is_file()] == []


async def test_a_lost_file_is_found_by_verify(
    ada: Client, thread: Conversation, parts: Parts, store: FileStore, tmp_path: Path
) -> None:
    await upload(ada, thread, "cat.png", PNG)

    async def breaches() -> list[str]:
        found = await parts.db.read(queries.verify, files_root=tmp_path / "files")
        return [breach.code for breach in found]

    assert await breaches() == []
    (blob,) = (found for found in (tmp_path / "files").rglob("*") if found.is_file())
    blob.write_bytes(b"")
    assert await breaches() == ["file.lost"]
