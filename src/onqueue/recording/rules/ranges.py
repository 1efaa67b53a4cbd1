"""Which part of a recording does a player ask for? One range of bytes; of several, all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

ONE: Final = re.compile(r"^bytes=(\d{1,15})-(\d{0,15})$")


@dataclass(frozen=True, slots=True)
class Range:
    """From one byte up to another, of so many."""

    begin: int
    end: int
    size: int

    @classmethod
    def of(cls, asked: tuple[int, int | None] | None, *, size: int) -> Range:
        """Return what is given of what was asked for; beyond the end there is nothing."""
        if asked is None:
            return cls(0, size, size)
        begin = min(asked[0], size)
        last = size - 1 if asked[1] is None else asked[1]
        return cls(begin, max(begin, min(last + 1, size)), size)

    @property
    def said(self) -> str:
        """How an answer names it."""
        if self.begin == self.end:
            return f"bytes */{self.size}"
        return f"bytes {self.begin}-{self.end - 1}/{self.size}"


def asked_for(header: str) -> tuple[int, int | None] | None:
    """Read a request's range; None asks for all of it."""
    found = ONE.match(header.strip())
    if found is None:
        return None
    first, last = found.groups()
    return int(first), int(last) if last else None
