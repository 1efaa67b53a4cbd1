"""What happened on the floor: the journal's vocabulary, past tense.

Every event is a frozen struct with a dotted tag that is never reused. `at` is
milliseconds since the epoch, UTC, as are all fields ending in `_at`. Fields named
`contact`, `agent`, `other_agent`, `target`, `queue`, `from_queue` and `offer` are ids, and
say which things an event touches (see `refs`).
"""

from __future__ import annotations

import msgspec

from onqueue.floor.model import Effect, Why
from onqueue.floor.specs import AgentSpec, BreakRules, Needs, QueueSpec


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event", gc=False):
    """Anything that happened on the floor."""

    at: int


class FloorTuned(Event, frozen=True, tag="floor.tuned"):
    """The floor-wide settings changed."""

    ageing_ms: int
    misses_max: int
    presence_grace_ms: int
    hard_run_max: int = 0
    hard_rest_ms: int = 600_000
    recovery_budget_ms: int = 0
    breaks: BreakRules = BreakRules()


class QueueConfigured(Event, frozen=True, tag="queue.configured"):
    """A queue was added, or its settings changed."""

    queue: str
    spec: QueueSpec


class QueueRemoved(Event, frozen=True, tag="queue.removed"):
    """A queue that nobody waits in was taken off the floor."""

    queue: str


class QueueOpened(Event, frozen=True, tag="queue.opened"):
    """A queue's opening hours began; `closes_at` is when they end."""

    queue: str
    closes_at: int | None


class QueueClosed(Event, frozen=True, tag="queue.closed"):
    """A queue's opening hours ended; `opens_at` is the next opening, if there is one."""

    queue: str
    opens_at: int | None
    cause: str = "hours"


class AgentConfigured(Event, frozen=True, tag="agent.configured"):
    """An agent was added, or the agent's skills, queues or capacity changed."""

    agent: str
    spec: AgentSpec


class AgentRemoved(Event, frozen=True, tag="agent.removed"):
    """An agent without contacts was taken off the floor."""

    agent: str


class AgentStateChanged(Event, frozen=True, tag="agent.state_changed"):
    """An agent went into another state; `by` is who asked, the agent or a supervisor."""

    agent: str
    state: str
    reason: str
    by: str
    forced: bool


class AgentSetAside(Event, frozen=True, tag="agent.set_aside"):
    """An agent who missed several offers in a row gets no more until they come back."""

    agent: str
    misses: int


class AgentConnected(Event, frozen=True, tag="agent.connected"):
    """At least one of the agent's desks holds a live connection again."""

    agent: str


class AgentDisconnected(Event, frozen=True, tag="agent.disconnected"):
    """The agent's last desk lost its connection; at `grace_until_at` the agent is lost."""

    agent: str
    grace_until_at: int


class AgentLost(Event, frozen=True, tag="agent.lost"):
    """The agent did not come back in time: signed off, and the contacts go to others."""

    agent: str


class AgentRecovering(Event, frozen=True, tag="agent.recovering"):
    """A hard contact is behind the agent, who gets no offers until `until_at`."""

    agent: str
    contact: str
    until_at: int


class AgentRecovered(Event, frozen=True, tag="agent.recovered"):
    """The agent may get offers again, because the time is over or at the agent's word."""

    agent: str
    early: bool


class AgentRested(Event, frozen=True, tag="agent.rested"):
    """The agent, who had as many hard contacts in a row as may be, may get hard ones again."""

    agent: str


class BreakAsked(Event, frozen=True, tag="break.asked"):
    """An agent wished for a short break; what becomes of it is the next event."""

    agent: str
    span_ms: int


class BreakGranted(Event, frozen=True, tag="break.granted"):
    """The wish is fulfilled, by the rule or by somebody. No more offers: it begins when all
    contacts are done.
    """

    agent: str
    span_ms: int
    by: str
    reason: str
    effects: tuple[Effect, ...]


class BreakRefused(Event, frozen=True, tag="break.refused"):
    """The wish is not fulfilled, by the rule for the sake of a queue, or by somebody.

    With `again_at` it waits in line, is looked at again then, and lapses at `until_at`.
    """

    agent: str
    by: str
    reason: str
    queue: str
    effects: tuple[Effect, ...]
    again_at: int | None = None
    until_at: int = 0


class BreakDeferred(Event, frozen=True, tag="break.deferred"):
    """The wish was looked at again, and goes on waiting until `again_at`."""

    agent: str
    again_at: int


class BreakLapsed(Event, frozen=True, tag="break.lapsed"):
    """The wish waited as long as it may, and is over."""

    agent: str


class BreakDropped(Event, frozen=True, tag="break.dropped"):
    """The agent took the wish back, or left the queue, before it was fulfilled."""

    agent: str


class BreakBegun(Event, frozen=True, tag="break.begun"):
    """The agent went on the short break, to be back at `until_at`."""

    agent: str
    until_at: int


class BreakOverrun(Event, frozen=True, tag="break.overrun"):
    """The short break is over, and the agent is not back yet."""

    agent: str


class BreakEnded(Event, frozen=True, tag="break.ended"):
    """The agent is back, or on to something else; `late_ms` after the break was over."""

    agent: str
    late_ms: int


class ContactScheduled(Event, frozen=True, tag="contact.scheduled"):
    """A contact came that is to be routed later, at `due_at`."""

    contact: str
    conversation: str
    queue: str
    needs: Needs
    priority: int
    due_at: int
    customer: str


