"""How do the parts wake each other up?

The bus wakes, the database tells: a message says that there is something to read, and a
reader that missed it is late, never wrong. So a subscriber subscribes first, then reads what
is there, and then waits; a message that comes in between is kept for it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType
from typing import Final, Protocol, Self

BUFFER_MAX: Final = 1_000


class Subscription:
    """The messages of one topic since it was subscribed to.

    It holds at most `buffer_max` of them: the oldest go first, and `missed` counts them. One
    that is `latest` holds only the newest: enough for whoever reads all there is at each wake.
    """

    def __init__(self, bus: LocalBus, topic: str, *, buffer_max: int) -> None:
        self.topic = topic
        self.missed = 0
        self._bus = bus
        self._buffer: deque[bytes] = deque()
        self._buffer_max = buffer_max
        self._arrived = asyncio.Event()
        self._closed = False

    def put(self, payload: bytes) -> None:
        """Take a message; called by the bus."""
        if len(self._buffer) >= self._buffer_max:
            self._buffer.popleft()
            self.missed += 1
        self._buffer.append(payload)
        self._arrived.set()

    async def next(self) -> bytes:
        """Wait for a message and return it. Raises StopAsyncIteration once closed."""
        while not self._buffer:
            if self._closed:
                raise StopAsyncIteration
            self._arrived.clear()
            await self._arrived.wait()
        return self._buffer.popleft()

    def taken(self) -> list[bytes]:
        """Return what waits now, without waiting."""
        waiting = list(self._buffer)
        self._buffer.clear()
        return waiting

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        return await self.next()

    def close(self) -> None:
        """Take no more messages; whoever waits is told that there are none."""
        self._closed = True
        self._arrived.set()
        self._bus.forget(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Bus(Protocol):
    """Carries wake-ups between parts of the program. Used on the event loop only."""

    def publish(self, topic: str, payload: bytes = b"") -> None:
        """Wake whoever subscribed to a topic. Never waits and never fails."""
        ...

    def subscribe(
        self, topic: str, *, latest: bool = False, buffer_max: int = BUFFER_MAX
    ) -> Subscription:
        """Return the messages from now on; to be closed, best by `with`."""
        ...


class LocalBus:
    """The bus of a program that is one process."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, list[Subscription]] = {}

    def publish(self, topic: str, payload: bytes = b"") -> None:
        """Hand a message to all who have subscribed to its topic."""
        for subscription in self._subscriptions.get(topic, ()):
            subscription.put(payload)

    def subscribe(
        self, topic: str, *, latest: bool = False, buffer_max: int = BUFFER_MAX
    ) -> Subscription:
        """Return the messages from now on; to be closed, best by `with`."""
        subscription = Subscription(self, topic, buffer_max=1 if latest else buffer_max)
        self._subscriptions.setdefault(topic, []).append(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """Hand no more messages to a subscription."""
        others = self._subscriptions.get(subscription.topic, [])
        if subscription in others:
            # A new list: `publish` may be going through the old one.
            left = [other for other in others if other is not subscription]
            if left:
                self._subscriptions[subscription.topic] = left
            else:
                del self._subscriptions[subscription.topic]
