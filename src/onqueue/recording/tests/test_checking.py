"""What is wrong with recordings is found, and what is well is left in peace."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from onqueue.kernel import jobs
from onqueue.recording import queries
from onqueue.recording.errors import KeyDiffers, KeyMissing
from onqueue.recording.models import Recording, RecordingSegment
from onqueue.recording.service import checking, keeping, talks
from onqueue.recording.service.sealing import HEAD
from onqueue.recording.service.vault import Vault
from onqueue.recording.tests.conftest import Stubborn
from onqueue.web.parts import Parts

pytestmark = pytest.mark.database


async def wrong(parts: Parts, vault: Vault, *, listen: bool = True) -> list[tuple[str, str]]:
    found = await checking.verify(db=parts.db, vault=vault, listen=listen)
    return [(one.code, one.subject) for one in found]


def fresh(parts: Parts, storage: Stubborn, tmp_path: Path) -> Vault:
    """Another process: it knows nothing of the key yet."""
    return Vault(db=parts.db, clock=parts.clock, storage=storage, key=tmp_path / "keys" / "key")


async def lies_at(tmp_path: Path, recording: str) -> Path:
    (path,) = (tmp_path / "recordings").rglob(recording)
    return path


async def test_nothing_is_wrong_with_a_recording_that_is_whole(
    parts: Parts, vault: Vault, recording: str
) -> None:
    assert await wrong(parts, vault) == []


async def test_one_byte_that_was_changed_is_found_by_who_listens(
    parts: Parts, vault: Vault, recording: str, tmp_path: Path
) -> None:
    path = await lies_at(tmp_path, recording)
    sealed = bytearray(path.read_bytes())
    sealed[HEAD + 500] ^= 1
    path.write_bytes(sealed)
    assert await wrong(parts, vault) == [("recording.sound_lost", recording)]
    assert await wrong(parts, vault, listen=False) == []


async def test_a_sound_that_says_something_else_than_its_row_is_found(
    parts: Parts, vault: Vault, recording: str
) -> None:
    await parts.db.write(lambda session: session.execute(update(Recording).values(sha256="0")))
    assert await wrong(parts, vault) == [("recording.sound_lost", recording)]


@pytest.mark.parametrize("cut", [True, False])
async def test_what_is_gone_or_cut_off_is_found_without_listening(
    parts: Parts, vault: Vault, recording: str, tmp_path: Path, *, cut: bool
) -> None:
    path = await lies_at(tmp_path, recording)
    if cut:
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.unlink()
    assert await wrong(parts, vault, listen=False) == [("recording.sound_lost", recording)]


async def test_what_lies_there_and_no_row_names_is_found(
    parts: Parts, vault: Vault, recording: str, tmp_path: Path
) -> None:
    path = await lies_at(tmp_path, recording)
    path.with_name("talk9").write_bytes(b"from elsewhere")
    assert await wrong(parts, vault) == [("recording.unnamed", "talk9")]


@pytest.mark.parametrize(
    "change",
    [
        {"to_at": RecordingSegment.to_at - 1},
        {"from_at": RecordingSegment.from_at + 1},
        {"number": 1, "from_at": RecordingSegment.from_at + 1},
    ],
)
async def test_a_millisecond_that_is_nowhere_is_found(
    parts: Parts, vault: Vault, recording: str, change: dict[str, int]
) -> None:
    await parts.db.write(lambda session: session.execute(update(RecordingSegment).values(change)))
    assert await wrong(parts, vault) == [("recording.second_missing", recording)]


async def test_what_the_file_does_not_have_is_lost_and_no_more_called_recorded(
    parts: Parts, vault: Vault, recording: str
) -> None:
    """The carrier said three seconds, and wrote one."""

    def shorter(session: Session) -> list[tuple[str, str]]:
        row = session.get_one(Recording, recording)
        row.state = "closing"
        kept = keeping.Kept(size=row.size, sha256=row.sha256, duration_ms=1_000, bars=[], speech=[])
        keeping.stored(session, recording=recording, kept=kept, now=row.began_at + 9_000)
        return [(one.kind, one.reason) for one in queries.segments_of(session, recording=row.id)]

    assert await parts.db.write(shorter) == [("recorded", ""), ("lost", "file.short")]
    assert await wrong(parts, vault) == []


async def test_a_file_that_cannot_be_used_loses_every_second_of_its_talk(
    parts: Parts, vault: Vault, recording: str
) -> None:
    def unusable(session: Session) -> list[tuple[str, str]]:
        row = session.get_one(Recording, recording)
        row.state = "closing"
        keeping.fail(session, recording=recording, why="file.unusable", now=row.began_at)
        return [(one.kind, one.reason) for one in queries.segments_of(session, recording=row.id)]

    assert await parts.db.write(unusable) == [("lost", "file.unusable")]


async def test_a_talk_that_failed_before_it_had_a_segment_is_lost_from_its_beginning(
    parts: Parts, vault: Vault, recording: str
) -> None:
    def fail(session: Session) -> None:
        queue = session.get_one(Recording, recording).queue
        now = parts.clock.now()
        talks.begin_talk(
            session, id="talk2", contact="c2", queue=queue, agent="a", talk="2",
            can_record=True, can_tell=True, now=now,
        )  # fmt: skip
        talks.fail_talk(session, recording="talk2", why="carrier.refused", now=now + 700)

    await parts.db.write(fail)
    assert await wrong(parts, vault) == []
    (part,) = await parts.db.read(queries.segments_of, recording="talk2")
    assert (part.kind, part.reason, part.to_at - part.from_at) == ("lost", "carrier.refused", 700)


async def test_without_the_key_it_is_told_and_no_other_one_is_drawn(
    parts: Parts, storage: Stubborn, recording: str, tmp_path: Path
) -> None:
    (tmp_path / "keys" / "key").rename(tmp_path / "kept")
    assert await wrong(parts, fresh(parts, storage, tmp_path)) == [("recording.key_missing", "")]
    with pytest.raises(KeyMissing):
        await fresh(parts, storage, tmp_path).sound(recording)
    await begin_again(parts, recording, tmp_path)
    with pytest.raises(KeyMissing):
        await fresh(parts, storage, tmp_path).store("talk2")
    assert not (tmp_path / "keys" / "key").exists()
    (tmp_path / "kept").rename(tmp_path / "keys" / "key")
    await fresh(parts, storage, tmp_path).store("talk2")
    assert await wrong(parts, fresh(parts, storage, tmp_path)) == []


async def test_nothing_is_sealed_with_another_key(
    parts: Parts, storage: Stubborn, recording: str, tmp_path: Path
) -> None:
    (tmp_path / "keys" / "key").write_bytes(bytes(32))
    await begin_again(parts, recording, tmp_path)
    with pytest.raises(KeyDiffers):
        await fresh(parts, storage, tmp_path).store("talk2")
    assert (tmp_path / "talk2.wav").exists()
    assert (await parts.db.read(keeping.waiting, recording="talk2")) is not None


async def begin_again(parts: Parts, recording: str, tmp_path: Path) -> None:
    """Another talk, whose sound lies where the carrier wrote it."""
    sound = tmp_path / "talk2.wav"
    header = b"RIFF" + bytes(4) + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += (1).to_bytes(2, "little") + (1).to_bytes(2, "little")
    header += (8_000).to_bytes(4, "little") + (16_000).to_bytes(4, "little")
    header += (2).to_bytes(2, "little") + (16).to_bytes(2, "little")
    sound.write_bytes(header + b"data" + bytes(4) + bytes(16_000))

    def talk(session: Session) -> None:
        queue, now = session.get_one(Recording, recording).queue, parts.clock.now()
        talks.begin_talk(
            session, id="talk2", contact="c2", queue=queue, agent="a", talk="2",
            can_record=True, can_tell=True, now=now,
        )  # fmt: skip
        talks.change_segment(session, recording="talk2", kind="recorded", reason="", by="", now=now)
        talks.take_sound(
            session, recording="talk2", duration_ms=1_000, raw=sound.as_uri(), sha256="",
            voices=[""], ends_with_file=False, now=now + 1_000,
        )  # fmt: skip
        assert session.scalars(select(jobs.Job.kind)).all().count(talks.STORE) > 0

    await parts.db.write(talk)
