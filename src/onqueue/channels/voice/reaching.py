"""A customer who is called, rather than one who calls: whom, how far it is, and why it failed.

the agent's leg    the customer's leg
not up yet         none: the agent is called first
up, in the room    dialled; the agent hears it ring
up, in the room    up: the floor is told that they were reached, and all is as in any call
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice import causes
from onqueue.floor import reasons

if TYPE_CHECKING:
    from onqueue.channels.voice.call import Line

RINGING: Final = ("tone:ring",)
CUSTOMER_RINGS_S: Final = 45
NOT_PERMITTED: Final = "dial.not_permitted"
UNREACHED: Final = {
    causes.BUSY: reasons.CALLEE_BUSY,
    causes.NO_ANSWER: reasons.CALLEE_NO_ANSWER,
    causes.NO_RESPONSE: reasons.CALLEE_NO_ANSWER,
    causes.REFUSED: reasons.CALLEE_REFUSED,
    causes.UNALLOCATED: reasons.CALLEE_UNKNOWN,
}
"""Why a call to a customer came to nothing; else they could not be reached."""


@dataclass(slots=True)
class Out:
    """A customer who is called."""

    number: str
    shows: str
    """What they see of us."""
    longest_s: int
    reached_at: int | None = None
    over: bool = False
    """Its end is written down."""


def why_unreached(customer: Line | None) -> str:
    """Why somebody who was called did not answer; without a line, nobody was called."""
    if customer is None:
        return reasons.CONNECTION_LOST
    if customer.refusal == NOT_PERMITTED:
        return reasons.CALL_NOT_PERMITTED
    return UNREACHED.get(customer.cause or causes.LOST, reasons.CALLEE_UNREACHABLE)
