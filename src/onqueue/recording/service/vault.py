"""How does sound get from the carrier's file into the storage, out of it again, and to its end?"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import structlog

from onqueue.kernel.ids import new_id
from onqueue.recording.errors import (
    KeyDiffers,
    KeyMissing,
    SealBroken,
    SoundGone,
    StorageAway,
    StorageForgets,
)
from onqueue.recording.rules.waveform import Meter, bars, speech
from onqueue.recording.service import keeping
from onqueue.recording.service.sealing import HEAD, Sealed, key_at, read_key, sealed
from onqueue.recording.service.storage import Folder
from onqueue.recording.service.wav import (
    Format,
    NotSoundError,
    blocks,
    format_of,
    header_of,
    samples_of,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import BinaryIO

    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.kernel.settings import Settings
    from onqueue.recording.service.keeping import Waiting
    from onqueue.recording.service.storage import Storage

log = structlog.get_logger(__name__)

TOGETHER: Final = 16
"""Chunks that are sealed in one go on a thread."""
DUE_MAX: Final = 500
"""Recordings that are deleted in one go."""
SAMPLES: Final = 3
"""Recordings of which one has to open before anything more is sealed with a key."""
RETRY_S: Final = 60


@dataclass(slots=True)
class _Heard:
    """What is found out about a file while it is read."""

    format: Format
    meter: Meter
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


class Vault:
    """All recordings of a centre that have sound."""

    def __init__(self, *, db: Database, clock: Clock, storage: Storage, key: Path) -> None:
        """`key` is the file of the centre's key; it is made when it is first needed."""
        self._db, self._clock = db, clock
        self._storage = storage
        self._key_file = key
        self._key: bytes | None = None
        self._fits = False

    # --- in -----------------------------------------------------------------------------------

    async def store(self, recording: str) -> None:
        """Seal what the carrier wrote and keep it; then the carrier's file goes. Twice is once."""
        waiting = await self._db.read(keeping.waiting, recording=recording)
        if waiting is None:
            return
        path = path_of(waiting.raw)
        if not waiting.stored and not await self._store(waiting, path):
            return
        # Only now, and again if we die before it is said: nothing unsealed stays behind.
        await asyncio.to_thread(path.unlink, missing_ok=True)
        await self._db.write(keeping.unsealed_gone, recording=recording)

    async def _store(self, waiting: Waiting, path: Path) -> bool:
        recording = waiting.id
        try:
            kept = await self._keep(waiting, path)
        except NotSoundError as error:
            log.warning("recording.no_sound", recording=recording, reason=str(error))
            now = self._clock.now()
            await self._db.write(keeping.fail, recording=recording, why="file.unusable", now=now)
            return False
        await self._db.write(keeping.stored, recording=recording, kept=kept, now=self._clock.now())
        return True

    async def _keep(self, waiting: Waiting, path: Path) -> keeping.Kept:
        key = await self._key_to_seal_with()
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except FileNotFoundError:
            raise NotSoundError("its file is not there") from None
        with file:
            size = (await asyncio.to_thread(path.stat)).st_size
            form = await asyncio.to_thread(_format, file, size)
            heard = _Heard(format=form, meter=Meter(channels=form.channels, rate=form.rate))
            pieces = sealed(_read(file, heard), key=key, name=waiting.id)
            stored = await self._storage.put(waiting.id, _beside(pieces))
        heard.meter.finish()
        return keeping.Kept(
            size=stored,
            sha256=heard.digest.hexdigest(),
            duration_ms=form.duration_ms,
            bars=[bars(one) for one in heard.meter.loudest],
            speech=[[[a, b] for a, b in speech(one)] for one in heard.meter.loudest],
        )

    async def key(self) -> bytes:
        """Return the centre's key; one that is not there is not drawn again."""
        if self._key is None:
            try:
                self._key = await asyncio.to_thread(read_key, self._key_file)
            except FileNotFoundError:
                raise KeyMissing(retry_after_s=RETRY_S, path=str(self._key_file)) from None
        return self._key

    async def _key_to_seal_with(self) -> bytes:
        """Return the key, when it is that of the recordings which are there; else draw it."""
        if self._fits:
            return await self.key()
        latest = await self._db.read(keeping.latest_stored, limit=SAMPLES)
        if not latest:
            self._key = await asyncio.to_thread(key_at, self._key_file)
        there = [one for one in latest if await self._storage.size(one) is not None]
        if there and not any([await self._opens(one) for one in there]):
            raise KeyDiffers(retry_after_s=RETRY_S, path=str(self._key_file))
        self._fits = True
        return await self.key()

    async def _opens(self, recording: str) -> bool:
        try:
            await self.sound(recording)
        except SealBroken:
            return False
        return True

    async def names(self) -> frozenset[str]:
        """Return the names of all that lies in the storage."""
        return frozenset([name async for name in self._storage.names()])

    # --- out ----------------------------------------------------------------------------------

    async def try_storage(self) -> None:
        """Put something there, have it given back, and remove it; raise when that fails."""
        name, said = new_id(), b"tried"
        await self._storage.put(name, _once(said))
        found = await self._storage.read(name, begin=0, end=len(said))
        await self._storage.delete(name)
        if found != said:
            raise StorageForgets

    async def size(self, recording: str) -> int | None:
        """Return how many bytes of a recording are kept; None when it is not there."""
        return await self._storage.size(recording)

    async def sound(self, recording: str) -> Sealed:
        """Open a recording; its parts are read by `part`."""
        size = await self._storage.size(recording)
        if size is None:
            raise SoundGone
        head = await self._storage.read(recording, begin=0, end=HEAD)
        return Sealed(head=head, size=size, key=await self.key(), name=recording)

    async def part(
        self, recording: str, sound: Sealed, *, begin: int, end: int
    ) -> AsyncIterator[bytes]:
        """Yield what is between two places of a recording."""
        for chunk, first, last in sound.chunks_of(begin=begin, end=end):
            at, until = sound.place_of(chunk)
            data = await self._storage.read(recording, begin=at, end=until)
            yield (await asyncio.to_thread(sound.open, chunk, data))[first:last]

    # --- gone ---------------------------------------------------------------------------------

    async def delete_due(self) -> int:
        """Delete what need not be kept any longer; return how many could not be."""
        now = self._clock.now()
        for recording in await self._db.read(keeping.due, now=now, limit=DUE_MAX):
            await self._db.write(keeping.begin_deleting, recording=recording, now=now)
        # From the books, so that what an earlier try left behind is among them.
        begun = await self._db.read(keeping.half_deleted, limit=2 * DUE_MAX)
        return sum([not await self._delete(recording) for recording in begun])

    async def _delete(self, recording: str) -> bool:
        try:
            await self._storage.delete(recording)
        except (OSError, StorageAway) as error:
            log.warning("recording.not_deleted", recording=recording, reason=str(error))
            return False
        await self._db.write(keeping.deleted, recording=recording, now=self._clock.now())
        return True


