"""What of a typed text is kept?

Text stays text: nothing is interpreted, so `<b>` is stored and shown as the three
characters that were typed. Removed is only what cannot be shown or stored.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from onqueue.conversations.errors import MessageEmpty, MessageTooLong

TEXT_MAX: Final = 4_000
LINE_MAX: Final = 200

_KEPT_CONTROLS: Final = frozenset("\n\t")
# Control characters, halves of surrogate pairs (which cannot be encoded).
_UNSTORABLE: Final = frozenset({"Cc", "Cs"})
# Invisible on their own, though needed inside emoji and in some scripts.
_INVISIBLE: Final = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc"})


def clean_text(text: str, *, files: int = 0, field: str = "text") -> str:
    """Return what is kept of a message; raise if nothing is left or it is too long."""
    kept = _storable(text).strip()
    if len(kept) > TEXT_MAX:
        raise MessageTooLong(
            field=field,
            reason="at most {limit} characters are taken",
            length=len(kept),
            limit=TEXT_MAX,
        )
    if all(unicodedata.category(sign) in _INVISIBLE for sign in kept):
        if files == 0:
            raise MessageEmpty(field=field, reason="write something")
        return ""
    return kept


def clean_line(text: str, *, limit: int = LINE_MAX) -> str:
    """Return a text of one line (a name, a topic), cut to the limit."""
    return " ".join(_storable(text).split())[:limit]


def _storable(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in text
        if sign in _KEPT_CONTROLS or unicodedata.category(sign) not in _UNSTORABLE
    )
