"""In which order is taken what comes? What is of one call in its order, calls beside each other.

A call waits for the database and for its carrier most of the time. Were all calls taken one after
the other, each would wait for the others' disks and wires too, and a handful a second would be all
that could be served.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import structlog

from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.get_logger(__name__)

WAITING_MAX: Final = 20_000
"""What may wait to be taken; beyond, the sweep finds it."""

T = TypeVar("T")


class Turns(Generic[T]):
    """Takes things when it is their turn."""

    def __init__(
        self, *, call_of: Callable[[T], str], take: Callable[[T], Awaitable[None]]
    ) -> None:
        """`call_of` says of which call a thing is; what is of none is taken while all stand still.

        It is asked when the thing's turn comes, and again for the next: a call may have been
        found, or have got another contact, in between.
        """
        self._call_of, self._take = call_of, take
        self._inbox: asyncio.Queue[T] = asyncio.Queue(WAITING_MAX)
        self._lanes: dict[str, deque[T]] = {}
        self._at_rest = asyncio.Event()
        self._at_rest.set()

    def put(self, item: T) -> None:
        """Let a thing be taken as soon as may be."""
        try:
            self._inbox.put_nowait(item)
        except asyncio.QueueFull:
            log.exception("calls.inbox_full")

    async def caught_up(self) -> None:
        """Wait until everything that has come so far was taken."""
        await self._inbox.join()

    async def run(self) -> None:
        """Take what comes, until cancelled."""
        tasks = Tasks()
        try:
            while True:
                item = await self._inbox.get()
                call = self._call_of(item)
                if not call:
                    await self._at_rest.wait()
                    await self._take_one(item)
                elif call in self._lanes:
                    self._queue(self._lanes[call], item)
                else:
                    self._lanes[call] = deque([item])
                    self._at_rest.clear()
                    tasks.start(self._follow(call), name="calls: one after the other")
        finally:
            await tasks.stop()

    def _queue(self, lane: deque[T], item: T) -> None:
        """Let a thing wait for those before it; a call need not be looked at twice in a row."""
        if isinstance(item, str) and item in lane:
            self._inbox.task_done()
        else:
            lane.append(item)

    async def _follow(self, call: str) -> None:
        lane = self._lanes[call]
        try:
            while lane:
                await self._take_one(lane.popleft())
        finally:
            for _ in lane:
                self._inbox.task_done()
            del self._lanes[call]
            if not self._lanes:
                self._at_rest.set()

    async def _take_one(self, item: T) -> None:
        try:
            await self._take(item)
        except OnqueueError as error:
            log.warning("calls.delayed", code=error.code)
        except Exception:
            log.exception("calls.failed")
        finally:
            self._inbox.task_done()
