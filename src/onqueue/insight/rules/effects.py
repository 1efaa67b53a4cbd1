"""What does each event change in the ledger of facts?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from onqueue.conversations.events import ContactRated
from onqueue.floor import events as floor
from onqueue.floor import specs
from onqueue.floor.model import BREAK, OFF, ON_QUEUE, SET_ASIDE
from onqueue.floor.reasons import MISSED_OFFERS
from onqueue.insight.rules.ledger import (
    ABANDONED,
    ANSWERED,
    CONSULTED,
    HOLDERS,
    MOVED,
    OWNER,
    RECOVERING,
    SCHEDULED,
    THRESHOLD_MS,
    WAITING,
    Ledger,
    Rating,
)

Happening = floor.Event | ContactRated


def enter_event(ledger: Ledger, *, event: Happening, seq: int) -> None:
    """Let one more event take effect; the order is the journal's."""
    act = _ACTS.get(type(event))
    if act is not None:
        act(ledger, event, seq)


def _queue_configured(ledger: Ledger, event: floor.QueueConfigured, _seq: int) -> None:
    ledger.thresholds[event.queue] = event.spec.threshold_ms


def _scheduled(ledger: Ledger, event: floor.ContactScheduled, seq: int) -> None:
    ledger.begin_stay(
        contact=event.contact,
        seq=seq,
        conversation=event.conversation,
        queue=event.queue,
        channel=event.needs.channel,
        at=event.due_at,
        outcome=SCHEDULED,
    )


def _arrived(ledger: Ledger, event: floor.ContactArrived, seq: int) -> None:
    ledger.begin_stay(
        contact=event.contact,
        seq=seq,
        conversation=event.conversation,
        queue=event.queue,
        channel=event.needs.channel,
        at=event.at,
    )


def _due(ledger: Ledger, event: floor.ContactDue, _seq: int) -> None:
    stay = ledger.stays.get(event.contact)
    if stay is not None and stay.outcome == SCHEDULED:
        stay.outcome, stay.arrived_at = WAITING, event.at
        stay.threshold_ms = ledger.thresholds.get(stay.queue, THRESHOLD_MS)
        ledger.mark(stay)


def _diverted(ledger: Ledger, event: floor.ContactDiverted, seq: int) -> None:
    # With another person or a callback to come, the same stay goes on.
    if event.to == specs.TO_QUEUE:
        ledger.settle_stay(event.contact, at=event.at, outcome=MOVED)
        ledger.begin_again(event.contact, seq=seq, at=event.at, queue=event.queue, needs=None)
    elif event.to in {specs.TO_MESSAGE, specs.TO_FLOW}:
        ledger.settle_stay(event.contact, at=event.at, outcome=MOVED)


def _abandoned(ledger: Ledger, event: floor.ContactAbandoned, _seq: int) -> None:
    ledger.settle_stay(event.contact, at=event.at, outcome=ABANDONED)


def _accepted(ledger: Ledger, event: floor.OfferAccepted, seq: int) -> None:
    ledger.settle_stay(event.contact, at=event.at, outcome=ANSWERED, agent=event.agent)
    ledger.begin_handling(event.contact, seq=seq, at=event.at, agent=event.agent, role=OWNER)


def _placed(ledger: Ledger, event: floor.ContactPlaced, seq: int) -> None:
    ledger.begin_call(
        event.contact,
        seq=seq,
        at=event.at,
        agent=event.agent,
        conversation=event.conversation,
        queue=event.queue,
        channel=event.needs.channel,
    )


def _let_go(ledger: Ledger, event: Any, seq: int, *, ending: str) -> bool:
    """End the part of whoever has the contact; tell whether anybody had."""
    role = ledger.holding_role(event.contact)
    return ledger.end_handlings(event.contact, seq=seq, at=event.at, role=role, ending=ending)


def _transferred(ledger: Ledger, event: floor.ContactTransferred, seq: int) -> None:
    ledger.settle_stay(event.contact, at=event.at, outcome=MOVED)
    _let_go(ledger, event, seq, ending="transferred")
    ledger.begin_again(event.contact, seq=seq, at=event.at, queue=event.queue, needs=event.needs)


def _requeued(ledger: Ledger, event: floor.ContactRequeued, seq: int) -> None:
    # Back to its place while it still waits: the same stay goes on.
    if _let_go(ledger, event, seq, ending="requeued"):
        ledger.begin_again(event.contact, seq=seq, at=event.at, queue="", needs=None)


def _taken_over(ledger: Ledger, event: floor.ContactTakenOver, seq: int) -> None:
    ledger.settle_stay(event.contact, at=event.at, outcome=ANSWERED, agent=event.agent)
    role = ledger.holding_role(event.contact)
    _let_go(ledger, event, seq, ending="taken_over")
    ledger.end_handlings(
        event.contact, seq=seq, at=event.at, role=CONSULTED, agent=event.agent, ending="taken_over"
    )
    ledger.begin_handling(event.contact, seq=seq, at=event.at, agent=event.agent, role=role)


