"""How does a command reach the process that leads the floor?

Here, when it is this one. Otherwise it is written down for whoever leads (`journal/asks.py`), and
this process waits for the answer. The leader's `Clerk` brings what was written down to its
driver, and the driver answers in the transaction that carries it out.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from onqueue.journal import asks
from onqueue.kernel import attempts
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.ids import new_id
from onqueue.kernel.tasks import first_of
from onqueue.live import codec
from onqueue.live.errors import FloorAway, FloorBusy, FloorMoved, FloorRefused
from onqueue.live.inbox import BATCH_MAX

if TYPE_CHECKING:
    from onqueue.floor.commands import Command
    from onqueue.kernel.bus import Bus
    from onqueue.kernel.db import Database
    from onqueue.live.driver import Driver

log = structlog.get_logger(__name__)

WAIT_MS: Final = 15_000
"""How long a command may wait for a leader; a new one is there sooner."""
GRACE_S: Final = 2.0
"""How much longer the answer may be on its way."""
PENDING_MAX: Final = 2_000
"""Commands that may wait in one process."""
LOOK_S: Final = 0.5
"""Also without news: a message that was lost costs this delay and nothing more."""
FORGET_S: Final = 30.0


class Relay:
    """Takes commands to whoever leads."""

    def __init__(self, *, db: Database, bus: Bus, driver: Driver, node: str) -> None:
        self._db = db
        self._bus = bus
        self._driver = driver
        self._node = node
        self._pending: dict[str, asyncio.Future[int]] = {}
        self._asked = asyncio.Event()

    def __len__(self) -> int:
        """How many commands wait for an answer from elsewhere."""
        return len(self._pending)

    async def ask(self, command: Command) -> int:
        """Have a command carried out; the journal position of its outcome."""
        if self._driver.leads:
            try:
                return await self._driver.ask(command)
            except FloorMoved:
                log.info("relay.moved", command=type(command).__name__)
        return await self._send(command)

    async def _send(self, command: Command) -> int:
        if len(self._pending) >= PENDING_MAX:
            raise FloorBusy
        id_ = new_id()
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._pending[id_] = answer
        try:
            await self._db.write(
                asks.put,
                id=id_,
                node=self._node,
                command=codec.of_command(command),
                wait_ms=WAIT_MS,
            )
            self._asked.set()
            async with asyncio.timeout(WAIT_MS / 1_000 + GRACE_S):
                return await answer
        except TimeoutError:
            raise FloorAway from None
        finally:
            del self._pending[id_]

    async def run(self) -> None:
        """Fetch the answers, until cancelled."""
        with self._bus.subscribe(asks.ANSWERED, latest=True) as news:
            while True:
                self._asked.clear()
                if self._pending:
                    await self._fetch()
                    await first_of(news.next(), asyncio.sleep(LOOK_S))
                else:
                    await self._asked.wait()

    async def _fetch(self) -> None:
        try:
            answers = await self._db.read(asks.answers, ids=list(self._pending))
        except Unavailable as error:
            log.warning("relay.delayed", error=error.code)
            return
        for one in answers:
            future = self._pending.get(one.id)
            if future is None or future.done():
                continue
            if one.refusal is not None:
                future.set_exception(codec.of_refusal(one.refusal))
            else:
                assert one.seq is not None
                future.set_result(one.seq)


class Clerk:
    """Brings the commands that others wrote down to the driver. A duty of the leader."""

    def __init__(self, *, db: Database, bus: Bus, driver: Driver) -> None:
        self._db = db
        self._bus = bus
        self._driver = driver

    async def run(self) -> None:
        """Take what waits, and what comes, until cancelled."""
        with self._bus.subscribe(asks.ASKED, latest=True) as news:
            loop = asyncio.get_running_loop()
            forget_at = loop.time()
            while True:
                try:
                    more = await self.once()
                    if loop.time() >= forget_at:
                        forget_at = loop.time() + FORGET_S
                        await self._db.write(asks.forget)
                        await self._db.write(attempts.forget)
                except Unavailable as error:
                    log.warning("clerk.delayed", error=error.code)
                    more = False
                if not more:
                    await first_of(news.next(), asyncio.sleep(LOOK_S))

    async def once(self) -> bool:
        """Carry out what waits; whether there may be more."""
        waiting = await self._db.read(asks.waiting, limit=BATCH_MAX)
        answers: list[asyncio.Future[int]] = []
        full: Unavailable | None = None
        for one in waiting:
            try:
                answers.append(self._driver.put(codec.to_command(one.command), id=one.id))
            except msgspec.MsgspecError:
                # A newer program asks what we do not know. It waits for one that does.
                log.exception("clerk.unreadable", ask=one.id)
            except Unavailable as error:
                full = error
                break
        done = await asyncio.gather(*answers, return_exceptions=True)
        for outcome in (*done, full):
            # What the floor refused is answered; what it could not take waits on.
            if isinstance(outcome, BaseException) and not isinstance(outcome, FloorRefused):
                raise outcome
        return len(waiting) == BATCH_MAX
