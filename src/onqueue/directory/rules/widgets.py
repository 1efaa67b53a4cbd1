"""Which pages may show a chat widget, and which looks and file rules make sense?"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult, urlsplit

from onqueue.kernel.errors import Invalid

ANY_ORIGIN: Final = "*"
ORIGINS_MAX: Final = 50
COLOR: Final = re.compile(r"#[0-9a-f]{6}", re.ASCII)
FILE_TYPE: Final = re.compile(r"\.[a-z0-9]{1,10}|[a-z]+/(\*|[a-z0-9][a-z0-9.+-]{0,80})", re.ASCII)
FILE_TYPES_MAX: Final = 50
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def embed_code(*, public_url: str, widget: str) -> str:
    """Return the one line that puts the widget on a page."""
    source = html.escape(f"{public_url.rstrip('/')}/widget/loader.js")
    return f'<script src="{source}" data-widget="{html.escape(widget)}" async></script>'


def clean_origin(text: str, *, field: str = "allowed_origins") -> str:
    """Return an origin as browsers send it; refuse what is none."""
    if text == ANY_ORIGIN:
        return text
    origin = _origin(text)
    if origin is None:
        reason = "“{text}” is not the address of a site; write it like https://example.com"
        raise Invalid(field=field, reason=reason, text=text[:100])
    return origin


def origin_allowed(allowed: Sequence[str], origin: str | None, own_origin: str) -> bool:
    """Tell whether a page may use the widget. Pages of our own always may.

    Requests without an origin do not come from a page of another site; browsers always say it.
    """
    if origin is None or ANY_ORIGIN in allowed:
        return True
    asked = _origin(origin)
    return asked is not None and (asked in allowed or asked == _origin(own_origin))


def check_color(color: str, *, field: str = "look") -> None:
    """Refuse what is not a colour."""
    if not COLOR.fullmatch(color):
        raise Invalid(
            field=field, reason="“{text}” is not a colour; write it like #1a6b4f", text=color[:40]
        )


def check_link(address: str, *, field: str) -> None:
    """Refuse what is not a link that a customer can follow."""
    parts = _split(address)
    if parts is None or parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        reason = "“{text}” is not a link; it begins with https://"
        raise Invalid(field=field, reason=reason, text=address[:100])


def check_file_types(types: Sequence[str], *, field: str = "files") -> None:
    """Refuse what is neither a type such as image/png or image/* nor an ending such as .pdf."""
    if len(types) > FILE_TYPES_MAX:
        raise Invalid(field=field, reason="name at most {most} types", most=FILE_TYPES_MAX)
    for kind in types:
        if not FILE_TYPE.fullmatch(kind):
            reason = "“{text}” is not a file type; write it like image/png, image/* or .pdf"
            raise Invalid(field=field, reason=reason, text=kind[:60])


def _origin(text: str) -> str | None:
    parts = _split(text)
    if parts is None or parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return None
    if parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if not re.fullmatch(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]", host, re.ASCII):
        return None
    port = parts.port
    shown = "" if port is None or port == DEFAULT_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text.strip().lower())
        _ = parts.port  # raises when it is not a port
    except ValueError:
        return None
    return parts
