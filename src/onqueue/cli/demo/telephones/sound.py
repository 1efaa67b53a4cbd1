"""Which tones are in a piece of sound? Everybody who speaks is a tone of their own.

All tones are whole multiples of 50 Hz, and sound is looked at in pieces of 20 ms: so what is heard
of one tone is nothing of another.
"""

import array
import math
import wave
from functools import cache
from pathlib import Path

RATE = 8_000
PACKET = 160
LEVEL = 6_000
HEARD_ABOVE = 900
MUSIC = "music:default"
TONES = {
    "ann": 700,
    "ben": 950,
    "carl": 1_150,
    "cid": 1_350,
    "sue": 1_650,
    "play:greeting": 2_150,
    "play:news": 2_450,
    "play:away": 2_750,
    "play:closed": 3_050,
}
MUSIC_TONES = (550, 250)


def _decoded(code: int) -> int:
    code = ~code & 0xFF
    size = (((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)
    return 0x84 - size if code & 0x80 else size - 0x84


ULAW = [_decoded(code) for code in range(256)]


def _encoded(sample: int) -> int:
    size = min(abs(sample), 32_635) + 0x84
    power = size.bit_length() - 8
    return ~((0x80 if sample < 0 else 0) | power << 4 | (size >> (power + 3)) & 0x0F) & 0xFF


@cache
def tone(name: str) -> bytes:
    """One second of somebody's tone, as it is sent."""
    return bytes(_encoded(sample) for sample in samples(TONES[name], seconds=1))


def samples(pitch: int, *, seconds: float) -> list[int]:
    count = int(RATE * seconds)
    return [int(LEVEL * math.sin(2 * math.pi * pitch * at / RATE)) for at in range(count)]


def write(path: Path, name: str, *, seconds: float) -> None:
    """Write somebody's tone into a file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array.array("h", samples(TONES[name], seconds=seconds)).tobytes())


def decode(sent: bytes) -> list[int]:
    return [ULAW[code] for code in sent]


def level(sound: list[int], pitch: int) -> float:
    """How loud is one tone? Goertzel's way."""
    factor = 2 * math.cos(2 * math.pi * pitch / RATE)
    before = last = 0.0
    for sample in sound:
        before, last = last, sample + factor * last - before
    power = last * last + before * before - factor * last * before
    return 2 * math.sqrt(max(power, 0.0)) / max(len(sound), 1)


def heard_in(sound: list[int]) -> set[str]:
    """Everybody whose tone is in it."""
    names = {name for name, pitch in TONES.items() if level(sound, pitch) > HEARD_ABOVE}
    music = sum(level(sound, pitch) for pitch in MUSIC_TONES)
    return names | ({MUSIC} if music > HEARD_ABOVE else set())


def channels_of(path: Path) -> list[list[int]]:
    """The channels of a recording."""
    with wave.open(str(path), "rb") as file:
        sound = array.array("h", file.readframes(file.getnframes()))
        return [list(sound[one :: file.getnchannels()]) for one in range(file.getnchannels())]
