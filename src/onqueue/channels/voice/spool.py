"""What lies unsealed in a carrier's spool, and has no talk any more that waits for it?

A talk's file goes when it is sealed. Whoever died in between leaves one, and so does a carrier that
went on writing what nobody wanted. It is looked for when the carrier is met.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from onqueue.channels.voice.recorder import PREFIX
from onqueue.recording import queries

if TYPE_CHECKING:
    from pathlib import Path

    from onqueue.kernel.db import Database

log = structlog.get_logger(__name__)


async def sweep(folder: Path, *, db: Database) -> int:
    """Remove what talks that are done with have left; return how many files.

    What no row names is told and left alone: its row may be in a database that is yet to come back.
    """
    lying = await asyncio.to_thread(_talks_in, folder)
    known, done = await db.read(queries.known_and_done, recordings=frozenset(lying))
    gone = [path for recording in sorted(done) for path in lying[recording]]
    for path in gone:
        await asyncio.to_thread(path.unlink, missing_ok=True)
    if gone:
        log.warning("spool.swept", files=len(gone), talks=len(done))
    strangers = sorted(lying.keys() - known)
    if strangers:
        log.warning("spool.strangers", folder=str(folder), talks=len(strangers))
    return len(gone)


def _talks_in(folder: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in folder.glob(f"{PREFIX}*.wav"):
        recording = path.stem.partition("~")[0].removeprefix(PREFIX)
        found.setdefault(recording, []).append(path)
    return found
