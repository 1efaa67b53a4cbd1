"""A call out is in nobody's service level, and its agent is busy all the same."""

from __future__ import annotations

from onqueue.floor import events
from onqueue.floor.specs import Needs, QueueSpec
from onqueue.insight.rules.effects import enter_event
from onqueue.insight.rules.ledger import CALLER, OWNER, WAITING, Ledger

PLACED = events.ContactPlaced(
    at=1_000,
    contact="out",
    conversation="talk",
    queue="sales",
    needs=Needs(channel="voice"),
    customer="jo",
    agent="ana",
)
ENDED = events.ContactEnded(
    at=61_000, contact="out", agent="ana", by="customer", reason="", wrap_up_until_at=99_000
)
CLOSED = events.ContactClosed(
    at=71_000, contact="out", queue="sales", agent="ana", code="sold", reason=""
)


def booked(*happened: events.Event) -> Ledger:
    ledger = Ledger()
    spec = QueueSpec(name="Sales")
    for seq, event in enumerate(
        (events.QueueConfigured(at=0, queue="sales", spec=spec), *happened)
    ):
        enter_event(ledger, event=event, seq=seq)
    return ledger


def test_a_call_out_is_no_stay_and_its_agent_is_busy() -> None:
    ledger = booked(PLACED)
    assert ledger.stays == {}
    assert ledger.spans["ana"].holding == 1
    ledger = booked(PLACED, ENDED, CLOSED)
    (part,) = ledger.handlings["out"]
    assert (part.role, part.queue, part.conversation) == (CALLER, "sales", "talk")
    assert (part.talk_until_at, part.ended_at, part.code) == (61_000, 71_000, "sold")
    assert ledger.spans["ana"].holding == 0


def test_who_was_called_and_then_waits_is_a_stay_like_any_other() -> None:
    back = events.ContactRequeued(
        at=30_000, contact="out", agent="ana", by="system", reason="connection lost"
    )
    taken = events.OfferAccepted(at=40_000, offer="out-1", contact="out", agent="ben")
    ledger = booked(PLACED, back)
    stay = ledger.stays["out"]
    assert (stay.queue, stay.conversation, stay.channel) == ("sales", "talk", "voice")
    assert (stay.outcome, stay.arrived_at) == (WAITING, 30_000)
    ledger = booked(PLACED, back, taken, ENDED, CLOSED)
    assert [part.role for part in ledger.handlings["out"]] == [CALLER, OWNER]


def test_who_takes_a_call_out_over_goes_on_with_it() -> None:
    over = events.ContactTakenOver(
        at=30_000, contact="out", agent="ben", other_agent="ana", reason=""
    )
    ledger = booked(PLACED, over, ENDED, CLOSED)
    assert [(part.agent, part.role) for part in ledger.handlings["out"]] == [
        ("ana", CALLER),
        ("ben", CALLER),
    ]
    assert ledger.stays == {}
