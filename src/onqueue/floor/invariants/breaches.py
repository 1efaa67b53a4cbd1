"""What is said about something that should never be so?"""

from __future__ import annotations

from typing import NamedTuple


class Breach(NamedTuple):
    """One thing that is wrong."""

    code: str
    sentence: str
