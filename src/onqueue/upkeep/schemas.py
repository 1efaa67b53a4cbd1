"""What do requests and answers about the server's health look like?"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from onqueue.kernel.wire import Answer, Asked, Instant

REASON_LENGTH_MAX = 500


class PartShown(Answer):
    """One part of the server: how it is, and why."""

    name: str
    state: Literal["well", "look", "act"]
    code: str
    params: dict[str, str | int]
    text: str


class ServerShown(Answer):
    """One process of the server."""

    process: str
    version: str
    at: int
    started_at: int
    fresh: bool
    leads: bool
    desks: int
    widgets: int
    memory_bytes: int
    problems: dict[str, str]


class HealthFigure(Answer):
    """How the whole server is: its state, why, and how many of its parts are well."""

    at: int
    state: Literal["well", "look", "act"]
    because: PartShown
    well: int
    total: int
    parts: list[PartShown]
    servers: list[ServerShown]
    findings_new: int
    newest_finding: str


class FindingShown(Answer):
    """Something that was repaired, parked or broken."""

    id: str
    kind: str
    subject: str
    detail: str
    text: str
    repaired: bool
    times: int
    first_at: int
    last_at: int
    told_at: int | None
    seen_at: int | None
    seen_by_name: str


class ParkedJob(Answer):
    """A job that failed for good, until somebody looks."""

    id: str
    kind: str
    error: str
    attempts: int
    created_at: int
    parked_at: int


class ReasonAsked(Asked):
    """Why somebody does what they do."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=REASON_LENGTH_MAX)]


class SeenAsked(Asked):
    """Until when somebody has seen what was found."""

    up_to: Instant


class SeenAnswer(Answer):
    """How many findings were not seen before."""

    seen: int
