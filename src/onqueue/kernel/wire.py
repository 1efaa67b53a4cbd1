"""What do all requests and answers have in common on the wire?

Requests refuse fields that they do not know, so that nobody can set what was not meant to be
set. Answers have no defaults, so that every field of the typed client is there. Schemas of
features build on these; nothing here knows of the web framework.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from onqueue.kernel.rows import Page

NAME_LENGTH_MAX: Final = 120
TEXT_LENGTH_MAX: Final = 4_000
ID_LENGTH_MAX: Final = 64
ID_PATTERN: Final = r"^[A-Za-z0-9_-]{1,64}$"

T = TypeVar("T")
Source = TypeVar("Source")


def has_nul(value: object) -> bool:
    """Tell whether a JSON value has a NUL character anywhere in it."""
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(has_nul(key) or has_nul(one) for key, one in value.items())
    return isinstance(value, list | tuple) and any(has_nul(one) for one in value)


class Asked(BaseModel):
    """The base of every request body: unknown fields are refused, text is trimmed."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, frozen=True, hide_input_in_errors=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _storable(cls, value: object) -> object:
        """Refuse NUL anywhere in a field: no text has it, and PostgreSQL cannot store it."""
        if has_nul(value):
            raise ValueError("contains a character that cannot be stored")
        return value


class Answer(BaseModel):
    """The base of every answer: declare no defaults."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class PageOf(Answer, Generic[T]):
    """One page of a list; pages are counted from 1, `total` counts all items."""

    items: list[T]
    total: int
    page: int
    size: int


def page_of(page: Page[Source], convert: Callable[[Source], T]) -> PageOf[T]:
    """Turn a page of rows into a page of answers."""
    items = [convert(item) for item in page.items]
    return PageOf(items=items, total=page.total, page=page.page, size=page.size)


class FieldProblem(Answer):
    """One field that is wrong, and why."""

    field: str
    reason: str
    form: str
    """The reason before its words in braces were filled: whoever translates knows it by this."""
    data: dict[str, str | int]


class Problem(Answer):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    field: str | None
    detail: str | None
    data: dict[str, str | int]
    errors: list[FieldProblem]


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH_MAX)]
Text = Annotated[str, StringConstraints(max_length=TEXT_LENGTH_MAX)]
Instant = Annotated[int, Field(ge=0, le=2**53)]
"""Milliseconds since the epoch; within what a browser's number can hold."""
