"""Recordings move with their centre, and so does their key or the word that it did not."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onqueue.cli import looking, moving
from onqueue.cli.main import app
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.migrations.migrate import upgrade
from onqueue.recording.errors import KeyMissing
from onqueue.recording.service.vault import vault_of
from onqueue.recording.service.wav import Format, header_of
from onqueue.recording.tests.scene import NOW, talked

SAID = header_of(Format(channels=1, rate=8_000, size=16_000)) + bytes(range(250)) * 64


def settings_at(data: Path) -> Settings:
    return Settings(_env_file=None, data_dir=data)


@pytest.fixture
async def old(tmp_path: Path) -> Settings:
    """A centre with one recording."""
    settings = settings_at(tmp_path / "old")
    settings.data_dir.mkdir()
    upgrade(settings.database)
    database = Database(url=settings.database)
    await database.start()
    sound = tmp_path / "carrier.wav"
    sound.write_bytes(SAID)
    await database.write(talked, raw=sound.as_uri(), seconds=1, days=90)
    await vault_of(settings, db=database, clock=VirtualClock(start=NOW)).store("talk1")
    await database.stop()
    return settings


async def heard(settings: Settings) -> bytes:
    database = Database(url=settings.database, read_only=True)
    await database.start()
    try:
        vault = vault_of(settings, db=database, clock=VirtualClock(start=NOW))
        sound = await vault.sound("talk1")
        return b"".join(
            [part async for part in vault.part("talk1", sound, begin=0, end=sound.size)]
        )
    finally:
        await database.stop()


def restored(old: Settings, new: Settings, file: Path, *, with_key: bool) -> moving.Manifest:
    moving.back_up(
        database=old.database, files=old.files_dir, to=file, key=old.recording_key,
        with_key=with_key,
    )  # fmt: skip
    new.data_dir.mkdir(exist_ok=True)
    return moving.restore(
        backup=file, database=new.database, files=new.files_dir, key=new.recording_key
    )


async def test_a_restored_centre_plays_an_old_recording(old: Settings, tmp_path: Path) -> None:
    new = settings_at(tmp_path / "new")
    restored(old, new, tmp_path / "backup", with_key=True)
    assert await heard(new) == SAID == await heard(old)
    assert stat.S_IMODE(new.recording_key.stat().st_mode) == 0o600
    assert (await looking.verify(settings=new)).good


async def test_without_its_key_a_backup_is_mute_and_it_is_told(
    old: Settings, tmp_path: Path
) -> None:
    new, file = settings_at(tmp_path / "new"), tmp_path / "backup"
    manifest = restored(old, new, file, with_key=False)
    assert (manifest.key_print != "", manifest.holds_key) == (True, False)
    assert old.recording_key.read_bytes() not in file.read_bytes()
    with pytest.raises(KeyMissing):
        await heard(new)
    verdict = await looking.verify(settings=new)
    assert (verdict.good, "recordings: 1 broken" in verdict.lines) == (False, True)
    new.recording_key.parent.mkdir()
    new.recording_key.write_bytes(old.recording_key.read_bytes())
    assert await heard(new) == SAID
    assert (await looking.verify(settings=new)).good


def test_the_commands_say_that_the_key_is_not_there(old: Settings, tmp_path: Path) -> None:
    file, new = str(tmp_path / "backup"), tmp_path / "new"
    run = CliRunner().invoke
    said = run(app, ["backup", file, "--data", str(old.data_dir)])
    assert (said.exit_code, f"{old.recording_key}, is not in it" in said.output) == (0, True)
    said = run(app, ["restore", file, "--data", str(new)])
    assert (said.exit_code, "was not in the backup" in said.output) == (1, True)


@pytest.mark.parametrize("with_key", [True, False])
def test_another_key_where_it_is_to_go_is_refused_before_anything_is_done(
    old: Settings, tmp_path: Path, *, with_key: bool
) -> None:
    new = settings_at(tmp_path / "new")
    new.recording_key.parent.mkdir(parents=True)
    new.recording_key.write_bytes(bytes(32))
    with pytest.raises(moving.OtherKey):
        restored(old, new, tmp_path / "backup", with_key=with_key)
    assert not new.files_dir.exists()
    assert new.recording_key.read_bytes() == bytes(32)


async def test_a_copy_into_another_folder_takes_the_key_along(
    old: Settings, tmp_path: Path
) -> None:
    new = settings_at(tmp_path / "new")
    new.data_dir.mkdir()
    moving.copy(
        source=old.database, target=new.database, files=(old.files_dir, new.files_dir),
        keys=(old.recording_key, new.recording_key),
    )  # fmt: skip
    assert await heard(new) == SAID
