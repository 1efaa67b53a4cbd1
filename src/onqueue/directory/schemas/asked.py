"""What the directory takes.

One shape a kind: all of it when something is made, and in a change the parts that change
with the version that was seen. What is left out stays, or is as usual.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from onqueue.directory.rules.checks import CAPACITY_MAX, CHANNELS, SECONDS_MAX, Channel
from onqueue.directory.rules.forms import FIELDS_MAX, OPTIONS_MAX
from onqueue.directory.rules.looks import DEFAULT_COLOR, FILE_BYTES, FILE_COUNT_MAX, FILE_TYPES
from onqueue.directory.rules.texts import LANGUAGES_MAX
from onqueue.directory.rules.weekly import EXCEPTIONS_MAX, INTERVALS_PER_DAY_MAX
from onqueue.directory.rules.widgets import FILE_TYPES_MAX, ORIGINS_MAX
from onqueue.kernel.wire import NAME_LENGTH_MAX, Asked, Id, Text

LINKS_MAX = 500
WORDINGS_MAX = 200

Short = Annotated[str, StringConstraints(max_length=NAME_LENGTH_MAX)]
Line = Annotated[str, StringConstraints(max_length=300)]
Address = Annotated[str, StringConstraints(max_length=500)]
Key = Annotated[str, StringConstraints(max_length=60)]
Language = Annotated[str, StringConstraints(max_length=10)]
Languages = Annotated[list[Language], Field(max_length=LANGUAGES_MAX)]
ByLanguage = Annotated[dict[Language, Line], Field(max_length=LANGUAGES_MAX)]
Ids = Annotated[list[Id], Field(max_length=LINKS_MAX)]
Seconds = Annotated[int, Field(ge=0, le=SECONDS_MAX)]
Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Level = Annotated[int, Field(ge=1, le=10)]
Version = Annotated[int, Field(ge=0, le=2**31)]


class SkillLevelAsked(Asked):
    """A skill and a level."""

    skill: Id
    level: Level = 1


SkillLevels = Annotated[list[SkillLevelAsked], Field(max_length=LINKS_MAX)]


class CentrePatch(Asked):
    """Changes of the centre."""

    version: Version
    name: Short = ""
    languages: Languages = Field(default=[])
    time_zone: Short = ""
    ageing_s: Annotated[int, Field(ge=1, le=SECONDS_MAX)] = 30
    misses_max: Annotated[int, Field(ge=1, le=100)] = 2
    presence_grace_s: Annotated[int, Field(ge=5, le=3600)] = 30


class SkillAsked(Asked):
    """A skill; with a language, it is to speak that."""

    name: Short = ""
    description: Text = ""
    language: Language = ""


class SkillPatch(SkillAsked):
    """Changes of a skill."""

    version: Version
    archived: bool = False


class GateAsked(Asked):
    """A gate."""

    name: Short = ""
    description: Text = ""


class GatePatch(GateAsked):
    """Changes of a gate."""

    version: Version
    archived: bool = False


class ThresholdsAsked(Asked):
    """From which values on a board shows amber and red."""

    waiting_amber: Count = 5
    waiting_red: Count = 10
    oldest_amber_s: Seconds = 60
    oldest_red_s: Seconds = 180
    sl_amber: Percent = 80
    sl_red: Percent = 60


class QueueAsked(Asked):
    """A queue."""

    name: Short = ""
    description: Text = ""
    channel: Channel = "chat"
    priority: Annotated[int, Field(ge=0, le=100)] = 0
    threshold_s: Annotated[int, Field(ge=1, le=SECONDS_MAX)] = 20
    target_percent: Annotated[int, Field(ge=1, le=100)] = 80
    offer_ttl_s: Annotated[int, Field(ge=5, le=3600)] = 20
    wrap_up_s: Seconds = 60
    wrap_up_extension_s: Seconds = 60
    wrap_up_extensions_max: Annotated[int, Field(ge=0, le=20)] = 2
    hours_id: Id | None = None
    skills: SkillLevels = Field(default=[])
    thresholds: ThresholdsAsked = ThresholdsAsked()


class QueuePatch(QueueAsked):
    """Changes of a queue."""

    version: Version
    archived: bool = False


class IntervalAsked(Asked):
    """A stretch of a day, such as from 09:00 to 12:30."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Key = Field(alias="from")
    to: Key


class WeeklyAsked(IntervalAsked):
    """A stretch of a day of the week; Monday is 0."""

    day: Annotated[int, Field(ge=0, le=6)]


class ExceptionAsked(Asked):
    """A date that differs; without intervals it is closed."""

    date: Key
    name: Short = ""
    intervals: Annotated[list[IntervalAsked], Field(max_length=INTERVALS_PER_DAY_MAX)] = Field(
        default=[]
    )


class HoursAsked(Asked):
    """Opening hours."""

    name: Short = ""
    time_zone: Short = ""
    weekly: Annotated[list[WeeklyAsked], Field(max_length=7 * INTERVALS_PER_DAY_MAX)] = Field(
        default=[]
    )
    exceptions: Annotated[list[ExceptionAsked], Field(max_length=EXCEPTIONS_MAX)] = Field(
        default=[]
    )


class HoursPatch(HoursAsked):
    """Changes of opening hours."""

    version: Version
    archived: bool = False


class HolidaysAsked(Asked):
    """Which public holidays to add as closed days."""

    version: Version
    country: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}$")]
    subdivision: Key | None = None
    year: Annotated[int, Field(ge=2000, le=2100)]
    language: Key | None = None


