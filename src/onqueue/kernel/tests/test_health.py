"""Health: every check is asked, and one that fails or hangs is a problem, not an error."""

import asyncio

import pytest

from onqueue.kernel import health
from onqueue.kernel.health import Health


async def fine() -> str | None:
    return None


async def late() -> str | None:
    return "The journal is 9 s behind; look at the projector."


async def broken() -> str | None:
    raise KeyError("secret")


async def hangs() -> str | None:
    await asyncio.Event().wait()
    return None


async def test_alive_asks_the_vital_checks_and_ready_asks_all() -> None:
    checks = Health()
    checks.register("database", fine, vital=True)
    checks.register("journal", late)
    alive, ready = await checks.live(), await checks.ready()
    assert (alive.ok, alive.problems) == (True, {"database": None})
    assert (ready.ok, ready.problems) == (
        False,
        {"database": None, "journal": "The journal is 9 s behind; look at the projector."},
    )


async def test_a_check_that_fails_or_hangs_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_S_MAX", 0)
    checks = Health()
    checks.register("broken", broken)
    checks.register("hangs", hangs)
    assert (await checks.ready()).problems == {
        "broken": "The check failed: KeyError.",
        "hangs": "No answer within 0 seconds.",
    }


def test_two_checks_cannot_have_one_name() -> None:
    checks = Health()
    checks.register("database", fine)
    with pytest.raises(AssertionError):
        checks.register("database", fine)
