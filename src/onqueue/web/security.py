"""Under which headers is everything served?

The strict policy for all answers is set here unless the route has set its own: the desk's page
needs scripts and styles of ours, the widget's files are for other sites.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTHING_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
"""For data: should a browser ever take it for a page, the page can do nothing."""

HSTS_SECONDS: Final = 365 * 86_400

REFUSED: Final = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
    "midi", "payment", "usb",
)  # fmt: skip
"""What no page of ours asks a browser for."""


def _features(*, microphone: str) -> str:
    return ", ".join((*(f"{one}=()" for one in REFUSED), f"microphone={microphone}"))


CALLS: Final[Mapping[str, str]] = {"Permissions-Policy": _features(microphone="(self)")}
"""For pages on which people call."""

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": NOTHING_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": _features(microphone="()"),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


def page_policy(*, nonce: str, framed: str = "") -> str:
    """Return the policy of a page of ours: no inline script, inline styles only with the nonce.

    `framed` is the one page of somebody else's that may be shown within it.
    """
    scheme, _, rest = framed.partition("://")
    origin = f"{scheme}://{rest.partition('/')[0].partition('?')[0]}" if framed else "'none'"
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "object-src 'none'",
            f"frame-src {origin}",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "base-uri 'none'",
        )
    )


class SecurityHeaders:
    """Adds to every answer the headers that it does not have yet."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = dict(HEADERS)
        if secure:
            self._headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, add)
