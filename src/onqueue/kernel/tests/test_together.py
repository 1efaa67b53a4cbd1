"""Many who ask at once are answered together, and nobody with what was before they asked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from onqueue.kernel import together
from onqueue.kernel.db import DatabaseBusy
from onqueue.kernel.together import Together


class Oracle:
    """Answers with the question's square when it is let, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.open = asyncio.Event()
        self.fails = False

    async def answer(self, questions: Sequence[int]) -> list[int]:
        """Wait until the door is open."""
        self.asked.append(list(questions))
        fails = self.fails
        await self.open.wait()
        if fails:
            raise LookupError
        return [one * one for one in questions]


def many(oracle: Oracle, count: int) -> tuple[Together[int, int], list[asyncio.Future[int]]]:
    """Ask for the squares of 0, 1, 2 and so on, all at once."""
    asking = Together(oracle.answer, name="squares")
    return asking, [asyncio.ensure_future(asking.ask(number)) for number in range(count)]


async def turns() -> None:
    """Let everybody go on as far as they can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_lone_question_is_asked_at_once() -> None:
    oracle = Oracle()
    oracle.open.set()
    asking: Together[int, int] = Together(oracle.answer, name="squares")
    assert [await asking.ask(3), await asking.ask(4)] == [9, 16]
    assert oracle.asked == [[3], [4]]


async def test_questions_that_come_meanwhile_are_asked_together() -> None:
    oracle = Oracle()
    _, answers = many(oracle, 5)
    await turns()
    assert oracle.asked == [[0]]
    oracle.open.set()
    assert await asyncio.gather(*answers) == [0, 1, 4, 9, 16]
    assert oracle.asked == [[0], [1, 2, 3, 4]]


async def test_so_many_are_asked_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "TOGETHER_MAX", 2)
    oracle = Oracle()
    _, answers = many(oracle, 6)
    await turns()
    oracle.open.set()
    assert await asyncio.gather(*answers) == [0, 1, 4, 9, 16, 25]
    assert oracle.asked == [[0], [1, 2], [3, 4], [5]]


async def test_failure_is_told_to_those_who_asked_and_not_to_the_next() -> None:
    oracle = Oracle()
    asking, answers = many(oracle, 3)
    await turns()
    oracle.fails = True
    oracle.open.set()
    outcomes = await asyncio.gather(*answers, return_exceptions=True)
    assert outcomes[0] == 0
    assert [type(one) for one in outcomes[1:]] == [LookupError, LookupError]
    oracle.fails = False
    assert await asking.ask(5) == 25


async def test_others_are_answered_when_the_first_goes_away() -> None:
    oracle = Oracle()
    asking, answers = many(oracle, 4)
    await turns()
    answers[0].cancel()
    answers[2].cancel()
    await turns()
    oracle.open.set()
    assert [await answers[1], await answers[3]] == [1, 9]
    assert oracle.asked == [[0], [1, 3]]
    assert await asking.ask(6) == 36


async def test_more_than_can_wait_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "WAITING_MAX", 2)
    oracle = Oracle()
    asking, answers = many(oracle, 3)
    await turns()
    with pytest.raises(DatabaseBusy):
        await asking.ask(9)
    oracle.open.set()
    assert await asyncio.gather(*answers) == [0, 1, 4]
