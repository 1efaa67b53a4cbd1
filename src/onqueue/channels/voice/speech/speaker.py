"""Where is the sound of a text? Made once for each text, language and voice, and kept by its hash.

The files lie where Asterisk looks for sounds. Where no engine can speak, a caller hears a tone:
`onqueue voice doctor` says what is missing.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice.speech.engine import NotSpokenError
from onqueue.channels.voice.speech.sound import (
    NotSoundError,
    loud,
    read_wav,
    resampled,
    tone,
    write_wav,
)
from onqueue.kernel.durable import make_folder
from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from pathlib import Path

    from onqueue.channels.voice.speech.engine import Engine

log = structlog.get_logger(__name__)

BELOW: Final = "onqueue/said"
"""Where the sounds are below the folder of all sounds, and so what Asterisk calls them."""
KEPT_MAX: Final = 5_000
"""Texts with what a caller said in them are as many as there are callers."""
TONE: Final = "tone"


class Speaker:
    """Makes sound of texts."""

    def __init__(self, *, sounds: Path, engine: Engine | None) -> None:
        self._folder = sounds / BELOW
        self._engine = engine
        self._making = asyncio.Lock()
        """One text at a time: speaking takes a core."""

    async def say(self, text: str, language: str) -> str:
        """Return what to play for a text; a tone for none, and where it cannot be spoken."""
        if self._engine is None or not text:
            return await self.tone()
        key = key_of(text, language=language, voice=self._engine.voice)
        path = self._folder / f"{key}.wav"
        if not path.exists():
            async with self._making:
                if not path.exists() and not await asyncio.to_thread(
                    self._make, text, language, path
                ):
                    return await self.tone()
        return f"{BELOW}/{key}"

    async def tone(self) -> str:
        """Return what to play as a sign."""
        path = self._folder / f"{TONE}.wav"
        if not path.exists():
            await asyncio.to_thread(self._keep, tone(), path)
        return f"{BELOW}/{TONE}"

    def _make(self, text: str, language: str, path: Path) -> bool:
        assert self._engine is not None
        make_folder(self._folder)
        spoken = self._folder / f"{new_id()}.raw"
        try:
            self._engine.speak(text, language=language, target=spoken)
            self._keep(loud(resampled(*read_wav(spoken))), path)
        except (NotSpokenError, NotSoundError, OSError) as error:
            log.warning("speech.not_spoken", reason=str(error))
            return False
        finally:
            spoken.unlink(missing_ok=True)
        self._forget_old()
        return True

    def _keep(self, samples: list[int], path: Path) -> None:
        """Write beside and rename: whoever plays it never sees half a file."""
        make_folder(self._folder)
        fresh = path.with_name(f"{new_id()}.raw")
        write_wav(fresh, samples)
        fresh.rename(path)

    def _forget_old(self) -> None:
        kept = list(self._folder.glob("*.wav"))
        if len(kept) <= KEPT_MAX:
            return
        kept.sort(key=lambda path: path.stat().st_mtime)
        for path in kept[: KEPT_MAX // 10]:
            path.unlink(missing_ok=True)


def key_of(text: str, *, language: str, voice: str) -> str:
    """Return under what the sound of a text is kept."""
    return hashlib.sha256(f"{voice}\0{language}\0{text}".encode()).hexdigest()[:40]