class ContactArrived(Event, frozen=True, tag="contact.arrived"):
    """A contact began to wait in a queue, for `target` alone until `target_until_at`."""

    contact: str
    conversation: str
    queue: str
    needs: Needs
    priority: int
    customer: str
    target: str | None = None
    target_until_at: int | None = None
    target_rule: str = ""
    promise_at: int | None = None


class ContactPlaced(Event, frozen=True, tag="contact.placed"):
    """An agent began to call a customer. Nobody waits for it: it is the agent's at once."""

    contact: str
    conversation: str
    queue: str
    needs: Needs
    customer: str
    agent: str


class ContactReached(Event, frozen=True, tag="contact.reached"):
    """The customer who was called has answered."""

    contact: str


class ContactDue(Event, frozen=True, tag="contact.due"):
    """The time of a scheduled contact came; it waits from now."""

    contact: str


class ContactRelaxed(Event, frozen=True, tag="contact.relaxed"):
    """The contact waited so long that ring number `ring` of its queue opened for it."""

    contact: str
    ring: int


class ContactDiverted(Event, frozen=True, tag="contact.diverted"):
    """The contact was sent elsewhere instead of waiting; `when` is the occasion.

    With `to` "queue" or "person" it waits in `queue`; with "callback" it stays and keeps its
    place; with "message" or "flow" it leaves the floor.
    """

    contact: str
    from_queue: str
    queue: str
    when: str
    to: str
    target: str | None = None
    target_until_at: int | None = None
    flow: str = ""


class ContactStayed(Event, frozen=True, tag="contact.stayed"):
    """It was time to send the contact elsewhere, and nowhere could it go; tried at `again_at`."""

    contact: str
    again_at: int


class ContactKeepsPlace(Event, frozen=True, tag="contact.keeps_place"):
    """The customer left and is to be called back when it is their turn."""

    contact: str


class ContactAbandoned(Event, frozen=True, tag="contact.abandoned"):
    """The customer left before an agent answered."""

    contact: str
    queue: str
    reason: str


class ContactPrioritised(Event, frozen=True, tag="contact.prioritised"):
    """Somebody moved a waiting contact up or down."""

    contact: str
    priority: int
    by: str
    reason: str


class ContactTransferred(Event, frozen=True, tag="contact.transferred"):
    """The owner gave the contact to a queue, or through it to one person.

    It waits in `queue`, for `target` alone until `target_until_at`, then for anybody there.
    `agent` is empty when a supervisor moved it while it was still waiting.
    """

    contact: str
    agent: str
    by: str
    from_queue: str
    queue: str
    needs: Needs
    target: str | None
    target_until_at: int | None
    note: str


class ContactRequeued(Event, frozen=True, tag="contact.requeued"):
    """The contact went back to the head of its line; `reason` says why."""

    contact: str
    agent: str
    by: str
    reason: str


class ContactUntargeted(Event, frozen=True, tag="contact.untargeted"):
    """The person asked for could not take the contact: now anybody in its queue may."""

    contact: str
    reason: str


class ContactTakenOver(Event, frozen=True, tag="contact.taken_over"):
    """`agent` took the contact from `other_agent` without an offer."""

    contact: str
    agent: str
    other_agent: str
    reason: str


class ContactEnded(Event, frozen=True, tag="contact.ended"):
    """The conversation with the customer is over; wrap-up lasts until `wrap_up_until_at`."""

    contact: str
    agent: str
    by: str
    reason: str
    wrap_up_until_at: int


class WrapUpExtended(Event, frozen=True, tag="wrap_up.extended"):
    """The owner asked for more time to finish."""

    contact: str
    agent: str
    wrap_up_until_at: int


class ContactClosed(Event, frozen=True, tag="contact.closed"):
    """The contact is finished with; `code` is empty when the wrap-up time ran out."""

    contact: str
    queue: str
    agent: str
    code: str
    reason: str
    hard: bool = False


class OfferMade(Event, frozen=True, tag="offer.made"):
    """A contact was put before one agent for a limited time, and why before that one."""

    offer: str
    contact: str
    agent: str
    kind: str
    expires_at: int
    why: Why


class OfferAccepted(Event, frozen=True, tag="offer.accepted"):
    """The agent took the contact, and is its owner from now."""

    offer: str
    contact: str
    agent: str


class OfferDeclined(Event, frozen=True, tag="offer.declined"):
    """The agent said no; the contact keeps its place."""

    offer: str
    contact: str
    agent: str
    reason: str


class PassLapsed(Event, frozen=True, tag="pass.lapsed"):
    """An agent who declined the contact a while ago may be asked about it again."""

    contact: str
    agent: str


class OfferExpired(Event, frozen=True, tag="offer.expired"):
    """The agent did not answer in time; the contact keeps its place."""

    offer: str
    contact: str
    agent: str


class OfferWithdrawn(Event, frozen=True, tag="offer.withdrawn"):
    """The offer ended for a reason that is not the agent's."""

    offer: str
    contact: str
    agent: str
    reason: str


class ConsultStarted(Event, frozen=True, tag="consult.started"):
    """The owner asked `other_agent` to look at the contact; an offer of kind consult follows."""

    contact: str
    agent: str
    other_agent: str
    question: str


class ConsultJoined(Event, frozen=True, tag="consult.joined"):
    """The consulted agent accepted, and is in the conversation beside the owner."""

    offer: str
    contact: str
    agent: str
    other_agent: str


class ConsultEnded(Event, frozen=True, tag="consult.ended"):
    """The consulted agent is out again, or never came in."""

    contact: str
    agent: str
    other_agent: str
    reason: str


class ConsultCompleted(Event, frozen=True, tag="consult.completed"):
    """The consulted agent became the owner in the place of `agent`."""

    contact: str
    agent: str
    other_agent: str
