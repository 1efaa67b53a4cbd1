"""Who hears a recording, that it is written down, and when it goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.kernel.audit import Audit
from onqueue.kernel.clock import VirtualClock
from onqueue.recording import queries
from onqueue.recording.models import Recording
from onqueue.recording.rules.policy import DAY_MS
from onqueue.recording.schemas import RecordingShown
from onqueue.recording.service.vault import Vault
from onqueue.recording.tests.conftest import CONTACT, DAYS, RATE, SECONDS, Stubborn
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Client, ClientAs

pytestmark = pytest.mark.database

SIZE = 44 + SECONDS * RATE * 2


def _shown(session: Session) -> list[RecordingShown]:
    return queries.shown(session, rows=queries.recordings_of(session, contact=CONTACT))


async def heard(parts: Parts) -> list[str]:
    """Who is in the audit for having heard something."""

    def read(session: Session) -> list[str]:
        return list(
            session.scalars(
                select(Audit.actor).where(Audit.action == "recording.heard").order_by(Audit.id)
            )
        )

    return await parts.db.read(read)


async def test_an_agent_hears_their_own_and_each_hearing_is_written_down(
    parts: Parts, ada: Client, recording: str
) -> None:
    path = f"/api/recordings/{recording}/sound"
    whole = await ada.get(path)
    assert (whole.status_code, len(whole.content)) == (200, SIZE)
    assert whole.content.startswith(b"RIFF")
    assert await heard(parts) == [ada.account]
    part = await ada.get(path, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole.content[1_000:2_000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{SIZE}"
    assert await heard(parts) == [ada.account]
    await ada.get(path, headers={"Range": "bytes=0-"})
    assert await heard(parts) == [ada.account] * 2


async def test_who_begins_in_the_middle_is_written_down_as_well(
    parts: Parts, ada: Client, recording: str
) -> None:
    await ada.get(f"/api/recordings/{recording}/sound", headers={"Range": "bytes=9000-"})
    assert await heard(parts) == [ada.account]


async def test_a_colleague_hears_nothing_and_is_told_nothing(
    parts: Parts, client_as: ClientAs, recording: str
) -> None:
    bob = await client_as("agent", name="Bob Brown")
    refused = await bob.get(f"/api/recordings/{recording}/sound")
    assert (refused.status_code, refused.json()["code"]) == (404, "recording.missing")
    unknown = await bob.get("/api/recordings/nothing/sound")
    assert unknown.json()["code"] == "recording.missing"
    assert await heard(parts) == []


async def test_after_its_time_it_is_gone_from_the_disk_and_the_books_say_so(
    parts: Parts,
    clock: VirtualClock,
    client_as: ClientAs,
    recording: str,
    vault: Vault,
    storage: Stubborn,
) -> None:
    storage.lets_go = True
    assert await vault.delete_due() == 0
    assert await storage.size(recording) is not None
    clock.advance(ms=DAYS * DAY_MS + SECONDS * 1_000)
    assert await vault.delete_due() == 0
    assert await storage.size(recording) is None
    (shown,) = await parts.db.read(_shown)
    assert (shown.state, shown.why, shown.bars) == ("deleted", "retention", [])
    gone = await (await client_as("supervisor")).get(f"/api/recordings/{recording}/sound")
    assert (gone.status_code, gone.json()["code"]) == (404, "recording.sound_gone")


async def test_what_cannot_be_deleted_is_counted_heard_by_nobody_and_tried_again(
    clock: VirtualClock, client_as: ClientAs, recording: str, vault: Vault, storage: Stubborn
) -> None:
    clock.advance(ms=DAYS * DAY_MS + SECONDS * 1_000)
    assert await vault.delete_due() == 1
    sue = await client_as("supervisor")
    assert (await sue.get(f"/api/recordings/{recording}/sound")).status_code == 404
    assert await vault.delete_due() == 1
    storage.lets_go = True
    assert await vault.delete_due() == 0
    assert await storage.size(recording) is None


async def test_what_a_supervisor_keeps_stays_until_it_is_let_go(
    clock: VirtualClock,
    client_as: ClientAs,
    recording: str,
    vault: Vault,
    storage: Stubborn,
) -> None:
    storage.lets_go = True
    sue = await client_as("supervisor", name="Sue Stone")
    path = f"/api/recordings/{recording}/kept"
    silent = await sue.put(path, json={"on": True, "why": ""})
    assert silent.status_code == 422
    kept: dict[str, Any] = (await sue.put(path, json={"on": True, "why": "dispute 7"})).json()
    assert (kept["kept_by"], kept["kept_why"]) == ("Sue Stone", "dispute 7")
    clock.advance(ms=DAYS * DAY_MS + SECONDS * 1_000)
    await vault.delete_due()
    assert await storage.size(recording) is not None
    sue = await client_as("supervisor", name="Sam Stone")
    assert (await sue.put(path, json={"on": False})).status_code == 200
    await vault.delete_due()
    assert await storage.size(recording) is None


async def test_who_died_before_the_carriers_file_was_gone_removes_it_the_next_time(
    parts: Parts, recording: str, vault: Vault, tmp_path: Path
) -> None:
    left = tmp_path / "talk.wav"
    left.write_bytes(b"what was said")

    def as_before(session: Session) -> None:
        session.get_one(Recording, recording).raw = left.as_uri()

    await parts.db.write(as_before)
    await vault.store(recording)
    assert not left.exists()
    assert (await vault.sound(recording)).size == SIZE


async def test_a_policy_is_changed_by_who_saw_it_as_it_is(client_as: ClientAs, queue: str) -> None:
    admin = await client_as("administrator", name="Ari")
    path = f"/api/queues/{queue}/recording"
    seen = (await admin.get(path)).json()
    body = {"mode": "share", "share": 25, "version": seen["version"]}
    changed = await admin.put(path, json=body)
    assert (changed.status_code, changed.json()["version"]) == (200, seen["version"] + 1)
    stale = await admin.put(path, json=body)
    assert (stale.status_code, stale.json()["code"]) == (409, "record.changed")
    bad = await admin.put(path, json={**body, "share": 0})
    assert bad.json()["errors"][0]["field"] == "share"
    assert (await admin.put("/api/queues/none/recording", json=body)).status_code == 404
