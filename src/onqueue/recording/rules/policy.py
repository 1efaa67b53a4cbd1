"""Is this talk recorded? By the queue's policy, the carrier, and what the customer said.

The answer is a reason as well, because every talk has one: recorded, or why not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final, Literal

Mode = Literal["off", "on", "share"]
Form = Literal["mixed", "per_leg"]

DAY_MS: Final = 86_400_000
DAYS_MAX: Final = 3_650
PAUSE_MS_MAX: Final = 10 * 60_000
"""A pause that nobody ends goes no further: else a forgotten click would lose the call."""

BY_POLICY: Final = "policy"
OFF: Final = "policy.off"
NOT_DRAWN: Final = "policy.share"
CANNOT: Final = "carrier.cannot"
UNTOLD: Final = "notice.unspoken"
DECLINED: Final = "customer.declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is to be recorded of a queue's calls."""

    mode: Mode = "off"
    share: int = 100
    """In percent, where the mode is `share`."""
    form: Form = "per_leg"
    announce: bool = True
    """The customer is told before, and may say no."""
    days: int = 90
    """How long recordings are kept; 0 is until somebody deletes them."""
    version: int = 0


USUAL: Final = Policy()
"""What holds for a queue of which nothing was said."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a talk is recorded, and why or why not."""

    recorded: bool
    why: str


def judge(
    policy: Policy, *, contact: str, can_record: bool, can_tell: bool, declined: bool
) -> Verdict:
    """Say whether a talk is recorded. Asked again for the same contact, the answer is the same."""
    if policy.mode == "off":
        return Verdict(recorded=False, why=OFF)
    if policy.mode == "share" and place_of(contact) >= policy.share:
        return Verdict(recorded=False, why=NOT_DRAWN)
    if declined:
        return Verdict(recorded=False, why=DECLINED)
    if not can_record:
        return Verdict(recorded=False, why=CANNOT)
    if policy.announce and not can_tell:
        return Verdict(recorded=False, why=UNTOLD)
    return Verdict(recorded=True, why=BY_POLICY)


def place_of(contact: str) -> int:
    """Return a contact's place among a hundred, spread evenly and known to nobody before."""
    return int.from_bytes(hashlib.sha256(contact.encode()).digest()[:8]) % 100


def keep_until(policy_days: int, *, ended_at: int) -> int | None:
    """Return when a recording is to be deleted; None for never by itself."""
    return None if policy_days == 0 else ended_at + policy_days * DAY_MS
