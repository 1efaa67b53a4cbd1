"""What stands in for the parameters of a path? Made-up ids, unless a row needs a real one.

With a made-up id somebody who may gets 404 or 422, which is not a denial, and somebody who may
not must be denied before the id is looked at. To try a route on something that exists, add a
maker: it gets the parts of the application and returns the id.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final

from onqueue.identity.service.by import By
from onqueue.identity.service.people import invite_person
from onqueue.identity.service.teams import create_team
from onqueue.kernel.authz import SYSTEM
from onqueue.web.parts import Parts

MADE_UP: Final = "00000000000000000000000000"

Maker = Callable[[Parts], Awaitable[str]]


async def make_person(parts: Parts) -> str:
    person = await parts.db.write(
        invite_person,
        by=By(actor=SYSTEM, now=parts.clock.now(), network=""),
        email="invited@example.org",
        name="Ida Invited",
        language="en",
        grants=(),
        teams=(),
    )
    return person.id


async def make_team(parts: Parts) -> str:
    by = By(actor=SYSTEM, now=parts.clock.now(), network="")
    return (await parts.db.write(create_team, by=by, name="Night")).id


MAKERS: Final[dict[str, Maker]] = {
    "/api/people/{person}": make_person,
    "/api/teams/{team}": make_team,
}
"""By the beginning of a path: its first parameter is the id of what was made."""


async def make_samples(parts: Parts) -> dict[str, str]:
    """Make one of each."""
    return {beginning: await make(parts) for beginning, make in MAKERS.items()}


def filled(path: str, *, samples: dict[str, str]) -> str:
    """Return a path with its parameters filled in."""
    for beginning, made in samples.items():
        if path == beginning or path.startswith(beginning + "/"):
            return _fill(re.sub(r"\{[^}]+\}", made, beginning) + path[len(beginning) :])
    return _fill(path)


def _fill(path: str) -> str:
    return re.sub(r"\{[^}]+\}", MADE_UP, path)
