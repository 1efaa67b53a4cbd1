"""How is the web application put together?

From the outside in: every answer gets its security headers, an unexpected error becomes an
answer, a body that is too large is refused, the cookie becomes an actor and its changes need
their proof; then come the routes.
"""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware import Middleware

from onqueue import __version__
from onqueue.edge import join_routers
from onqueue.web import health
from onqueue.web.cors import ChatCors
from onqueue.web.errors import LastResort, install_problems
from onqueue.web.limits import BodyLimit
from onqueue.web.parts import Parts
from onqueue.web.routes import ASKED_MOST, ROUTERS
from onqueue.web.security import SecurityHeaders
from onqueue.web.sessions import Sessions
from onqueue.web.static import CompressFrontEnds

PROBLEM_TYPE: Final = "application/problem+json"


def create_app(parts: Parts) -> FastAPI:
    """Return the application that serves these parts."""
    app = FastAPI(
        title="Onqueue",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        middleware=[
            Middleware(SecurityHeaders, secure=parts.settings.cookies_are_secure),
            Middleware(LastResort),
            Middleware(ChatCors),
            Middleware(BodyLimit, upload_bytes_max=parts.settings.upload_max_bytes),
            Middleware(Sessions, parts=parts),
            Middleware(CompressFrontEnds),
        ],
    )
    app.state.parts = parts
    app.state.ground = parts.ground
    app.state.limiter = parts.limiter
    app.state.passwords = parts.passwords
    install_problems(app)
    if parts.settings.role in {"floor", "jobs"}:
        app.router.routes.extend(health.router.routes)
        return app
    # Routes know nothing of an application: all that are made in a process have the same ones.
    for router in sorted(ROUTERS, key=lambda router: router not in ASKED_MOST):
        app.router.routes.extend(router.routes)
    return app


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI description; refusals have their own media type."""
    description = get_openapi(
        title=app.title, version=app.version, routes=join_routers(*ROUTERS).routes
    )
    for path in description["paths"].values():
        for operation in path.values():
            refused = operation.get("responses", {}).get("4XX", {}).get("content", {})
            if "application/json" in refused:
                refused[PROBLEM_TYPE] = refused.pop("application/json")
    return description
