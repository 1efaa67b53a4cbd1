"""How does the program read and write its database?

    await db.read(contacts_waiting, queue=queue)
    await db.write(close_contact, contact=contact, now=clock.now())

`fn(session, ...)` is a plain function that does nothing but SQL: it runs in one transaction
on a thread of the database, may be run again when the transaction was lost to another one,
and never commits by itself. What must wait for the commit is given to `after_commit`.
"""

from onqueue.kernel.db.database import Database
from onqueue.kernel.db.engines import engine_for, lock_database
from onqueue.kernel.db.errors import (
    CommitUnknown,
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    DatabaseInUse,
    DatabaseStopped,
    DiskFailing,
)
from onqueue.kernel.db.limits import Limits
from onqueue.kernel.db.prepared import Prepared
from onqueue.kernel.db.unit import after_commit, announce, connection_of, dialect_of, site_of

__all__ = [
    "CommitUnknown",
    "Database",
    "DatabaseAway",
    "DatabaseBusy",
    "DatabaseFull",
    "DatabaseInUse",
    "DatabaseStopped",
    "DiskFailing",
    "Limits",
    "Prepared",
    "after_commit",
    "announce",
    "connection_of",
    "dialect_of",
    "engine_for",
    "lock_database",
    "site_of",
]
