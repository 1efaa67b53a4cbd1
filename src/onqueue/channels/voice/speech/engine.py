"""What speaks texts? A program behind a protocol, so that another one can take its place."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from pathlib import Path

SPEAK_S_MAX: Final = 30
WORDS_A_MINUTE: Final = 150
FALLBACK: Final = "en"


class NotSpokenError(Exception):
    """An engine could not speak a text."""


class Engine(Protocol):
    """Speaks texts into files."""

    @property
    def voice(self) -> str:
        """What it sounds like: sound of another voice is made anew."""
        ...

    def speak(self, text: str, *, language: str, target: Path) -> None:
        """Write a text into a wav file, of any rate; raises `NotSpokenError`. It may take long."""
        ...


@dataclass(frozen=True, slots=True)
class Espeak:
    """espeak-ng: robotic, instant, and at home in a hundred languages."""

    command: tuple[str, ...]

    @property
    def voice(self) -> str:
        """One voice for each language."""
        return f"espeak-ng/{WORDS_A_MINUTE}"

    def speak(self, text: str, *, language: str, target: Path) -> None:
        """Speak in the language, or in the next best that the engine knows."""
        said = ""
        for one in dict.fromkeys((language.lower(), language.lower().split("-")[0], FALLBACK)):
            options = ("-v", one, "-s", str(WORDS_A_MINUTE), "-b", "1", "-w", str(target))
            try:
                # The text goes in by the standard input: it could begin like an option.
                ran = subprocess.run(  # noqa: S603 - our own words, and a language by its form
                    [*self.command, *options, "--stdin"],
                    input=text.encode(),
                    capture_output=True,
                    check=False,
                    timeout=SPEAK_S_MAX,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise NotSpokenError(str(error)) from None
            said = ran.stderr.decode(errors="replace").strip()
            if ran.returncode == 0 and target.exists() and target.stat().st_size:
                return
        raise NotSpokenError(said or "it said nothing")
