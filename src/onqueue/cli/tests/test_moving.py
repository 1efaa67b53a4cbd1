"""Backups and moves: everything is there and the same, or nothing is."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from onqueue.cli import looking, moving
from onqueue.cli.demo_seed import make_demo
from onqueue.conversations.service import post_customer_message
from onqueue.conversations.tests import scene
from onqueue.journal import store
from onqueue.journal.snapshots import Snapshot, save
from onqueue.kernel import carrying, search
from onqueue.kernel.carrying import CarriedDiffers, Sum, TargetNotEmpty
from onqueue.kernel.db import Database, engine_for
from onqueue.kernel.settings import Settings
from onqueue.migrations import migrate

NOW = scene.NOW


def sums(url: str) -> dict[str, Sum]:
    with engine_for(url, read_only=True).connect() as connection, connection.begin():
        return carrying.sums_of(connection)


def url_of(database: Database) -> str:
    return database._url.render_as_string(hide_password=False)


def say(session: Session, *, conversation: str, n: int) -> None:
    words = f"Größe {n} 😀 \u2028 naïve naïve \\N 'quoted' {n}\tagain"
    post_customer_message(
        session, conversation=conversation, id=f"message-{n:04}", visitor="visitor-1",
        author_name="Carla Costa", text=words, now=NOW + n,
    )  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "source"


@pytest.fixture
async def conversation(database: Database, data: Path) -> str:
    """A centre with a chat, a file and a snapshot; gives the chat."""
    thread = (await database.write(scene.opened)).id
    for n in range(20):
        await database.write(say, conversation=thread, n=n)
    kept = Snapshot(stream="none", seq=1, at=NOW, format=1, payload=bytes(range(256)))
    await database.write(save, snapshot=kept)
    (data / "files" / "ab").mkdir(parents=True)
    (data / "files" / "ab" / "abcdef").write_bytes(b"a picture" * 1_000)
    return thread


@pytest.fixture
def sqlite(tmp_path: Path) -> Callable[[str], str]:
    """The address of an SQLite file that is not there yet."""
    return lambda name: f"sqlite:///{tmp_path / name}"


async def verified(url: str, data: Path) -> None:
    settings = Settings(_env_file=None, database_url=url, data_dir=data)
    verdict = await looking.verify(settings=settings)
    assert verdict.good, verdict.lines


async def test_a_centre_is_the_same_after_each_move(
    database: Database,
    empty_database_url: str,
    conversation: str,
    data: Path,
    tmp_path: Path,
    sqlite: Callable[[str], str],
) -> None:
    await database.write(make_demo, now=NOW, password_hash="x")
    before = sums(url_of(database))
    assert (before["message"].rows, before["account"].rows, before["snapshot"].rows) == (20, 16, 1)
    there = tmp_path / "there"
    moved = moving.copy(
        source=url_of(database),
        target=sqlite("there.sqlite3"),
        files=(data / "files", there / "files"),
    )
    assert moved == before == sums(sqlite("there.sqlite3"))
    moving.copy(source=sqlite("there.sqlite3"), target=empty_database_url, files=None)
    assert sums(empty_database_url) == before
    assert (there / "files" / "ab" / "abcdef").read_bytes() == b"a picture" * 1_000
    await verified(empty_database_url, there)


async def test_work_goes_on_in_the_target(
    database_url: str, empty_database_url: str, conversation: str
) -> None:
    moving.copy(source=database_url, target=empty_database_url, files=None)
    moved = Database(url=empty_database_url)
    await moved.start()
    before = await moved.read(store.head)
    await moved.write(say, conversation=conversation, n=777)
    assert await moved.read(store.head) == before + 1
    found = await moved.read(search.find, kind="conversation", query='"große 777"')
    assert found == [f"{conversation}:21"]
    older = await moved.read(search.find, kind="conversation", query='"naive naive n quoted 19"')
    assert older == [f"{conversation}:20"]
    await moved.stop()


def test_a_target_with_something_in_it_is_refused_and_left_alone(
    database_url: str, conversation: str, sqlite: Callable[[str], str]
) -> None:
    migrate.upgrade(sqlite("taken.sqlite3"))
    with engine_for(sqlite("taken.sqlite3")).begin() as connection:
        connection.execute(
            text("INSERT INTO journal_head (site, seq, epoch) VALUES ('main', 1, 1)")
        )
    before = sums(sqlite("taken.sqlite3"))
    with pytest.raises(TargetNotEmpty, match="journal_head"):
        moving.copy(source=database_url, target=sqlite("taken.sqlite3"), files=None)
    assert sums(sqlite("taken.sqlite3")) == before
    with pytest.raises(TargetNotEmpty):
        moving.copy(source=database_url, target=database_url, files=None)


def test_what_differs_in_the_target_is_not_kept(
    database_url: str,
    empty_database_url: str,
    conversation: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = carrying.sums_of
    monkeypatch.setattr(
        carrying, "sums_of", lambda found: {**read(found), "message": Sum(rows=20, sha256="")}
    )
    with pytest.raises(CarriedDiffers, match="message"):
        moving.copy(source=database_url, target=empty_database_url, files=None)
    monkeypatch.undo()
    assert sums(empty_database_url)["message"].rows == 0
    # The command can be given again.
    moving.copy(source=database_url, target=empty_database_url, files=None)
    assert sums(empty_database_url) == sums(database_url)


async def test_a_backup_while_messages_are_written_is_one_state(
    database: Database,
    empty_database_url: str,
    conversation: str,
    data: Path,
    tmp_path: Path,
    sqlite: Callable[[str], str],
) -> None:
    stop = asyncio.Event()
    written = 100

    async def write() -> None:
        nonlocal written
        while not stop.is_set():
            await database.write(say, conversation=conversation, n=written)
            written += 1

    writing = asyncio.gather(write())
    file = tmp_path / "centre.onqueue"
    while written < 110:  # noqa: ASYNC110  # it is under way
        await asyncio.sleep(0)
    made = await asyncio.to_thread(
        moving.back_up, database=url_of(database), files=data / "files", to=file
    )
    had = written
    while written < had + 10:  # noqa: ASYNC110  # it still is
        await asyncio.sleep(0)
    stop.set()
    await writing
    assert 30 <= made.tables["message"].rows < 20 + written - 100
    assert file.stat().st_mode & 0o777 == 0o600

    for url, name in ((sqlite("back.sqlite3"), "one"), (empty_database_url, "two")):
        folder = tmp_path / name
        moving.restore(backup=file, database=url, files=folder / "files")
        assert sums(url) == made.tables
        assert (folder / "files" / "ab" / "abcdef").read_bytes() == b"a picture" * 1_000
        await verified(url, folder)


@pytest.fixture
def backup(database_url: str, conversation: str, data: Path, tmp_path: Path) -> Path:
    file = tmp_path / "centre.onqueue"
    moving.back_up(database=database_url, files=data / "files", to=file)
    return file


def changed(backup: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A backup in which one entry is another."""
    other = backup.with_name("changed.onqueue")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(other, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return other


def shorter(content: bytes) -> bytes:
    return content[: content.rindex(b"\n", 0, -1) + 1]


def leading_out(content: bytes) -> bytes:
    manifest: dict[str, Any] = msgspec.json.decode(content)
    manifest["files"][0]["path"] = "../outside"
    return msgspec.json.encode(manifest)


@pytest.mark.parametrize(
    "name,change,error,match",
    [
        ("tables/message.jsonl", shorter, CarriedDiffers, "message"),
        (
            "tables/message.jsonl",
            lambda old: old.replace(b"quoted", b"QUOTED"),
            CarriedDiffers,
            "message",
        ),
        ("files/ab/abcdef", lambda old: old[:-1] + b"!", moving.BackupBroken, "damaged"),
        ("manifest.json", lambda _: b"{}", moving.BackupBroken, "no backup"),
        ("manifest.json", leading_out, moving.BackupBroken, "leads out"),
    ],
)
def test_a_damaged_backup_leaves_nothing_behind(
    name: str,
    change: Callable[[bytes], bytes],
    error: type[Exception],
    match: str,
    backup: Path,
    empty_database_url: str,
) -> None:
    files = backup.parent / "restored" / "files"
    with pytest.raises(error, match=match):
        moving.restore(
            backup=changed(backup, name, change), database=empty_database_url, files=files
        )
    assert not files.exists()
    assert not (files.parent / "outside").exists()
    made = moving.restore(backup=backup, database=empty_database_url, files=files)
    assert sums(empty_database_url) == made.tables


def test_nothing_is_written_over(
    backup: Path, database_url: str, data: Path, empty_database_url: str, tmp_path: Path
) -> None:
    content = backup.read_bytes()
    with pytest.raises(moving.FileThere):
        moving.back_up(database=database_url, files=data / "files", to=backup)
    assert backup.read_bytes() == content
    with pytest.raises(moving.FileThere):
        moving.restore(backup=backup, database=empty_database_url, files=data / "files")
    with pytest.raises(TargetNotEmpty):
        moving.restore(backup=backup, database=database_url, files=tmp_path / "new" / "files")
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    sqlite: Callable[[str], str], empty_database_url: str, tmp_path: Path
) -> None:
    migrate.upgrade(sqlite("old.sqlite3"), revision="0003_identity")
    with engine_for(sqlite("old.sqlite3")).begin() as connection:
        connection.execute(text("INSERT INTO installation (id, set_up_at) VALUES (1, 5)"))
    file, files = tmp_path / "old.onqueue", tmp_path / "files"
    moving.back_up(database=sqlite("old.sqlite3"), files=files, to=file)
    moving.restore(backup=file, database=empty_database_url, files=files)
    migrate.check(empty_database_url)
    assert sums(empty_database_url)["installation"].rows == 1


def test_a_source_that_is_not_there_is_named(sqlite: Callable[[str], str], tmp_path: Path) -> None:
    with pytest.raises(moving.SourceMissing, match=r"none\.sqlite3"):
        moving.copy(source=sqlite("none.sqlite3"), target=sqlite("b.sqlite3"), files=None)
    with pytest.raises(moving.SourceMissing, match=r"none\.onqueue"):
        moving.restore(
            backup=tmp_path / "none.onqueue", database=sqlite("b.sqlite3"), files=tmp_path / "f"
        )
    assert list(tmp_path.glob("*.sqlite3")) == []
