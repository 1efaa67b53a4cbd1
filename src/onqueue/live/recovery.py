"""How is the floor built again after a stop or a crash?

From the newest snapshot that this version can read, and the journal after it. A snapshot
saves time and nothing else: without any, the whole journal gives the same floor.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.floor import snapshot
from onqueue.floor.evolve import evolve
from onqueue.floor.model import Floor
from onqueue.journal import snapshots, store
from onqueue.live import codec

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE: Final = 2_000
PACKED_QUICKLY: Final = 1
"""zlib's level. What is written with a snapshot waits for the disk with it."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """A floor, the journal position it stands at, and how many events led there."""

    floor: Floor
    position: int
    replayed: int


def load(session: Session) -> Recovered:
    """Build the floor as of the journal's end."""
    return _replay(session, *_from_snapshot(session))


def load_whole(session: Session) -> Recovered:
    """Build the floor from the whole journal, whatever snapshots say."""
    return _replay(session, Floor(), 0)


def _replay(session: Session, floor: Floor, position: int) -> Recovered:
    replayed = 0
    while entries := store.read_after(session, after=position, limit=PAGE):
        for entry in entries:
            if entry.stream == codec.STREAM:
                evolve(floor, codec.to_event(entry))
                replayed += 1
        position = entries[-1].seq
    return Recovered(floor=floor, position=position, replayed=replayed)


def pack(dumped: bytes) -> bytes:
    """Make a snapshot a tenth of its size; on no thread that has others to serve meanwhile."""
    return zlib.compress(dumped, PACKED_QUICKLY)


def save(session: Session, *, packed: bytes, position: int, at: int) -> None:
    """Keep a snapshot of the floor as it stood at `position`."""
    kept = snapshots.Snapshot(
        stream=codec.STREAM,
        seq=position,
        at=at,
        format=snapshot.FORMAT,
        payload=packed,
    )
    snapshots.save(session, snapshot=kept)


def _from_snapshot(session: Session) -> tuple[Floor, int]:
    kept = snapshots.load(session, stream=codec.STREAM, format=snapshot.FORMAT)
    if kept is None:
        return Floor(), 0
    return snapshot.load(zlib.decompress(kept.payload)), kept.seq
