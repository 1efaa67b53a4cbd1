"""Which other sites may call us? Those that carry a widget, and only for the chat.

Widgets prove who they are with a token that their page keeps, never with a cookie, so a page
that calls us can do nothing that its own visitor could not. On which pages a widget may be
used is its own setting, and is checked where a chat begins (`origin.refused`).
"""

from __future__ import annotations

from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

CHAT_PATHS: Final = "/api/chat/"
PREFLIGHT_S: Final = 600


class ChatCors:
    """Answers the chat's calls from pages of other sites; everything else stays with us."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Retry-After"],
            max_age=PREFLIGHT_S,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        chat = scope["type"] == "http" and scope["path"].startswith(CHAT_PATHS)
        await (self._open if chat else self._app)(scope, receive, send)
