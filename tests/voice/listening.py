"""What does a telephone hear of spoken words? Compared with the sound that was made of the text.

Speech is no tone, so its loudness is followed: how it rises and falls in pieces of 20 ms is like a
fingerprint, and hardly changes on the way through a codec.
"""

import asyncio
import math
from collections.abc import Sequence
from pathlib import Path

from onqueue.channels.voice.speech.engine import Espeak
from onqueue.channels.voice.speech.install import engine_of
from onqueue.channels.voice.speech.sound import read_wav
from onqueue.channels.voice.speech.speaker import BELOW, key_of
from onqueue.cli.demo.telephones.phone import Call
from onqueue.cli.demo.telephones.sound import PACKET, decode
from tests.voice.exchange import Exchange
from tests.voice.office import until

ALIKE = 0.9
"""So alike are the same words; others stay far below."""


def loudness(samples: Sequence[int]) -> list[float]:
    """How loud each 20 ms are."""
    pieces = (samples[at : at + PACKET] for at in range(0, len(samples) - PACKET + 1, PACKET))
    return [math.sqrt(sum(one * one for one in piece) / PACKET) for piece in pieces]


def likeness(heard: Sequence[float], wanted: Sequence[float]) -> float:
    """How alike the best place is at which one could be in the other, from -1 to 1."""
    best = -1.0
    for at in range(len(heard) - len(wanted) + 1):
        best = max(best, _correlation(heard[at : at + len(wanted)], wanted))
    return best


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    mine, theirs = sum(one) / len(one), sum(other) / len(other)
    a, b = [x - mine for x in one], [x - theirs for x in other]
    size = math.sqrt(sum(x * x for x in a) * sum(x * x for x in b))
    return sum(x * y for x, y in zip(a, b, strict=True)) / size if size else 0.0


class Words:
    """The words of a centre, as Asterisk has them."""

    def __init__(self, exchange: Exchange, *, language: str) -> None:
        engine = engine_of(exchange.place.speech)
        assert isinstance(engine, Espeak)
        self._folder = exchange.run / "sounds" / "en" / BELOW
        self._voice, self._language = engine.voice, language

    def file_of(self, text: str, *, language: str = "") -> Path:
        """Where the sound of a text is kept."""
        key = key_of(text, language=language or self._language, voice=self._voice)
        return self._folder / f"{key}.wav"

    async def heard_by(self, call: Call, text: str, *, language: str = "") -> None:
        """Wait until somebody has heard a text to its end."""
        path = self.file_of(text, language=language)
        await until(path.exists, what=f"{text!r} is made into sound")
        wanted = loudness(read_wav(path)[0])
        best = 0.0

        async def was_heard() -> bool:
            nonlocal best
            heard = loudness(decode(call.media.last()))
            best = max(best, await asyncio.to_thread(likeness, heard, wanted))
            return best >= ALIKE

        try:
            await until(was_heard, what="it is heard")
        except AssertionError:
            raise AssertionError(f"{text!r} was not heard: {best:.2f} alike at best") from None
