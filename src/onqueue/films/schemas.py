"""What do server, child and desk say of a film?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from onqueue.kernel.wire import Asked

MarkKind = Literal["abandoned", "late", "diverted", "declined", "missed", "break_refused"]
Source = Literal["day", "file", "scenario"]


class DayAsked(Asked):
    """Which day to show, in the centre's time zone, as 2026-11-20."""

    day: str


class ScenarioAsked(Asked):
    """A scenario, as TOML or by the name of an example, and the seed of its chance."""

    scenario: str
    seed: int = 1


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one may want to go to."""

    at: int
    kind: str
    contact: str


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag="ready"):
    """The film can be shown."""

    from_at: int
    to_at: int
    events: int
    marks: tuple[Mark, ...]


class Progress(msgspec.Struct, frozen=True, kw_only=True, tag="progress"):
    """How far the child is."""

    done: int
    total: int


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """Why there is no film, or no answer."""

    code: str
    sentence: str


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What changed at one moment: entities that are so now, and those that are gone."""

    at: int
    put: list[tuple[str, str, dict[str, Any]]]
    gone: list[tuple[str, str]]


class Picture(msgspec.Struct, frozen=True, kw_only=True, tag="picture"):
    """The whole board as it stood after event number `n`."""

    n: int
    at: int
    entities: dict[str, dict[str, dict[str, Any]]]


class Strip(msgspec.Struct, frozen=True, kw_only=True, tag="strip"):
    """What followed event number `after`, up to number `n`."""

    after: int
    n: int
    over: bool
    frames: list[Frame]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a contact's story."""

    at: int
    code: str
    text: str


class Story(msgspec.Struct, frozen=True, kw_only=True, tag="story"):
    """What happened to a contact, and why."""

    lines: tuple[Told, ...]


Line = Ready | Progress | Failed | Picture | Strip | Story


class Order(msgspec.Struct, kw_only=True):
    """What to show, and to whom. It comes by the child's input: an address may hold a password."""

    source: Source
    database: str = ""
    site: str = ""
    from_at: int = 0
    to_at: int = 0
    text: bytes = b""
    """The journal's file, or the scenario."""
    seed: int = 1
    account: str = ""
    name: str = ""
    rights: tuple[str, ...] = ()
    queues: tuple[str, ...] | None = None
    teams: tuple[str, ...] | None = None


class Seek(msgspec.Struct, frozen=True, kw_only=True, tag="seek"):
    """Show the board at a moment."""

    at: int


class Play(msgspec.Struct, frozen=True, kw_only=True, tag="play"):
    """Go on after event number `after`."""

    after: int


class Tell(msgspec.Struct, frozen=True, kw_only=True, tag="tell"):
    """Tell a contact's story."""

    contact: str
    language: Literal["en", "de"]


Wanted = Seek | Play | Tell


@dataclass(frozen=True, kw_only=True)
class MarkShown:
    """Something that one may want to go to."""

    at: int
    kind: MarkKind
    contact: str


@dataclass(frozen=True, kw_only=True)
class FilmShown:
    """A film: being made, ready, or why not."""

    id: str
    state: Literal["loading", "ready", "failed"]
    done: int
    total: int
    problem_code: str
    problem: str
    from_at: int
    to_at: int
    events: int
    marks: tuple[MarkShown, ...]


def write_line(what: Order | Wanted | Line) -> bytes:
    """Return a line."""
    return msgspec.json.encode(what) + b"\n"


def read_line(raw: bytes) -> Line:
    """Return what a line of the child says."""
    line: Line = msgspec.json.decode(raw, type=Line)
    return line
