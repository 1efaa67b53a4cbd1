"""By what are the conversations of somebody without an account known?

By a hash of their token: whoever reads the database cannot speak for a visitor.
"""

from __future__ import annotations

import hashlib


def visitor_of(token: str) -> str:
    """Return the name under which the holder of a token is known."""
    return hashlib.sha256(b"visitor:" + token.encode()).hexdigest()
