"""Which page is written by what?

`permissions.md` is made by `tests.authorisation.page`, from the table that its tests try.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tools.reference import api, errors, events, keys, settings, sockets

FOLDER: Final = Path(__file__).parents[2] / "docs" / "reference"

PAGES: Final[dict[str, Callable[[], str]]] = {
    "settings.md": settings.written,
    "errors.md": errors.written,
    "events.md": events.written,
    "api.md": api.written,
    "sockets.md": sockets.written,
    "keys.md": keys.written,
}
