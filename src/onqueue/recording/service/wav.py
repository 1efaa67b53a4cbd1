"""What is in a file that a telephone carrier wrote? 16-bit sound, read in blocks."""

from __future__ import annotations

import array
import struct
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

HEADER: Final = 44
BLOCK_S: Final = 1
WIDTH: Final = 2
MOST: Final = 0xFFFF_FFFF


class NotSoundError(Exception):
    """This is no sound that we can keep."""


@dataclass(frozen=True, slots=True)
class Format:
    """How the sound is written, and how much of it there is."""

    channels: int
    rate: int
    size: int
    """Bytes of sound."""

    @property
    def duration_ms(self) -> int:
        """How long it is."""
        return self.size // (WIDTH * self.channels) * 1_000 // self.rate


def format_of(file: BinaryIO, *, size: int) -> Format:
    """Read the header, and stand at the first sample.

    What a carrier was writing when it died says that it is empty, so the size of the file counts.
    """
    header = file.read(HEADER)
    if len(header) < HEADER or header[:4] != b"RIFF" or header[36:40] != b"data":
        raise NotSoundError("it has no header of a wave file")
    kind, channels, rate, _, _, bits = struct.unpack("<HHIIHH", header[20:36])
    if kind != 1 or bits != WIDTH * 8 or channels not in {1, 2, 3, 4, 5, 6, 7, 8} or not rate:
        raise NotSoundError("it is not 16-bit PCM")
    there = (size - HEADER) // (WIDTH * channels) * (WIDTH * channels)
    return Format(channels=channels, rate=rate, size=there)


def header_of(sound: Format) -> bytes:
    """Return a header that says how much there is."""
    size = min(sound.size, MOST - HEADER)
    width = WIDTH * sound.channels
    fmt = struct.pack(
        "<HHIIHH", 1, sound.channels, sound.rate, sound.rate * width, width, WIDTH * 8
    )
    return (
        b"RIFF"
        + struct.pack("<I", size + HEADER - 8)
        + b"WAVEfmt "
        + struct.pack("<I", len(fmt))
        + fmt
        + b"data"
        + struct.pack("<I", size)
    )


def blocks(file: BinaryIO, sound: Format) -> Iterator[bytes]:
    """Yield the sound, a second at a time."""
    left, each = sound.size, sound.rate * sound.channels * WIDTH * BLOCK_S
    while left:
        block = file.read(min(each, left))
        if not block:
            raise NotSoundError("it is shorter than it was")
        left -= len(block)
        yield block


def samples_of(block: bytes) -> array.array[int]:
    """Return a block as numbers."""
    samples = array.array("h")
    samples.frombytes(block)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples
