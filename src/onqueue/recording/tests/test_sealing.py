"""One key for a centre, and sound that only this key opens."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from onqueue.recording.errors import SealBroken
from onqueue.recording.service.sealing import CHUNK, HEAD, Sealed, key_at, sealed

KEY = bytes(range(32))
SOUND = bytes(range(256)) * 700


def opened(data: bytes, *, key: bytes = KEY, name: str = "one") -> bytes:
    sound = Sealed(head=data[:HEAD], size=len(data), key=key, name=name)
    parts = []
    for chunk in range(sound.chunks):
        begin, end = sound.place_of(chunk)
        parts.append(sound.open(chunk, data[begin:end]))
    return b"".join(parts)


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


def test_what_was_sealed_is_opened_by_its_key_under_its_name_alone() -> None:
    data = b"".join(sealed([SOUND[:1_000], SOUND[1_000:]], key=KEY, name="one"))
    assert SOUND[:64] not in data
    assert opened(data) == SOUND
    with pytest.raises(SealBroken):
        opened(data, key=bytes(32))
    with pytest.raises(SealBroken):
        opened(data, name="two")


def test_what_was_cut_off_or_exchanged_is_not_opened() -> None:
    data = b"".join(sealed([SOUND], key=KEY, name="one"))
    whole = CHUNK + 16
    first, second, rest = (
        data[HEAD:][:whole],
        data[HEAD + whole :][:whole],
        data[HEAD + 2 * whole :],
    )
    assert rest
    for changed in (data[: HEAD + whole], data[:HEAD] + second + first + rest):
        with pytest.raises(SealBroken):
            opened(changed)
