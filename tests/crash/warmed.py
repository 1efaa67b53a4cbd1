"""What every life of a server would do first, done once in the process they are forked from."""

from __future__ import annotations

import gc
from importlib import import_module
from typing import Final

from sqlalchemy.orm import configure_mappers

LOADED_LATE: Final = (
    "onqueue.kernel.doorbells.notify",
    "onqueue.kernel.doorbells.nats",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "uvicorn.lifespan.off",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
)
"""What a server loads only once it knows that it needs it."""

for name in LOADED_LATE:
    import_module(name)
configure_mappers()
# What is there now lives as long as they do: none of them needs to look through it.
gc.collect()
gc.freeze()
