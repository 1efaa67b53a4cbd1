"""By which ways do calls come, and which of them can be relied on now?

A call goes by one of them, with all its legs: where its customer is, there the agents are called
too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from onqueue.channels.voice.books import OpenLeg
    from onqueue.channels.voice.port import Telephony

WEBRTC: Final = "webrtc"
ASTERISK: Final = "asterisk"

BROWSER: Final = "browser:"
"""A page that is a telephone at Asterisk, before its name."""

PAGE_ANSWERS_S: Final = 10
"""A page answers by itself: the agent has said yes to the offer."""
PHONE_ANSWERS_S: Final = 20
"""A telephone has to be picked up, unless it understands that it may answer by itself."""
ANSWER_BY_ITSELF: Final = {"Call-Info": "<sip:onqueue>;answer-after=0", "Alert-Info": "auto-answer"}


def _nobody(_account: str) -> bool:
    return False


def by_telephone(carriers: Mapping[str, Carrier]) -> str:
    """Return the name of the one that reaches telephone numbers; empty where none does."""
    found = (name for name, one in carriers.items() if one.telephony.capabilities.numbers)
    return next(found, "")


def can_play(carriers: Mapping[str, Carrier], name: str) -> bool:
    """Tell whether somebody can be told something by this one."""
    carrier = carriers.get(name)
    return carrier is not None and carrier.telephony.capabilities.play


@dataclass(slots=True, eq=False)
class Carrier:
    """One driver, and what of it matters for calls."""

    name: str
    telephony: Telephony
    is_up: Callable[[], bool]
    """Whether it can be asked. If not, it will tell `NodeResynced` when it can."""
    expect: Callable[[Sequence[OpenLeg]], None] | None = None
    """Takes the legs of the books whose far ends come back by themselves, before `is_up`."""
    answers_s: int = PAGE_ANSWERS_S
    headers: Mapping[str, str] = field(default_factory=dict)
    """What is said to a phone that is dialled."""
    phone_of: Callable[[str], str] = str
    """Which phone is dialled for somebody now, where they may have several."""
    is_coming: Callable[[str], bool] = _nobody
    """Whether somebody's phone is not there, and is expected within moments."""
    agreed: bool = False
    """What it carries has been compared with the books."""
    missing_since: int | None = None
    """Since when it has not been there; None while it is, or once its calls were given up."""
