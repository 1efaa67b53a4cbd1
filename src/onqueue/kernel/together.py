"""How do two thousand who ask the same at once become twenty questions?

Whoever asks while nobody else does is answered as if this were not here. Questions that come while
one is under way wait for it and are then asked together. Nobody gets an answer that is older than
the question, so nothing here has to be thought of when what was asked about changes.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from onqueue.kernel.db import DatabaseBusy
from onqueue.kernel.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Question = TypeVar("Question")
Answer = TypeVar("Answer")

WAITING_MAX: Final = 5_000
"""More than that are refused at once."""
TOGETHER_MAX: Final = 200
"""More in one question would make the first of them wait for the last."""


class Together(Generic[Question, Answer]):
    """Questions to the database that are asked together when there are many."""

    def __init__(
        self, ask: Callable[[Sequence[Question]], Awaitable[Sequence[Answer]]], *, name: str
    ) -> None:
        """`ask` answers questions in their order; what it raises is raised to all who asked."""
        self._ask = ask
        self._name = name
        self._tasks = Tasks()
        self._waiting: deque[tuple[Question, asyncio.Future[Answer]]] = deque()
        self._busy = False

    async def ask(self, question: Question) -> Answer:
        """The answer, found after this was asked."""
        if self._busy:
            return await self._wait(question)
        self._busy = True
        try:
            (answer,) = await self._ask([question])
        finally:
            self._go_on()
        return answer

    async def _wait(self, question: Question) -> Answer:
        if len(self._waiting) >= WAITING_MAX:
            raise DatabaseBusy
        place: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, place))
        return await place

    def _go_on(self) -> None:
        # Whoever was first need not wait until the others are answered.
        if self._waiting:
            self._tasks.start(self._answer_waiting(), name=self._name)
        else:
            self._busy = False

    async def _answer_waiting(self) -> None:
        while self._waiting:
            some = [self._waiting.popleft() for _ in range(min(TOGETHER_MAX, len(self._waiting)))]
            # Whoever waits no more is not asked for.
            some = [(question, place) for question, place in some if not place.done()]
            try:
                answers = await self._ask([question for question, _ in some]) if some else ()
            except Exception as error:  # noqa: BLE001  # it belongs to those who asked
                for _, place in some:
                    if not place.done():
                        place.set_exception(error)
                continue
            for (_, place), answer in zip(some, answers, strict=True):
                if not place.done():
                    place.set_result(answer)
        self._busy = False
