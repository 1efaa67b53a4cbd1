"""Who may be called, what may it cost, and when is it too strange to go on?

Nothing may be called that nobody allowed. A number that costs much (premium, satellite) is not
allowed by the prefix of its country, but by one that says so itself. What a call costs is an
estimate: begun minutes, at the price of the longest prefix that fits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from onqueue.kernel.errors import Invalid
from onqueue.kernel.phone_numbers import is_costly
from onqueue.outbound.errors import (
    AgentSpent,
    CentreSpent,
    DialCostly,
    DialNotAllowed,
    OutboundStopped,
)

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 3_600_000
PREFIXES_MAX: Final = 500

SHORT: Final = "short_calls"
NEW: Final = "new_numbers"
STRANGE: Final = {
    SHORT: "{count} calls in an hour were over within {seconds} s",
    NEW: "{count} numbers in an hour had never been called before",
}
"""Why calling out is stopped by itself."""


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers that may be called, by how they begin."""

    prefix: str
    role: str = ""
    """Whose calls; everybody's where it is empty."""
    costly: bool = False
    """Premium and satellite numbers that begin so as well."""


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What a minute costs to numbers that begin so, in hundredths of the currency."""

    prefix: str
    cents: int


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """All that is decided about calls out. As it comes, nothing may be called."""

    allowed: tuple[Allowed, ...] = ()
    prices: tuple[Price, ...] = ()
    price_otherwise: int = 10
    agent_hour_cents: int = 1_000
    centre_day_cents: int = 20_000
    minutes_max: int = 60
    short_s: int = 6
    short_max: int = 20
    new_max: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """One call, as far as it costs."""

    price: int
    placed_at: int
    reached_at: int | None
    ended_at: int | None

    def cents(self, now: int) -> int:
        """What it has cost by now; while it rings, its first minute is spoken for."""
        if self.reached_at is None:
            return self.price if self.ended_at is None else 0
        lasted = (now if self.ended_at is None else self.ended_at) - self.reached_at
        return self.price * max(1, -(-lasted // MINUTE_MS))


def check_policy(policy: Policy) -> None:
    """Refuse rules that could not mean what they say."""
    for field, prefixes in (
        ("allowed", [one.prefix for one in policy.allowed]),
        ("prices", [one.prefix for one in policy.prices]),
    ):
        if len(prefixes) > PREFIXES_MAX:
            raise Invalid(field=field, reason="at most {most}", most=PREFIXES_MAX)
        for prefix in prefixes:
            digits = prefix.removeprefix("+")
            if not (prefix.startswith("+") and digits.isascii() and digits.isdigit()):
                reason = "write {prefix} as + and digits, beginning with the country"
                raise Invalid(field=field, reason=reason, prefix=prefix or "it")


def price_of(policy: Policy, number: str) -> int:
    """Return what a minute costs."""
    fits = [one for one in policy.prices if number.startswith(one.prefix)]
    if not fits:
        return policy.price_otherwise
    return max(fits, key=lambda one: len(one.prefix)).cents


def check_number(policy: Policy, *, number: str, shown: str, roles: Collection[str]) -> None:
    """Refuse a number that somebody with these roles may not call."""
    fits = [
        one
        for one in policy.allowed
        if number.startswith(one.prefix) and (not one.role or one.role in roles)
    ]
    if not fits:
        raise DialNotAllowed(number=shown)
    if is_costly(number) and not any(one.costly for one in fits):
        raise DialCostly(number=shown)


def is_allowed(policy: Policy, *, number: str, roles: Collection[str] = ()) -> bool:
    """Tell whether somebody with these roles may call a number; without any, whether all may."""
    try:
        check_number(policy, number=number, shown=number, roles=roles)
    except (DialNotAllowed, DialCostly):
        return False
    return True


def check_spending(
    policy: Policy,
    *,
    price: int,
    hour: Iterable[Spending],
    day: Iterable[Spending],
    now: int,
) -> None:
    """Refuse a call whose first minute would cost more than is left: to the agent or the centre."""
    if not price:
        return
    if sum(one.cents(now) for one in hour) + price > policy.agent_hour_cents:
        raise AgentSpent
    if sum(one.cents(now) for one in day) + price > policy.centre_day_cents:
        raise CentreSpent


def minutes_left(
    policy: Policy,
    *,
    price: int,
    hour: Iterable[Spending],
    day: Iterable[Spending],
    now: int,
) -> int:
    """Return how long a call may last: as rules say, and as long as it can be paid for."""
    if not price:
        return policy.minutes_max
    agent = policy.agent_hour_cents - sum(one.cents(now) for one in hour)
    centre = policy.centre_day_cents - sum(one.cents(now) for one in day)
    return min(policy.minutes_max, agent // price, centre // price)


def strangeness(
    policy: Policy, *, calls: Iterable[Spending], new_numbers: int
) -> tuple[str, int] | None:
    """Tell what is too strange about the calls of the last hour, and how often it happened."""
    short = sum(
        1
        for one in calls
        if one.reached_at is not None
        and one.ended_at is not None
        and one.ended_at - one.reached_at < policy.short_s * 1_000
    )
    if policy.short_max and short > policy.short_max:
        return SHORT, short
    if policy.new_max and new_numbers > policy.new_max:
        return NEW, new_numbers
    return None


def say_why(policy: Policy, *, kind: str, count: int) -> str:
    """Say why calling out was stopped, in English."""
    return STRANGE[kind].format(count=count, seconds=policy.short_s)


def check_stopped(reason: str) -> None:
    """Refuse while calling out is stopped."""
    if reason:
        raise OutboundStopped(reason=reason)
