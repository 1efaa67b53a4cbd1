"""Deadlines come up in order, and what is dropped does not pile up."""

from __future__ import annotations

from onqueue.floor.timers import STALE_MIN, Deadlines


def test_the_earliest_comes_first_and_equal_times_go_by_kind_and_subject() -> None:
    deadlines = Deadlines()
    for kind, subject, at in (("b", "x", 5), ("a", "y", 5), ("a", "x", 5), ("c", "z", 4)):
        deadlines.put(kind, subject, at)
    order = []
    while (first := deadlines.first()) is not None:
        order.append(first)
        deadlines.drop(first[1], first[2])
    assert order == [(4, "c", "z"), (5, "a", "x"), (5, "a", "y"), (5, "b", "x")]


def test_a_moved_deadline_counts_at_its_last_time() -> None:
    deadlines = Deadlines()
    deadlines.put("offer", "one", 10)
    deadlines.put("offer", "one", 30)
    assert deadlines.first() == (30, "offer", "one")
    deadlines.put("offer", "one", 20)
    assert deadlines.first() == (20, "offer", "one")
    assert deadlines.as_dict() == {("offer", "one"): 20}
    deadlines.drop("offer", "unknown")


def test_is_due_may_be_early_but_never_late() -> None:
    deadlines = Deadlines()
    assert deadlines.is_due(10) is False
    deadlines.put("offer", "one", 10)
    assert (deadlines.is_due(9), deadlines.is_due(10)) == (False, True)
    deadlines.drop("offer", "one")
    assert deadlines.is_due(10) is True
    assert deadlines.first() is None
    assert deadlines.is_due(10) is False


def test_stale_entries_are_bounded() -> None:
    deadlines = Deadlines()
    for number in range(10_000):
        deadlines.put("offer", f"offer-{number}", number)
        deadlines.drop("offer", f"offer-{number}")
        assert len(deadlines._heap) <= STALE_MIN + 2
    deadlines.put("offer", "last", 7)
    assert deadlines.first() == (7, "offer", "last")
