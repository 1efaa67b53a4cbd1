"""How is a password kept and checked? As argon2id, two at a time.

One hash takes about a sixth of a second and 64 MiB on purpose. A pool of two threads keeps a
burst of sign-ins from taking the processor and the memory from the chats; a bound on those
waiting keeps the burst from growing without end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onqueue.kernel.errors import Unavailable

WORKERS: Final = 2
WAITING_MAX: Final = 64
RETRY_AFTER_S: Final = 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one hash costs. A change makes old hashes be made anew at the next sign-in."""

    rounds: int = 3
    memory_kib: int = 65_536
    lanes: int = 1
    """More would let one hash take more than one thread, and two of them all processors."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password is right, and whether its hash should be made anew."""

    right: bool
    outdated: bool


@cache
def common_passwords() -> frozenset[str]:
    """Return the commonest passwords of at least ten characters, in lower case."""
    text = files("onqueue.kernel").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split("\n")) - {""}


class Passwords:
    """Hashes and checks passwords off the event loop."""

    def __init__(self, *, cost: Cost | None = None) -> None:
        cost = cost or Cost()
        self._hasher = PasswordHasher(
            time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes
        )
        self._pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="passwords")
        self._waiting = 0
        # Unknown people are checked against this, so that they take as long as known ones. It
        # need not be the hash of anything: what takes the time is the check.
        self._nobody = _hash_of_nothing(cost)

    async def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return await self._run(self._hasher.hash, password)

    async def check(self, password: str, *, against: str | None) -> Verdict:
        """Tell whether a password is the one behind a hash; None is somebody unknown."""
        verdict = await self._run(self._verify, password, against or self._nobody)
        return verdict if against is not None else Verdict(right=False, outdated=False)

    def stop(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    async def _run(self, work: Callable[..., T], *given: str) -> T:
        if self._waiting >= WAITING_MAX:
            raise Unavailable(retry_after_s=RETRY_AFTER_S)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)
        finally:
            self._waiting -= 1

    def _verify(self, password: str, against: str) -> Verdict:
        try:
            self._hasher.verify(against, password)
        except (VerificationError, InvalidHashError):
            return Verdict(right=False, outdated=False)
        return Verdict(right=True, outdated=self._hasher.check_needs_rehash(against))


def _hash_of_nothing(cost: Cost) -> str:
    """Return what looks like a hash of this cost, with salt and digest of zeroes."""
    parameters = f"m={cost.memory_kib},t={cost.rounds},p={cost.lanes}"
    return f"$argon2id$v=19${parameters}${'A' * 22}${'A' * 43}"
