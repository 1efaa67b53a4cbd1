"""Tasks: kept, stopped, and not silent when they crash."""

import asyncio

import pytest

from onqueue.kernel import tasks as kernel_tasks
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.tasks import Tasks, first_of, outlasting


async def test_a_task_runs_until_it_is_stopped() -> None:
    tasks, ended = Tasks(), asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    tasks.start(wait(), name="wait")
    await asyncio.sleep(0)
    assert tasks.names() == ["wait"]
    await tasks.stop()
    await tasks.stop()
    assert (tasks.names(), ended.is_set(), tasks.crashed) == ([], True, {})


async def test_a_crash_is_kept_with_its_name() -> None:
    tasks = Tasks()

    async def crash() -> None:
        raise KeyError("why")

    await tasks.start(crash(), name="floor").ended()
    await asyncio.sleep(0)
    assert tasks.crashed == {"floor": "KeyError('why')"}


async def test_one_task_can_be_cancelled() -> None:
    tasks = Tasks()
    running = tasks.start(asyncio.Event().wait(), name="socket")
    running.cancel()
    await running.ended()
    await asyncio.sleep(0)
    assert (tasks.names(), tasks.crashed) == ([], {})


async def test_nothing_is_started_while_stopping() -> None:
    tasks = Tasks()
    await tasks.stop()
    with pytest.raises(RuntimeError, match="late was started while stopping"):
        tasks.start(asyncio.Event().wait(), name="late")


async def test_the_first_to_end_ends_the_wait_and_the_others() -> None:
    cancelled = asyncio.Event()

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    await first_of(forever(), asyncio.sleep(0))
    assert cancelled.is_set()
    with pytest.raises(KeyError):
        await first_of(_fail(), asyncio.Event().wait())


async def _fail() -> None:
    raise KeyError


async def test_what_goes_on_begins_anew_after_the_database_was_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kernel_tasks, "AGAIN_S", 0.0)
    runs = 0

    async def run() -> None:
        nonlocal runs
        runs += 1
        if runs < 3:
            raise Unavailable

    await outlasting(run, name="follow")
    assert runs == 3


async def test_a_fault_ends_what_goes_on() -> None:
    async def run() -> None:
        raise KeyError("why")

    with pytest.raises(KeyError):
        await outlasting(run, name="follow")
