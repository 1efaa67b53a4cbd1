"""How does a conversation read as a text that a customer can keep?"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.errors import ConversationMissing
from onqueue.conversations.queries.messages import STRETCH_MAX, public_messages
from onqueue.conversations.schemas import PublicMessage

WORDS = {"en": ("You", "Us"), "de": ("Sie", "Wir"), "es": ("Usted", "Nosotros")}


def transcript_text(
    session: Session,
    *,
    conversation: str,
    visitor: str,
    time_zone: str,
    language: str,
    now: int,
) -> str:
    """Return what the visitor and we said, one paragraph a message, in local time."""
    row = session.get(models.Conversation, conversation)
    if row is None or row.visitor != visitor:
        raise ConversationMissing
    you, us = WORDS.get(language.split("-", maxsplit=1)[0], WORDS["en"])
    lines: list[str] = []
    after = 0
    while True:
        found = public_messages(session, conversation=conversation, after=after, now=now)
        lines += [_line(message, you=you, us=us, zone=ZoneInfo(time_zone)) for message in found]
        if len(found) < STRETCH_MAX:
            return "\n".join(lines) + "\n" if lines else ""
        after = found[-1].seq


def _line(message: PublicMessage, *, you: str, us: str, zone: ZoneInfo) -> str:
    at = datetime.fromtimestamp(message.at / 1000, tz=UTC).astimezone(zone)
    stamp = f"{at:%Y-%m-%d %H:%M}"
    if message.sender == "system":
        return f"{stamp}  — {message.text}"
    who = you if message.sender == "customer" else message.name or us
    files = "".join(f"\n    [{file.name}]" for file in message.files)
    text = message.text.replace("\n", "\n    ")
    return f"{stamp}  {who}: {text}{files}"
