"""Actors: rights and scopes."""

import pytest

from onqueue.kernel.authz import RIGHTS, SYSTEM, Actor, RightMissing


def actor(**more: object) -> Actor:
    values: dict[str, object] = {
        "account": "a1",
        "name": "Ada",
        "rights": frozenset({"floor.watch"}),
        "queues": frozenset({"q1"}),
        "teams": frozenset(),
        "agent": True,
    }
    return Actor(**(values | more))  # type: ignore[arg-type]  # a test's short form


def test_a_right_that_is_missing_is_named() -> None:
    actor().require("floor.watch")
    with pytest.raises(RightMissing) as refused:
        actor().require("floor.steer")
    assert (refused.value.status, refused.value.code) == (403, "right.missing")
    assert refused.value.data == {"right": "floor.steer"}


def test_a_right_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        SYSTEM.may("floor.dance")


def test_scopes_name_what_is_seen_and_none_is_everything() -> None:
    assert [actor().sees_queue(queue) for queue in ("q1", "q2")] == [True, False]
    assert actor().sees_team("t1") is False
    assert (SYSTEM.sees_queue("q2"), SYSTEM.sees_team("t1")) == (True, True)


def test_the_program_itself_has_every_right_and_each_right_has_one_sentence() -> None:
    assert SYSTEM.rights == {code for code, _ in RIGHTS}
    assert len(SYSTEM.rights) == len(RIGHTS)
    assert all(sentence.endswith(".") for _, sentence in RIGHTS)
