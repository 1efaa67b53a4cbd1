"""What the directory takes and gives of rules of routing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from onqueue.directory.rules.checks import SECONDS_MAX
from onqueue.directory.rules.routing import DIVERSIONS_MAX, STICKY_WITHIN_S
from onqueue.directory.schemas.asked import Ids, Level, Seconds, SkillLevels, Version
from onqueue.directory.schemas.shown import SkillLevel
from onqueue.floor.specs import RINGS_MAX
from onqueue.kernel.wire import Asked

Evaluation = Literal["all", "best", "none"]
Choice = Literal[
    "least_loaded", "longest_idle", "least_occupied", "best_level", "fair_share", "score"
]
Order = Literal["ageing", "promise"]
Occasion = Literal[
    "wait",
    "estimate",
    "service_level",
    "waiting_per_agent",
    "closed",
    "holiday",
    "emergency",
    "no_agent",
]
Place = Literal["queue", "person", "callback", "message", "flow"]
Weight = Annotated[int, Field(ge=0, le=1_000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Note = Annotated[str, StringConstraints(max_length=500)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=500)]
DAYS_MAX_S = 400 * 24 * 3_600


class WeightsAsked(Asked):
    """How a score is made; 0 leaves a part out."""

    level: Weight = 0
    load: Weight = 0
    idle: Weight = 0
    occupancy: Weight = 0
    share: Weight = 0


class RingAsked(Asked):
    """What is given up for a contact that has waited long enough; rings add up."""

    after_s: Seconds
    drop: Ids = Field(default=[])
    lower: SkillLevels = Field(default=[])
    queues: Ids = Field(default=[])
    priority: Annotated[int, Field(ge=0, le=100)] = 0


class DiversionAsked(Asked):
    """Where a contact goes instead of waiting here; the first that applies counts."""

    when: Occasion
    to: Place
    over: Annotated[int, Field(ge=0, le=SECONDS_MAX)] = 0
    target: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""


class QueueRulesAsked(Asked):
    """All rules of a queue; what is left out is as usual."""

    evaluation: Evaluation = "all"
    choice: Choice = "least_loaded"
    weights: WeightsAsked = WeightsAsked()
    order: Order = "ageing"
    promise_s: Seconds = 0
    rings: Annotated[list[RingAsked], Field(max_length=RINGS_MAX)] = Field(default=[])
    diversions: Annotated[list[DiversionAsked], Field(max_length=DIVERSIONS_MAX)] = Field(
        default=[]
    )
    target_ttl_s: Annotated[int, Field(ge=5, le=SECONDS_MAX)] = 60
    sticky_s: Seconds = 0
    sticky_within_s: Annotated[int, Field(ge=60, le=DAYS_MAX_S)] = STICKY_WITHIN_S
    book_s: Seconds = 0
    match_language: bool = False
    language_level: Level = 1
    gates: Ids = Field(default=[])
    hard: bool = False
    recovery_s: Annotated[int, Field(ge=0, le=3_600)] = 0
    kept_free: Annotated[int, Field(ge=0, le=1_000)] = 0
    waiting_max: Annotated[int, Field(ge=1, le=100_000)] = 10_000
    priority: Annotated[int, Field(ge=0, le=100)] | None = None
    """This and what follows: left out, it stays as it is in force."""
    threshold_s: Annotated[int, Field(ge=1, le=SECONDS_MAX)] | None = None
    offer_ttl_s: Annotated[int, Field(ge=5, le=3600)] | None = None
    wrap_up_s: Seconds | None = None
    wrap_up_extension_s: Seconds | None = None
    wrap_up_extensions_max: Annotated[int, Field(ge=0, le=20)] | None = None
    skills: SkillLevels | None = None


class FloorRulesAsked(Asked):
    """All rules of the floor; what is left out is as usual."""

    hard_run_max: Annotated[int, Field(ge=0, le=100)] = 0
    hard_rest_s: Annotated[int, Field(ge=1, le=SECONDS_MAX)] = 600
    recovery_budget_s: Seconds = 0
    break_longest_s: Annotated[int, Field(ge=0, le=7_200)] = 900
    break_day_s: Seconds = 1_800
    break_between_s: Seconds = 1_800
    break_away_max: Annotated[int, Field(ge=0, le=10_000)] = 0
    break_away_percent: Percent = 25
    break_level_percent: Percent = 80
    break_wait_s: Seconds = 0
    break_line_s: Annotated[int, Field(ge=0, le=7_200)] = 900


class QueueDraftAsked(Asked):
    """A draft as it is to be; `revision` is the one that was seen, 0 where there was none."""

    revision: Version
    rules: QueueRulesAsked
    note: Note = ""


class FloorDraftAsked(Asked):
    """A draft as it is to be; `revision` is the one that was seen, 0 where there was none."""

    revision: Version
    rules: FloorRulesAsked
    note: Note = ""


class PublishAsked(Asked):
    """Let the draft count from now, and say why."""

    revision: Version
    note: Why


class RestoreAsked(Asked):
    """Let an earlier version count again, and say why; `seen` is the one in force."""

    number: Annotated[int, Field(ge=0, le=2**31)]
    seen: Version
    note: Why


class ClosureAsked(Asked):
    """Close a queue at once, and say why."""

    reason: Why


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How a score is made."""

    level: int
    load: int
    idle: int
    occupancy: int
    share: int


@dataclass(frozen=True, kw_only=True)
class Ring:
    """What is given up for a contact that has waited long enough."""

    after_s: int
    drop: tuple[str, ...]
    lower: tuple[SkillLevel, ...]
    queues: tuple[str, ...]
    priority: int


@dataclass(frozen=True, kw_only=True)
class Diversion:
    """Where a contact goes instead of waiting here."""

    when: Occasion
    to: Place
    over: int
    target: str


@dataclass(frozen=True, kw_only=True)
class QueueRules:
    """All rules of a queue."""

    evaluation: Evaluation
    choice: Choice
    weights: Weights
    order: Order
    promise_s: int
    rings: tuple[Ring, ...]
    diversions: tuple[Diversion, ...]
    target_ttl_s: int
    sticky_s: int
    sticky_within_s: int
    book_s: int
    match_language: bool
    language_level: int
    gates: tuple[str, ...]
    hard: bool
    recovery_s: int
    kept_free: int
    waiting_max: int
    priority: int
    threshold_s: int
    offer_ttl_s: int
    wrap_up_s: int
    wrap_up_extension_s: int
    wrap_up_extensions_max: int
    skills: tuple[SkillLevel, ...]


@dataclass(frozen=True, kw_only=True)
class FloorRules:
    """All rules of the floor."""

    hard_run_max: int
    hard_rest_s: int
    recovery_budget_s: int
    break_longest_s: int
    break_day_s: int
    break_between_s: int
    break_away_max: int
    break_away_percent: int
    break_level_percent: int
    break_wait_s: int
    break_line_s: int


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A rule that differs from the version before."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class VersionShown:
    """A version of rules. A draft has no number; version 0 is how it is as long as nobody said
    anything.
    """

    number: int | None
    rules: QueueRules | FloorRules
    note: str
    restores: int | None
    revision: int
    changed_at: int
    changed_by: str
    published_at: int | None
    published_by: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class RoutingShown:
    """The rules in force, and the draft if there is one."""

    subject: str
    in_force: VersionShown
    draft: VersionShown | None


@dataclass(frozen=True, kw_only=True)
class Closure:
    """A queue that was closed at once."""

    queue: str
    reason: str
    closed_at: int
    closed_by: str
