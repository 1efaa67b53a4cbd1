"""Who does work that costs a core for minutes? A child process that stands back and ends with us.

The child is a module of ours, started with the same interpreter. Both say lines to each other
through its input and output; what it is to do comes the same way, because an order may hold a
password. Its input closes when the server is gone, however that happened.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from asyncio.subprocess import PIPE, Process
from typing import IO, Final

NICE: Final = 10
"""How much a child stands back for everybody else on the machine."""


class Child:
    """A child process, as the server has it."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, module: str, *, line_max: int) -> Child:
        """Start a module whose lines are at most so many bytes."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, stdin=PIPE, stdout=PIPE, start_new_session=True,
            limit=line_max,
        )  # fmt: skip
        return cls(process)

    async def say(self, line: bytes) -> None:
        """Say a line. OSError when the child has ended."""
        assert self._process.stdin is not None, "it was asked for"
        self._process.stdin.write(line)
        await self._process.stdin.drain()

    async def hear(self) -> bytes:
        """Return its next line, or nothing when it has ended. ValueError when one is too long."""
        assert self._process.stdout is not None, "it was asked for"
        return await self._process.stdout.readline()

    async def end(self) -> None:
        """End it, whatever it does, and wait until it is gone."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()


class Parent:
    """The server, as its child has it."""

    def __init__(self) -> None:
        """Stand back. Whatever is logged or printed from now on does not come between the lines."""
        self._asked: IO[bytes] = sys.stdin.buffer
        self._out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        os.nice(NICE)

    def hear(self) -> bytes:
        """Return what it says next, or nothing when it is gone."""
        return self._asked.readline()

    def say(self, line: bytes) -> None:
        """Say a line."""
        # A pipe takes a large line in pieces.
        rest = memoryview(line)
        while rest:
            rest = rest[self._out.write(rest) :]

    def end_with_it(self) -> None:
        """End at once when the server does, also in the middle of the work; hear nothing more."""
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        self._asked.read()
        os._exit(1)
