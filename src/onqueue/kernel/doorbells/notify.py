"""Ringing by PostgreSQL's notifications: nothing to install beside the database."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Collection
from typing import Final

import psycopg
import structlog

from onqueue.kernel.db.engines import libpq_url
from onqueue.kernel.doorbells.shared import Heard, Message, Outbox
from onqueue.kernel.tasks import first_of

BYTES_MAX: Final = 7_900
"""PostgreSQL carries 8,000 bytes in one notification."""
AGAIN_S: Final = 0.5
CHECK_S: Final = 5.0

log = structlog.get_logger(__name__)


class NotifyDoorbell:
    """One connection that listens and one that notifies."""

    def __init__(self, *, url: str, site: str, me: str, latest: Collection[str]) -> None:
        self._url = libpq_url(url)
        # Names of channels are cut off at 63 bytes.
        self._channel = "onqueue_" + hashlib.sha256(site.encode()).hexdigest()[:32]
        self._me = me
        self._outbox = Outbox(latest=latest)
        self._listens = False
        self._notifies = False

    @property
    def up(self) -> bool:
        """Whether both connections stand."""
        return self._listens and self._notifies

    def ring(self, topic: str, payload: bytes) -> None:
        """Notify the other processes."""
        if len(payload) <= BYTES_MAX - len(self._me) - len(topic):
            self._outbox.put(topic, payload)

    async def run(self, *, heard: Heard) -> None:
        """Listen and notify until cancelled."""
        await first_of(self._listen(heard), self._send())

    async def _listen(self, heard: Heard) -> None:
        while True:
            try:
                async with await self._connect() as connection:
                    await connection.execute(f"LISTEN {self._channel}")
                    self._listens = True
                    while True:
                        async for notification in connection.notifies(timeout=CHECK_S):
                            self._hear(notification.payload, heard)
                        await connection.execute("SELECT 1")
            except (psycopg.Error, OSError) as error:
                self._broke("listen", error)
            finally:
                self._listens = False
            await asyncio.sleep(AGAIN_S)

    def _hear(self, said: str, heard: Heard) -> None:
        who, topic, payload = said.split(" ", 2)
        if who != self._me:
            heard(topic, payload.encode())

    async def _send(self) -> None:
        while True:
            try:
                async with await self._connect() as connection:
                    # What it says is lost in a crash of the database, as it may be.
                    await connection.execute("SET synchronous_commit = off")
                    self._notifies = True
                    while True:
                        await self._notify(connection, await self._outbox.take())
            except (psycopg.Error, OSError) as error:
                self._broke("notify", error)
            finally:
                self._notifies = False
            await asyncio.sleep(AGAIN_S)

    async def _notify(
        self, connection: psycopg.AsyncConnection[tuple[object, ...]], messages: list[Message]
    ) -> None:
        said = [f"{self._me} {topic} {payload.decode()}" for topic, payload in messages]
        await connection.execute(
            "SELECT pg_notify(%s, said) FROM unnest(%s::text[]) AS said", (self._channel, said)
        )

    async def _connect(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        return await psycopg.AsyncConnection.connect(
            self._url,
            autocommit=True,
            application_name="onqueue bus",
            connect_timeout=3,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
            tcp_user_timeout=10_000,
        )

    def _broke(self, what: str, error: Exception) -> None:
        log.warning("doorbell.broke", what=what, error=type(error).__name__)
