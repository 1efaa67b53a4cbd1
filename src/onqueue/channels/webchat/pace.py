"""How fast may one customer send?

Counted by customer and not by connection: who comes back at once goes on where they were.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final

from onqueue.channels.webchat.errors import RateExceeded

if TYPE_CHECKING:
    from onqueue.kernel.clock import Clock

BURST_MAX: Final = 30
BURST_MS: Final = 10_000
"""A customer may send that many frames in that time; nobody types faster."""
SENDERS_MAX: Final = 20_000
"""Customers whose pace is remembered; beyond, who was quiet for longest is forgotten."""


class Pace:
    """Remembers when each customer sent their last frames."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._sent: OrderedDict[str, deque[int]] = OrderedDict()

    def count(self, sender: str) -> None:
        """Count a frame, or raise `RateExceeded`."""
        now = self._clock.now()
        sent = self._sent.get(sender)
        if sent is None:
            if len(self._sent) >= SENDERS_MAX:
                self._sent.popitem(last=False)
            sent = self._sent[sender] = deque(maxlen=BURST_MAX)
        if len(sent) == BURST_MAX and now - sent[0] < BURST_MS:
            raise RateExceeded(retry_after_s=max(1, (sent[0] + BURST_MS - now) // 1_000))
        sent.append(now)
        self._sent.move_to_end(sender)
