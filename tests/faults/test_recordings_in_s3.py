"""Recordings in a store that speaks S3 are what they are in a folder, also when it goes away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from onqueue.cli import looking
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.migrations.migrate import upgrade
from onqueue.recording.errors import StorageAway
from onqueue.recording.service import checking
from onqueue.recording.service.bucket import PART_BYTES, Bucket
from onqueue.recording.service.storage import Folder, Storage
from onqueue.recording.service.vault import Vault, storage_of, vault_of
from onqueue.recording.service.wav import Format, header_of
from onqueue.recording.tests.scene import NOW, talked
from tests.faults.s3 import S3

SAID = header_of(Format(channels=1, rate=8_000, size=320_000)) + bytes(range(250)) * 1_280


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    store = S3(tmp_path_factory.mktemp("s3") / "store")
    yield store
    store.kill()


@pytest.fixture
def settings(store: S3, tmp_path: Path) -> Settings:
    settings = store.settings(tmp_path / "data")
    settings.data_dir.mkdir()
    place = f"{settings.recordings_url}/{tmp_path.name.replace('[', '-').replace(']', '-')}"
    return settings.model_copy(update={"recordings_url": place})


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    upgrade(settings.database)
    database = Database(url=settings.database)
    await database.start()
    yield database
    await database.stop()


@pytest.fixture
def vault(settings: Settings, database: Database) -> Vault:
    return vault_of(settings, db=database, clock=VirtualClock(start=NOW))


async def in_pieces(said: bytes, *, each: int = 700_000) -> AsyncIterator[bytes]:
    for at in range(0, len(said), each):
        yield said[at : at + each]


async def names(storage: Storage) -> list[str]:
    return sorted([name async for name in storage.names()])


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, settings: Settings) -> Storage:
    if request.param == "folder":
        return Folder(settings.recordings_dir)
    found = storage_of(settings)
    assert isinstance(found, Bucket)
    return found


async def test_what_was_put_is_given_back_in_parts_listed_and_removed(storage: Storage) -> None:
    said = bytes(range(256)) * (2 * PART_BYTES // 256) + b"more than two parts of an upload"
    assert await names(storage) == []
    assert await storage.size("a1") is None
    assert await storage.put("a1", in_pieces(said)) == len(said) == await storage.size("a1")
    await storage.put("b2", in_pieces(b"little"))
    assert await storage.read("a1", begin=0, end=len(said)) == said
    assert (
        await storage.read("a1", begin=PART_BYTES - 3, end=PART_BYTES + 3)
        == said[PART_BYTES - 3 : PART_BYTES + 3]
    )
    assert await storage.read("b2", begin=2, end=2) == b""
    assert await names(storage) == ["a1", "b2"]
    for _ in range(2):
        await storage.delete("a1")
    assert (await names(storage), await storage.size("a1")) == (["b2"], None)


async def test_half_of_something_is_never_there(storage: Storage) -> None:
    async def breaks() -> AsyncIterator[bytes]:
        yield bytes(PART_BYTES + 1)
        raise RuntimeError("the carrier's disk broke")

    with pytest.raises(RuntimeError, match="broke"):
        await storage.put("a1", breaks())
    assert (await names(storage), await storage.size("a1")) == ([], None)


async def recorded(database: Database, tmp_path: Path) -> Path:
    """A talk is over, and lies where the carrier wrote it."""
    sound = tmp_path / "carrier.wav"
    sound.write_bytes(SAID)
    await database.write(talked, raw=sound.as_uri(), seconds=20, days=1)
    return sound


async def heard(vault: Vault) -> bytes:
    sound = await vault.sound("talk1")
    return b"".join([part async for part in vault.part("talk1", sound, begin=0, end=sound.size)])


async def test_a_recording_is_sealed_into_the_bucket_heard_verified_and_deleted_in_time(
    settings: Settings, database: Database, vault: Vault, tmp_path: Path
) -> None:
    raw = await recorded(database, tmp_path)
    await vault.store("talk1")
    assert (await heard(vault), raw.exists()) == (SAID, False)
    assert not settings.recordings_dir.exists()
    bucket = storage_of(settings)
    assert SAID[44:144] not in await bucket.read("talk1", begin=0, end=200_000)
    assert (await looking.verify(settings=settings)).good
    await bucket.put("stray", in_pieces(b"from elsewhere"))
    found = await checking.verify(db=database, vault=vault)
    assert [(one.code, one.subject) for one in found] == [("recording.unnamed", "stray")]
    later = VirtualClock(start=NOW + 3 * 86_400_000)
    assert await vault_of(settings, db=database, clock=later).delete_due() == 0
    assert await names(bucket) == ["stray"]


async def test_a_store_that_is_away_keeps_nothing_waiting_and_loses_nothing(
    settings: Settings, database: Database, vault: Vault, store: S3, tmp_path: Path
) -> None:
    raw = await recorded(database, tmp_path)
    store.kill()
    try:
        with pytest.raises(StorageAway):
            await vault.store("talk1")
        assert raw.read_bytes() == SAID
        told = await checking.verify(db=database, vault=vault)
        assert [one.code for one in told] == ["recording.storage_away"]
        good, lines = await looking.examine(settings=settings)
        assert (good, lines[-1].startswith("MEND")) == (False, True)
    finally:
        store.start()
    await vault.store("talk1")
    assert (await heard(vault), raw.exists()) == (SAID, False)
    good, lines = await looking.examine(settings=settings)
    assert lines[-1] == f"ok    recordings can be kept at {settings.recordings_url}"


async def test_another_secret_is_refused_and_said(settings: Settings) -> None:
    other = settings.model_copy(update={"recordings_secret_key": SecretStr("guessed")})
    with pytest.raises(StorageAway, match="privileges"):
        await Bucket(settings=other).size("a1")
