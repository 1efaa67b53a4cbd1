"""Which pages of ours carry the chat widget, as a customer's page would?

The shop shows how the widget looks on a page; the hostile page has a style sheet and a policy
that would break anything less careful, and is what the browser tests open. Both are there in
the demo only. The chat as a page of its own is for frames, on sites that let no foreign script
in; it may be framed by the sites that may embed the widget.
"""

from __future__ import annotations

import asyncio
import html
from pathlib import Path
from typing import Annotated, Final

from fastapi import Path as InPath
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from onqueue.directory import queries as directory
from onqueue.edge import OnGround, make_router
from onqueue.kernel.errors import NotFound
from onqueue.web.security import CALLS

PAGES: Final = Path(__file__).parent
WIDGET_MARK: Final = "{{widget}}"
LANGUAGE_MARK: Final = "{{language}}"
OWN_ONLY: Final = "default-src 'self'"
DEMO_FILES: Final = {"shop.css": "text/css", "hostile.css": "text/css", "bike.svg": "image/svg+xml"}
LANGUAGES: Final = ("en", "de")

router = make_router(include_in_schema=False)


class PageMissing(NotFound):
    """There is no page at this address."""

    code = "page.missing"


@router.get("/demo/{name}")
async def open_demo_page(ground: OnGround, name: str, lang: str = "en") -> Response:
    """Show a page of the demo's customer, or one of its files."""
    if not ground.settings.demo:
        raise PageMissing
    if name in DEMO_FILES:
        return FileResponse(PAGES / name, media_type=DEMO_FILES[name])
    if name not in {"shop", "hostile"}:
        raise PageMissing
    found = await ground.db.read(directory.widgets)
    if not found:
        return RedirectResponse("/desk/", status_code=307)
    spoken = lang if lang in LANGUAGES else "en"
    # The first that was made: the demo's own, whatever others are called.
    widget = min(one.id for one in found)
    return await _page(name, widget=widget, language=spoken, policy=OWN_ONLY)


@router.get("/chat/{widget}")
async def open_chat_page(
    ground: OnGround, widget: Annotated[str, InPath(max_length=64)], lang: str = ""
) -> Response:
    """Show the chat alone, for a frame."""
    found = await ground.db.read(directory.widget, id=widget)
    if found is None or found.archived:
        raise PageMissing
    framers = " ".join(["'self'", *found.allowed_origins])
    policy = f"{OWN_ONLY}; frame-ancestors {framers}"
    return await _page("frame", widget=found.id, language=lang[:35], policy=policy)


async def _page(name: str, *, widget: str, language: str, policy: str) -> Response:
    text = await asyncio.to_thread((PAGES / f"{name}.html").read_text, "utf-8")
    filled = text.replace(WIDGET_MARK, html.escape(widget))
    filled = filled.replace(LANGUAGE_MARK, html.escape(language))
    return HTMLResponse(filled, headers={**CALLS, "Content-Security-Policy": policy})
