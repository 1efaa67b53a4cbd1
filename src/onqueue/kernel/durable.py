"""How does a new file survive the power going off? Its folder must be flushed as well.

Flushing a file keeps its content. That it has a name is written in its folder, and that the folder
has one in the folder above.
"""

from __future__ import annotations

import os
from pathlib import Path


def make_folder(path: Path) -> None:
    """Make a folder that only we may enter, and those above it, to stay whatever happens."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True, mode=0o700)
    keep_names(path.parent)


def keep_names(folder: Path) -> None:
    """Flush which files a folder has."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
