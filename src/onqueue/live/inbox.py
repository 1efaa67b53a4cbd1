"""How do commands get in line for the floor, and what happens when too many do?

The inbox is bounded: a full one refuses at once with a sentence and a time to try again,
rather than let callers wait without end.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onqueue.live.errors import FloorBusy

if TYPE_CHECKING:
    from onqueue.floor.commands import Command

INBOX_MAX: Final = 20_000
BATCH_MAX: Final = 500
"""More in one batch would make the first of them wait for the last."""


@dataclass(slots=True)
class Ask:
    """One command and the place where its answer goes."""

    command: Command
    answer: asyncio.Future[int]
    id: str | None = None
    """The row of `journal/asks.py` that wants the answer as well, if there is one."""


@dataclass(slots=True)
class Inbox:
    """Commands in the order they came."""

    limit: int = INBOX_MAX
    _asks: deque[Ask] = field(default_factory=deque)
    _filled: asyncio.Event = field(default_factory=asyncio.Event)

    def __len__(self) -> int:
        return len(self._asks)

    def put(self, command: Command, *, id: str | None = None) -> asyncio.Future[int]:  # noqa: A002  # its word
        """Take a command; the future tells the journal position of its outcome."""
        if len(self._asks) >= self.limit:
            raise FloorBusy(retry_after_s=1)
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._asks.append(Ask(command, answer, id))
        self._filled.set()
        return answer

    def wake(self) -> None:
        """Let `take` return now, with whatever there is."""
        self._filled.set()

    async def take(self, *, wait_s: float) -> list[Ask]:
        """Up to a batch of asks; empty when nothing came within `wait_s`."""
        if not self._asks:
            self._filled.clear()
            try:
                async with asyncio.timeout(max(0.0, wait_s)):
                    await self._filled.wait()
            except TimeoutError:
                return []
        batch: list[Ask] = []
        while self._asks and len(batch) < BATCH_MAX:
            batch.append(self._asks.popleft())
        return batch

    def refuse_all(self, error: Exception) -> None:
        """Answer everything in line with an error."""
        while self._asks:
            ask = self._asks.popleft()
            if not ask.answer.done():
                ask.answer.set_exception(error)
