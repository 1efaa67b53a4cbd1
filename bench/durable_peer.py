"""The peer: free agents take the best waiting contact from a table, each in a transaction."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from random import Random
from typing import Final

import psycopg

from bench.durable_centre import QUEUES, QUEUES_EACH, SKILLED_SHARE, SKILLS, SKILLS_EACH

CONNECTIONS: Final = 16
TABLE: Final = """
CREATE TABLE waiting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue int NOT NULL, skill int NOT NULL, since timestamptz NOT NULL DEFAULT now(), agent text
);
CREATE INDEX ON waiting (queue, skill, since) WHERE agent IS NULL;
"""
NOBODY: Final = -1
TAKE: Final = """
UPDATE waiting SET agent = %s WHERE id = (
    SELECT id FROM waiting WHERE agent IS NULL AND queue = ANY(%s) AND skill = ANY(%s)
    ORDER BY since LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING id
"""


class SkipLocked:
    """A table of those who wait."""

    def __init__(self, agents: list[str]) -> None:
        dice = Random(7)
        self._dice = dice
        self._free: asyncio.Queue[psycopg.AsyncConnection[tuple[object, ...]]] = asyncio.Queue()
        self._of = {
            agent: (
                dice.sample(range(QUEUES), QUEUES_EACH),
                [NOBODY, *dice.sample(range(SKILLS), SKILLS_EACH)],
            )
            for agent in agents
        }

    @classmethod
    @contextlib.asynccontextmanager
    async def on(cls, url: str, agents: list[str]) -> AsyncIterator[SkipLocked]:
        """Open it in an empty database."""
        peer = cls(agents)
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(CONNECTIONS):
                connection = await psycopg.AsyncConnection.connect(url)
                peer._free.put_nowait(await stack.enter_async_context(connection))
            async with peer._connection() as connection:
                await connection.execute(TABLE)
            yield peer

    async def fill(self, waiting: int) -> None:
        """Let so many wait."""
        async with self._connection() as connection:
            for _ in range(waiting):
                await self._arrive(connection)

    async def assign(self, agent: str) -> bool:
        """Finish a contact, take the next, and let another come."""
        queues, skills = self._of[agent]
        async with self._connection() as connection:
            found = await connection.execute(TAKE, (agent, queues, skills))
            taken = await found.fetchone()
        async with self._connection() as connection:
            await self._arrive(connection)
        return taken is not None

    async def _arrive(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        queues, skills = self._of[self._dice.choice(list(self._of))]
        skilled = self._dice.random() < SKILLED_SHARE
        skill = self._dice.choice(skills[1:]) if skilled else NOBODY
        await connection.execute(
            "INSERT INTO waiting (queue, skill) VALUES (%s, %s)", (self._dice.choice(queues), skill)
        )

    @contextlib.asynccontextmanager
    async def _connection(
        self,
    ) -> AsyncIterator[psycopg.AsyncConnection[tuple[object, ...]]]:
        connection = await self._free.get()
        try:
            async with connection.transaction():
                yield connection
        finally:
            self._free.put_nowait(connection)
