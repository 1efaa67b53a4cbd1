"""How loud is a recording where, and who speaks when?

Sound comes in blocks; for each window the loudest sample of each channel is kept, and of those a
picture and the stretches of speech are made.
"""

from __future__ import annotations

import array
from dataclasses import dataclass, field
from typing import Final

WINDOW_MS: Final = 100
BARS_MAX: Final = 1_200
LOUD: Final = 500
"""Below this, of 32,767, a telephone line only breathes."""
GAP_WINDOWS: Final = 6
"""A breath between two words is no end."""
SPEECH_MAX: Final = 2_000
FULL: Final = 32_768
STRIDE: Final = 3
"""Every third sample finds the loudest one nearly as well, in a third of the time."""


@dataclass(slots=True)
class Meter:
    """Hears blocks of 16-bit samples, the channels interleaved."""

    channels: int
    rate: int
    loudest: list[list[int]] = field(default_factory=list)
    _rest: array.array[int] = field(default_factory=lambda: array.array("h"))

    def __post_init__(self) -> None:
        """Begin with no window in any channel."""
        self.loudest = [[] for _ in range(self.channels)]

    @property
    def window(self) -> int:
        """How many samples of all channels a window has."""
        return self.rate * WINDOW_MS // 1_000 * self.channels

    def hear(self, block: array.array[int]) -> None:
        """Take the next samples."""
        self._rest.extend(block)
        whole = len(self._rest) // self.window * self.window
        for start in range(0, whole, self.window):
            self._measure(self._rest[start : start + self.window])
        del self._rest[:whole]

    def finish(self) -> None:
        """Take what is left as a last window."""
        if self._rest:
            self._measure(self._rest)
            self._rest = array.array("h")

    def _measure(self, samples: array.array[int]) -> None:
        for channel, windows in enumerate(self.loudest):
            mine = samples[channel :: self.channels * STRIDE]
            windows.append(max(max(mine, default=0), -min(mine, default=0)))


def bars(windows: list[int]) -> list[int]:
    """Return the picture of a channel: loudness in percent, in at most `BARS_MAX` bars."""
    each = max(1, -(-len(windows) // BARS_MAX))
    return [
        min(100, max(windows[start : start + each]) * 100 // FULL)
        for start in range(0, len(windows), each)
    ]


def speech(windows: list[int]) -> list[tuple[int, int]]:
    """Return from and to which millisecond of a channel somebody speaks."""
    found: list[tuple[int, int]] = []
    began, quiet = -1, 0
    for place, loudness in enumerate([*windows, *[0] * (GAP_WINDOWS + 1)]):
        if loudness >= LOUD:
            began, quiet = (place if began < 0 else began), 0
        elif began >= 0:
            quiet += 1
            if quiet > GAP_WINDOWS:
                found.append((began * WINDOW_MS, (place - quiet + 1) * WINDOW_MS))
                began = -1
    return found[:SPEECH_MAX]
