"""How is a file given out, so that nothing in it can run where we are trusted?"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.responses import FileResponse

from onqueue.conversations.errors import FileMissing
from onqueue.conversations.schemas import File

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=300",
}


def file_answer(file: File, path: Path) -> FileResponse:
    """Answer with a file: shown in place only if it is a picture of points, else downloaded."""
    if not path.is_file():
        raise FileMissing
    shown, sound = file.safe_inline, file.type.startswith("audio/")
    return FileResponse(
        path,
        filename=file.name,
        # Sound runs nothing either, and players want to know what it is.
        media_type=file.type if shown or sound else "application/octet-stream",
        content_disposition_type="inline" if shown else "attachment",
        headers=HEADERS,
    )
