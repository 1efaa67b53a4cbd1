"""The power goes off: what was not flushed is gone, or half there. What was acknowledged stays.

A process that is killed leaves to the system what it wrote; a machine that loses power does not.
Of an SQLite database it may leave any beginning of the log that is not shorter than what was
flushed, with anything behind it: nothing, half a page, or garbage.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from onqueue.conversations.rules.files import FilePolicy
from onqueue.conversations.service import FileStore, scanner_from
from onqueue.journal.store import append, head, read_after
from onqueue.journal.tests.test_store import fact
from onqueue.kernel.db import Database

pytestmark = pytest.mark.skipif(
    os.environ.get("ONQUEUE_TEST_DATABASE") == "postgres",
    reason="how PostgreSQL writes to its disk is not ours",
)
COMMITS: Final = 40
LOSSES: Final = 60
PAGE: Final = 4096


async def test_every_commit_is_flushed(database: Database) -> None:
    def asked(session: Session, *, pragma: str) -> object:
        return session.execute(text(f"PRAGMA {pragma}")).scalar()

    assert await database.write(asked, pragma="synchronous") == 2
    assert await database.write(asked, pragma="journal_mode") == "wal"


def left_over(folder: Path, to: Path, *, log_bytes: int, behind: bytes) -> str:
    """Leave of a database what a power loss leaves, and say where."""
    to.mkdir()
    shutil.copyfile(folder / "onqueue.sqlite3", to / "onqueue.sqlite3")
    log = (folder / "onqueue.sqlite3-wal").read_bytes()[:log_bytes]
    (to / "onqueue.sqlite3-wal").write_bytes(log + behind)
    return f"sqlite:///{to / 'onqueue.sqlite3'}"


@pytest.mark.parametrize("seed", range(3))
async def test_acknowledged_facts_survive_the_loss_of_what_was_not_flushed(
    database: Database, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    log = tmp_path / "onqueue.sqlite3-wal"
    flushed = []
    for _ in range(COMMITS):
        facts = [fact("x")] * dice.randrange(1, 60)
        last = await database.write(append, facts=facts)
        flushed.append((last, log.stat().st_size))
    whole = log.stat().st_size
    for number in range(LOSSES // 3):
        acknowledged, least = dice.choice(flushed)
        kept = dice.randrange(least, whole + 1)
        behind = dice.choice([b"", bytes(PAGE), dice.randbytes(dice.randrange(1, 3 * PAGE))])
        url = left_over(tmp_path, tmp_path / f"loss-{number}", log_bytes=kept, behind=behind)
        after = Database(url=url)
        await after.start()
        there = await after.read(head)
        entries = await after.read(read_after, after=0, limit=5_000)
        broken = await after.read(lambda s: s.execute(text("PRAGMA integrity_check")).scalar())
        # It can be written to, and goes on where it ended.
        assert await after.write(append, facts=[fact("x")]) == there + 1
        await after.stop()
        assert there >= acknowledged
        assert [entry.seq for entry in entries] == list(range(1, there + 1))
        # Of a commit there is all or nothing.
        assert there in {last for last, _ in flushed}
        assert broken == "ok"


async def test_uploaded_file_keeps_its_content_its_name_and_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    real = os.fsync

    def note(number: int) -> None:
        flushed.append(Path(f"/proc/self/fd/{number}").readlink())
        real(number)

    async def content() -> AsyncIterator[bytes]:
        yield b"some words"

    monkeypatch.setattr(os, "fsync", note)
    root = tmp_path / "new" / "files"
    store = FileStore(root=root, scanner=scanner_from(""))
    kept = await store.receive(content(), name="a.txt", policy=FilePolicy(size_max=100))
    path = store.path(kept.blob)
    # From above: each new folder has a name before anything in it is flushed.
    assert flushed == [tmp_path, root.parent, root, path, path.parent]
    second = await store.receive(content(), name="b.txt", policy=FilePolicy(size_max=100))
    other = store.path(second.blob)
    assert flushed[-2:] == [other, other.parent]
