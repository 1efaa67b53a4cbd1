"""Where does the customer's chat stand, in the customer's words?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onqueue.floor import estimates, model

if TYPE_CHECKING:
    from onqueue.conversations.schemas import ContactRow
    from onqueue.floor.model import Contact, Floor


@dataclass(frozen=True, slots=True)
class Status:
    """What the widget shows above the messages. `wait_s` is rounded: it is an estimate."""

    phase: str
    position: int | None = None
    wait_s: int | None = None
    agent: str | None = None
    rated: bool = False
    can_rate: bool = False

    def frame(self) -> dict[str, Any]:
        """The status as the widget reads it."""
        return {
            "phase": self.phase,
            "position": self.position,
            "wait_s": self.wait_s,
            "agent": self.agent,
            "rated": self.rated,
            "can_rate": self.can_rate,
            "can_reopen": False,
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
        return Status(phase="active", agent=first_name(owner.spec.name) if owner else None)
    wait_ms = estimates.wait_estimate_ms(floor, contact.id)
    return Status(
        phase="waiting",
        position=estimates.position(floor, contact.id),
        wait_s=None if wait_ms is None else _rounded_s(wait_ms),
    )


def of_row(row: ContactRow | None, *, rating: bool, answered: bool) -> Status:
    """The status of a chat that is over, or never began.

    `answered` is what the floor knows already and the row may not know yet.
    """
    if row is None:
        return Status(phase="idle")
    if row.state == "refused":
        return Status(phase="closed")
    rated = row.csat is not None
    answered = answered or row.answered_at is not None
    return Status(phase="ended", rated=rated, can_rate=rating and answered and not rated)


def _rounded_s(wait_ms: int) -> int:
    seconds = wait_ms // 1000
    return max(30, (seconds + 15) // 30 * 30)
