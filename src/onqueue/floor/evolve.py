"""What does an event change? The only place where the floor's state changes.

Events are facts: `evolve` never refuses one. It asserts what must have been true, and a
failed assertion means that the journal or the code is wrong. State is changed in place,
so the caller of a step that could not be journalled must throw the floor away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.floor import events
from onqueue.floor.evolving import agents, breaks, contacts, offers, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.floor.model import Floor

HANDLERS: Final[dict[type[events.Event], Callable[[Floor, Any], None]]] = {
    events.FloorTuned: settings.floor_tuned,
    events.QueueConfigured: settings.queue_configured,
    events.QueueRemoved: settings.queue_removed,
    events.QueueOpened: settings.queue_opened,
    events.QueueClosed: settings.queue_closed,
    events.AgentConfigured: settings.agent_configured,
    events.AgentRemoved: settings.agent_removed,
    events.AgentStateChanged: agents.state_changed,
    events.AgentSetAside: agents.set_aside,
    events.AgentConnected: agents.connected,
    events.AgentDisconnected: agents.disconnected,
    events.AgentLost: agents.lost,
    events.AgentRecovering: agents.recovering,
    events.AgentRecovered: agents.recovered,
    events.AgentRested: agents.rested,
    events.BreakAsked: breaks.asked,
    events.BreakGranted: breaks.granted,
    events.BreakRefused: breaks.refused,
    events.BreakDeferred: breaks.deferred,
    events.BreakLapsed: breaks.lapsed,
    events.BreakDropped: breaks.dropped,
    events.BreakBegun: breaks.begun,
    events.BreakOverrun: breaks.overrun,
    events.BreakEnded: breaks.ended,
    events.ContactScheduled: contacts.scheduled,
    events.ContactArrived: contacts.arrived,
    events.ContactPlaced: contacts.placed,
    events.ContactReached: contacts.reached,
    events.ContactDue: contacts.due,
    events.ContactRelaxed: contacts.relaxed,
    events.ContactDiverted: contacts.diverted,
    events.ContactStayed: contacts.stayed,
    events.ContactKeepsPlace: contacts.keeps_place,
    events.ContactAbandoned: contacts.abandoned,
    events.ContactPrioritised: contacts.prioritised,
    events.ContactTransferred: contacts.transferred,
    events.ContactRequeued: contacts.requeued,
    events.ContactUntargeted: contacts.untargeted,
    events.ContactTakenOver: contacts.taken_over,
    events.ContactEnded: contacts.ended,
    events.WrapUpExtended: contacts.wrap_up_extended,
    events.ContactClosed: contacts.closed,
    events.PassLapsed: contacts.pass_lapsed,
    events.OfferMade: offers.made,
    events.OfferAccepted: offers.accepted,
    events.OfferDeclined: offers.declined,
    events.OfferExpired: offers.expired,
    events.OfferWithdrawn: offers.withdrawn,
    events.ConsultStarted: offers.consult_started,
    events.ConsultJoined: offers.consult_joined,
    events.ConsultEnded: offers.consult_ended,
    events.ConsultCompleted: offers.consult_completed,
}


def evolve(floor: Floor, event: events.Event) -> None:
    """Let an event have happened."""
    HANDLERS[type(event)](floor, event)
    # Not by max(): of all that happens here, that call would be the most expensive part.
    if event.at > floor.now:  # noqa: PLR1730  # see above
        floor.now = event.at