def _ended(ledger: Ledger, event: floor.ContactEnded, _seq: int) -> None:
    role = ledger.holding_role(event.contact)
    for row in ledger.open_handlings(event.contact, role=role):
        if row.talk_until_at is None:
            row.talk_until_at = event.at
            ledger.mark(row)


def _closed(ledger: Ledger, event: floor.ContactClosed, seq: int) -> None:
    ledger.settle_stay(event.contact, at=event.at, outcome=MOVED)
    for role in (*HOLDERS, CONSULTED):
        ledger.end_handlings(
            event.contact, seq=seq, at=event.at, role=role, ending="closed", code=event.code
        )


def _consult_joined(ledger: Ledger, event: floor.ConsultJoined, seq: int) -> None:
    ledger.begin_handling(
        event.contact, seq=seq, at=event.at, agent=event.other_agent, role=CONSULTED
    )


def _consult_ended(ledger: Ledger, event: floor.ConsultEnded, seq: int) -> None:
    ledger.end_handlings(
        event.contact,
        seq=seq,
        at=event.at,
        role=CONSULTED,
        agent=event.other_agent,
        ending="consult_ended",
    )


def _consult_completed(ledger: Ledger, event: floor.ConsultCompleted, seq: int) -> None:
    ledger.end_handlings(
        event.contact, seq=seq, at=event.at, role=CONSULTED, ending="consult_completed"
    )
    role = ledger.holding_role(event.contact)
    _let_go(ledger, event, seq, ending="consult_completed")
    ledger.begin_handling(event.contact, seq=seq, at=event.at, agent=event.other_agent, role=role)


def _agent_configured(ledger: Ledger, event: floor.AgentConfigured, seq: int) -> None:
    if event.agent not in ledger.spans:
        ledger.enter(event.agent, seq=seq, at=event.at, state=OFF)


def _state_changed(ledger: Ledger, event: floor.AgentStateChanged, seq: int) -> None:
    ledger.enter(event.agent, seq=seq, at=event.at, state=event.state, reason=event.reason)


def _set_aside(ledger: Ledger, event: floor.AgentSetAside, seq: int) -> None:
    ledger.enter(event.agent, seq=seq, at=event.at, state=SET_ASIDE, reason=MISSED_OFFERS)


def _on_break(ledger: Ledger, event: floor.BreakBegun, seq: int) -> None:
    ledger.enter(event.agent, seq=seq, at=event.at, state=BREAK)


def _recovering(ledger: Ledger, event: floor.AgentRecovering, seq: int) -> None:
    ledger.enter(event.agent, seq=seq, at=event.at, state=RECOVERING)


def _recovered(ledger: Ledger, event: floor.AgentRecovered, seq: int) -> None:
    ledger.enter(event.agent, seq=seq, at=event.at, state=ON_QUEUE)


def _lost(ledger: Ledger, event: floor.AgentLost, seq: int) -> None:
    ledger.enter(event.agent, seq=seq, at=event.at, state=OFF, reason="connection lost")


def _removed(ledger: Ledger, event: floor.AgentRemoved, _seq: int) -> None:
    ledger.leave(event.agent, at=event.at)


def _rated(ledger: Ledger, event: ContactRated, _seq: int) -> None:
    owners = [row for row in ledger.handlings.get(event.contact, ()) if row.role in HOLDERS]
    if not owners:
        return
    last = owners[-1]
    ledger.mark(
        Rating(
            contact=event.contact,
            conversation=event.conversation,
            queue=last.queue,
            channel=last.channel,
            agent=last.agent,
            score=event.score,
            rated_at=event.at,
        )
    )


_ACTS: Final[dict[type, Callable[[Ledger, Any, int], None]]] = {
    floor.QueueConfigured: _queue_configured,
    floor.ContactScheduled: _scheduled,
    floor.ContactArrived: _arrived,
    floor.ContactPlaced: _placed,
    floor.ContactDue: _due,
    floor.ContactDiverted: _diverted,
    floor.ContactAbandoned: _abandoned,
    floor.OfferAccepted: _accepted,
    floor.ContactTransferred: _transferred,
    floor.ContactRequeued: _requeued,
    floor.ContactTakenOver: _taken_over,
    floor.ContactEnded: _ended,
    floor.ContactClosed: _closed,
    floor.ConsultJoined: _consult_joined,
    floor.ConsultEnded: _consult_ended,
    floor.ConsultCompleted: _consult_completed,
    floor.AgentConfigured: _agent_configured,
    floor.AgentStateChanged: _state_changed,
    floor.AgentSetAside: _set_aside,
    floor.BreakBegun: _on_break,
    floor.AgentRecovering: _recovering,
    floor.AgentRecovered: _recovered,
    floor.AgentLost: _lost,
    floor.AgentRemoved: _removed,
    ContactRated: _rated,
}
