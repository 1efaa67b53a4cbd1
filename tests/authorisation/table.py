"""Who may call what? The table of all routes, one file a feature in `rows/`.

    "GET /api/people" = ["administrator"]      exactly these may
    "GET /api/skills" = "staff"                agent, supervisor, administrator and caller
    "GET /api/session" = "everyone"            also visitors, and people who are not signed in
    "GET /api/x/{id}" = { may = ["agent"], denied = 404 }

Whoever may not gets 401 when not signed in, and 403 otherwise; `denied` says so where people
who are signed in are not even told that the thing exists. A socket is `WS /path`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import APIWebSocketRoute, iter_route_contexts

ROWS: Final = Path(__file__).parent / "rows"
STAFF: Final = ("agent", "supervisor", "administrator", "caller")
EVERYONE: Final = ("anonymous", "visitor", *STAFF)
SHORTHANDS: Final = {"staff": STAFF, "everyone": EVERYONE}


@dataclass(frozen=True, slots=True)
class Row:
    """A route and who may call it."""

    feature: str
    method: str
    path: str
    may: tuple[str, ...]
    denied: int
    """What people who are signed in get when they may not."""

    @property
    def call(self) -> str:
        return f"{self.method} {self.path}"

    def answer_for(self, role: str) -> int | None:
        """Return the status by which a role is denied, or None if it may."""
        if role in self.may:
            return None
        return 401 if role in {"anonymous", "visitor"} else self.denied


def load_rows() -> tuple[Row, ...]:
    """Return all rows, in the order of the files."""
    rows = []
    for path in sorted(ROWS.glob("*.toml")):
        for call, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
            rows.append(_row(path.stem, call, said))
    calls = [row.call for row in rows]
    twice = sorted({call for call in calls if calls.count(call) > 1})
    assert not twice, f"rows that are there twice: {twice}"
    return tuple(rows)


def _row(feature: str, call: str, said: Any) -> Row:
    method, _, path = call.partition(" ")
    given = said if isinstance(said, dict) else {"may": said}
    may = given["may"]
    roles = SHORTHANDS[may] if isinstance(may, str) else tuple(may)
    assert set(roles) <= set(EVERYONE), f"{call}: unknown role in {roles}"
    return Row(feature, method, path, roles, given.get("denied", 403))


def calls_of(app: FastAPI) -> set[str]:
    """Return every call that an application answers."""
    calls = set()
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIWebSocketRoute):
            calls.add(f"WS {context.path}")
            continue
        for method in set(context.methods or ()) - {"HEAD"}:
            calls.add(f"{method} {context.path}")
    return calls
