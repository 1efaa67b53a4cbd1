from __future__ import annotations

import asyncio
import stat
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from onqueue.directory.service.usual_words import USUAL, Usual
from onqueue.identity.rules import LANGUAGES
from onqueue.identity.tests.reading import actions
from onqueue.web.parts import Parts
from onqueue.web.setup_token import NAME, setup_token
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


@pytest.fixture(autouse=True)
def token(parts: Parts) -> str:
    ASKED["token"] = setup_token(parts.settings.data_dir)
    return str(ASKED["token"])


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


def test_the_token_is_kept_over_restarts_for_the_servers_own_eyes(parts: Parts, token: str) -> None:
    path = parts.settings.data_dir / NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (setup_token(parts.settings.data_dir), len(token)) == (token, 43)


@pytest.mark.parametrize("said", ["", "  ", "guessed", "ключ", "x" * 200])
async def test_who_does_not_know_the_token_sets_nothing_up(
    said: str, new_client: NewClient, parts: Parts
) -> None:
    client = await new_client()
    answer = await client.post("/api/setup", json={**ASKED, "token": said})
    assert (answer.status_code, answer.json()["code"]) == (422, "setup.token_wrong")
    [problem] = answer.json()["errors"]
    assert problem["field"] == "token"
    assert "onqueue serve printed" in problem["reason"]
    assert await parts.db.read(actions) == []


async def test_an_empty_token_file_lets_nobody_in(new_client: NewClient, parts: Parts) -> None:
    (parts.settings.data_dir / NAME).write_text("")
    answer = await (await new_client()).post("/api/setup", json={**ASKED, "token": ""})
    assert answer.json()["code"] == "setup.token_wrong"


async def test_guesses_of_the_token_are_limited(new_client: NewClient) -> None:
    client = await new_client()
    guess = {**ASKED, "token": "guessed"}
    answers = [(await client.post("/api/setup", json=guess)).status_code for _ in range(21)]
    assert answers == [422] * 20 + [429]


async def test_the_token_is_gone_once_the_centre_is_set_up(
    new_client: NewClient, parts: Parts, token: str
) -> None:
    pasted = {**ASKED, "token": f" {token}\n"}
    assert (await (await new_client()).post("/api/setup", json=pasted)).status_code == 201
    assert not (parts.settings.data_dir / NAME).exists()


@pytest.mark.parametrize(
    "languages, queue, reason",
    [(["en"], "General", "Lunch"), (["de", "en"], "Allgemein", "Mittagspause")],
)
async def test_what_an_empty_centre_begins_with_is_called_in_its_first_language(
    languages: list[str], queue: str, reason: str, new_client: NewClient
) -> None:
    client = await new_client()
    centre = {**ASKED["centre"], "languages": languages}
    assert (await client.post("/api/setup", json={**ASKED, "centre": centre})).status_code == 201
    queues = (await client.get("/api/queues")).json()["items"]
    reasons = (await client.get("/api/state-reasons?size=200")).json()["items"]
    assert [one["name"] for one in queues] == [queue]
    assert reason in {one["name"] for one in reasons}


def test_every_language_begins_with_the_same_things() -> None:
    def shape(usual: Usual) -> tuple[list[str], list[int]]:
        groups = [group for group, _ in usual.codes]
        return [state for state, _ in usual.reasons], [groups.index(group) for group in groups]

    assert USUAL.keys() == set(LANGUAGES)
    assert {repr(shape(usual)) for usual in USUAL.values()} == {repr(shape(USUAL["en"]))}
