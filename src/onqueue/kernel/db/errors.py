"""How does the database refuse?"""

from __future__ import annotations

from onqueue.kernel.errors import Unavailable


class DatabaseBusy(Unavailable):
    """The server has too much to do at once; try again in {retry_after_s} seconds."""

    code = "database.busy"


class DatabaseStopped(Unavailable):
    """The server is stopping; try again in {retry_after_s} seconds."""

    code = "database.stopped"


class DatabaseInUse(Unavailable):
    """Another Onqueue process is using {path}; stop it first."""

    code = "database.in_use"


class CommitUnknown(Unavailable):
    """The connection to the database broke while saving; look whether your change is there."""

    code = "database.commit_unknown"


class DatabaseAway(Unavailable):
    """The database does not answer; nothing was stored. Try again in {retry_after_s} seconds."""

    code = "database.away"


class DatabaseFull(Unavailable):
    """The disk is full and nothing was stored; make room, and try again."""

    code = "database.full"


class DiskFailing(Unavailable):
    """The disk could not be written to; look whether your change is there, and try again."""

    code = "database.disk_failing"
