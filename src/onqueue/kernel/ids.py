"""What is a new thing called? The only place that draws lots.

An id is 26 lower-case characters of Crockford's base 32: 48 bits of time and 80 of chance.
Ids made by one process sort in the order in which they were made.
"""

from __future__ import annotations

import secrets
import threading
import time
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH: Final = 26
CHANCE_BITS: Final = 80
STEP_BITS: Final = 32

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """Return an id that sorts after all that this process made before."""
    global _last  # noqa: PLW0603  # the one piece of state that order needs
    drawn = (time.time_ns() // 1_000_000) << CHANCE_BITS | secrets.randbits(CHANCE_BITS)
    with _lock:
        if drawn >> CHANCE_BITS <= _last >> CHANCE_BITS:
            # The same millisecond, or a clock that was set back: step on from the last one.
            drawn = _last + 1 + secrets.randbits(STEP_BITS)
        _last = drawn
    return "".join(ALPHABET[drawn >> shift & 31] for shift in range(125, -1, -5))


def new_token() -> str:
    """Return 43 characters, safe in addresses, that nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)
