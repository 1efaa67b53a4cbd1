"""Is this process alive, and can it serve?

A check answers None when all is well, or a sentence that says what is not and what to do. A
process that is not alive should be restarted; one that is not ready should be left alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog

from onqueue.kernel.errors import OnqueueError

CHECK_S_MAX: Final = 2.0

log = structlog.get_logger(__name__)

Check = Callable[[], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks said: each name with its problem, or with None."""

    problems: dict[str, str | None]

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong."""
        return not any(self.problems.values())


class Health:
    """The checks of one process, by name."""

    def __init__(self) -> None:
        self._checks: dict[str, tuple[Check, bool]] = {}

    def register(self, name: str, check: Check, *, vital: bool = False) -> None:
        """Add a check for readiness; a `vital` one decides about being alive as well."""
        assert name not in self._checks, name
        self._checks[name] = (check, vital)

    async def live(self) -> Report:
        """Ask the vital checks."""
        return await self._ask(vital_only=True)

    async def ready(self) -> Report:
        """Ask all checks."""
        return await self._ask(vital_only=False)

    async def _ask(self, *, vital_only: bool) -> Report:
        asked = {
            name: check for name, (check, vital) in self._checks.items() if vital or not vital_only
        }
        answers = await asyncio.gather(*(_answer(name, check) for name, check in asked.items()))
        return Report(problems=dict(zip(asked, answers, strict=True)))


async def _answer(name: str, check: Check) -> str | None:
    try:
        async with asyncio.timeout(CHECK_S_MAX):
            return await check()
    except TimeoutError:
        return f"No answer within {CHECK_S_MAX:g} seconds."
    except OnqueueError as error:
        return str(error)
    except Exception as error:
        log.exception("health.check_failed", check=name)
        return f"The check failed: {type(error).__name__}."
