"""What goes to the other processes, and what waits for its way there?"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from typing import Final, Protocol

from typing_extensions import override

from onqueue.kernel import metrics
from onqueue.kernel.bus import LocalBus

OUTBOX_MAX: Final = 1_000
"""Messages of one kind that may wait for a doorbell; beyond, the oldest are lost."""

RUNG: Final = metrics.counter(
    "onqueue_bus_messages_total", "Messages between processes.", ["direction"]
)

Message = tuple[str, bytes]
Heard = Callable[[str, bytes], None]


class Doorbell(Protocol):
    """Carries messages between processes. Used on the event loop only."""

    @property
    def up(self) -> bool:
        """Whether messages go through now, as far as is known."""

    def ring(self, topic: str, payload: bytes) -> None:
        """Send a message to all other processes. Never waits and never fails."""

    async def run(self, *, heard: Heard) -> None:
        """Carry messages until cancelled, whatever breaks on the way."""


class SharedBus(LocalBus):
    """The bus of a process that is one of several."""

    def __init__(self, *, doorbell: Doorbell, topics: Collection[str]) -> None:
        """Only `topics` leave this process."""
        super().__init__()
        self.doorbell = doorbell
        self._topics = frozenset(topics)

    @override
    def publish(self, topic: str, payload: bytes = b"") -> None:
        """Hand a message to all who have subscribed to its topic, here and elsewhere."""
        super().publish(topic, payload)
        if topic in self._topics:
            RUNG.labels("out").inc()
            self.doorbell.ring(topic, payload)

    async def run(self) -> None:
        """Hand on what others publish, until cancelled."""
        await self.doorbell.run(heard=self._heard)

    def _heard(self, topic: str, payload: bytes) -> None:
        if topic in self._topics:
            RUNG.labels("in").inc()
            super().publish(topic, payload)


class Outbox:
    """Messages that wait for a doorbell.

    Of a topic that only says how far something got, the newest message says all.
    """

    def __init__(self, *, latest: Collection[str]) -> None:
        self._latest = frozenset(latest)
        self._newest: dict[str, bytes] = {}
        self._each: deque[Message] = deque(maxlen=OUTBOX_MAX)
        self._filled = asyncio.Event()

    def put(self, topic: str, payload: bytes) -> None:
        """Let a message wait."""
        if topic in self._latest:
            self._newest[topic] = payload
        else:
            self._each.append((topic, payload))
        self._filled.set()

    async def take(self) -> list[Message]:
        """Wait for messages, and return all there are."""
        await self._filled.wait()
        self._filled.clear()
        taken = [*self._newest.items(), *self._each]
        self._newest.clear()
        self._each.clear()
        return taken
