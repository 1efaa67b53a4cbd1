"""What is true of conversations whatever stores them: kinds, texts, files, links, progress."""

from onqueue.conversations.rules.files import FilePolicy, clean_name, judge_file
from onqueue.conversations.rules.kinds import (
    CUSTOMER,
    KINDS,
    NOTE,
    PUBLIC_KINDS,
    REPLY,
    SYSTEM,
    SYSTEM_TEXTS,
    WHISPER,
    system_text,
)
from onqueue.conversations.rules.links import LINK_TTL_MS, sign_link, ticket_is_good
from onqueue.conversations.rules.text import TEXT_MAX, clean_line, clean_text

__all__ = [
    "CUSTOMER",
    "KINDS",
    "LINK_TTL_MS",
    "NOTE",
    "PUBLIC_KINDS",
    "REPLY",
    "SYSTEM",
    "SYSTEM_TEXTS",
    "TEXT_MAX",
    "WHISPER",
    "FilePolicy",
    "clean_line",
    "clean_name",
    "clean_text",
    "judge_file",
    "sign_link",
    "system_text",
    "ticket_is_good",
]
