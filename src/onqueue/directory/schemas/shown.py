"""What the directory gives: each configured thing as it is now.

These are plain frozen values, so that other features and the floor can hold them; the web
gives them out as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onqueue.directory.rules.checks import Channel, ReasonState
from onqueue.directory.rules.forms import FormField, SkillNeed
from onqueue.directory.rules.looks import FileRules, Look
from onqueue.directory.rules.weekly import ExceptionTimes, WeeklyTimes


@dataclass(frozen=True, kw_only=True)
class Centre:
    """The contact centre: its name, its languages and the settings of its floor."""

    name: str
    languages: tuple[str, ...]
    time_zone: str
    ageing_s: int
    misses_max: int
    presence_grace_s: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Record:
    """What all configured things have."""

    id: str
    archived: bool
    version: int
    changed_at: int
    changed_by: str


@dataclass(frozen=True, kw_only=True)
class Skill(Record):
    """What a contact needs and an agent has; with a language, it is to speak that."""

    name: str
    description: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Gate(Record):
    """What an agent must have cleared for some queues."""

    name: str
    description: str


@dataclass(frozen=True, kw_only=True)
class SkillLevel:
    """A skill and how well it is had or needed, 1 to 10."""

    skill: str
    level: int


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From which values on a board shows a queue in amber and in red."""

    waiting_amber: int
    waiting_red: int
    oldest_amber_s: int
    oldest_red_s: int
    sl_amber: int
    sl_red: int


@dataclass(frozen=True, kw_only=True)
class Queue(Record):
    """A line in which contacts wait. Without hours it is always open."""

    name: str
    description: str
    channel: Channel
    priority: int
    threshold_s: int
    target_percent: int
    offer_ttl_s: int
    wrap_up_s: int
    wrap_up_extension_s: int
    wrap_up_extensions_max: int
    hours_id: str | None
    skills: tuple[SkillLevel, ...]
    thresholds: Thresholds


@dataclass(frozen=True, kw_only=True)
class OpeningHours(Record):
    """A week of opening hours and the dates that differ."""

    name: str
    time_zone: str
    weekly: tuple[WeeklyTimes, ...]
    exceptions: tuple[ExceptionTimes, ...]


@dataclass(frozen=True, kw_only=True)
class SpanShown:
    """A stretch of open time."""

    from_at: int
    to_at: int


@dataclass(frozen=True, kw_only=True)
class DayShown:
    """A date: whether it is closed, why it differs, and when it is open."""

    date: str
    closed: bool
    exception: str | None
    intervals: tuple[SpanShown, ...]


@dataclass(frozen=True, kw_only=True)
class HoursPreview:
    """What hours come to on the days ahead."""

    time_zone: str
    open: bool
    changes_at: int | None
    days: tuple[DayShown, ...]


@dataclass(frozen=True, kw_only=True)
class HolidaysAdded:
    """The hours after an import, and how many dates were new."""

    hours: OpeningHours
    added: int


@dataclass(frozen=True, kw_only=True)
class HolidayCountry:
    """A country whose public holidays can be imported, with its regions."""

    code: str
    name: str
    subdivisions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WrapUpCode(Record):
    """Why a contact came and how it ended; for all queues when none is named."""

    name: str
    group: str
    queue_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StateReason(Record):
    """Why an agent is in a state."""

    name: str
    state: ReasonState


@dataclass(frozen=True, kw_only=True)
class CannedReply(Record):
    """A text that agents need often; for all queues when none is named."""

    shortcut: str
    title: str
    text: str
    language: str
    queue_ids: tuple[str, ...]
    personal: bool


@dataclass(frozen=True, kw_only=True)
class ChatWidget(Record):
    """A chat on web pages."""

    name: str
    queue_id: str
    languages: tuple[str, ...]
    form: tuple[FormField, ...]
    skill_by_language: Mapping[str, SkillNeed]
    texts: Mapping[str, Mapping[str, str]]
    look: Look
    allowed_origins: tuple[str, ...]
    files: FileRules
    rating_enabled: bool
    offline_message_enabled: bool
    direct_enabled: bool
    calls_enabled: bool


@dataclass(frozen=True, kw_only=True)
class PhoneNumber(Record):
    """A telephone number of the centre: whose queue its callers wait in, in which language."""

    number: str
    description: str
    queue_id: str
    flow_id: str
    """The flow that callers hear first, or empty. Should it fail, they wait in the queue."""
    language: str


@dataclass(frozen=True, kw_only=True)
class EmbedCode:
    """The line of HTML that puts a widget on a page."""

    html: str


@dataclass(frozen=True, kw_only=True)
class Interrupt:
    """A channel whose contacts may interrupt those of another."""

    channel: Channel
    other: Channel


@dataclass(frozen=True, kw_only=True)
class AgentProfile:
    """What an agent can do. Version 0 means that nobody has said so yet."""

    account_id: str
    name: str
    skills: tuple[SkillLevel, ...]
    queues: tuple[str, ...]
    capacity: Mapping[Channel, int]
    exclusive: tuple[Channel, ...]
    units_max: int
    units: Mapping[Channel, int]
    reserved: Mapping[Channel, int]
    interrupts: tuple[Interrupt, ...]
    cleared: tuple[str, ...]
    version: int
