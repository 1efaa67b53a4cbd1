"""What is simulated? A scenario: queues, customers, agents and mishaps, as plain data.

A scenario is written in TOML (docs/guide/planner.md) and never changes while it runs. Times of
day are "HH:MM"; lengths end in `_s` or `_min`; shares are from 0 to 1. Whoever names something
that is not there, or leaves a number out, is told which field and why.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 86_400_000
DAYS_MAX: Final = 3_660
AGENTS_MAX: Final = 100_000

More = Annotated[float, Meta(gt=0)]
Some = Annotated[float, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=60)]
Level = Annotated[int, Meta(ge=1, le=10)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class BadScenario(Exception):
    """A scenario says something that cannot be."""

    def __init__(self, field: str, reason: str) -> None:
        """Name the field, as it stands in the file, and say what is wrong with it."""
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Any table of a scenario."""


# --- How long something takes ---


class Fixed(Part, frozen=True, kw_only=True, tag_field="kind", tag="fixed"):
    """Always as long."""

    s: Some


class Exponential(Part, frozen=True, kw_only=True, tag_field="kind", tag="exponential"):
    """Without memory."""

    mean_s: More


class Lognormal(Part, frozen=True, kw_only=True, tag_field="kind", tag="lognormal"):
    """What talk times mostly look like."""

    mean_s: More
    sd_s: Some


class Gamma(Part, frozen=True, kw_only=True, tag_field="kind", tag="gamma"):
    """Between fixed and exponential, or more spread than either."""

    mean_s: More
    sd_s: More


class Quantiles(Part, frozen=True, kw_only=True, tag_field="kind", tag="quantiles"):
    """As measured: lengths at equal steps of probability from 0 to 1, straight between them."""

    s: Annotated[tuple[Some, ...], Meta(min_length=2)]


Duration = Fixed | Exponential | Lognormal | Gamma | Quantiles
NONE: Final = Fixed(s=0)


# --- Who comes ---


class Redial(Part, frozen=True, kw_only=True):
    """Who gave up, or was refused, may try again."""

    share: Share
    after: Duration
    most: Annotated[int, Meta(ge=1, le=100)] = 1


class Arrivals(Part, frozen=True, kw_only=True):
    """Customers of one kind: for which queue they come, how often, and how they behave.

    How often is `per_hour` from `starts` to `ends`, or `counts`: expected numbers for each
    `counts_min` minutes from `starts` on.
    """

    queue: str
    channel: Name = "chat"
    skills: dict[str, Level] = {}
    priority: int = 0
    per_hour: Some | None = None
    starts: Clock = "00:00"
    ends: Clock = "24:00"
    counts: tuple[Some, ...] = ()
    counts_min: Annotated[int, Meta(ge=1, le=1440)] = 15
    weekdays: dict[Weekday, Some] = {}
    """How much of that comes on a weekday; 1 where nothing is said."""
    day_sd: Some = 0.0
    """Standard deviation of the factor by which a day is busier than expected, mean 1."""
    talk: Duration
    wrap_up: Duration = NONE
    patience: Duration | None = None
    redial: Redial | None = None


# --- Who works ---


class Break(Part, frozen=True, kw_only=True):
    """Time off the queue within a shift."""

    at: Clock
    minutes: Annotated[int, Meta(ge=1, le=1440)]
    state: Literal["break", "training", "meeting", "back_office"] = "break"


class ShortBreaks(Part, frozen=True, kw_only=True):
    """How people ask for short breaks beside those of their shift."""

    every: Duration
    """From coming to work, or from the last wish, to the next."""
    minutes: Annotated[int, Meta(ge=1, le=120)] = 5
    late: Duration = NONE
    """How long after its end they are back."""


class Agents(Part, frozen=True, kw_only=True):
    """People who work alike. Their ids are the name of the table and a number."""

    count: Annotated[int, Meta(ge=1, le=AGENTS_MAX)]
    queues: Annotated[tuple[str, ...], Meta(min_length=1)]
    skills: dict[str, Level] = {}
    capacity: dict[Name, Annotated[int, Meta(ge=1, le=1000)]] = msgspec.field(
        default_factory=lambda: {"chat": 1}
    )
    starts: Clock = "00:00"
    ends: Clock = "24:00"
    """At or before `starts`: on the next day. From 00:00 to 24:00 they never leave."""
    weekdays: tuple[Weekday, ...] = WEEKDAYS
    breaks: tuple[Break, ...] = ()
    absent: Share = 0.0
    """How likely one of them is absent on a day."""
    answer: Duration = NONE
    """How long they look at an offer before they take it."""
    declines: Share = 0.0
    misses: Share = 0.0
    """How likely an offer is declined, or left to run out."""
    back: Duration = Fixed(s=120)
    """How long after being set aside, or losing the connection for good, they come back."""
    short_breaks: ShortBreaks | None = None
    speed: More = 1.0
    """What their talk and wrap-up times are multiplied by."""

    @property
    def always(self) -> bool:
        """Whether they never leave."""
        return self.starts == "00:00" and self.ends == "24:00" and self.weekdays == WEEKDAYS


