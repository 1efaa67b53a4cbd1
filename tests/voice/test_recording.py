"""What is really in a recording? Tones are spoken on a line, and looked for in what is kept."""

import asyncio
import io
import wave
from array import array
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from onqueue.cli.demo.telephones.sound import heard_in
from onqueue.directory.models import Queue
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.settings import Settings
from onqueue.recording.schemas import PolicyAsked
from onqueue.recording.service.policies import set_policy
from tests.voice.exchange import Exchange
from tests.voice.office import Desk, Office, until

SPOKEN_S = 2.0
EDGE_MS = 400
"""Where a pause begins and ends is known to within this much."""
RATE = 8


def recorded(**said: Any) -> Callable[[Session], None]:
    """Let the queue's calls be recorded."""

    def change(session: Session) -> None:
        by = By(actor=SYSTEM, now=SystemClock().now(), network="")
        body = PolicyAsked(**{"mode": "on", "announce": False, "version": 0, **said})
        set_policy(session, by=by, queue=session.query(Queue).one().id, body=body)

    return change


@pytest.fixture
async def office(exchange: Exchange, settings: Settings) -> AsyncIterator[Office]:
    """A centre that records its calls."""
    exchange.asterisk.start()
    office = Office(exchange=exchange, settings=settings)
    await office.open(change=recorded())
    yield office
    await office.close()


async def kept(desk: Desk, contact: str, *, many: int = 1) -> list[dict[str, Any]]:
    """What was recorded of a contact, when all of it is stored."""
    found: list[dict[str, Any]] = []

    async def is_stored() -> bool:
        answer = await desk.web.get(f"/api/contacts/{contact}/recordings")
        found[:] = answer.json()
        return len(found) == many and all(one["state"] == "stored" for one in found)

    await until(is_stored, what="the recording is stored")
    return found


async def channels(desk: Desk, one: dict[str, Any]) -> dict[str, list[int]]:
    """The sound of each voice."""
    answer = await desk.web.get(f"/api/recordings/{one['id']}/sound")
    assert answer.is_success, answer.text
    with wave.open(io.BytesIO(answer.content), "rb") as file:
        sound = array("h", file.readframes(file.getnframes()))
        many = file.getnchannels()
    return {voice: list(sound[at::many]) for at, voice in enumerate(one["voices"])}


def within(sound: list[int], part: dict[str, Any]) -> list[int]:
    """What is surely within a part."""
    return sound[(part["from_ms"] + EDGE_MS) * RATE : (part["to_ms"] - EDGE_MS) * RATE]


async def test_each_voice_is_on_its_channel_and_a_pause_has_none(office: Office) -> None:
    caller, _, contact = await office.talking()
    ann = office.desks["ann"]
    await asyncio.sleep(SPOKEN_S)
    spool = office.exchange.asterisk.run / "spool" / "recording"
    unsealed = list(spool.glob("talk-*"))
    assert len(unsealed) == 2
    assert [path.stat().st_mode & 0o077 for path in (spool, *unsealed)] == [0, 0, 0]
    await ann.ask(f"/api/calls/{contact}/recording/pause", on=True, reason="card_data")
    await asyncio.sleep(SPOKEN_S)
    await ann.ask(f"/api/calls/{contact}/recording/pause", on=False)
    await asyncio.sleep(SPOKEN_S)
    await caller.hang_up()
    (one,) = await kept(ann, contact)
    kinds = [(part["kind"], part["reason"]) for part in one["segments"]]
    assert kinds == [("recorded", ""), ("paused", "card_data"), ("recorded", "")]
    voices = await channels(ann, one)
    assert len(voices) == 2
    for voice, sound in voices.items():
        for part in one["segments"]:
            speaker = {"carl" if voice == "customer" else "ann"}
            heard = heard_in(within(sound, part))
            assert heard == (speaker if part["kind"] == "recorded" else set())
    paused = within(voices["customer"], one["segments"][1])
    assert max(map(abs, paused)) == 0


async def test_a_server_that_is_killed_in_a_talk_loses_none_of_it(office: Office) -> None:
    caller, _, contact = await office.talking()
    await asyncio.sleep(SPOKEN_S)
    await office.die()
    await asyncio.sleep(SPOKEN_S)
    await office.come_back()
    ann = office.desks["ann"]
    await until(
        lambda: ann.calls.get(contact, {}).get("recording") == "recorded", what="it goes on"
    )
    await asyncio.sleep(SPOKEN_S)
    await caller.hang_up()
    first, second = await kept(ann, contact, many=2)
    assert first["duration_ms"] > 2 * SPOKEN_S * 1_000 - EDGE_MS
    for one in (first, second):
        customers = (await channels(ann, one))["customer"]
        (part,) = [part for part in one["segments"] if part["kind"] == "recorded"]
        assert heard_in(within(customers, part)) == {"carl"}
