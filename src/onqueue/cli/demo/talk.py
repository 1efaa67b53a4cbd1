"""What do the demo's people say to each other? The words themselves are in talks.json.

A talk is a customer's lines and an agent's lines, taken in turns, the customer first.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

import msgspec


class Talk(msgspec.Struct, frozen=True):
    """One believable chat: topic as the widget's form knows it, language, and the lines."""

    topic: str
    language: str
    customer: tuple[str, ...]
    agent: tuple[str, ...]


class Book(msgspec.Struct, frozen=True):
    """Everything that can be said, by whom, and what people write beside a rating."""

    talks: tuple[Talk, ...]
    names: tuple[str, ...]
    comments: dict[str, tuple[str, ...]]


_BOOK: Final = msgspec.json.decode(
    files("onqueue.cli.demo").joinpath("talks.json").read_bytes(), type=Book
)
TALKS: Final = _BOOK.talks
NAMES: Final = _BOOK.names
COMMENTS: Final = {int(score): comments for score, comments in _BOOK.comments.items()}
REPLIES: Final = {
    line: talk.agent[turn] for talk in TALKS for turn, line in enumerate(talk.customer)
}
GOODBYES: Final = frozenset(talk.customer[-1] for talk in TALKS)
