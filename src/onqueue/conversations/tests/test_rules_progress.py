from __future__ import annotations

from onqueue.conversations.rules.progress import Parties, Progress, parties, progress
from onqueue.conversations.tests import scene
from onqueue.floor import events as floor


def after(*events: floor.Event) -> Progress:
    row = Progress()
    for event in events:
        row = progress(before=row, event=event)
    return row


def expired(at: int = 5) -> floor.Event:
    return floor.OfferExpired(at=at, offer="c-1", contact="c", agent="ada")


ARRIVED = scene.arrived("c", "t", at=1)
CONSULT = floor.ConsultJoined(at=6, offer="c-2", contact="c", agent="ada", other_agent="bob")


def test_a_contact_from_arrival_to_close() -> None:
    done = after(
        ARRIVED,
        scene.offered("c", "ada", at=2),
        scene.accepted("c", "ada", at=3),
        scene.ended("c", "ada", at=8),
        scene.closed("c", "ada", at=9),
    )
    assert done == Progress(
        state="closed",
        queue="sales",
        agent="ada",
        arrived_at=1,
        answered_at=3,
        ended_at=8,
        closed_at=9,
        wrap_up_code="solved",
    )


def test_an_offer_that_ends_puts_back_only_who_was_offered() -> None:
    offered = (ARRIVED, scene.offered("c", "ada", at=2))
    assert after(*offered).state == "offered"
    assert after(*offered, expired()).state == "waiting"
    # The consultation's offer expires: the contact goes on.
    active = (*offered, scene.accepted("c", "ada", at=3))
    consulted = (*active, scene.offered("c", "bob", at=4, kind="consult"))
    assert after(*consulted).state == "active"
    assert after(*consulted, expired()).state == "active"


def test_who_waits_again_has_no_agent() -> None:
    active = (ARRIVED, scene.accepted("c", "ada", at=3))
    moved = after(*active, scene.transferred("c", "ada", at=4))
    assert (moved.state, moved.queue, moved.agent, moved.answered_at) == (
        "waiting", "billing", None, 3,
    )  # fmt: skip
    again = after(*active, floor.ContactRequeued(at=4, contact="c", agent="ada", by="x", reason=""))
    assert (again.state, again.queue, again.agent) == ("waiting", "sales", None)


def test_who_was_planned_waits_when_due() -> None:
    planned = floor.ContactScheduled(
        at=1, contact="c", conversation="t", queue="sales", needs=scene.CHAT, priority=2,
        due_at=50, customer="",
    )  # fmt: skip
    assert after(planned) == Progress(
        state="scheduled", queue="sales", priority=2, due_at=50, arrived_at=1
    )
    assert after(planned, floor.ContactDue(at=50, contact="c")).state == "waiting"


def test_leaving_before_an_answer_is_abandoning() -> None:
    left = after(
        ARRIVED,
        floor.ContactPrioritised(at=2, contact="c", priority=7, by="vera", reason=""),
        floor.ContactAbandoned(at=4, contact="c", reason="", queue="sales"),
    )
    assert (left.state, left.priority, left.ended_at, left.closed_at, left.answered_at) == (
        "abandoned", 7, 4, 4, None,
    )  # fmt: skip


def test_who_is_part_of_a_contact() -> None:
    owned = (ARRIVED, scene.accepted("c", "ada", at=3))
    assert parties(owned) == Parties(owner="ada")
    joined = (*owned, CONSULT)
    assert parties(joined) == Parties(owner="ada", consulted=frozenset({"bob"}))
    left = floor.ConsultEnded(at=7, contact="c", agent="ada", other_agent="bob", reason="")
    assert parties((*joined, left)) == Parties(owner="ada")
    took = floor.ConsultCompleted(at=7, contact="c", agent="ada", other_agent="bob")
    assert parties((*joined, took)) == Parties(owner="bob")
    over = floor.ContactTakenOver(at=8, contact="c", agent="eve", other_agent="ada", reason="")
    assert parties((*owned, over)) == Parties(owner="eve")
    assert parties((*owned, scene.transferred("c", "ada"))) == Parties()
    assert parties((*joined, scene.closed("c", "ada"))) == Parties()
