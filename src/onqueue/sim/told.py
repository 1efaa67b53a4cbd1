"""Is what customers are told about their wait true?

Who waits in line when they come is told an estimate: what to expect, and a range that should hold
for four of five (`floor.estimates`). It held when the true wait was within the range. Only those
who were answered can tell; who gave up cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from onqueue.floor.estimates import Wait


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
    """What was told to be expected less what was true, added up."""
    off_ms: int = 0
    """The same without its sign."""

    def tell(self, wait: Wait | None) -> Wait | None:
        """Note what a customer is told."""
        if wait is None:
            self.silent += 1
        else:
            self.told += 1
        return wait

    def check(self, told: Wait, true_ms: int) -> None:
        """Compare with what came true."""
        self.checked += 1
        self.error_ms += told.mean_ms - true_ms
        self.off_ms += abs(told.mean_ms - true_ms)
        if true_ms > told.high_ms:
            self.later += 1
        elif true_ms < told.low_ms:
            self.sooner += 1
        else:
            self.held += 1