class WrapUpCodeAsked(Asked):
    """A wrap-up code."""

    name: Short = ""
    group: Short = ""
    queue_ids: Ids = Field(default=[])


class WrapUpCodePatch(WrapUpCodeAsked):
    """Changes of a wrap-up code."""

    version: Version
    archived: bool = False


class PhoneNumberAsked(Asked):
    """A telephone number of the centre."""

    number: Annotated[str, StringConstraints(max_length=40)] = ""
    description: Text = ""
    queue_id: Id = ""
    flow_id: Annotated[str, StringConstraints(max_length=64)] = ""
    language: Language = "en"


class PhoneNumberPatch(PhoneNumberAsked):
    """Changes of a telephone number."""

    version: Version
    archived: bool = False


class StateReasonAsked(Asked):
    """A reason for a state."""

    name: Short = ""
    state: Key = "break"


class StateReasonPatch(Asked):
    """Changes of a reason. It stays with its state, because history was counted by it."""

    version: Version
    name: Short = ""
    archived: bool = False


class CannedReplyAsked(Asked):
    """A canned reply. A personal one is seen by its owner only."""

    shortcut: Key = ""
    title: Short = ""
    text: Text = ""
    language: Language = "en"
    queue_ids: Ids = Field(default=[])


class CannedReplyMade(CannedReplyAsked):
    """A new canned reply."""

    shortcut: Key
    title: Short
    text: Text
    personal: bool = False


class CannedReplyPatch(CannedReplyAsked):
    """Changes of a canned reply."""

    version: Version
    archived: bool = False


class OptionAsked(Asked):
    """An answer to choose."""

    value: Key
    label: ByLanguage


class FormFieldAsked(Asked):
    """A question of a form."""

    key: Key
    label: ByLanguage
    kind: Literal["text", "email", "phone", "choice"] = "text"
    required: bool = False
    options: Annotated[list[OptionAsked], Field(max_length=OPTIONS_MAX)] = Field(default=[])
    queue_by_option: Annotated[dict[Key, Id], Field(max_length=OPTIONS_MAX)] = Field(default={})
    skill_by_option: Annotated[dict[Key, SkillLevelAsked], Field(max_length=OPTIONS_MAX)] = Field(
        default={}
    )


class LookAsked(Asked):
    """The look of a widget."""

    color: Key = DEFAULT_COLOR
    scheme: Literal["auto", "light", "dark"] = "auto"
    position: Literal["right", "left"] = "right"
    title: ByLanguage = Field(default={})
    subtitle: ByLanguage = Field(default={})
    greeting: ByLanguage = Field(default={})
    launcher: ByLanguage = Field(default={})
    privacy_url: Address | None = None


class FilesAsked(Asked):
    """Which files customers may send."""

    enabled: bool = True
    max_bytes: Annotated[int, Field(ge=1, le=1024**3)] = FILE_BYTES
    max_count: Annotated[int, Field(ge=1, le=FILE_COUNT_MAX)] = 5
    types: Annotated[list[Key], Field(max_length=FILE_TYPES_MAX)] = Field(default=list(FILE_TYPES))


Wordings = Annotated[dict[Key, Line], Field(max_length=WORDINGS_MAX)]


class ChatWidgetAsked(Asked):
    """A chat widget."""

    name: Short = ""
    queue_id: Id = ""
    languages: Languages = Field(default=["en"])
    form: Annotated[list[FormFieldAsked], Field(max_length=FIELDS_MAX)] = Field(default=[])
    skill_by_language: Annotated[
        dict[Language, SkillLevelAsked], Field(max_length=LANGUAGES_MAX)
    ] = Field(default={})
    texts: Annotated[dict[Language, Wordings], Field(max_length=LANGUAGES_MAX)] = Field(default={})
    look: LookAsked = LookAsked()
    allowed_origins: Annotated[list[Address], Field(max_length=ORIGINS_MAX)] = Field(default=[])
    files: FilesAsked = FilesAsked()
    rating_enabled: bool = True
    offline_message_enabled: bool = True
    direct_enabled: bool = False
    calls_enabled: bool = False


class ChatWidgetPatch(ChatWidgetAsked):
    """Changes of a chat widget."""

    version: Version
    archived: bool = False


Units = Annotated[int, Field(ge=0, le=100)]
ByChannel = Annotated[dict[Channel, Units], Field(max_length=len(CHANNELS))]


class InterruptAsked(Asked):
    """A channel whose contacts may interrupt those of another."""

    channel: Channel
    other: Channel


class AgentPut(Asked):
    """All that an agent can do; the version that was seen, 0 if nobody has said so yet.

    Weights, reserves, interrupts and gates stay as they are where nothing is said of them.
    """

    version: Version
    skills: SkillLevels
    queues: Ids
    capacity: Annotated[
        dict[Channel, Annotated[int, Field(ge=0, le=CAPACITY_MAX)]], Field(max_length=len(CHANNELS))
    ]
    exclusive: Annotated[list[Channel], Field(max_length=len(CHANNELS))]
    units_max: Annotated[int, Field(ge=0, le=1_000)] | None = None
    units: ByChannel | None = None
    reserved: ByChannel | None = None
    interrupts: Annotated[list[InterruptAsked], Field(max_length=40)] | None = None
    cleared: Ids | None = None


def fields_of(asked: Asked) -> dict[str, Any]:
    """Return the fields that were said, each whole, without the version."""
    said = asked.model_fields_set - {"version"}
    return {name: value for name, value in asked.model_dump().items() if name in said}
