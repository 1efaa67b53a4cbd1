"""How does recording refuse?"""

from __future__ import annotations

from onqueue.kernel.errors import NotFound, OnqueueError, Refused, Unavailable


class RecordingMissing(NotFound):
    """This recording does not exist, or you may not hear it."""

    code = "recording.missing"


class SoundGone(NotFound):
    """The sound of this recording is not there: it is not stored yet, failed, or was deleted."""

    code = "recording.sound_gone"


class QueueMissing(NotFound):
    """This queue does not exist."""

    code = "recording.queue_missing"


class NotRecorded(Refused):
    """This call is not being recorded now."""

    code = "recording.not_running"


class SealBroken(OnqueueError):
    """A stored recording cannot be opened: it was altered, or its key is another."""

    code = "recording.seal_broken"


class KeyMissing(Unavailable):
    """The key of the recordings is not at {path}. Put it back there; no other one will do."""

    code = "recording.key_missing"


class KeyDiffers(Unavailable):
    """The key at {path} is not the one that these recordings are sealed with. Put that one back."""

    code = "recording.key_differs"


class StorageAway(Unavailable):
    """The storage of the recordings at {where} did not do it: {why}."""

    code = "recording.storage_away"


class StorageForgets(OnqueueError):
    """The storage of the recordings does not give back what was put there."""

    code = "recording.storage_forgets"
