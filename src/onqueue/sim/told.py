"""Is what customers are told about their wait true?

Who is not offered to an agent at once is told an estimate in half minutes, as the chat widget
words it. It held when the true wait rounds to the same: within 15 seconds of what was told, or
anything less for the shortest. Only those who were answered can tell; who gave up cannot.
"""

from __future__ import annotations

from typing import Final

import msgspec

STEP_MS: Final = 30_000
HALF_MS: Final = STEP_MS // 2


class Told(msgspec.Struct, kw_only=True):
    """How often estimates held, in sums."""

    told: int = 0
    """Customers who were told a wait."""
    silent: int = 0
    """Who waited and was told nothing, because nobody was there to serve them."""
    checked: int = 0
    held: int = 0
    sooner: int = 0
    later: int = 0
    error_ms: int = 0
    """What was told less what was true, added up."""
    off_ms: int = 0
    """The same without its sign."""

    def tell(self, estimate_ms: int | None) -> int:
        """Return what a customer is told, or -1."""
        if estimate_ms is None:
            self.silent += 1
            return -1
        self.told += 1
        return max(STEP_MS, (estimate_ms + HALF_MS) // STEP_MS * STEP_MS)

    def check(self, told_ms: int, true_ms: int) -> None:
        """Compare with what came true."""
        self.checked += 1
        self.error_ms += told_ms - true_ms
        self.off_ms += abs(told_ms - true_ms)
        if true_ms > told_ms + HALF_MS:
            self.later += 1
        elif true_ms < told_ms - HALF_MS and told_ms > STEP_MS:
            self.sooner += 1
        else:
            self.held += 1
