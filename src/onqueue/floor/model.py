"""What the floor is made of: agents, queues, contacts and offers as they are now.

Specs (see `specs`) are what administrators and channels say. `Agent`, `Queue`, `Contact`
and `Offer` are the changing state, and only `evolve` changes them. Times are milliseconds
since the epoch.

All of them name each other by id, so none can be part of a cycle, and the garbage collector
need not look at them (`gc=False`): on a large floor it would look at little else.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

from onqueue.floor.routing.index import Index
from onqueue.floor.routing.room import fits, room_for
from onqueue.floor.specs import AgentSpec, BreakRules, Needs, QueueSpec
from onqueue.floor.timers import Deadlines

WAITING: Final = "waiting"
OFFERED: Final = "offered"
ACTIVE: Final = "active"
WRAP_UP: Final = "wrap_up"
SCHEDULED: Final = "scheduled"
CONTACT_STATES: Final = (WAITING, OFFERED, ACTIVE, WRAP_UP, SCHEDULED)
"""A contact is in exactly one of these, or it is closed and no longer on the floor."""

OFF: Final = "off"
ON_QUEUE: Final = "on_queue"
BREAK: Final = "break"
SET_ASIDE: Final = "set_aside"
State = Literal["off", "on_queue", "break", "training", "meeting", "back_office", "set_aside"]
STATES: Final = get_args(State)
"""Offers go only to agents who are `on_queue`."""

TRANSFERRED: Final = "target"
DIRECT: Final = "direct"
STICKY: Final = "sticky"
BOOK: Final = "book"
DIVERTED: Final = "diverted"
TARGET_RULES: Final = (DIRECT, STICKY, BOOK)
"""Why a contact waits for one person: given to them, asked for them, had them last, is looked
after by them, or was sent to them instead of waiting. Only some can be asked for on arrival."""

TO_CONTACT: Final = "contact"
TO_CONSULT: Final = "consult"
"""What an offer is for: to own the contact, or to join beside its owner."""

IN_LINE: Final = "in_line"
REFUSED: Final = "refused"
LAPSED: Final = "lapsed"
GRANTED: Final = "granted"
BEGUN: Final = "begun"
LATE: Final = "late"
WISH_STATES: Final = (IN_LINE, REFUSED, LAPSED, GRANTED, BEGUN, LATE)
"""What became of a wish for a short break: it waits, was not fulfilled, waits for the agent's last
contact, is being fulfilled, or was over some time ago and the agent is not back."""
AWAY: Final = (GRANTED, BEGUN, LATE)

HOUR_MS: Final = 3_600_000

PATIENCE_MS_FIRST: Final = 600_000
"""How long customers are taken to be ready to wait until some gave up."""
HANDLE_MS_FIRST: Final = 300_000
"""What a queue's handle time is taken to be until its first contact is finished."""


PART_MS: Final = 300_000
PARTS: Final = 6
"""Arrivals are counted in six parts of five minutes: half an hour."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One agent who could have had the contact, as the router saw it."""

    agent: str
    load: int
    idle_ms: int
    rank: int = 0
    """What the queue's choice goes by, lowest first; equal ranks go by idleness."""


