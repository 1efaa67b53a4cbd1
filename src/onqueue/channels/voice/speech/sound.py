"""How does sound become sound for telephones: 8,000 samples a second, 16 bits, one channel?"""

from __future__ import annotations

import array
import math
import sys
import wave
from operator import mul
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RATE: Final = 8_000
WIDTH: Final = 2
PASS_HZ: Final = 3_400
"""What a telephone carries; the rest would come back as noise."""
TAPS: Final = 24
"""Samples of the source on each side that make one of ours."""
STEPS: Final = 256
"""Places between two samples that are told apart."""
LOUD: Final = 24_000
TONE_HZ: Final = 440
TONE_S: Final = 0.4
SECONDS_MAX: Final = 600
PCM_MAX: Final = 32_767


class NotSoundError(Exception):
    """A file is no sound that we can read."""


def read_wav(path: Path) -> tuple[list[int], int]:
    """Return the samples of a wav file, its channels mixed, and its rate."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != WIDTH:
                raise NotSoundError("it has not 16 bits")
            if file.getnframes() > SECONDS_MAX * file.getframerate():
                raise NotSoundError("it is too long")
            channels, rate = file.getnchannels(), file.getframerate()
            found = array.array("h", file.readframes(file.getnframes()))
    except (wave.Error, EOFError) as error:
        raise NotSoundError(str(error)) from None
    if sys.byteorder == "big":
        found.byteswap()
    if channels == 1:
        return list(found), rate
    parts = [found[one::channels] for one in range(channels)]
    return [sum(samples) // channels for samples in zip(*parts, strict=True)], rate


def write_wav(path: Path, samples: Sequence[int]) -> None:
    """Write samples as telephones want them."""
    kept = array.array("h", (max(-PCM_MAX, min(PCM_MAX, one)) for one in samples))
    if sys.byteorder == "big":
        kept.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(WIDTH)
        file.setframerate(RATE)
        file.writeframes(kept.tobytes())


def resampled(samples: Sequence[int], rate: int) -> list[int]:
    """Return samples at the rate of telephones, without what they cannot carry."""
    if rate == RATE:
        return list(samples)
    tables = _tables(rate)
    padded = [0] * TAPS + list(samples) + [0] * TAPS
    made = []
    for number in range(len(samples) * RATE // rate):
        place, rest = divmod(number * rate * STEPS // RATE, STEPS)
        piece = padded[place + 1 : place + 2 * TAPS + 1]
        made.append(int(sum(map(mul, piece, tables[rest]))))
    return made


def _tables(rate: int) -> list[list[float]]:
    """A low pass, windowed, for each place between two samples of the source."""
    cut = 2 * min(PASS_HZ, rate / 2) / rate
    tables = []
    for step in range(STEPS):
        row = []
        for tap in range(2 * TAPS):
            at = tap - (TAPS - 1) - step / STEPS
            ideal = cut if not at else math.sin(math.pi * cut * at) / (math.pi * at)
            row.append(ideal * (0.5 + 0.5 * math.cos(math.pi * at / (TAPS + 1))))
        whole = sum(row)
        tables.append([one / whole for one in row])
    return tables


def loud(samples: Sequence[int]) -> list[int]:
    """Return samples as loud as speech is to be."""
    peak = max((abs(one) for one in samples), default=0)
    return [one * LOUD // peak for one in samples] if peak else list(samples)


def tone() -> list[int]:
    """Return a short tone: the sign to speak, and what stands for a text that nobody speaks."""
    count = int(RATE * TONE_S)
    return [int(8_000 * math.sin(2 * math.pi * TONE_HZ * at / RATE)) for at in range(count)]
