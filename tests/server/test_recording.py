"""Calls are recorded as their queue says: from the policy to the player, without a telephone."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from onqueue.channels.voice.drivers.simulated import ANSWERS, Simulated
from onqueue.channels.voice.recorder import CLOSING_MS_MAX
from onqueue.channels.voice.spool import sweep
from onqueue.directory import service as setting_up
from onqueue.directory.models import AgentProfile
from onqueue.floor import commands
from onqueue.floor.wordings import Language
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.settings import Settings
from onqueue.recording import queries
from onqueue.recording.models import Recording
from onqueue.recording.queries import explaining
from onqueue.recording.rules.policy import PAUSE_MS_MAX
from onqueue.recording.schemas import PolicyAsked, RecordingShown
from onqueue.recording.service import keeping, policies
from tests.server.scene import Centre, Seat
from tests.server.switchboard import Switchboard, calls_of

NUMBER = "+49 30 1234"
DIALLED = "49301234"
PATIENCE_S = 30
LOOK_S = 0.01
MUSIC = "music:default"
NOTICE = "en: This call is recorded. If you do not want that, press 9."
NOT_RECORDED = "en: This call is not recorded."

pytestmark = pytest.mark.database


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The program carries no calls: the switchboard does."""
    return settings.model_copy(update={"calls": "off"})


@pytest.fixture
async def board(centre: Centre, tmp_path: Path) -> AsyncIterator[Switchboard]:
    """A switchboard that writes what it records, and a number that leads to the queue."""
    program = centre.program
    by = By(actor=SYSTEM, now=program.clock.now(), network="")
    await program.db.write(
        setting_up.create_phone_number,
        by=by,
        number=NUMBER,
        queue_id=centre.made.queue,
        language="en",
    )
    await program.db.write(_let_agents_take_calls)
    for _ in range(2):
        await program.house._sync.once()
    (tmp_path / "carrier").mkdir()
    driver = Simulated(start_at=program.clock.now(), folder=tmp_path / "carrier")
    board = Switchboard(centre=centre, driver=driver, calls=calls_of(centre, driver))
    await board.start()
    yield board
    await board.tasks.stop()


def _let_agents_take_calls(session: Session) -> None:
    session.execute(update(AgentProfile).values(capacity={"chat": 3, "voice": 1}))


async def record(centre: Centre, **said: Any) -> None:
    """Say what is recorded of the queue's calls."""
    by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
    body = PolicyAsked(**{"mode": "on", "announce": False, "version": 0, **said})
    await centre.program.db.write(policies.set_policy, by=by, queue=centre.made.queue, body=body)


async def talking(centre: Centre, board: Switchboard) -> tuple[str, Seat, str]:
    """A customer talks with Ann: their leg, her desk, and the contact."""
    leg = board.driver.call_in(caller="+4917012345", did=DIALLED)
    await board.calls.caught_up()
    return leg, *await taken(centre, board)


async def taken(centre: Centre, board: Switchboard) -> tuple[Seat, str]:
    """Ann takes the call that waits: her desk, and the contact."""
    ann = await centre.sit("ann")
    account = ann.actor.account
    board.driver.phone(f"agent:{account}", ANSWERS)
    asking = centre.program.house.asking
    await centre.program.house.equip(frozenset({account}))
    await asking.ask(commands.ChangeState(agent=account, state="on_queue", by=account))
    await centre.settle()
    (offer,) = centre.program.house.replica.floor.offers.values()
    await asking.ask(commands.Accept(offer=offer.id, agent=account))
    await board.pass_ms(3_000)
    return ann, offer.contact


async def later(board: Switchboard, ms: int) -> None:
    """Let time pass in one go."""
    board.clock.advance(ms=ms)
    board.driver.advance(ms=ms)
    await board.settle()


async def recordings(centre: Centre, contact: str) -> list[RecordingShown]:
    """The recordings of a contact, when none of them is still to be stored."""

    def read(session: Session) -> list[RecordingShown]:
        return queries.shown(session, rows=queries.recordings_of(session, contact=contact))

    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = await centre.program.db.read(read)
            if all(one.state != "closing" for one in found):
                return found
            await asyncio.sleep(LOOK_S)


