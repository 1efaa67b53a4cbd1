"""Does the database answer at all?

A server that is frozen, or whose host is gone, neither answers nor refuses: whoever waits for it
waits for ever. So when a call has waited for longer than usual, we ask on a connection of our own,
which waits two seconds. When that is not answered either, the database is away: everybody who
waits is told, and who comes is refused at once, until it answers again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from onqueue.kernel.clock import monotonic_s
from onqueue.kernel.tasks import Tasks

if TYPE_CHECKING:
    from onqueue.kernel.db.lanes import Lane

LOOK_S: Final = 1.0
PATIENCE_S: Final = 3.0
"""So long a call may take before somebody asks whether the database is there."""

log = structlog.get_logger(__name__)


class Pulse:
    """Watches the calls of some lanes, and the database behind them."""

    def __init__(self, *, engine: Engine, lanes: Sequence[Lane]) -> None:
        """`engine` makes connections that wait for two seconds at the most."""
        self._engine = engine
        self._lanes = lanes
        self._tasks = Tasks()

    def start(self) -> None:
        """Watch from now on."""
        self._tasks.start(self._watch(), name="database-pulse")

    async def stop(self) -> None:
        """Watch no more."""
        await self._tasks.stop()

    async def _watch(self) -> None:
        away_since_s = 0.0
        while True:
            await asyncio.sleep(LOOK_S)
            oldest_s = max(lane.oldest_s() for lane in self._lanes)
            if not away_since_s and oldest_s < PATIENCE_S:
                continue
            if await asyncio.to_thread(self._beats):
                if away_since_s:
                    log.warning("database.back", after_s=round(monotonic_s() - away_since_s))
                away_since_s = 0.0
            elif not away_since_s:
                away_since_s = monotonic_s()
                log.error("database.away")
            for lane in self._lanes:
                lane.set_away(bool(away_since_s))

    def _beats(self) -> bool:
        try:
            with self._engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True
