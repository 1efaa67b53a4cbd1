"""Whoever has the disk and not the key hears nothing, and whoever has both hears what was said."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from onqueue.recording.errors import SealBroken
from onqueue.recording.service.sealing import CHUNK, HEAD, TAG, Sealed, key_at, sealed
from onqueue.recording.service.storage import Folder

KEY, OTHER = os.urandom(32), os.urandom(32)
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17]


def closed(said: bytes, *, piece: int = 1_000) -> bytes:
    pieces = (said[at : at + piece] for at in range(0, len(said), piece))
    return b"".join(sealed(pieces, key=KEY, name="r1"))


def opened(kept: bytes, *, key: bytes = KEY, name: str = "r1") -> bytes:
    sound = Sealed(head=kept[:HEAD], size=len(kept), key=key, name=name)
    found = b""
    for chunk in range(sound.chunks):
        begin, end = sound.place_of(chunk)
        found += sound.open(chunk, kept[begin:end])
    assert len(found) == sound.size
    return found


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_is_opened_and_cannot_be_read_without(size: int) -> None:
    said = os.urandom(size)
    kept = closed(said)
    assert opened(kept) == said
    assert said[:64] not in kept or size < 8
    assert kept != closed(said)


def test_a_stretch_is_opened_from_the_chunks_in_which_it_lies() -> None:
    said = os.urandom(3 * CHUNK)
    kept = closed(said)
    sound = Sealed(head=kept[:HEAD], size=len(kept), key=KEY, name="r1")
    begin, end = CHUNK - 5, 2 * CHUNK + 5
    found, asked = b"", []
    for chunk, first, last in sound.chunks_of(begin=begin, end=end):
        asked.append(chunk)
        at, until = sound.place_of(chunk)
        found += sound.open(chunk, kept[at:until])[first:last]
    assert found == said[begin:end]
    assert asked == [0, 1, 2]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept[:-1],
        lambda kept: kept[: HEAD + CHUNK + TAG],
        lambda kept: kept[: HEAD + 5] + bytes([kept[HEAD + 5] ^ 1]) + kept[HEAD + 6 :],
        lambda kept: kept[:20] + bytes([kept[20] ^ 1]) + kept[21:],
        lambda kept: b"RIFF" + kept[4:],
        lambda kept: kept[:HEAD] + kept[HEAD + CHUNK + TAG :] + kept[HEAD : HEAD + CHUNK + TAG],
    ],
    ids=["cut", "without its last chunk", "altered", "another key", "no seal", "turned round"],
)
def test_what_was_tampered_with_is_not_opened(spoil: object) -> None:
    assert callable(spoil)
    kept = spoil(closed(os.urandom(2 * CHUNK)))
    with pytest.raises(SealBroken):
        opened(kept)


def test_another_key_or_another_name_opens_nothing() -> None:
    kept = closed(b"said")
    for key, name in ((OTHER, "r1"), (KEY, "r2")):
        with pytest.raises(SealBroken):
            opened(kept, key=key, name=name)


def test_the_key_is_drawn_once_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "recordings"
    key = key_at(path)
    assert len(key) == 32
    assert key_at(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b"short")
    with pytest.raises(SealBroken):
        key_at(path)


def test_two_who_draw_the_key_at_once_have_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, link = tmp_path / "secrets" / "key", os.link
    others: list[bytes] = []

    def late(*names: Any) -> None:
        monkeypatch.setattr(os, "link", link)
        others.append(key_at(path))
        link(*names)

    monkeypatch.setattr(os, "link", late)
    assert [key_at(path)] == others == [path.read_bytes()]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["key"]


def names_below(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


async def test_a_folder_keeps_what_is_whole_and_nothing_else(tmp_path: Path) -> None:
    folder = Folder(tmp_path)

    async def good() -> object:
        for piece in (b"one", b"two"):
            yield piece

    async def broken() -> object:
        yield b"half"
        raise OSError("the disk is full")

    assert await folder.put("r1", good()) == 6  # type: ignore[arg-type]  # it yields bytes
    with pytest.raises(OSError, match="full"):
        await folder.put("r2", broken())  # type: ignore[arg-type]  # it yields bytes
    assert (await folder.size("r1"), await folder.size("r2")) == (6, None)
    assert await folder.read("r1", begin=2, end=5) == b"etw"
    assert names_below(tmp_path) == ["r1"]
    await folder.delete("r1")
    await folder.delete("r1")
    assert await folder.size("r1") is None
