"""Is every route in the table, and does every route do what the table says?"""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Client, ClientAs
from tests.authorisation.page import PAGE, written
from tests.authorisation.samples import filled, make_samples
from tests.authorisation.sockets import socket_lets_in
from tests.authorisation.table import EVERYONE, Row, calls_of, load_rows

ROWS = load_rows()


def test_every_route_has_a_row_and_every_row_a_route(app: FastAPI) -> None:
    calls, rows = calls_of(app), {row.call for row in ROWS}
    assert sorted(calls - rows) == [], "add these to tests/authorisation/rows/<feature>.toml"
    assert sorted(rows - calls) == [], "no route answers these rows"


@pytest.mark.parametrize("role", EVERYONE)
async def test_who_may_not_is_denied_and_changes_nothing(
    role: str, app: FastAPI, parts: Parts, client_as: ClientAs
) -> None:
    client = await client_as(role)
    samples = await make_samples(parts)
    denied = [row for row in ROWS if row.answer_for(role) is not None]
    before = await parts.db.read(state_of_everything)
    wrong = []
    for row in denied:
        answer = await try_row(row, app=app, client=client, samples=samples)
        after = await parts.db.read(state_of_everything)
        if answer != row.answer_for(role) or after != before:
            wrong.append((row.call, answer, changed(before, after)))
            before = after
    assert wrong == []


@pytest.mark.parametrize("role", EVERYONE)
async def test_who_may_is_not_denied(
    role: str, app: FastAPI, parts: Parts, client_as: ClientAs
) -> None:
    samples = await make_samples(parts)
    wrong = []
    client = await client_as(role)
    for row in ROWS:
        if row.answer_for(role) is not None:
            continue
        if (await client.get("/api/session")).json()["me"] is None:
            # The last call ended the session, as it should.
            client = await client_as(role)
        answer = await try_row(row, app=app, client=client, samples=samples)
        refused_password = row.call == "POST /api/session" and answer in {401, 422}
        if answer in {401, 403, 500} and not refused_password:
            wrong.append((row.call, answer))
    assert wrong == []


async def try_row(row: Row, *, app: FastAPI, client: Client, samples: dict[str, str]) -> int:
    """Call a route with an empty body and return the status; 101 is an open socket."""
    path = filled(row.path, samples=samples)
    if row.method == "WS":
        if await socket_lets_in(app, client, path):
            return 101
        return row.denied if client.account else 401
    body: dict[str, str] | None = {} if row.method in {"POST", "PUT", "PATCH"} else None
    return (await client.request(row.method, path, json=body)).status_code


def state_of_everything(session: Session) -> dict[str, Any]:
    """Return how many rows each table has, and where the journal and the audit end."""
    names = sorted(inspect(session.connection()).get_table_names())
    counts = " UNION ALL ".join(
        f"SELECT '{name}', count(*) FROM {name}" for name in names if "search_words" not in name
    )
    state: dict[str, Any] = dict(session.execute(text(counts)).all())
    for head in ("audit_head", "journal_head"):
        state[f"{head}:rows"] = [
            tuple(row) for row in session.execute(text(f"SELECT * FROM {head}"))
        ]
    return state


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in before if before[name] != after[name]]


@pytest.mark.agreement
def test_the_page_of_the_reference_is_up_to_date() -> None:
    said = "run: .venv/bin/python -m tests.authorisation.page"
    assert PAGE.read_text(encoding="utf-8") == written(), said
