"""How does a customer without an account open a file, and nobody else?

A link carries the time at which it ends and a MAC over the file, the visitor to whom it
was given and that time. It lives for minutes; the widget gets a new one with each message, and
asks for one when somebody opens a file later.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

LINK_TTL_MS: Final = 5 * 60_000


def sign_link(*, key: bytes, file: str, visitor: str, expires_at: int) -> str:
    """Return the ticket that opens `file` for `visitor` until `expires_at`."""
    return f"{expires_at}.{_mac(key=key, file=file, visitor=visitor, expires_at=expires_at)}"


def ticket_is_good(*, key: bytes, file: str, visitor: str, ticket: str, now: int) -> bool:
    """Tell whether a ticket was made by `sign_link` for this file and visitor, and lasts."""
    ends, _, mac = ticket.partition(".")
    # isdecimal alone would take other scripts' digits; int() would take signs and spaces.
    if not (ends.isascii() and ends.isdecimal() and len(ends) <= 15 and mac.isascii()):  # noqa: PLR2004
        return False
    wanted = _mac(key=key, file=file, visitor=visitor, expires_at=int(ends))
    return hmac.compare_digest(mac, wanted) and now < int(ends)


def _mac(*, key: bytes, file: str, visitor: str, expires_at: int) -> str:
    # Lengths first, so that no two sets of fields make the same text.
    said = f"{len(file)}:{file}{len(visitor)}:{visitor}{expires_at}"
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
