"""A call that Ada had, recorded and stored, for all tests of recordings."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from typing_extensions import override

from onqueue.conversations.tests import scene
from onqueue.directory import service as directory
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.recording.schemas import PolicyAsked
from onqueue.recording.service import policies, talks
from onqueue.recording.service.storage import Folder
from onqueue.recording.service.vault import Vault
from onqueue.web.app import create_app
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Client, ClientAs

SECONDS = 3
RATE = 8_000
CONTACT = "contact-1"
DAYS = 30


class Stubborn(Folder):
    """A folder that does not let go."""

    lets_go = False

    @override
    async def delete(self, name: str) -> None:
        if not self.lets_go:
            raise OSError("busy")
        await super().delete(name)


@pytest.fixture
def storage(tmp_path: Path) -> Stubborn:
    return Stubborn(tmp_path / "recordings")


@pytest.fixture
def vault(parts: Parts, storage: Stubborn, tmp_path: Path) -> Vault:
    return Vault(db=parts.db, clock=parts.clock, storage=storage, key=tmp_path / "keys" / "key")


@pytest.fixture
def app(parts: Parts, vault: Vault) -> FastAPI:
    return create_app(replace(parts, vault=vault))


@pytest.fixture
async def ada(client_as: ClientAs) -> Client:
    return await client_as("agent", name="Ada Ahmed")


@pytest.fixture
async def queue(parts: Parts) -> str:
    by = By(actor=SYSTEM, now=parts.clock.now(), network="")
    made = await parts.db.write(directory.create_queue, by=by, name="Calls", channel="voice")
    body = PolicyAsked(mode="on", announce=False, days=DAYS, version=0)
    await parts.db.write(policies.set_policy, by=by, queue=made.id, body=body)
    return made.id


@pytest.fixture
async def recording(parts: Parts, ada: Client, queue: str, vault: Vault, tmp_path: Path) -> str:
    """A call that Ada had, recorded and stored."""
    thread = await parts.db.write(scene.opened)
    await parts.db.write(scene.registered, conversation=thread.id)
    now = parts.clock.now()
    events = [
        scene.arrived(CONTACT, thread.id, at=now),
        scene.offered(CONTACT, ada.account, at=now),
        scene.accepted(CONTACT, ada.account, at=now),
    ]
    await parts.db.write(scene.happen, events=events)
    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(range(256)) * (SECONDS * RATE * 2 // 256) + bytes(128))

    def talk(session: Session) -> None:
        talks.begin_talk(
            session,
            id="talk1",
            contact=CONTACT,
            queue=queue,
            agent=ada.account,
            talk="1",
            can_record=True,
            can_tell=True,
            now=now,
        )
        talks.change_segment(session, recording="talk1", kind="recorded", reason="", by="", now=now)
        talks.take_sound(
            session,
            recording="talk1",
            duration_ms=SECONDS * 1_000,
            raw=path.as_uri(),
            sha256="",
            voices=[""],
            ends_with_file=False,
            now=now + SECONDS * 1_000,
        )

    await parts.db.write(talk)
    await vault.store("talk1")
    return "talk1"
