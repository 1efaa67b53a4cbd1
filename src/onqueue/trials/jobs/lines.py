"""What do server and child say to each other? JSON, a line each."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Order(msgspec.Struct, kw_only=True):
    """What the child is to do. It comes by its input: an address may hold a password."""

    database: str
    site: str
    subject: str
    draft: str
    revision: int
    from_at: int
    to_at: int
    seeds: int


class Progress(msgspec.Struct, kw_only=True, tag="progress"):
    """How far the child is."""

    phase: Literal["reading", "living"]
    done: int
    total: int


class Done(msgspec.Struct, kw_only=True, tag="done"):
    """What came of it."""

    outcome: dict[str, Any]


class Failed(msgspec.Struct, kw_only=True, tag="failed"):
    """Why nothing came of it."""

    code: str
    sentence: str


Line = Progress | Done | Failed


def write_line(what: Order | Line) -> bytes:
    """Return a line."""
    return msgspec.json.encode(what) + b"\n"


def read_line(raw: bytes) -> Line:
    """Return what a line of the child says."""
    line: Line = msgspec.json.decode(raw, type=Line)
    return line
