"""How does "somebody is writing" travel? Over the bus only: it is never stored."""

from __future__ import annotations

from typing import Final

import msgspec

TOPIC: Final = "typing"


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody writes in a conversation; side is customer or staff."""

    conversation: str
    who: str
    side: str


def typing_payload(*, conversation: str, who: str, side: str) -> bytes:
    """What the bus carries."""
    return msgspec.json.encode(Typed(conversation=conversation, who=who, side=side))


def typing_read(payload: bytes) -> Typed:
    """What the bus carried."""
    return msgspec.json.decode(payload, type=Typed)
