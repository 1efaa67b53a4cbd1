from __future__ import annotations

import hashlib
import stat
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from onqueue.conversations.errors import (
    FileInfected,
    FileTooLarge,
    FileTypeRefused,
    ScanUnavailable,
)
from onqueue.conversations.rules.files import FilePolicy
from onqueue.conversations.service import CommandScanner, FileStore, NullScanner, scanner_from
from onqueue.conversations.service.scan import Scanner

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4_000
PICTURES = FilePolicy(types=("image/*",), size_max=2_000_000)


async def pieces(content: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def store(tmp_path: Path, scanner: Scanner | None = None) -> FileStore:
    return FileStore(root=tmp_path / "files", scanner=scanner or NullScanner())


def kept(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def program(tmp_path: Path, code: str) -> CommandScanner:
    script = tmp_path / "scan.py"
    script.write_text(code)
    return CommandScanner(f'"{sys.executable}" "{script}" --quiet', timeout_s=5)


async def test_a_file_is_stored_under_a_name_that_says_nothing(tmp_path: Path) -> None:
    files = store(tmp_path)
    blob = await files.receive(pieces(PNG), name="../../cat.png", policy=PICTURES)
    assert (blob.name, blob.type, blob.size, blob.scan) == (
        "cat.png", "image/png", len(PNG), "unscanned",
    )  # fmt: skip
    assert blob.sha256 == hashlib.sha256(PNG).hexdigest()
    path = files.path(blob.blob)
    assert kept(tmp_path) == [path]
    assert path.read_bytes() == PNG
    assert path.name == blob.blob
    assert len(blob.blob) == 43
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    await files.discard(blob.blob)
    await files.discard(blob.blob)
    assert kept(tmp_path) == []


async def test_what_is_refused_is_not_kept(tmp_path: Path) -> None:
    files = store(tmp_path)
    small = FilePolicy(types=("image/*",), size_max=len(PNG) - 1)
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield PNG

    with pytest.raises(FileTooLarge):
        await files.receive(endless(), name="cat.png", policy=small)
    assert read == 1
    with pytest.raises(FileTypeRefused):
        await files.receive(pieces(b"<svg/>"), name="cat.png", policy=PICTURES)
    with pytest.raises(FileTypeRefused, match="it is empty"):
        await files.receive(pieces(b""), name="cat.png", policy=PICTURES)

    async def broken() -> AsyncIterator[bytes]:
        yield PNG
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await files.receive(broken(), name="cat.png", policy=PICTURES)
    assert kept(tmp_path) == []


async def test_a_scanner_that_objects_keeps_a_file_out(tmp_path: Path) -> None:
    finds = program(tmp_path, "import sys; sys.exit(b'PNG' in open(sys.argv[-1], 'rb').read(9))")
    with pytest.raises(FileInfected, match="the virus scanner objects"):
        await store(tmp_path, finds).receive(pieces(PNG), name="cat.png", policy=PICTURES)
    assert kept(tmp_path) == []


async def test_a_clean_file_says_so(tmp_path: Path) -> None:
    blob = await store(tmp_path, program(tmp_path, "")).receive(
        pieces(PNG), name="cat.png", policy=PICTURES
    )
    assert blob.scan == "clean"


@pytest.mark.parametrize("code", ["import sys; sys.exit(2)", "import time; time.sleep(60)"])
async def test_a_scanner_that_cannot_tell_lets_nothing_in(tmp_path: Path, code: str) -> None:
    scanner = program(tmp_path, code)
    scanner._timeout_s = 0.2
    with pytest.raises(ScanUnavailable):
        await store(tmp_path, scanner).receive(pieces(PNG), name="cat.png", policy=PICTURES)
    assert kept(tmp_path) == []


async def test_a_scanner_that_is_not_there_lets_nothing_in(tmp_path: Path) -> None:
    with pytest.raises(ScanUnavailable):
        await store(tmp_path, CommandScanner("/no/such/scanner")).receive(
            pieces(PNG), name="cat.png", policy=PICTURES
        )
    assert kept(tmp_path) == []


def test_the_settings_choose_the_scanner() -> None:
    assert isinstance(scanner_from(" "), NullScanner)
    assert isinstance(scanner_from("clamdscan --fdpass"), CommandScanner)
