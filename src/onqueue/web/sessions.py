"""How does a cookie become somebody, and how is a change known to come from our own page?

Three checks for every request that changes something: the browser says that it comes from our
own site, the session's cookie is sent by no other site (SameSite), and the page sends the proof
that it was given with the session. Sockets are opened only by our own pages.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from onqueue.edge import session_token
from onqueue.identity.errors import CrossSite, CsrfMissing
from onqueue.identity.queries import SessionFound, sessions_found
from onqueue.identity.rules import csrf_of, needs_seen_update, token_hash
from onqueue.identity.service.sessions import note_seen
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.together import Together
from onqueue.web.errors import refusal_answer
from onqueue.web.parts import Parts

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER: Final = "x-csrf"
CUSTOMER_PATHS: Final = "/api/chat/"
"""Customers have no cookie, and their pages are on other sites."""

WITHOUT_PROOF: Final = ("/api/session", "/api/setup")
WITHOUT_PROOF_UNDER: Final = ("/api/password/", "/api/invitations/")
"""What people do who are not signed in yet; with a session only signing in again needs none."""

CLOSE_REFUSED: Final = 1008
TOKEN_LENGTH_MAX: Final = 100


class Sessions:
    """Puts `actor`, `session` and `csrf` on each connection; None when nobody is signed in."""

    def __init__(self, app: ASGIApp, *, parts: Parts) -> None:
        self._app = app
        self._parts = parts
        self._finding: Together[str, SessionFound | None] = Together(self._find, name="sessions")
        self._noting: Together[SessionFound, None] = Together(self._note, name="sessions-seen")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state.update(actor=None, session=None, csrf=None)
        if _knows_people(scope["path"]):
            try:
                await self._admit(HTTPConnection(scope))
            except OnqueueError as error:
                await _refuse(error, scope=scope, receive=receive, send=send)
                return
        await self._app(scope, receive, send)

    async def _admit(self, connection: HTTPConnection) -> None:
        changes = _changes(connection.scope)
        if changes and not origin_is_ours(connection):
            raise CrossSite
        token = session_token(connection, settings=self._parts.settings)
        found = await self._resolve(token)
        if token is None or found is None:
            return
        connection.state.actor = found.actor
        connection.state.session = found.id
        connection.state.csrf = csrf_of(token)
        if changes and connection.scope["type"] == "http":
            _check_proof(connection)
        await self._note_seen(found)

    async def _resolve(self, token: str | None) -> SessionFound | None:
        if not token or len(token) > TOKEN_LENGTH_MAX:
            return None
        return await self._finding.ask(token_hash(token))

    async def _find(self, token_hashes: Sequence[str]) -> Sequence[SessionFound | None]:
        settings = self._parts.settings
        return await self._parts.db.read(
            sessions_found,
            token_hashes=token_hashes,
            now=self._parts.clock.now(),
            idle_ms=settings.session_idle_s * 1_000,
            age_ms_max=settings.session_age_s_max * 1_000,
        )

    async def _note_seen(self, found: SessionFound) -> None:
        if needs_seen_update(seen_at=found.seen_at, now=self._parts.clock.now()):
            await self._noting.ask(found)

    async def _note(self, seen: Sequence[SessionFound]) -> Sequence[None]:
        await self._parts.db.write(note_seen, seen=seen, now=self._parts.clock.now())
        return [None] * len(seen)


def origin_is_ours(connection: HTTPConnection) -> bool:
    """Tell whether a browser says that a request comes from our own page.

    Programs that are no browsers say nothing, and have no cookie that others could ride on.
    """
    if connection.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return False
    origin = connection.headers.get("origin")
    if origin is None:
        return True
    address = connection.app.state.parts.settings.address
    ours = {connection.headers.get("host", ""), urlsplit(address).netloc}
    return urlsplit(origin).netloc in ours


def csrf_matches(connection: HTTPConnection, csrf: str) -> bool:
    """Tell whether a proof is the one that goes with the connection's session."""
    expected = connection.state.csrf
    return expected is not None and hmac.compare_digest(expected.encode(), csrf.encode())


def _knows_people(path: str) -> bool:
    return path == "/metrics" or (path.startswith("/api/") and not path.startswith(CUSTOMER_PATHS))


def _changes(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS


def _check_proof(connection: HTTPConnection) -> None:
    path, method = connection.scope["path"], connection.scope["method"]
    if method == "POST" and (path in WITHOUT_PROOF or path.startswith(WITHOUT_PROOF_UNDER)):
        return
    if not csrf_matches(connection, connection.headers.get(CSRF_HEADER, "")):
        raise CsrfMissing


async def _refuse(error: OnqueueError, *, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Before it is accepted, closing a socket refuses it.
        await send({"type": "websocket.close", "code": CLOSE_REFUSED, "reason": error.code})
    else:
        await refusal_answer(error)(scope, receive, send)
