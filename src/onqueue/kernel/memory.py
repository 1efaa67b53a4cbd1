"""What is done for memory that was filled at the start and lives as long as the process?

It is left out of the search for dead objects. And it is put into large pages, where Linux has
them: a floor is many small objects that each step meets in another order, and with pages of 4 kB
the processor spends much of a step on finding out where they are. What is asked for here is only
advice: where it cannot be followed, all goes on as before.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

YOUNG_MAX: Final = 10_000
"""New objects after which Python looks for rings of dead ones."""
OLDER_MAX: Final = 20
"""Such looks after which it looks further back."""
LARGE: Final = 2 * 1024 * 1024
COLLAPSE: Final = 25
"""MADV_COLLAPSE of Linux 6.1: put these pages together now. Older ones refuse."""
SMALLEST_FIELDS: Final = 5
"""A mapping of no file and of no name has so many fields in the list of mappings."""


def settle() -> None:
    """Leave what is loaded by now out of the search for dead objects.

    Each search through all of it would stop every thread for a tenth of a second and more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MAX, OLDER_MAX, OLDER_MAX)


def enlarge_pages() -> None:
    """Put what is loaded by now into large pages. Takes a moment for each hundred megabytes."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    with Path("/proc/self/maps").open(encoding="ascii", errors="replace") as maps:
        found = list(large_parts(maps))
    for start, size in found:
        library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), COLLAPSE)


def large_parts(maps: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where whole large pages of our own data begin, and how many bytes they are.

    Of /proc/PID/maps these are the lines that can be written, are private, and belong to no
    file; of those with a name only the heap.
    """
    for line in maps:
        fields = line.split()
        span, rights, name = fields[0], fields[1], fields[SMALLEST_FIELDS:]
        if rights[:4] != "rw-p" or name not in ([], ["[heap]"]):
            continue
        begins, ends = (int(one, 16) for one in span.split("-"))
        start, end = -(-begins // LARGE) * LARGE, ends // LARGE * LARGE
        if start < end:
            yield start, end - start
