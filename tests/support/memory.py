"""Where do tests keep what nobody reads again? In memory, where a machine has a folder for that.

Nothing is proven by waiting for a disk: what a killed process leaves behind is the same in both,
and no test switches a machine off.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev/shm")
ROOM_BYTES_MIN: Final = 2 * 1024**3


def quick_folder() -> str | None:
    """Return a folder in memory that has room, or None for the usual one on the disk."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return None
    return str(MEMORY) if shutil.disk_usage(MEMORY).free >= ROOM_BYTES_MIN else None
