from __future__ import annotations

import asyncio

import pytest
from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError
from typing_extensions import override

from onqueue.kernel.errors import Unavailable
from onqueue.kernel.passwords import WAITING_MAX, Cost, Passwords, Verdict, common_passwords

QUICK = Cost(rounds=1, memory_kib=8, lanes=1)


class Counting(Passwords):
    """Counts how often a hash is worked out."""

    def __init__(self) -> None:
        super().__init__(cost=QUICK)
        self.checks = 0

    @override
    def _verify(self, password: str, against: str) -> Verdict:
        self.checks += 1
        return super()._verify(password, against)


async def test_a_password_is_checked_against_its_hash() -> None:
    passwords = Passwords(cost=QUICK)
    kept = await passwords.hash("a walrus")
    assert kept.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert kept != await passwords.hash("a walrus")
    right = await passwords.check("a walrus", against=kept)
    wrong = await passwords.check("a walruss", against=kept)
    broken = await passwords.check("a walrus", against="not a hash")
    assert (right.right, wrong.right, broken.right) == (True, False, False)
    passwords.stop()


async def test_nobody_takes_as_much_work_as_somebody_and_is_never_right() -> None:
    passwords = Counting()
    verdict = await passwords.check("nobody has this password", against=None)
    assert (verdict.right, verdict.outdated, passwords.checks) == (False, False, 1)
    passwords.stop()


async def test_nobody_is_checked_at_the_cost_of_somebody() -> None:
    passwords = Passwords(cost=QUICK)
    kept = await passwords.hash("a walrus")
    assert extract_parameters(passwords._nobody) == extract_parameters(kept)
    # A mismatch is found at the end of the work; a hash that cannot be read, before it.
    with pytest.raises(VerifyMismatchError):
        passwords._hasher.verify(passwords._nobody, "a walrus")
    passwords.stop()


async def test_a_hash_of_another_cost_is_outdated() -> None:
    old, new = Passwords(cost=QUICK), Passwords(cost=Cost(rounds=2, memory_kib=8, lanes=1))
    kept = await old.hash("a walrus")
    assert (await new.check("a walrus", against=kept)).outdated is True
    assert (await old.check("a walrus", against=kept)).outdated is False
    old.stop()
    new.stop()


async def test_a_burst_is_bounded() -> None:
    passwords = Passwords(cost=QUICK)
    tries = [passwords.check("guess", against=None) for _ in range(200)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Unavailable)]
    assert len(refused) == 200 - WAITING_MAX
    assert (await passwords.check("guess", against=None)).right is False
    passwords.stop()


@pytest.mark.slow
async def test_hashing_as_in_earnest_leaves_the_loop_free() -> None:
    passwords = Passwords()
    hashing = asyncio.ensure_future(passwords.hash("a walrus"))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not hashing.done()
    assert (await hashing).startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    passwords.stop()


def test_the_commonest_passwords_are_in_lower_case_and_long_enough_to_matter() -> None:
    common = common_passwords()
    assert {"password123", "qwertzuiop", "1234567890"} <= common
    assert [word for word in common if word != word.casefold()] == []