async def until_empty(folder: Path) -> None:
    """What the carrier wrote goes when it is stored."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if not files_below(folder):
                return
            await asyncio.sleep(LOOK_S)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def sound_of(centre: Centre, recording: str) -> wave.Wave_read:
    vault = centre.program.vault
    sound = await vault.sound(recording)
    parts = [part async for part in vault.part(recording, sound, begin=0, end=sound.size)]
    return wave.open(io.BytesIO(b"".join(parts)), "rb")


async def test_a_talk_is_recorded_stored_sealed_and_belongs_to_its_contact(
    centre: Centre, board: Switchboard, tmp_path: Path
) -> None:
    await record(centre)
    leg, ann, contact = await talking(centre, board)
    await board.pass_ms(5_000)
    board.driver.hang_up(leg)
    await board.settle()
    (one,) = await recordings(centre, contact)
    assert (one.state, one.agent, one.voices) == (
        "stored",
        ann.actor.account,
        [ann.actor.name, "customer"],
    )
    assert [(part.kind, part.from_ms, part.to_ms) for part in one.segments] == [
        ("recorded", 0, one.duration_ms)
    ]
    assert len(one.bars) == len(one.speech) == 2
    (kept,) = files_below(centre.program.settings.recordings_dir)
    assert b"RIFF" not in kept.read_bytes()
    await until_empty(tmp_path / "carrier")
    sound = await sound_of(centre, one.id)
    assert (sound.getnchannels(), sound.getnframes()) == (2, one.duration_ms * 8)


async def test_by_the_usual_policy_nothing_is_recorded_and_it_is_said_why(
    centre: Centre, board: Switchboard
) -> None:
    _, _, contact = await talking(centre, board)
    assert board.driver._switch.records == {}
    (one,) = await recordings(centre, contact)
    assert (one.state, one.why, one.segments) == ("skipped", "policy.off", [])


async def test_a_pause_and_a_hold_are_silence_with_a_reason_and_no_second_is_missing(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre, form="mixed")
    leg, ann, contact = await talking(centre, board)
    me, recorder = ann.actor.account, board.calls.recorder
    await board.pass_ms(2_000)
    assert await recorder.pause(contact=contact, reason="card_data", by=me)
    await board.pass_ms(3_000)
    assert await recorder.pause(contact=contact, reason="", by=me)
    await board.pass_ms(1_000)
    await board.calls.hold(contact=contact, on=True, by=me)
    await board.settle()
    await board.pass_ms(4_000)
    await board.calls.hold(contact=contact, on=False, by=me)
    await board.settle()
    await board.pass_ms(1_000)
    board.driver.hang_up(leg)
    await board.settle()
    (one,) = await recordings(centre, contact)
    parts = [(part.kind, part.reason, part.to_ms - part.from_ms) for part in one.segments]
    assert parts[1:3] == [("paused", "card_data", 3_000), ("recorded", "", 1_000)]
    assert [kind for kind, _, _ in parts] == ["recorded", "paused", "recorded", "held", "recorded"]
    assert [a.to_ms for a in one.segments[:-1]] == [b.from_ms for b in one.segments[1:]]
    assert sum(length for _, _, length in parts) == one.duration_ms
    sound = await sound_of(centre, one.id)
    for part in one.segments:
        sound.setpos(part.from_ms * 8)
        frames = sound.readframes((part.to_ms - part.from_ms) * 8)
        assert any(frames) == (part.kind == "recorded"), part


async def test_a_pause_that_nobody_ends_is_over_after_its_bound(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre)
    _, ann, contact = await talking(centre, board)
    recorder = board.calls.recorder
    await recorder.pause(contact=contact, reason="card_data", by=ann.actor.account)
    assert recorder.shown(contact) == "paused"
    await later(board, PAUSE_MS_MAX + 1_000)
    assert recorder.shown(contact) == "recorded"


async def test_another_life_finishes_what_was_recorded_and_goes_on_with_the_talk(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre)
    leg, _, contact = await talking(centre, board)
    await board.pass_ms(2_000)
    await board.again()
    await board.pass_ms(2_000)
    board.driver.hang_up(leg)
    await board.settle()
    first, second = await recordings(centre, contact)
    assert (first.state, second.state) == ("stored", "stored")
    assert first.ended_at == second.began_at
    assert second.segments[-1].to_ms == second.duration_ms >= 2_000


async def test_a_carrier_that_dies_leaves_a_talk_that_is_lost_and_says_so(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre)
    _, _, contact = await talking(centre, board)
    board.driver.crash()
    await board.settle()
    await later(board, CLOSING_MS_MAX + 1_000)
    await board.calls.recorder.look()
    (one,) = await recordings(centre, contact)
    assert one.state == "failed"
    assert {part.kind for part in one.segments} == {"lost"}


async def test_who_waits_is_told_and_then_all_of_the_talk_is_recorded(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre, announce=True)
    leg = await board.call(DIALLED)
    await board.settle()
    assert board.hears(leg) == NOTICE
    await board.pass_ms(2_000)
    assert board.hears(leg) == MUSIC
    ann, contact = await taken(centre, board)
    board.driver.hang_up(leg)
    await board.settle()
    (one,) = await recordings(centre, contact)
    assert (one.state, one.announced, one.agent) == ("stored", True, ann.actor.account)
    assert {part.kind for part in one.segments} == {"recorded"}


async def test_whoever_talks_before_they_were_told_is_told_then_and_silence_is_written_until(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre, announce=True)
    leg, _, contact = await talking(centre, board)
    await board.pass_ms(2_000)
    board.driver.hang_up(leg)
    await board.settle()
    (one,) = await recordings(centre, contact)
    assert [(part.kind, part.reason) for part in one.segments] == [
        ("paused", "notice"),
        ("recorded", ""),
    ]
    assert one.announced
    sound = await sound_of(centre, one.id)
    assert not any(sound.readframes(one.segments[0].to_ms * 8))


async def test_who_says_no_while_waiting_is_never_recorded(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre, announce=True)
    leg = await board.call(DIALLED)
    await board.settle()
    await board.press(leg, "9")
    assert await board.heard(leg, until=NOT_RECORDED)
    _, contact = await taken(centre, board)
    assert board.driver._switch.records == {}
    assert {one.why for one in await recordings(centre, contact)} == {"customer.declined"}


async def test_who_says_no_in_the_talk_leaves_nothing_behind(
    centre: Centre, board: Switchboard, tmp_path: Path
) -> None:
    await record(centre, announce=True)
    leg, _, contact = await talking(centre, board)
    await board.press(leg, "9")
    await board.pass_ms(2_000)
    board.driver.hang_up(leg)
    await board.settle()
    (one,) = await recordings(centre, contact)
    assert (one.state, one.why) == ("skipped", "customer.declined")
    assert files_below(tmp_path / "carrier") == []
    assert not centre.program.settings.recordings_dir.exists()


async def test_the_key_means_nothing_to_who_was_not_told(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre)
    leg, _, contact = await talking(centre, board)
    await board.press(leg, "9")
    assert board.calls.recorder.shown(contact) == "recorded"


async def test_what_cannot_be_announced_is_not_recorded(
    centre: Centre, board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def only_a_tone(_text: str, _language: str) -> str:
        return "tone"

    monkeypatch.setattr(board.calls.recorder.notices, "say", only_a_tone)
    await record(centre, announce=True)
    _, _, contact = await talking(centre, board)
    assert board.driver._switch.records == {}
    assert [one.why for one in await recordings(centre, contact)] == ["notice.unspoken"]


async def story(centre: Centre, contact: str, language: Language = "en") -> list[str]:
    """What is told of the recordings of a call, without what its lines did."""
    told = await centre.program.db.read(explaining.told, contact=contact, language=language)
    return [one.text for one in told]


async def test_what_was_recorded_and_who_heard_it_is_told(
    centre: Centre, board: Switchboard
) -> None:
    await record(centre, announce=True)
    leg, ann, contact = await talking(centre, board)
    await board.pass_ms(2_000)
    recorder, me = board.calls.recorder, ann.actor.account
    assert await recorder.pause(contact=contact, reason="card_data", by=me)
    assert await recorder.pause(contact=contact, reason="", by=me)
    board.driver.hang_up(leg)
    await board.settle()
    (one,) = await recordings(centre, contact)

    def hear(session: Session) -> None:
        by = By(actor=ann.actor, now=board.clock.now(), network="")
        keeping.heard(session, by=by, row=session.get_one(Recording, one.id))

    await centre.program.db.write(hear)
    name = ann.actor.name
    assert await story(centre, contact) == [
        "Recording began.",
        "Recording was paused: the customer was being told of it.",
        "The customer had been told of the recording.",
        "Recording went on.",
        f"Recording was paused by {name}: card data.",
        f"Recording went on by {name}.",
        f"Recording ended after {one.duration_ms // 1_000} s.",
        "The recording was sealed and stored.",
        f"{name} heard the recording.",
    ]
    german = await story(centre, contact, "de")
    assert german[4] == f"Die Aufzeichnung wurde angehalten von {name}: Kartendaten."


async def test_a_customer_who_refused_is_in_the_story(centre: Centre, board: Switchboard) -> None:
    await record(centre, announce=True)
    leg = await board.call(DIALLED)
    await board.settle()
    await board.press(leg, "9")
    await board.heard(leg, until=NOT_RECORDED)
    _, contact = await taken(centre, board)
    told = await story(centre, contact)
    assert told[0] == "The talk was not recorded: the customer did not want it."


async def test_what_talks_that_are_done_with_left_in_the_spool_is_swept(
    centre: Centre, board: Switchboard, tmp_path: Path
) -> None:
    await record(centre)
    leg, _, contact = await talking(centre, board)
    board.driver.hang_up(leg)
    await board.settle()
    (done,) = await recordings(centre, contact)
    await later(board, 60_000)
    leg = await board.call(DIALLED)
    _, contact = await taken(centre, board)
    (running,) = await recordings(centre, contact)
    assert (done.state, running.state) == ("stored", "running")
    folder = tmp_path / "spool"
    folder.mkdir()
    names = {
        f"talk-{done.id}~0~0~leg.wav",
        f"talk-{done.id}.wav",
        f"talk-{running.id}~0~0~leg.wav",
        "talk-unknown~0~0~leg.wav",
        "message-of-a-caller.wav",
    }
    for name in names:
        (folder / name).write_bytes(b"what was said")
    assert await sweep(folder, db=centre.program.db) == 2
    left = {path.name for path in folder.iterdir()}
    assert left == {name for name in names if done.id not in name}
