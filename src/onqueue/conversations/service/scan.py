"""Is a received file safe, as far as a virus scanner can tell?"""

from __future__ import annotations

import asyncio
import contextlib
import shlex
from pathlib import Path
from typing import Final, Literal, Protocol

import structlog

log = structlog.get_logger(__name__)

Verdict = Literal["clean", "infected", "unknown"]

SCAN_TIMEOUT_S: Final = 60.0
INFECTED_STATUS: Final = 1
"""What clamscan, clamdscan and their like exit with when they have found something."""


class Scanner(Protocol):
    """Looks into a file. Whoever says `required` refuses files it cannot judge."""

    required: bool

    async def scan(self, path: Path) -> Verdict:
        """Tell what is known of the file."""


class NullScanner:
    """No scanner was set up: nothing is known, and files are taken unscanned."""

    required = False

    async def scan(self, path: Path) -> Verdict:
        """Tell that nothing is known."""
        return "unknown"


class CommandScanner:
    """Calls a program with the file's path as its last argument.

    Exit status 0 is clean, 1 infected, anything else (and no answer in time) unknown.
    """

    required = True

    def __init__(self, command: str, *, timeout_s: float = SCAN_TIMEOUT_S) -> None:
        self._arguments = shlex.split(command)
        self._timeout_s = timeout_s

    async def scan(self, path: Path) -> Verdict:
        """Tell what the program says."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._arguments,
                str(path),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            log.warning("scan.not_started", program=self._arguments[:1], reason=str(error))
            return "unknown"
        try:
            async with asyncio.timeout(self._timeout_s):
                status = await process.wait()
        except TimeoutError:
            log.warning("scan.timed_out", program=self._arguments[:1])
            return "unknown"
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if status == 0:
            return "clean"
        return "infected" if status == INFECTED_STATUS else "unknown"


def scanner_from(command: str) -> Scanner:
    """Return the scanner that the settings name."""
    return CommandScanner(command) if command.strip() else NullScanner()
