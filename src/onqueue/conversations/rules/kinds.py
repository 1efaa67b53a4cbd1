"""Which kinds of message are there, and which of them may a customer see?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

CUSTOMER: Final = "customer"
REPLY: Final = "reply"
SYSTEM: Final = "system"
NOTE: Final = "note"
WHISPER: Final = "whisper"
Kind = Literal["customer", "reply", "system", "note", "whisper"]
KINDS: Final = get_args(Kind)
Mode = Literal["read", "whisper", "join"]
"""What somebody who does not handle a contact comes for."""
PUBLIC_KINDS: Final = (CUSTOMER, REPLY, SYSTEM)
"""Everything else is for staff only, and has no place in the customer's numbering."""

SYSTEM_TEXTS: Final[Mapping[str, str]] = {
    "chat.queued": "You are in the line for {queue}.",
    "chat.taken": "{name} is now with you.",
    "chat.transferred": "You are being passed on to {name}.",
    "chat.requeued": "You are first in the line again; somebody will be with you soon.",
    "chat.joined": "{name} has joined the conversation.",
    "chat.left": "{name} has left the conversation.",
    "chat.taken_over": "{name} has taken over the conversation.",
    "chat.ended_by_customer": "You have ended the conversation.",
    "chat.ended_by_agent": "{name} has ended the conversation.",
    "chat.ended_idle": "The conversation was ended because nothing was said for a while.",
    "chat.ended_by_system": "The conversation was ended.",
    "chat.reopened": "The conversation goes on.",
    "chat.keeps_place": "You keep your place. We will be there when it is your turn.",
    "chat.message_asked": "Nobody can be with you soon. Leave a message, and we will answer.",
    "chat.message_left": "Thank you; we will come back to you when we open.",
    "chat.closing": "We are closing soon.",
    "chat.agent_lost": "The connection to our side was lost; you are first in the line again.",
    "chat.abandoned": "The customer left before anybody answered.",
    "flow.said": "{text}",
    "flow.asked": "{text}",
}
"""What a system message says in English. The widget words the code in its own language."""


class _Params(dict[str, str]):
    """A missing parameter reads as a neutral word: a message must never fail for it."""

    def __missing__(self, key: str) -> str:
        return {"queue": "our team"}.get(key, "somebody")


FLOW_CODES: Final = frozenset({"flow.said", "flow.asked"})
"""What a flow says: its own words, which the customer gets as somebody's and not as news."""


def system_text(*, code: str, params: Mapping[str, str]) -> str:
    """Return the English words of a system message."""
    return SYSTEM_TEXTS[code].format_map(_Params(params))
