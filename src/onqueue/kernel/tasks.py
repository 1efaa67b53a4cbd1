"""What runs in the background, and who notices when it stops?

Tasks are started here and nowhere else: a task that nobody holds can vanish half-way, and
one whose error nobody reads fails in silence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Final

import structlog

from onqueue.kernel.errors import Unavailable

AGAIN_S: Final = 1.0
"""How long to leave a database alone that was away or busy."""

log = structlog.get_logger(__name__)


class Running:
    """A task that was started: it can be stopped, but need not be waited for."""

    __slots__ = ("_task",)

    def __init__(self, task: asyncio.Task[Any]) -> None:
        self._task = task

    def cancel(self) -> None:
        """Ask the task to stop."""
        self._task.cancel()

    async def ended(self) -> None:
        """Wait until the task has ended, however it ends."""
        await asyncio.wait([self._task])


class Tasks:
    """The background tasks of one part of the program."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self.crashed: dict[str, str] = {}
        """Names of tasks that ended by an error, with the error; health looks here."""

    def start(self, coro: Coroutine[Any, Any, Any], *, name: str) -> Running:
        """Run a coroutine until it ends or `stop` is called."""
        if self._stopping:
            coro.close()
            raise RuntimeError(f"{name} was started while stopping")
        task = asyncio.create_task(coro, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return Running(task)

    async def stop(self) -> None:
        """Cancel what runs and wait until it has ended. May be called twice."""
        self._stopping = True
        # A task that is cleaning up may still start others it waits for; take them too.
        while running := self._running.copy():
            for task in running:
                task.cancel()
            await asyncio.wait(running)
            self._running -= running

    def names(self) -> list[str]:
        """Return the names of what runs, sorted."""
        return sorted(task.get_name() for task in self._running)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self.crashed[task.get_name()] = repr(error)
            log.error("task.crashed", task=task.get_name(), exc_info=error)


async def first_of(*coros: Coroutine[Any, Any, Any]) -> None:
    """Wait until one of several ends, and cancel the others. Raises what it raised."""
    tasks = [asyncio.create_task(coro) for coro in coros]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def outlasting(run: Callable[[], Coroutine[Any, Any, None]], *, name: str) -> None:
    """Run what goes on until cancelled, and begin it anew after the database was away or busy.

    Any other error ends it: that is a fault of ours, and health has to say so.
    """
    while True:
        try:
            await run()
        except Unavailable as error:
            log.warning("task.delayed", task=name, error=error.code)
            # By the machine's clock: databases come back when they do, not when a test says so.
            await asyncio.sleep(AGAIN_S)
        else:
            return
