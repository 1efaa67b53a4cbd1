"""At which moments would it hurt most to die? Named, so that a test can die exactly there.

`ONQUEUE_CRASH_AT=journal.appended:3` kills the process, as `kill -9` would, when it comes to
that point for the third time. Nothing else reads the variable, and no setting does: nobody
arms a point by mistake. A point that is not armed costs one comparison.
"""

from __future__ import annotations

import os
import signal
import threading
from typing import Final

VARIABLE: Final = "ONQUEUE_CRASH_AT"

POINTS: Final = {
    "write.ending": "A write has run, and its savepoint or transaction is open.",
    "write.ended": "A write that runs alone is durable; one of a batch is not yet.",
    "batch.committing": "Writes that share a commit have run and are not committed.",
    "batch.committed": "Writes that share a commit are durable, and nobody knows it yet.",
    "write.settling": "The callers of writes are about to be told.",
    "journal.appending": "Facts are about to be written.",
    "journal.appended": "Facts are written and not committed.",
    "projection.advanced": "A projection took facts in and is not committed.",
    "floor.decided": "The floor has decided and nothing of it is written.",
    "floor.durable": "What the floor decided is durable, and nobody who asked knows it.",
    "floor.answered": "Who asked the floor knows what it decided.",
    "snapshot.saving": "A snapshot of the floor is due and not written.",
    "snapshot.saved": "A snapshot is durable.",
    "job.claimed": "A job is claimed and not begun.",
    "job.finishing": "What a job does outside is done, and the job is not marked so.",
    "job.finished": "A job is marked as done.",
    "blob.written": "A file's content is written, and maybe not on the disk.",
    "blob.durable": "A file is on the disk, and has no row.",
    "chat.written": "A chat is written down, and the floor has not heard of it.",
    "chat.arrived": "The floor has a chat, and the customer does not know it.",
    "call.stepped": "A step of a caller's flow is durable, and the caller has not heard of it.",
    "message.stored": "A customer's message is durable, and not acknowledged.",
}
"""Every point, with what is true when it is reached."""


class Fuse:
    """Counts how often one point is reached, and ends the process when it is time."""

    def __init__(self, armed: str) -> None:
        """Read `name:n`; raise `ValueError` when there is no such point or no such count."""
        self.point, _, count = armed.partition(":")
        if self.point not in POINTS:
            raise ValueError(f"{VARIABLE}: there is no crash point {self.point!r}.")
        if not count.isdecimal() or int(count) < 1:
            raise ValueError(f"{VARIABLE}: say at which visit, as in {self.point}:1.")
        self._left = int(count)
        self._lock = threading.Lock()

    def reached(self, point: str) -> None:
        """Note that a point was reached; it does not return when it was the one."""
        if point != self.point:
            return
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
                # The signal is on its way: nothing may happen in the meantime.
                signal.pause()


_fuse: Fuse | None = None


def arm() -> None:
    """Read the variable; only a server that starts to serve does."""
    global _fuse  # noqa: PLW0603  # one process, one death
    armed = os.environ.get(VARIABLE)
    _fuse = Fuse(armed) if armed else None


def reached(point: str) -> None:
    """Say that a point is reached."""
    if _fuse is not None:
        _fuse.reached(point)
