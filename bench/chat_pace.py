"""How are messages sent at a rate, whatever the server does, and what became of each one?

The arrivals are open loop: when each message is due was drawn before, and its time counts from
then, not from when a slow server or a slow generator let it out. So a server that stalls pays for
everything that would have been said meanwhile.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from random import Random
from typing import Final

import msgspec

DRAIN_S_MAX: Final = 20.0
"""As long as messages may still arrive before they count as lost."""
SENTENCES: Final = (
    "Hello, my order has not arrived yet and the tracking page shows nothing.",
    "Could you please send me the invoice of last month once more?",
    "I have restarted it twice, and the light on the front stays red.",
    "Thank you, that is exactly what I needed to know.",
    "The parcel left our warehouse on Tuesday and should reach you tomorrow.",
    "May I ask for the number that is printed on the back of the device?",
    "Yes, the brake squeaks when it rains; otherwise everything works fine.",
    "One moment please, I am looking that up for you.",
)


class Asked(msgspec.Struct, frozen=True):
    """One rung: so many messages a second for so long; the first seconds only warm up."""

    rate: float
    seconds: float
    warm_up: float
    seed: int


class Heard(msgspec.Struct, frozen=True):
    """What became of a rung's messages. Times are in milliseconds."""

    sent: int
    measured: int
    lost: int
    doubled: int
    refused: int
    p50: float
    p95: float
    p99: float
    most: float
    late_p99: float
    """How late the generator itself was."""
    cpu_s: float
    """What the generator used."""


class Book:
    """Which messages are under way, and how long the others took."""

    def __init__(self) -> None:
        self._due: dict[str, float] = {}
        self._warm: set[str] = set()
        self._arrived: set[str] = set()
        self.took: list[float] = []
        self.late: list[float] = []
        self.sent = 0
        self.doubled = 0
        self.refused = 0

    def send(self, id_: str, *, due: float, warm: bool) -> None:
        """Note a message that goes out now."""
        self._due[id_] = due
        self.sent += 1
        if warm:
            self._warm.add(id_)
        else:
            self.late.append(time.perf_counter() - due)

    def arrive(self, id_: str) -> None:
        """Note a message that reached the other side."""
        due = self._due.pop(id_, None)
        if due is None:
            self.doubled += id_ in self._arrived
            return
        self._arrived.add(id_)
        if id_ in self._warm:
            self._warm.discard(id_)
        else:
            self.took.append(time.perf_counter() - due)

    @property
    def under_way(self) -> int:
        """How many have not arrived."""
        return len(self._due)

    def close(self, *, cpu_s: float) -> Heard:
        """Sum a rung up, and begin anew. What is still missing is lost."""
        took, late = sorted(self.took), sorted(self.late)
        heard = Heard(
            sent=self.sent,
            measured=len(took),
            lost=len(self._due),
            doubled=self.doubled,
            refused=self.refused,
            p50=_at(took, 0.50),
            p95=_at(took, 0.95),
            p99=_at(took, 0.99),
            most=_at(took, 1.0),
            late_p99=_at(late, 0.99),
            cpu_s=cpu_s,
        )
        self._due.clear()
        self._warm.clear()
        self.took, self.late, self.sent, self.doubled, self.refused = [], [], 0, 0, 0
        return heard


def _at(ordered: list[float], share: float) -> float:
    """Return a percentile in milliseconds."""
    if not ordered:
        return float("inf")
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1_000


Say = Callable[[int, str, str], None]
"""Sends message number n with an id and a text, and does not wait."""


async def climb(asked: Asked, *, book: Book, say: Say, prefix: str) -> Heard:
    """Send one rung's messages at their times, and wait for what is under way."""
    dice = Random(asked.seed)
    cpu = time.process_time()
    begun = due = time.perf_counter()
    number = 0
    while (due := due + dice.expovariate(asked.rate)) - begun < asked.seconds + asked.warm_up:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        id_ = f"{prefix}-{asked.seed}-{number:06}"
        book.send(id_, due=due, warm=due - begun < asked.warm_up)
        say(number, id_, dice.choice(SENTENCES))
        number += 1
    drained_by = time.perf_counter() + DRAIN_S_MAX
    while book.under_way and time.perf_counter() < drained_by:  # noqa: ASYNC110 - a look is enough
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.2)  # second copies would come now
    return book.close(cpu_s=time.process_time() - cpu)


async def obey(*, ready: object, run: Callable[[Asked], Awaitable[Heard]]) -> None:
    """Say that all are connected, then run what is asked on standard input until it ends."""
    loop = asyncio.get_running_loop()
    _print(ready)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        _print(await run(msgspec.json.decode(line, type=Asked)))


def _print(value: object) -> None:
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()
