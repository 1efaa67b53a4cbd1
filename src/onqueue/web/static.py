"""How do the front ends reach the browser?

The desk is one page whatever the address within it; its text `__CSP_NONCE__` becomes a new nonce
each time. The widget's files are for pages of other sites.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Final

from fastapi import Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from onqueue.edge import make_router
from onqueue.kernel.errors import Unavailable
from onqueue.kernel.ids import new_token
from onqueue.kernel.settings import Settings
from onqueue.web.security import CALLS, page_policy

STATIC: Final = Path(__file__).parent / "static"
NONCE_MARK: Final = "__CSP_NONCE__"
FOR_EVER: Final = "public, max-age=31536000, immutable"
FIVE_MINUTES: Final = "public, max-age=300"
ASK_AGAIN: Final = "no-cache"
NAMED_BY_CONTENT: Final = re.compile(r"-[A-Za-z0-9_-]{8}\.js$")
COMPRESSED_PATHS: Final = ("/desk/", "/widget/")
GZIP_LEVEL: Final = 6


class DeskNotBuilt(Unavailable):
    """The browser app has not been built. Run ./run setup, then load this page again."""

    code = "desk.not_built"


desk_files: Final = StaticFiles(directory=STATIC / "desk", check_dir=False)
widget_files: Final = StaticFiles(directory=STATIC / "widget", check_dir=False)
router = make_router(include_in_schema=False)


@router.get("/")
async def open_home(request: Request) -> Response:
    """Lead to where people begin."""
    return RedirectResponse(request.app.state.parts.home, status_code=307)


@router.get("/favicon.ico")
async def serve_no_icon() -> Response:
    """Answer browsers that ask for an icon by habit; our pages name their own."""
    return Response(status_code=204, headers={"Cache-Control": FIVE_MINUTES})


@router.get("/desk")
async def open_desk() -> Response:
    """Lead to the desk."""
    return RedirectResponse("/desk/", status_code=307)


@router.api_route("/desk/{path:path}", methods=["GET", "HEAD"])
async def serve_desk(path: str, request: Request) -> Response:
    """Serve a file of the desk, or its page."""
    if "." not in path.rpartition("/")[2] or path == "index.html":
        return await _desk_page(request.app.state.parts.settings)
    answer = await desk_files.get_response(path, request.scope)
    answer.headers["Cache-Control"] = FOR_EVER if path.startswith("assets/") else ASK_AGAIN
    return answer


@router.api_route("/widget/{path:path}", methods=["GET", "HEAD"])
async def serve_widget(path: str, request: Request) -> Response:
    """Serve a file of the widget to any site."""
    answer = await widget_files.get_response(path, request.scope)
    named_by_content = "v" in request.query_params or NAMED_BY_CONTENT.search(path) is not None
    answer.headers["Cache-Control"] = FOR_EVER if named_by_content else FIVE_MINUTES
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


async def _desk_page(settings: Settings) -> Response:
    try:
        page = await asyncio.to_thread((STATIC / "desk" / "index.html").read_text, "utf-8")
    except FileNotFoundError:
        raise DeskNotBuilt from None
    nonce = new_token()
    policy = page_policy(nonce=nonce, framed=settings.payment_page_url)
    headers = {**CALLS, "Content-Security-Policy": policy}
    return HTMLResponse(page.replace(NONCE_MARK, nonce), headers=headers)


class CompressFrontEnds:
    """Compresses files of the front ends, and nothing that holds secrets beside typed text."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressed = GZipMiddleware(app, compresslevel=GZIP_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        front_end = scope["type"] == "http" and scope["path"].startswith(COMPRESSED_PATHS)
        await (self._compressed if front_end else self._plain)(scope, receive, send)
