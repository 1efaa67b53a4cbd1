from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

import onqueue
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.errors import TooMany
from onqueue.web import limits as our
from onqueue.web.limits import BODY_BYTES_MAX, KEYS_MAX, AttemptLimits, Rule, Window
from onqueue.web.tests.clients import Client

NewClient = Callable[..., Awaitable[Client]]
RULES = {"try": Rule(network=Window(3, 60), account=Window(2, 60), total=Window(4, 60))}


@pytest.fixture
def limits(clock: VirtualClock) -> AttemptLimits:
    return AttemptLimits(clock=clock, rules=RULES)


async def tries(limits: AttemptLimits, *who: tuple[str, str]) -> list[bool]:
    """Return for each network and account whether it got through."""
    through = []
    for network, account in who:
        try:
            await limits.count("try", network=network, account=account)
            through.append(True)
        except TooMany:
            through.append(False)
    return through


async def test_an_account_is_limited_over_networks(limits: AttemptLimits) -> None:
    who = [("n1", "a"), ("n2", "a"), ("n3", "a"), ("n3", "b")]
    assert await tries(limits, *who) == [True, True, False, True]


async def test_a_network_is_limited_over_accounts_and_uses_up_nothing_more(
    limits: AttemptLimits,
) -> None:
    who = [("n1", "a"), ("n1", "b"), ("n1", "c"), ("n1", "d"), ("n1", "d"), ("n2", "d")]
    assert await tries(limits, *who) == [True, True, True, False, False, True]


async def test_all_together_are_limited(limits: AttemptLimits) -> None:
    assert await tries(limits, *((f"n{n}", f"a{n}") for n in range(5))) == [True] * 4 + [False]


async def test_a_window_ends(limits: AttemptLimits, clock: VirtualClock) -> None:
    assert await tries(limits, *[("n1", "a")] * 3) == [True, True, False]
    clock.advance(ms=59_001)
    with pytest.raises(TooMany) as refused:
        await limits.count("try", network="n1", account="a")
    assert refused.value.retry_after_s == 1
    clock.advance(ms=999)
    assert await tries(limits, ("n1", "a")) == [True]


async def test_an_honest_attempt_is_given_back_once(limits: AttemptLimits) -> None:
    for _ in range(10):
        (await limits.count("try", network="n1", account="a")).give_back()
    attempt = await limits.count("try", network="n1", account="a")
    attempt.give_back()
    attempt.give_back()
    assert await tries(limits, *[("n1", "a")] * 3) == [True, True, False]


async def test_what_is_remembered_is_bounded(clock: VirtualClock) -> None:
    limits = AttemptLimits(clock=clock, rules={"try": Rule(network=Window(1, 60))})
    for n in range(KEYS_MAX + 10):
        await limits.count("try", network=str(n))
    assert len(limits._counts) == KEYS_MAX


async def test_a_body_that_says_it_is_too_large_is_refused(new_client: NewClient) -> None:
    client = await new_client()
    answer = await client.post("/api/session", content=b"x" * (BODY_BYTES_MAX + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.json()["data"] == {"limit": BODY_BYTES_MAX}
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_body_that_does_not_say_it_is_refused_while_it_comes(
    new_client: NewClient,
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 1
            yield b"x" * 65_536

    client = await new_client()
    answer = await client.post(
        "/api/session", content=endless(), headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert sent < 1_000


async def test_a_deeply_nested_body_is_malformed_and_no_fault(new_client: NewClient) -> None:
    client = await new_client()
    body = b'{"email":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    answer = await client.post(
        "/api/session", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_limit_is_asked_for_somewhere() -> None:
    sources = Path(onqueue.__file__).parent.rglob("*.py")
    code = "".join(path.read_text() for path in sources if "tests" not in path.parts)
    asked = set(re.findall(r"limits\.count(?:,|\()\s*\"([a-z_.]+)\"", code))
    assert asked == set(our.RULES)
