"""What do administrators and channels say about contacts, queues and agents?

All of these are frozen, travel inside events, and are never changed: a change is another
spec in another event. Durations are milliseconds, levels of skills 1 to 10.
"""

from __future__ import annotations

from typing import Final

import msgspec

ALL: Final = "all"
BEST: Final = "best"
NONE: Final = "none"
EVALUATIONS: Final = (ALL, BEST, NONE)
"""How skills count: all are needed; all are needed and the best go first; not at all."""

LEAST_LOADED: Final = "least_loaded"
LONGEST_IDLE: Final = "longest_idle"
LEAST_OCCUPIED: Final = "least_occupied"
BEST_LEVEL: Final = "best_level"
FAIR_SHARE: Final = "fair_share"
SCORE: Final = "score"
CHOICES: Final = (LEAST_LOADED, LONGEST_IDLE, LEAST_OCCUPIED, BEST_LEVEL, FAIR_SHARE, SCORE)
"""Who goes first of those who could take a contact; the longest idle among equals."""

AGEING: Final = "ageing"
PROMISE: Final = "promise"
ORDERS: Final = (AGEING, PROMISE)
"""What a contact's place in line counts from: its arrival, or the time promised to it."""

RINGS_MAX: Final = 12
"""Rings of one queue."""

ON_WAIT: Final = "wait"
ON_ESTIMATE: Final = "estimate"
ON_SERVICE_LEVEL: Final = "service_level"
ON_CROWD: Final = "waiting_per_agent"
ON_CLOSED: Final = "closed"
ON_HOLIDAY: Final = "holiday"
ON_EMERGENCY: Final = "emergency"
ON_NOBODY: Final = "no_agent"
OCCASIONS: Final = (
    ON_WAIT,
    ON_ESTIMATE,
    ON_SERVICE_LEVEL,
    ON_CROWD,
    ON_CLOSED,
    ON_HOLIDAY,
    ON_EMERGENCY,
    ON_NOBODY,
)
"""When a contact is diverted: `over` is in ms, ms, percent (under it) and contacts an agent."""

TO_QUEUE: Final = "queue"
TO_PERSON: Final = "person"
TO_CALLBACK: Final = "callback"
TO_MESSAGE: Final = "message"
TO_FLOW: Final = "flow"
DIVERSIONS: Final = (TO_QUEUE, TO_PERSON, TO_CALLBACK, TO_MESSAGE, TO_FLOW)
"""Where a contact is diverted to. A callback keeps its place; message and flow leave the floor."""
FLOW_CHANNELS: Final = ("chat",)
"""Channels whose customers a flow can lead after they have waited. Callers by telephone have
keys, and are known by their gate; a page that calls has none."""


TELEPHONE: Final = "telephone"
"""The gate of those who call by telephone: open to agents who are reached by one now."""


class BreakRules(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """When an agent who asks for a short break gets one by rule. Zeros are no bound."""

    span_ms_max: int = 900_000
    """The longest; 0 is that none is given by rule, and supervisors answer in person."""
    day_ms_max: int = 1_800_000
    """In all, between coming to work and going home."""
    between_ms_min: int = 1_800_000
    """From the end of one to the next."""
    away_max: int = 0
    """Of one queue's agents at once."""
    away_percent_max: int = 25
    """Of one queue's agents at once, in percent of those on queue and away; always at least one."""
    level_min: int = 80
    """The service level, in percent, that each of the agent's queues must be expected to keep."""
    wait_ms_max: int = 0
    """The longest wait that the next customer of any of these queues may expect."""
    line_ms: int = 900_000
    """How long a wish waits for what it was refused for to pass; 0 is not at all."""


class Needs(msgspec.Struct, frozen=True, kw_only=True, gc=False, cache_hash=True):
    """What an agent must have to take a contact."""

    channel: str
    skills: tuple[tuple[str, int], ...] = ()
    """Sorted pairs of skill and least level, 1 to 10."""
    hard: bool = False
    """Known to take a toll (complaint, abuse, distress): spread, and followed by recovery."""
    gates: tuple[str, ...] = ()
    """What must be open to the agent beside the gates of the queue, and stays with the contact."""


class Ring(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is given up for a contact that has waited long enough; rings add up."""

    after_ms: int
    drop: tuple[str, ...] = ()
    """Skills that are needed no longer."""
    lower: tuple[tuple[str, int], ...] = ()
    """Skills of which a lower level will do."""
    queues: tuple[str, ...] = ()
    """Queues whose agents are asked as well."""
    priority: int = 0
    """What is added to the contact's priority."""


class Diversion(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where a contact goes instead of waiting here; the first that applies counts."""

    when: str
    to: str
    over: int = 0
    target: str = ""
    """The queue, the person or the flow."""


class Weights(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a score is made; the highest goes first. Zeros leave only the longest idle."""

    level: int = 0
    """For each level of each needed skill."""
    load: int = 0
    """Against each contact held."""
    idle: int = 0
    """For each minute of idleness."""
    occupancy: int = 0
    """Against each percent of the time on queue that was spent with contacts."""
    share: int = 0
    """Against each contact taken an hour."""


class QueueSpec(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A queue's settings."""

    name: str
    priority: int = 0
    threshold_ms: int = 20_000
    offer_ttl_ms: int = 20_000
    wrap_up_ms: int = 60_000
    wrap_up_extension_ms: int = 60_000
    wrap_up_extensions_max: int = 2
    target_ttl_ms: int = 60_000
    """How long a contact waits for the person it was transferred or diverted to."""
    waiting_max: int = 10_000
    evaluation: str = ALL
    choice: str = LEAST_LOADED
    weights: Weights = Weights()
    order: str = AGEING
    promise_ms: int = 0
    """How soon after its arrival a contact is promised an answer, if it brings no time itself."""
    rings: tuple[Ring, ...] = ()
    diversions: tuple[Diversion, ...] = ()
    sticky_ms: int = 0
    """How long a contact waits for the agent its customer had last; 0 is not at all."""
    book_ms: int = 0
    """How long a contact waits for the agent who looks after its customer; 0 is not at all."""
    gates: tuple[str, ...] = ()
    """What an agent must have cleared: a briefing read, a certificate held, leave to answer."""
    hard: bool = False
    """Every contact here is hard."""
    recovery_ms: int = 0
    """Time to recover after a hard contact."""
    kept_free: int = 0
    """Agents who must stay free for others: with so few able left, contacts here wait."""


class AgentSpec(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an agent can do."""

    name: str
    skills: tuple[tuple[str, int], ...] = ()
    queues: tuple[str, ...] = ()
    capacity: tuple[tuple[str, int], ...] = (("chat", 3),)
    """How many contacts at once, a pair a channel, sorted by channel."""
    exclusive: tuple[str, ...] = ("voice",)
    """While a contact of such a channel is held, no other contact is offered, and it is
    offered only to an agent who holds nothing."""
    units_max: int = 0
    """What contacts of all channels may weigh together; 0 is no bound beside the capacity."""
    units: tuple[tuple[str, int], ...] = ()
    """What one contact of a channel weighs; 1 where nothing is said."""
    reserved: tuple[tuple[str, int], ...] = ()
    """Units that only contacts of that channel may use."""
    interrupts: tuple[tuple[str, str], ...] = ()
    """Pairs of channels: the first may interrupt the second, so what is held of the second
    does not stand in its way."""
    cleared: tuple[str, ...] = ()
    """The gates that are open to the agent."""