class Hours(Part, frozen=True, kw_only=True):
    """When a queue is open."""

    starts: Clock
    ends: Clock
    weekdays: tuple[Weekday, ...] = WEEKDAYS


class Ring(Part, frozen=True, kw_only=True):
    """What is given up for a contact that has waited long enough; rings add up."""

    after_s: Some
    drop: tuple[str, ...] = ()
    """Skills that are needed no longer."""
    lower: dict[str, Level] = {}
    """Skills of which a lower level will do."""
    queues: tuple[str, ...] = ()
    """Queues whose agents are asked as well."""
    priority: int = 0


class Diversion(Part, frozen=True, kw_only=True):
    """Where a contact goes instead of waiting here; the first that applies counts."""

    when: Literal[
        "wait",
        "estimate",
        "service_level",
        "waiting_per_agent",
        "closed",
        "holiday",
        "emergency",
        "no_agent",
    ]
    over: Count = 0
    """Seconds of waiting or of the estimate; percent in time; contacts for each agent."""
    to: Literal["queue", "person", "callback", "message", "flow"]
    target: str = ""


class Queue(Part, frozen=True, kw_only=True):
    """Where contacts wait; the settings are those of a real queue."""

    priority: int = 0
    threshold_s: Some = 20.0
    offer_s: More = 20.0
    wrap_up_s_max: Some = 60.0
    wrap_up_extension_s: Some = 60.0
    wrap_up_extensions_max: Count = 2
    waiting_max: Annotated[int, Meta(ge=1)] = 10_000
    hours: Hours | None = None
    evaluation: Literal["all", "best", "none"] = "all"
    choice: Literal[
        "least_loaded", "longest_idle", "least_occupied", "best_level", "fair_share"
    ] = "least_loaded"
    order: Literal["ageing", "promise"] = "ageing"
    promise_s: Some = 0.0
    rings: tuple[Ring, ...] = ()
    diversions: tuple[Diversion, ...] = ()
    kept_free: Count = 0


class Channel(Part, frozen=True, kw_only=True):
    """How a channel is worked."""

    slow_down: Annotated[tuple[More, ...], Meta(min_length=1)] = (1.0,)
    """What talk takes longer by, with 1, 2, 3 ... contacts in hand; the last holds for more."""
    exclusive: bool = False
    """While such a contact is held, nothing else is offered."""


class BreakRules(Part, frozen=True, kw_only=True):
    """When who asks for a short break gets one; zeros are no bound."""

    longest_min: Some = 15.0
    day_min: Some = 30.0
    between_min: Some = 30.0
    away_max: Count = 0
    away_percent: Annotated[int, Meta(ge=0, le=100)] = 25
    level_percent: Annotated[int, Meta(ge=0, le=100)] = 80
    wait_s: Some = 0.0
    line_min: Some = 15.0


class Tuning(Part, frozen=True, kw_only=True):
    """The floor-wide settings."""

    ageing_s: Some = 30.0
    misses_max: Count = 2
    presence_grace_s: Some = 30.0
    breaks: BreakRules = BreakRules()


# --- What goes wrong ---


class DesksDrop(Part, frozen=True, kw_only=True, tag_field="kind", tag="desks_drop"):
    """Desks lose their connection, each on its own."""

    per_hour: More
    """For each agent on shift."""
    lasts: Duration


class AgentsLost(Part, frozen=True, kw_only=True, tag_field="kind", tag="agents_lost"):
    """Some agents' machines fail at one moment; who is gone for long is signed off."""

    day: Count = 0
    at: Clock
    share: Share
    lasts: Duration


class Burst(Part, frozen=True, kw_only=True, tag_field="kind", tag="burst"):
    """Many come at once, besides those who come anyway."""

    day: Count = 0
    at: Clock
    arrivals: str
    count: Annotated[int, Meta(ge=1, le=1_000_000)]
    within_s: Some = 0.0


class ClockStops(Part, frozen=True, kw_only=True, tag_field="kind", tag="clock_stops"):
    """The floor's clock stands still for a while, and is right again afterwards."""

    day: Count = 0
    at: Clock
    lasts_s: More


