"""Ringing by NATS: quicker than the database's notifications, and off its back.

Only what core NATS does is used: it stores nothing, and nothing here needs it to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any, Final

import nats
import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg

from onqueue.kernel.doorbells.shared import Heard, Outbox

AGAIN_S: Final = 0.5
PING_S: Final = 5

log = structlog.get_logger(__name__)


class NatsDoorbell:
    """One connection to NATS, which comes back by itself."""

    def __init__(self, *, url: str, site: str, latest: Collection[str]) -> None:
        self._servers = [one.strip() for one in url.split(",")]
        self._prefix = f"onqueue.{site}."
        self._outbox = Outbox(latest=latest)
        self._client: Client | None = None

    @property
    def up(self) -> bool:
        """Whether the connection stands."""
        return self._client is not None and self._client.is_connected

    def ring(self, topic: str, payload: bytes) -> None:
        """Publish to the other processes."""
        # While it is away nothing is kept for it: by then it would be old news.
        if self.up:
            self._outbox.put(topic, payload)

    async def run(self, *, heard: Heard) -> None:
        """Connect, and publish and hear until cancelled."""

        async def hear(message: Msg) -> None:
            heard(message.subject.removeprefix(self._prefix), message.data)

        client = await self._connect()
        try:
            await client.subscribe(f"{self._prefix}>", cb=hear)
            self._client = client
            while True:
                for topic, payload in await self._outbox.take():
                    try:
                        await client.publish(self._prefix + topic, payload)
                    except nats.errors.Error as error:
                        log.debug("doorbell.lost", error=type(error).__name__)
        finally:
            self._client = None
            await client.close()

    async def _connect(self) -> Client:
        while True:
            try:
                return await nats.connect(
                    servers=self._servers,
                    name="onqueue",
                    no_echo=True,
                    connect_timeout=2,
                    reconnect_time_wait=AGAIN_S,
                    max_reconnect_attempts=-1,
                    ping_interval=PING_S,
                    max_outstanding_pings=2,
                    error_cb=_broke,
                )
            except (nats.errors.Error, OSError) as error:
                log.warning("doorbell.broke", what="connect", error=type(error).__name__)
            await asyncio.sleep(AGAIN_S)


async def _broke(error: Any) -> None:
    log.warning("doorbell.broke", what="nats", error=type(error).__name__)
