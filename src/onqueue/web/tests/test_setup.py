from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from onqueue.identity.tests.reading import actions
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Client

NewClient = Callable[..., Awaitable[Client]]
ASKED: dict[str, Any] = {
    "administrator": {
        "name": "Ada",
        "email": "ada@example.org",
        "password": "a walrus on a scooter",
    },
    "centre": {"name": "Example", "languages": ["en", "de"], "time_zone": "Europe/Berlin"},
    "hours": [{"day": 0, "from": "09:00", "to": "17:00"}],
    "data": "empty",
}


async def test_a_new_centre_is_set_up_once(new_client: NewClient, parts: Parts) -> None:
    client = await new_client()
    needed = {"needed": True, "languages": ["en", "de"]}
    assert (await client.get("/api/setup")).json() == needed
    assert (await client.get("/api/session")).json()["setup_needed"] is True
    answer = await client.post("/api/setup", json=ASKED)
    assert answer.status_code == 201
    me = answer.json()["me"]
    assert [role["role"] for role in me["roles"]] == ["administrator", "agent", "supervisor"]
    assert (me["name"], me["email"], me["agent"]) == ("Ada", "ada@example.org", True)
    assert (await client.get("/api/session")).json()["me"] == me
    assert (await client.get("/api/setup")).json()["needed"] is False
    said = await parts.db.read(actions)
    assert (said[0], said[-1]) == ("setup.done", "session.opened")
    other = await new_client()
    again = await other.post("/api/setup", json=ASKED)
    assert (again.status_code, again.json()["code"]) == (409, "setup.done")
    assert await parts.db.read(actions) == said


async def test_of_two_who_set_up_at_once_one_is_refused(
    new_client: NewClient, parts: Parts
) -> None:
    asked = [
        {**ASKED, "administrator": {**ASKED["administrator"], "email": f"{n}@example.org"}}
        for n in range(3)
    ]
    clients = [await new_client() for _ in asked]
    answers = await asyncio.gather(
        *(client.post("/api/setup", json=body) for client, body in zip(clients, asked, strict=True))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert (await parts.db.read(actions)).count("setup.done") == 1


@pytest.mark.parametrize(
    "change, field",
    [
        (
            {"administrator": {**ASKED["administrator"], "password": "short"}},
            "administrator.password",
        ),
        ({"administrator": {**ASKED["administrator"], "email": "x"}}, "administrator.email"),
        ({"hours": [{"day": 7, "from": "09:00", "to": "17:00"}]}, "hours.0.day"),
        ({"hours": [{"day": 0, "from": "9", "to": "17:00"}]}, "hours.0.from"),
        ({"data": "everything"}, "data"),
        ({"centre": {**ASKED["centre"], "languages": []}}, "centre.languages"),
    ],
)
async def test_a_bad_answer_names_the_field_and_sets_nothing_up(
    change: dict[str, Any], field: str, new_client: NewClient, parts: Parts
) -> None:
    client = await new_client()
    answer = await client.post("/api/setup", json={**ASKED, **change})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert await parts.db.read(actions) == []
    assert (await client.get("/api/setup")).json()["needed"] is True