class ClockJumps(Part, frozen=True, kw_only=True, tag_field="kind", tag="clock_jumps"):
    """The floor's clock is suddenly ahead of the truth, or behind it, and stays so."""

    day: Count = 0
    at: Clock
    by_s: float


class Repeats(Part, frozen=True, kw_only=True, tag_field="kind", tag="repeats"):
    """Some commands arrive twice, as they do when a client did not hear the answer."""

    share: Share


Fault = DesksDrop | AgentsLost | Burst | ClockStops | ClockJumps | Repeats


class Scenario(Part, frozen=True, kw_only=True):
    """All of it."""

    format: Literal[1]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    begins: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")] = "2026-01-05"
    days: Annotated[int, Meta(ge=1, le=DAYS_MAX)] = 1
    warm_up_min: Some = 0.0
    """What comes before this is simulated and not counted."""
    day_sd: Some = 0.0
    """As that of arrivals, for all of them together."""
    told_waits: bool = True
    """Whether to ask the floor for the wait that customers would be told, and to check it."""
    floor: Tuning = Tuning()
    channels: dict[Name, Channel] = {}
    queues: Annotated[dict[Name, Queue], Meta(min_length=1)]
    arrivals: Annotated[dict[Name, Arrivals], Meta(min_length=1)]
    agents: Annotated[dict[Name, Agents], Meta(min_length=1)]
    faults: tuple[Fault, ...] = ()


def read_scenario(text: str) -> Scenario:
    """Read a scenario; `BadScenario` says what is wrong with it."""
    try:
        found = msgspec.toml.decode(text, type=Scenario)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        raise BadScenario(place.strip(".`") or "the file", reason) from None
    except msgspec.DecodeError as error:
        raise BadScenario("the file", f"this is no TOML: {error}") from None
    check_scenario(found)
    return found


def check_scenario(found: Scenario) -> None:
    """Refuse what each field allows and the whole does not."""
    for name, source in found.arrivals.items():
        _check_arrivals(f"arrivals.{name}", source, found)
    for name, queue in found.queues.items():
        _check_queue(f"queues.{name}", queue, found)
    for name, group in found.agents.items():
        for wanted in group.queues:
            _known(f"agents.{name}.queues", wanted, found.queues, "queue")
        if group.declines + group.misses > 1:
            raise BadScenario(f"agents.{name}.misses", "more than all offers, with `declines`")
    total = sum(group.count for group in found.agents.values())
    if total > AGENTS_MAX:
        raise BadScenario("agents", f"{total} agents; {AGENTS_MAX} are allowed")
    for number, fault in enumerate(found.faults):
        _check_fault(f"faults[{number}]", fault, found)
    if found.warm_up_min * MINUTE_MS >= found.days * DAY_MS:
        raise BadScenario("warm_up_min", "nothing is left after the warm-up")


def _check_queue(field: str, queue: Queue, found: Scenario) -> None:
    for number, ring in enumerate(queue.rings):
        for other in ring.queues:
            _known(f"{field}.rings[{number}].queues", other, found.queues, "queue")
    for number, diversion in enumerate(queue.diversions):
        if diversion.to == "queue":
            _known(f"{field}.diversions[{number}].target", diversion.target, found.queues, "queue")


def _check_fault(field: str, fault: Fault, found: Scenario) -> None:
    if isinstance(fault, Burst):
        _known(f"{field}.arrivals", fault.arrivals, found.arrivals, "arrivals")
    if getattr(fault, "day", 0) >= found.days:
        raise BadScenario(f"{field}.day", f"there are {found.days} days, from 0")


def _check_arrivals(field: str, source: Arrivals, found: Scenario) -> None:
    _known(f"{field}.queue", source.queue, found.queues, "queue")
    if (source.per_hour is None) == (not source.counts):
        raise BadScenario(field, "give either `per_hour` or `counts`")
    if source.per_hour is not None and clock_ms(source.ends) <= clock_ms(source.starts):
        raise BadScenario(f"{field}.ends", "not after `starts`")
    over = clock_ms(source.starts) + len(source.counts) * source.counts_min * MINUTE_MS - DAY_MS
    if over > 0:
        raise BadScenario(f"{field}.counts", f"{over // MINUTE_MS} minutes past midnight")


def _known(field: str, name: str, among: dict[str, object] | object, kind: str) -> None:
    assert isinstance(among, dict)
    if name not in among:
        known = ", ".join(sorted(among))
        raise BadScenario(field, f"there is no {kind} `{name}`; there are: {known}")


def clock_ms(time: str) -> int:
    """Return the milliseconds from midnight to a time of day."""
    return int(time[:2]) * HOUR_MS + int(time[3:]) * MINUTE_MS
