"""Where does the customer's chat stand, in the customer's words?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from onqueue.conversations.rules.progress import DIVERTED, NEW, REFUSED
from onqueue.floor import estimates, model
from onqueue.floor.specs import TELEPHONE

if TYPE_CHECKING:
    from onqueue.conversations.schemas import ContactRow
    from onqueue.floor.model import Contact, Floor
    from onqueue.flows.queries import Asked

HIDDEN_MS: Final = 30_000
"""A shorter wait is not spoken of: it would be over before it is read."""
LONG_S: Final = 3_600
"""No wait is told as longer: further ahead nothing can be said."""
FINE_S: Final = 60
COARSE_S: Final = 300
COARSE_FROM_S: Final = 600


@dataclass(frozen=True, slots=True)
class Status:
    """What the widget shows above the messages.

    The wait is a range that four of five find theirs in. Both ends are None when it cannot be
    said or is too short to speak of; without `wait_high_s` it is that of `wait_low_s` or more.
    """

    phase: str
    position: int | None = None
    wait_low_s: int | None = None
    wait_high_s: int | None = None
    keeps_place: bool = False
    agent: str | None = None
    rated: bool = False
    can_rate: bool = False
    channel: str = "chat"
    asks: Asked | None = None
    """What a flow asks, if one speaks: its number, and what can be chosen."""

    def never_rising(self, later: Status) -> Status:
        """Return what is told after this was told: a wait may shrink, and never grows."""
        if self.wait_low_s is None or later.wait_low_s is None:
            return later
        if self.wait_high_s is None:
            return later
        high_s = min(self.wait_high_s, LONG_S if later.wait_high_s is None else later.wait_high_s)
        return replace(
            later, wait_low_s=min(self.wait_low_s, later.wait_low_s, high_s), wait_high_s=high_s
        )

    def frame(self) -> dict[str, Any]:
        """The status as the widget reads it."""
        return {
            "phase": self.phase,
            "position": self.position,
            "wait_low_s": self.wait_low_s,
            "wait_high_s": self.wait_high_s,
            "keeps_place": self.keeps_place,
            "agent": self.agent,
            "rated": self.rated,
            "can_rate": self.can_rate,
            "can_reopen": False,
            "channel": self.channel,
            "asks": None
            if self.asks is None
            else {"number": self.asks.number, "options": self.asks.options},
        }


def first_name(name: str) -> str:
    """What customers are told of an agent's name."""
    return name.split(maxsplit=1)[0] if name.strip() else ""


def of_contact(floor: Floor, contact: Contact) -> Status:
    """The status of a chat that goes on: its contact is on the floor and not yet in wrap-up."""
    if contact.state == model.SCHEDULED:
        return Status(phase="message_left")
    if contact.state == model.ACTIVE:
        owner = floor.agents.get(contact.agent or "")
        return Status(
            phase="active",
            agent=first_name(owner.spec.name) if owner else None,
            channel=_shown_channel(contact),
        )
    low_s, high_s = _told(estimates.wait_range_ms(floor, contact.id))
    return Status(
        phase="waiting",
        position=estimates.position(floor, contact.id),
        wait_low_s=low_s,
        wait_high_s=high_s,
        keeps_place=contact.keeps_place,
        channel=_shown_channel(contact),
    )


def _shown_channel(contact: Contact) -> str:
    """Return how the customer reaches us in the widget: who is called back does not speak there."""
    return "chat" if TELEPHONE in contact.needs.gates else contact.needs.channel


def of_flow(asks: Asked | None) -> Status:
    """The status of a chat without a contact: a flow speaks, or was the last to."""
    return Status(phase="ended") if asks is None else Status(phase="active", asks=asks)


def of_row(row: ContactRow | None, *, rating: bool, answered: bool) -> Status:
    """The status of a chat that is over, or never began.

    `answered` is what the floor knows already and the row may not know yet.
    """
    if row is None:
        return Status(phase="idle")
    if row.state == NEW:
        # It is written down and on its way to the floor.
        return Status(phase="waiting", channel=row.channel)
    if row.state == REFUSED:
        return Status(phase="closed")
    if row.state == DIVERTED:
        return Status(phase="message")
    rated = row.csat is not None
    answered = answered or row.answered_at is not None
    return Status(
        phase="ended",
        rated=rated,
        can_rate=rating and answered and not rated,
        channel=row.channel,
    )


def _told(wait: estimates.Wait | None) -> tuple[int | None, int | None]:
    """Return a wait as it is told: in steps, hidden when short, with a limit when long."""
    if wait is None or wait.mean_ms < HIDDEN_MS:
        return None, None
    low_s, high_s = _step_s(wait.low_ms, up=False), _step_s(wait.high_ms, up=True)
    if low_s >= LONG_S:
        return LONG_S, None
    return low_s, min(high_s, LONG_S)


def _step_s(wait_ms: int, *, up: bool) -> int:
    """Return whole minutes, past ten of them whole five minutes, rounded outwards."""
    seconds = wait_ms / 1000
    step = FINE_S if seconds < COARSE_FROM_S else COARSE_S
    return (math.ceil(seconds / step) if up else math.floor(seconds / step)) * step
