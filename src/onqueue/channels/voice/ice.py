"""Which servers help two browsers to find each other?

Names and passwords for TURN are made for one leg and count for some hours, as coturn's
`use-auth-secret` wants them: the name says until when, and the password proves it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from onqueue.kernel.settings import Settings

COUNTS_S: Final = 12 * 3600
SECOND_MS: Final = 1_000


def servers(settings: Settings, *, leg: str, now: int) -> list[dict[str, Any]]:
    """Return the servers for one leg, as a browser wants them."""
    found: list[dict[str, Any]] = []
    stun = _split(settings.stun_urls)
    if stun:
        found.append({"urls": stun})
    turn, secret = _split(settings.turn_urls), settings.turn_secret.get_secret_value()
    if turn and secret:
        name = f"{now // SECOND_MS + COUNTS_S}:{leg}"
        # SHA-1 is what the servers expect; it proves who made the name and hides nothing.
        proof = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
        found.append(
            {"urls": turn, "username": name, "credential": base64.b64encode(proof).decode()}
        )
    return found


def _split(urls: str) -> list[str]:
    return [url.strip() for url in urls.split(",") if url.strip()]
