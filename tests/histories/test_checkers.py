"""The checkers find every kind of wrong history, and have nothing against a right one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.histories.checkers import check
from tests.histories.history import History, Op, Place, Truth

MOST = 2
TRUTH = Truth(
    messages={
        "talk": {
            "hello": Place(1, 1, "text of hello"),
            "note": Place(2, None, "text of note"),
            "answer": Place(3, 2, "text of answer"),
        }
    },
    contacts=frozenset({"c1", "c2", "c3"}),
    facts={
        ("contact.arrived", "c1", ""): 1,
        ("offer.accepted", "c1", "ann"): 1,
        ("offer.accepted", "c1", "bob"): 1,
        ("offer.accepted", "c2", "ann"): 1,
        ("offer.accepted", "c3", "ann"): 1,
        ("contact.requeued", "c1", "ann"): 1,
        ("contact.taken_over", "c1", "sue"): 1,
        ("contact.closed", "c1", "ann"): 1,
    },
)


def op(kind: Any, key: str, began: float, ended: float, who: str = "ann", **given: Any) -> Op:
    return Op(who=who, kind=kind, key=key, began=began, ended=ended, **{"done": True, **given})


def post(key: str, began: float, ended: float, **given: Any) -> Op:
    return op("post", key, began, ended, conversation="talk", **given)


def read(began: float, seen: list[tuple[int, str]], who: str = "ann", **given: Any) -> Op:
    return op("read", "talk", began, began + 1, who, seen=seen, **given)


def found(*ops: Op, truth: Truth = TRUTH) -> list[str]:
    history = History(clock=lambda: 0.0)
    history.ops = list(ops)
    return check(history, truth, most=MOST)


def test_right_history_is_right() -> None:
    assert not found(
        op("start", "c1", 0, 1, "carl"),
        op("accept", "c1", 2, 3),
        op("accept", "c2", 2, 4),
        post("hello", 0, 1, who="carl", value=1),
        post("hello", 2, 3, who="carl", value=1),
        read(4, [(1, "hello"), (2, "note")]),
        post("note", 4, 5, value=2),
        post("answer", 6, 7, value=3),
        read(8, [(1, "hello"), (2, "answer")], "carl", numbering="public"),
        read(8, [(3, "answer")]),
        op("requeue", "c1", 9, 10),
        op("accept", "c1", 9.5, 11, "bob"),
        op("take_over", "c1", 12, 13, "sue"),
    )


@pytest.mark.parametrize(
    "ops",
    [
        # It came back to the line before the answer to who gave it back.
        (op("accept", "c1", 0, 1), op("requeue", "c1", 2, 9), op("accept", "c1", 3, 4, "bob")),
        # Nobody was told whether it was given back: it may have been.
        (
            op("accept", "c1", 0, 1),
            op("requeue", "c1", 2, 9e9, done=None),
            op("accept", "c1", 3, 4, "bob"),
        ),
        # Who took over had it from some moment before they were told.
        (op("accept", "c1", 0, 5), op("take_over", "c1", 1, 2, "sue")),
        # So late a lease may have ended.
        (op("accept", "c1", 0, 1), op("accept", "c1", 50, 51, "bob")),
        # A message may be seen before its sender is told, and need not be.
        (post("answer", 0, 9, value=3), read(1, [(1, "hello"), (2, "note"), (3, "answer")])),
        (post("answer", 0, 9, value=3), read(1, [(1, "hello"), (2, "note")])),
    ],
)
def test_what_a_right_server_may_do_is_not_wrong(ops: tuple[Op, ...]) -> None:
    assert found(*ops) == []


def test_two_owners_at_once_are_found() -> None:
    two = (op("accept", "c1", 0, 1), op("accept", "c1", 2, 3, "bob"))
    assert found(*two) == ["c1 was with ann and bob at once"]


def test_two_owners_are_found_although_giving_back_was_refused() -> None:
    refused = op("requeue", "c1", 1.5, 1.6, done=False)
    two = (op("accept", "c1", 0, 1), refused, op("accept", "c1", 2, 3, "bob"))
    assert found(*two) == ["c1 was with ann and bob at once"]


def test_owner_who_took_over_and_another_are_found() -> None:
    two = (op("take_over", "c1", 0, 1, "sue"), op("accept", "c1", 2, 3, "bob"))
    assert found(*two) == ["c1 was with sue and bob at once"]


def test_more_contacts_than_room_are_found() -> None:
    three = [op("accept", contact, 0, at) for at, contact in enumerate(("c1", "c2", "c3"), 1)]
    assert found(*three) == ["ann had 3 contacts at once, 2 is the most"]


def test_reader_who_missed_a_place_is_found() -> None:
    seen = [(1, "hello"), (3, "answer")]
    assert found(read(0, seen)) == ["ann saw place 3 after 1 in talk"]


def test_reader_who_saw_another_order_is_found() -> None:
    swapped = [(1, "answer"), (2, "hello")]
    assert found(read(0, swapped, "carl", numbering="public")) == [
        "carl saw answer at 1 in talk, and it is at 2",
        "carl saw hello at 2 in talk, and it is at 1",
    ]


def test_customer_who_saw_a_note_is_found() -> None:
    seen = [(2, "note")]
    assert found(read(0, seen, "carl", numbering="public")) == [
        "carl saw note at 2 in talk, and it is at None"
    ]


def test_message_that_nobody_has_is_found() -> None:
    assert found(read(0, [(4, "ghost")])) == ["ann saw ghost at 4 in talk, and it is at None"]


@pytest.mark.parametrize("who", ["ann", "carl"])
def test_reader_who_does_not_see_what_was_acknowledged_is_found(who: str) -> None:
    late = (post("answer", 0, 1, value=3), read(2, [(1, "hello"), (2, "note")], who))
    assert found(*late) == [f"{who} did not see answer, which was acknowledged before"]
    nothing = (post("hello", 0, 1, value=1), read(2, [], who))
    assert found(*nothing) == [f"{who} did not see hello, which was acknowledged before"]


@pytest.mark.parametrize(
    "lost",
    [
        op("start", "c9", 0, 1, "carl"),
        post("gone", 0, 1, who="carl"),
        op("accept", "c2", 0, 1, "bob"),
        op("take_over", "c1", 0, 1, "bob"),
        op("requeue", "c2", 0, 1, "carl"),
        op("close", "c2", 0, 1, "carl"),
    ],
)
def test_acknowledged_command_that_is_lost_is_found(lost: Op) -> None:
    (sentence,) = found(lost)
    assert sentence == f"{lost.kind} of {lost.key} by {lost.who} was acknowledged and is not there"
    assert found(replace(lost, done=None)) == []


def test_message_with_other_words_is_lost() -> None:
    thread = {"talk": {"hello": Place(1, 1, "text of")}}
    assert found(post("hello", 0, 1), truth=replace(TRUTH, messages=thread)) == [
        "post of hello by ann was acknowledged and is not there"
    ]


def test_repeated_message_with_two_places_is_found() -> None:
    twice = (post("hello", 0, 1, value=1), post("hello", 2, 3, value=3))
    assert found(*twice) == ["hello was acknowledged at the places [1, 3]"]


def test_message_that_is_there_twice_is_found() -> None:
    thread = {"hello": Place(1, 1, "text of hello"), "copy": Place(2, 2, "text of hello")}
    assert found(truth=replace(TRUTH, messages={"talk": thread})) == [
        "“text of hello” is there 2 times"
    ]


@pytest.mark.parametrize("kind", ["contact.arrived", "contact.closed", "offer.accepted"])
def test_command_with_two_effects_is_found(kind: str) -> None:
    twice = {(kind, "c1", "ann"): 2}
    assert found(truth=replace(TRUTH, facts=twice)) == [f"{kind} of c1 by ann is there 2 times"]
    again = [op("accept", "c1", 0, 1, offer="c1:1"), op("accept", "c1", 50, 51, offer="c1:2")]
    if kind == "offer.accepted":
        assert found(*again, truth=replace(TRUTH, facts=twice)) == []
