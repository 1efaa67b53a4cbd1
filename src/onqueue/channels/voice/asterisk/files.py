"""How do the files that Asterisk wrote become one?

Each leg gets a channel, in time with the others. Asterisk writes 8,000 samples of 16 bits a second.
"""

from __future__ import annotations

import array
import hashlib
import struct
import sys
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

RATE: Final = 8_000
WIDTH: Final = 2
HEADER: Final = 44
"""Asterisk's headers are that long, and say only when a file is closed how much follows."""
PER_MS: Final = RATE // 1_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One file, and where its sound belongs."""

    path: Path
    channel: str
    offset_ms: int


@dataclass(frozen=True, slots=True)
class Made:
    """What became of them."""

    duration_ms: int
    sha256: str
    channels: tuple[str, ...]


def join_up(segments: list[Segment], target: Path) -> Made | None:
    """Write `target` from what there is of the segments; None when there is nothing."""
    there = [segment for segment in segments if segment.path.exists()]
    there = [segment for segment in there if _mended(segment.path)]
    if not there:
        return None
    if len(there) == 1 and not there[0].offset_ms:
        there[0].path.replace(target)
    else:
        _interleave(there, target)
        for segment in there:
            segment.path.unlink()
    with wave.open(str(target), "rb") as written:
        duration_ms = written.getnframes() * 1_000 // written.getframerate()
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    channels = tuple(dict.fromkeys(segment.channel for segment in there))
    return Made(duration_ms=duration_ms, sha256=digest, channels=channels)


def _mended(path: Path) -> bool:
    """Let a file's header say how much there is: its writer may have died. False where none is."""
    size = path.stat().st_size
    if size < HEADER:
        return False
    with path.open("r+b") as file:
        for place, said in ((4, size - 8), (HEADER - 4, size - HEADER)):
            file.seek(place)
            file.write(struct.pack("<I", said))
    return True


def _interleave(segments: list[Segment], target: Path) -> None:
    read = [(segment, _samples(segment.path)) for segment in segments]
    length = max(segment.offset_ms * PER_MS + len(sound) for segment, sound in read)
    names = list(dict.fromkeys(segment.channel for segment in segments))
    woven = array.array("h", bytes(WIDTH * length * len(names)))
    for segment, sound in read:
        first = names.index(segment.channel) + segment.offset_ms * PER_MS * len(names)
        woven[first : first + len(sound) * len(names) : len(names)] = sound
    if sys.byteorder == "big":
        woven.byteswap()
    with wave.open(str(target), "wb") as file:
        file.setnchannels(len(names))
        file.setsampwidth(WIDTH)
        file.setframerate(RATE)
        file.writeframes(woven.tobytes())


def _samples(path: Path) -> array.array[int]:
    sound = array.array("h")
    with wave.open(str(path), "rb") as file:
        sound.frombytes(file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        sound.byteswap()
    return sound
