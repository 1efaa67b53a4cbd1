"""Texts become sound for telephones: once, by an engine, or as a tone where none can."""

from __future__ import annotations

import array
import math
import wave
from typing import TYPE_CHECKING

import pytest

from onqueue.channels.voice.speech.engine import Espeak, NotSpokenError
from onqueue.channels.voice.speech.phrases import phrase, waiting
from onqueue.channels.voice.speech.sound import (
    RATE,
    NotSoundError,
    read_wav,
    resampled,
    tone,
    write_wav,
)
from onqueue.channels.voice.speech.speaker import BELOW, Speaker, key_of

if TYPE_CHECKING:
    from pathlib import Path

SOURCE_RATE = 22_050


def wave_of(hertz: int, *, rate: int, seconds: float = 1.0) -> list[int]:
    return [
        int(8_000 * math.sin(2 * math.pi * hertz * at / rate)) for at in range(int(rate * seconds))
    ]


def strength(samples: list[int], hertz: int) -> float:
    """How much of one tone is in the middle of a sound."""
    middle = samples[400:-400]
    angles = [2 * math.pi * hertz * at / RATE for at in range(len(middle))]
    real = sum(one * math.cos(angle) for one, angle in zip(middle, angles, strict=True))
    other = sum(one * math.sin(angle) for one, angle in zip(middle, angles, strict=True))
    return 2 * math.hypot(real, other) / len(middle)


class Humming:
    """An engine that hums every text, and counts."""

    voice = "humming"

    def __init__(self) -> None:
        self.spoken: list[tuple[str, str]] = []
        self.mute = False

    def speak(self, text: str, *, language: str, target: Path) -> None:
        self.spoken.append((text, language))
        if self.mute:
            raise NotSpokenError("it is mute")
        with wave.open(str(target), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(SOURCE_RATE)
            file.writeframes(array.array("h", wave_of(700, rate=SOURCE_RATE)).tobytes())


async def test_text_is_made_once_for_each_language_and_is_sound_for_telephones(
    tmp_path: Path,
) -> None:
    engine = Humming()
    speaker = Speaker(sounds=tmp_path, engine=engine)
    media = await speaker.say("Welcome.", "en")
    assert media == f"{BELOW}/{key_of('Welcome.', language='en', voice='humming')}"
    assert await Speaker(sounds=tmp_path, engine=engine).say("Welcome.", "en") == media
    assert await speaker.say("Welcome.", "de") != media
    assert engine.spoken == [("Welcome.", "en"), ("Welcome.", "de")]
    samples, rate = read_wav(tmp_path / f"{media}.wav")
    assert (rate, len(samples)) == (RATE, RATE)
    assert strength(samples, 700) == pytest.approx(24_000, rel=0.05)
    assert sorted(path.suffix for path in (tmp_path / BELOW).iterdir()) == [".wav", ".wav"]


async def test_without_a_voice_there_is_a_tone_and_nothing_half_is_kept(tmp_path: Path) -> None:
    engine = Humming()
    engine.mute = True
    for speaker in (
        Speaker(sounds=tmp_path, engine=None),
        Speaker(sounds=tmp_path, engine=engine),
    ):
        assert await speaker.say("Welcome.", "en") == f"{BELOW}/tone"
    assert [path.name for path in (tmp_path / BELOW).iterdir()] == ["tone.wav"]
    assert read_wav(tmp_path / BELOW / "tone.wav") == (tone(), RATE)


def test_what_telephones_cannot_carry_is_taken_out_and_the_rest_stays() -> None:
    kept = resampled(wave_of(1_000, rate=SOURCE_RATE), SOURCE_RATE)
    gone = resampled(wave_of(6_000, rate=SOURCE_RATE), SOURCE_RATE)
    assert strength(kept, 1_000) == pytest.approx(8_000, rel=0.02)
    assert max(abs(one) for one in gone[400:-400]) < 80


def test_channels_are_mixed_and_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(array.array("h", [100, 300, -50, 50]).tobytes())
    assert read_wav(path) == ([200, 0], RATE)
    write_wav(path, [40_000, -40_000])
    assert read_wav(path) == ([32_767, -32_767], RATE)
    path.write_bytes(b"no sound")
    with pytest.raises(NotSoundError):
        read_wav(path)


def test_program_that_is_not_there_speaks_nothing(tmp_path: Path) -> None:
    engine = Espeak(command=(str(tmp_path / "nothing"),))
    with pytest.raises(NotSpokenError):
        engine.speak("Welcome.", language="en", target=tmp_path / "x.wav")


def test_own_phrases_are_worded_in_our_languages_and_bare_in_others() -> None:
    assert phrase("choice", language="de-AT", label="Verkauf", key=1) == (
        "Für Verkauf drücken Sie die 1."
    )
    assert phrase("choice", language="fr", label="Ventes", key=1) == "1: Ventes."
    assert waiting(place=3, wait_s=170, language="en") == [
        "You are number 3 in line.",
        "You will wait about 3 minutes.",
    ]
    assert waiting(place=1, wait_s=20, language="de") == [
        "Sie sind als Nächstes an der Reihe.",
        "Sie warten noch etwa eine Minute.",
    ]
    assert waiting(place=1, wait_s=20, language="fr") == []
