"""What does the floor's clock show when it is wrong?"""

from __future__ import annotations


class WrongClock:
    """A clock that can stand still and jump. The floor reads it; the world knows the truth."""

    __slots__ = ("ahead_ms", "stopped_at")

    def __init__(self) -> None:
        """Begin right."""
        self.ahead_ms = 0
        self.stopped_at: int | None = None

    def shows(self, at: int) -> int:
        """Return what the clock shows at a moment."""
        return at + self.ahead_ms if self.stopped_at is None else self.stopped_at

    def truth(self, shown: int) -> int | None:
        """Return the moment at which the clock shows a time; None while it stands still."""
        return shown - self.ahead_ms if self.stopped_at is None else None
