"""What do calls out look like on the wire?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from onqueue.kernel.wire import Answer, Asked
from onqueue.outbound.rules import PREFIXES_MAX

Prefix = Annotated[str, Field(max_length=16)]
Cents = Annotated[int, Field(ge=0, le=10_000_000)]
RoleOfCalls = Literal["", "agent", "supervisor", "administrator", "caller"]


class AllowedAsked(Asked):
    """Numbers that may be called, by how they begin."""

    prefix: Prefix
    role: RoleOfCalls = ""
    costly: bool = False


class PriceAsked(Asked):
    """What a minute costs, in hundredths of the currency."""

    prefix: Prefix
    cents: Cents


class DialPolicyAsked(Asked):
    """The rules for calls out, whole; `version` is the one that was seen."""

    version: Annotated[int, Field(ge=0)]
    allowed: Annotated[list[AllowedAsked], Field(max_length=PREFIXES_MAX)]
    prices: Annotated[list[PriceAsked], Field(max_length=PREFIXES_MAX)]
    price_otherwise: Cents
    agent_hour_cents: Cents
    centre_day_cents: Cents
    minutes_max: Annotated[int, Field(ge=1, le=600)]
    short_s: Annotated[int, Field(ge=1, le=60)]
    short_max: Annotated[int, Field(ge=0, le=10_000)]
    new_max: Annotated[int, Field(ge=0, le=10_000)]


class AllowedShown(Answer):
    """Numbers that may be called, by how they begin."""

    prefix: str
    role: str
    costly: bool


class PriceShown(Answer):
    """What a minute costs, in hundredths of the currency."""

    prefix: str
    cents: int


class StopShown(Answer):
    """Why nobody can call out now."""

    kind: str
    count: int
    reason: str
    began_at: int


class DialPolicyShown(Answer):
    """The rules for calls out, what they have cost today, and whether they are stopped."""

    version: int
    changed_at: int | None
    changed_by: str
    allowed: list[AllowedShown]
    prices: list[PriceShown]
    price_otherwise: int
    agent_hour_cents: int
    centre_day_cents: int
    minutes_max: int
    short_s: int
    short_max: int
    new_max: int
    spent_today_cents: int
    stopped: StopShown | None


class CallShown(Answer):
    """One call to a customer."""

    contact: str
    number: str
    shown: str
    """The number as people read it."""
    customer: str
    customer_name: str
    phone_number: str
    placed_at: int
    reached_at: int | None
    ended_at: int | None
    outcome: str


class SpeedDialAsked(Asked):
    """Keep a number that is called often."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    number: Annotated[str, Field(min_length=1, max_length=64)]
    for_all: bool = False


class SpeedDialShown(Answer):
    """A number that is called often."""

    id: str
    name: str
    number: str
    shown: str
    for_all: bool