class Why(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Why a contact was offered to this agent: enough to explain it and to check it."""

    rule: str
    queue: str
    needs: Needs
    waited_ms: int
    priority: int
    key: int
    """The contact's place in its line: arrival less priority credit, in ms; lowest first."""
    position: int
    candidates_total: int
    candidates: tuple[Candidate, ...]
    """The first few in the order of the rule; the chosen one first."""
    passed_over: tuple[str, ...] = ()
    """Free agents who were not chosen because they had declined or missed it before."""
    ring: int = 0
    """How many rings of the queue had opened for it."""


class Offer(msgspec.Struct, eq=False, kw_only=True, gc=False):
    """A contact before one agent, with a slot held for it, until `expires_at`."""

    id: str
    contact: str
    agent: str
    kind: str
    made_at: int
    expires_at: int
    why: Why
    idle_since_at: int
    """The agent's before the offer: given back when the offer ends through no doing of theirs."""


class Consultation(msgspec.Struct, eq=False, kw_only=True, gc=False):
    """A second agent beside the owner: asked while `offer` is open, then joined."""

    agent: str
    question: str
    offer: str | None = None
    joined: bool = False
    accepted: str | None = None
    """The offer by which the agent joined, so that accepting twice is no error."""


class Contact(msgspec.Struct, eq=False, kw_only=True, gc=False):
    """One piece of work with a customer, as long as it is on the floor."""

    id: str
    conversation: str
    customer: str
    queue: str
    needs: Needs
    priority: int
    state: str
    seq: int
    """Order of arrival; decides between equal keys."""
    arrived_at: int
    """When the customer first began to wait. It never changes: the place in line counts from it."""
    waiting_since_at: int
    """When the present wait began; another one begins with each transfer or return to the line."""
    key: int = 0
    answered_at: int | None = None
    """When the first agent took it."""
    taken_at: int = 0
    """When the present owner took it."""
    outbound: bool = False
    """An agent called the customer; it teaches nothing about those who wait."""
    reached_at: int | None = None
    """When the customer who was called answered."""
    agent: str | None = None
    offer: str | None = None
    accepted: str | None = None
    """The offer by which the owner took it, so that accepting twice is no error."""
    target: str | None = None
    target_until_at: int | None = None
    target_rule: str = ""
    """Why it waits for one person: who asked for that, or which rule."""
    promise_at: int | None = None
    """The time promised to the customer, where it is not the queue's."""
    ring: int = 0
    """How many rings of its queue have opened for it."""
    ring_at: int | None = None
    """When the next one opens, if there is one and it still waits then."""
    divert_at: int | None = None
    """When it has waited long enough to be sent elsewhere."""
    diverted_from: tuple[str, ...] = ()
    """Queues that it was diverted from, to which no diversion brings it back."""
    keeps_place: bool = False
    """The customer left, and is to be called back when it is their turn."""
    due_at: int | None = None
    consult: Consultation | None = None
    ended_at: int | None = None
    wrap_up_until_at: int | None = None
    extensions: int = 0
    note: str = ""
    passes: dict[str, int] = msgspec.field(default_factory=dict)
    """Agents who passed on it, oldest first: until when not to ask again, or 0 after a miss."""


def is_unreached(contact: Contact) -> bool:
    """Tell whether a customer is being called and has not answered."""
    return contact.outbound and contact.reached_at is None


class Effect(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a queue is expected to be like with and without one of its agents."""

    queue: str
    agents_before: int
    agents_after: int
    level_before: int
    """Expected service level, of a thousand."""
    level_after: int
    wait_before_ms: int | None
    """What the next customer may expect; None is that nobody is there to answer."""
    wait_after_ms: int | None
    comers_hour: int
    """Contacts that came in the last half hour, as so many an hour."""
    handle_ms: int


class Wish(msgspec.Struct, eq=False, kw_only=True, gc=False):
    """An agent's wish for a short break, and what became of it."""

    state: str
    span_ms: int
    asked_at: int
    by: str = ""
    """Who granted or refused it in person; nobody where the rule did."""
    reason: str = ""
    queue: str = ""
    """The queue for whose sake the rule refused it."""
    effects: tuple[Effect, ...] = ()
    again_at: int = 0
    """When a wish in line is looked at again."""
    until_at: int = 0
    """When a wish in line lapses; when a break that has begun is over."""
    free_at: int | None = None
    """Since when nothing stands in the way of a break that was granted."""
    begun_at: int = 0


class Queue(msgspec.Struct, eq=False, kw_only=True, gc=False):
    """A queue as it is now."""

    id: str
    spec: QueueSpec
    open: bool = True
    opens_at: int | None = None
    closes_at: int | None = None
    handle_ms: int = HANDLE_MS_FIRST
    """Smoothed time that a contact keeps an agent, wrap-up included."""
    patience_ms: int = PATIENCE_MS_FIRST
    """Smoothed waiting per customer who gave up, over all who waited."""
    waited_ms: int = 0
    """Waiting that ended since the last customer gave up."""
    served_at: int = 0
    """When an agent was last found for a contact that was then answered."""
    service_gap_ms: int = 0
    """Smoothed time until an agent came free for somebody in line; 0 until one did."""
    in_time: int = 1_000
    """Smoothed share of contacts answered within the threshold, of a thousand."""
    closed_for: str = ""
    """Why it is closed: hours, holiday or emergency."""
    channel: str = ""
    """That of whoever came last."""
    came: list[int] = msgspec.field(default_factory=lambda: [0] * PARTS)
    """How many came in each part of the last half hour, by the number of the part."""
    came_part: int = 0
    """The number of the newest of these parts since the epoch."""
    watched_from_at: int = 0
    """Since when arrivals are counted."""
    counts: dict[str, int] = msgspec.field(default_factory=lambda: dict.fromkeys(CONTACT_STATES, 0))
    """How many contacts of this queue are in each state."""

    @property
    def size(self) -> int:
        """How many contacts belong to this queue, in whatever state."""
        return sum(self.counts.values())


class Agent(msgspec.Struct, eq=False, kw_only=True, gc=False):
    """An agent as they are now."""

    id: str
    spec: AgentSpec
    since_at: int
    idle_since_at: int
    idle_seq: int
    """Order of idleness among agents with the same load; lowest first. No two are equal."""
    state: str = OFF
    reason: str = ""
    forced_by: str = ""
    """Who put the agent into this state, where it was not their own doing."""
    connected: bool = False
    grace_until_at: int | None = None
    misses: int = 0
    load: int = 0
    """Slots in use over all channels: offers, contacts, wrap-ups and consultations."""
    used: dict[str, int] = msgspec.field(default_factory=dict)
    """The load by channel, where there is any."""
    contacts: dict[str, None] = msgspec.field(default_factory=dict)
    """Contacts owned, active or in wrap-up, in the order taken."""
    offers: dict[str, None] = msgspec.field(default_factory=dict)
    consults: dict[str, None] = msgspec.field(default_factory=dict)
    """Contacts of others joined on request."""
    taken: int = 0
    """Contacts taken since signing on, with those being offered."""
    busy_ms: int = 0
    """Time with contacts since signing on, up to `counted_at`."""
    free_ms: int = 0
    """Time ready and without any, up to `counted_at`."""
    counted_at: int = 0
    hard_run: int = 0
    """Hard contacts in a row."""
    rest_until_at: int | None = None
    """Had as many hard contacts in a row as may be: no more of them until then."""
    recover_until_at: int | None = None
    """Recovering from a hard contact: no offers until then."""
    recovered_ms: int = 0
    """Recovery given since signing on."""
    wish: Wish | None = None
    paused_ms: int = 0
    """Short breaks had since coming to work."""
    paused_at: int | None = None
    """When the last of them ended."""
    strained: bool = False
    """The capacity was lowered below what is held; no assignment ever causes this."""

    @property
    def spent(self) -> bool:
        """Whether no more hard contacts may be offered for now."""
        return self.rest_until_at is not None

    @property
    def ready(self) -> bool:
        """Whether offers may be made, room permitting."""
        return (
            self.state == ON_QUEUE
            and self.connected
            and self.recover_until_at is None
            and (self.wish is None or self.wish.state != GRANTED)
        )

    def room_for(self, channel: str) -> bool:
        """Whether one more contact of this channel is within the capacity."""
        spec, used = self.spec, self.used
        if spec.units_max or spec.interrupts:
            return room_for(spec, used, channel)
        if used:
            for name in spec.exclusive:
                if name in used or name == channel:
                    return False
        for name, slots in spec.capacity:
            if name == channel:
                return used.get(channel, 0) < slots
        return False

    @property
    def within_capacity(self) -> bool:
        """Whether what is held fits what the agent can do."""
        return fits(self.spec, self.used)

    @property
    def occupancy(self) -> int:
        """Percent of the time on queue that was spent with contacts, as of `counted_at`."""
        counted = self.busy_ms + self.free_ms
        return 100 * self.busy_ms // counted if counted else 0

    @property
    def share(self) -> int:
        """Contacts taken an hour of the time on queue, as of `counted_at`."""
        return self.taken * HOUR_MS // max(HOUR_MS // 4, self.busy_ms + self.free_ms)


class Floor:
    """All agents, queues, contacts and offers of one site as they are now."""

    __slots__ = (
        "ageing_ms",
        "agents",
        "arrivals",
        "breaks",
        "contacts",
        "deadlines",
        "departed",
        "hard_rest_ms",
        "hard_run_max",
        "idle_first",
        "idle_last",
        "index",
        "misses_max",
        "now",
        "offers",
        "offers_made",
        "presence_grace_ms",
        "queues",
        "recovery_budget_ms",
        "wishing",
    )

    def __init__(self) -> None:
        """Make a floor with nobody on it."""
        self.now = 0
        self.ageing_ms = 30_000
        self.misses_max = 2
        self.presence_grace_ms = 30_000
        self.hard_run_max = 0
        self.hard_rest_ms = 600_000
        self.recovery_budget_ms = 0
        self.breaks = BreakRules()
        self.arrivals = 0
        self.offers_made = 0
        self.idle_first = 0
        self.idle_last = 0
        self.agents: dict[str, Agent] = {}
        self.queues: dict[str, Queue] = {}
        self.contacts: dict[str, Contact] = {}
        self.offers: dict[str, Offer] = {}
        self.departed: dict[str, None] = {}
        """Contacts that left not long ago: an arrival told again is none the second time."""
        # Derived from the above, so they are in no snapshot.
        self.deadlines = Deadlines()
        self.index = Index()
        self.wishing: dict[str, None] = {}
        """The agents whose wish for a short break waits in line."""
