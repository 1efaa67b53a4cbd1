"""Which names, levels, settings and reasons make sense?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

from onqueue.floor.model import OFF, ON_QUEUE, SET_ASIDE, STATES
from onqueue.kernel.errors import Invalid

Channel = Literal["chat", "voice", "email", "messaging", "video", "callback", "task"]
CHANNELS: Final = get_args(Channel)
CAPACITY_MAX: Final = 50
SECONDS_MAX: Final = 7 * 24 * 3600
LEVEL_MAX: Final = 10
ReasonState = Literal["break", "training", "meeting", "back_office"]
REASON_STATES: Final = get_args(ReasonState)
"""The states that people give a reason for."""
assert set(REASON_STATES) == set(STATES) - {OFF, ON_QUEUE, SET_ASIDE}, "one list of states"

USUAL_CAPACITY: Final[Mapping[Channel, int]] = {"chat": 3}
USUAL_EXCLUSIVE: Final[tuple[Channel, ...]] = ("voice",)


def check_name(name: str, *, field: str = "name") -> None:
    """Refuse what cannot be read as a name."""
    if not name.strip():
        raise Invalid(field=field, reason="it needs a name")
    if not name.isprintable():
        raise Invalid(field=field, reason="it has characters that cannot be seen")


def check_reason_state(state: str) -> None:
    """Refuse reasons for states that need none."""
    if state not in REASON_STATES:
        raise Invalid(field="state", reason="choose one of {known}", known=", ".join(REASON_STATES))


def check_levels(skills: Iterable[tuple[str, int]]) -> None:
    """Refuse a skill that is there twice, and levels that do not exist."""
    seen = set()
    for skill, level in skills:
        if skill in seen:
            raise Invalid(field="skills", reason="a skill is there twice")
        if not 1 <= level <= LEVEL_MAX:
            raise Invalid(field="skills", reason="levels go from 1 to {most}", most=LEVEL_MAX)
        seen.add(skill)


def check_thresholds(values: Mapping[str, int]) -> None:
    """Refuse a board that would turn red before it turns amber."""
    for what in ("waiting_{}", "oldest_{}_s"):
        if values[what.format("amber")] > values[what.format("red")]:
            reason = "amber comes before red, so its number is the smaller one"
            raise Invalid(field="thresholds", reason=reason)
    if values["sl_amber"] < values["sl_red"]:
        reason = "service level falls, so amber has the larger number and red the smaller one"
        raise Invalid(field="thresholds", reason=reason)


def check_capacity(capacity: Mapping[Channel, int], *, exclusive: Iterable[Channel]) -> None:
    """Refuse channels that do not exist and more contacts than anybody can hold."""
    for channel in (*capacity, *exclusive):
        if channel not in CHANNELS:
            raise Invalid(
                field="capacity", reason="choose one of {known}", known=", ".join(CHANNELS)
            )
    for number in capacity.values():
        if not 0 <= number <= CAPACITY_MAX:
            raise Invalid(
                field="capacity",
                reason="give numbers from 0 to {most}",
                most=CAPACITY_MAX,
            )


def check_units(
    *,
    units_max: int,
    units: Mapping[Channel, int],
    reserved: Mapping[Channel, int],
    interrupts: Iterable[tuple[Channel, Channel]],
) -> None:
    """Refuse weights and reserves that leave no room, and channels that interrupt themselves."""
    if any(weight < 1 for weight in units.values()):
        raise Invalid(field="units", reason="a contact weighs at least 1")
    if units_max and any(weight > units_max for weight in units.values()):
        raise Invalid(
            field="units",
            reason="nothing may weigh more than {units_max} in all",
            units_max=units_max,
        )
    if reserved and not units_max:
        raise Invalid(field="units_max", reason="say how much there is before some is kept")
    if sum(reserved.values()) > units_max:
        raise Invalid(
            field="reserved", reason="at most {units_max} can be kept", units_max=units_max
        )
    pairs = list(interrupts)
    for channel, other in pairs:
        if channel == other:
            raise Invalid(field="interrupts", reason="a channel does not interrupt itself")
        if (other, channel) in pairs:
            raise Invalid(field="interrupts", reason="two channels cannot interrupt each other")