def vault_of(settings: Settings, *, db: Database, clock: Clock) -> Vault:
    """Return the vault of a centre, wherever its recordings lie."""
    return Vault(db=db, clock=clock, storage=storage_of(settings), key=settings.recording_key)


def storage_of(settings: Settings) -> Storage:
    """Return where recordings lie. Who has no bucket need not load what speaks to one."""
    if not settings.recordings_url:
        return Folder(settings.recordings_dir)
    from onqueue.recording.service.bucket import Bucket  # noqa: PLC0415

    return Bucket(settings=settings)


def path_of(uri: str) -> Path:
    """Return where a carrier wrote something."""
    return Path(unquote(urlsplit(uri).path))


def _format(file: BinaryIO, size: int) -> Format:
    return format_of(file, size=size)


def _read(file: BinaryIO, heard: _Heard) -> Iterator[bytes]:
    header = header_of(heard.format)
    heard.digest.update(header)
    yield header
    for block in blocks(file, heard.format):
        heard.digest.update(block)
        heard.meter.hear(samples_of(block))
        yield block


async def _once(said: bytes) -> AsyncIterator[bytes]:
    yield said


async def _beside(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Have the work done on a thread, some chunks at a time."""
    while some := await asyncio.to_thread(_next, pieces):
        yield b"".join(some)


def _next(pieces: Iterator[bytes]) -> list[bytes]:
    return [piece for piece, _ in zip(pieces, range(TOGETHER), strict=False)]
