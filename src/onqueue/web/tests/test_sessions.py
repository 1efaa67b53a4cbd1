from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from onqueue.identity.tests.reading import actions
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.web.app import create_app
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import PASSWORD, Client, ClientAs

NewClient = Callable[..., Awaitable[Client]]


@pytest.mark.parametrize("proof", [None, "", "wrong", "x" * 43, "é"])
async def test_a_change_without_its_proof_changes_nothing(
    proof: str | None, client_as: ClientAs, parts: Parts
) -> None:
    admin = await client_as("administrator")
    before = await parts.db.read(actions)
    del admin.headers["X-CSRF"]
    headers: dict[bytes, bytes] = {} if proof is None else {b"X-CSRF": proof.encode()}
    answer = await admin.post("/api/teams", json={"name": "Night"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf.missing")
    assert (await admin.delete("/api/session")).status_code == 403
    assert await parts.db.read(actions) == before


async def test_the_proof_of_another_session_is_none(client_as: ClientAs) -> None:
    first, second = await client_as("administrator"), await client_as("administrator")
    first.headers["X-CSRF"] = second.headers["X-CSRF"]
    assert (await first.post("/api/teams", json={"name": "Night"})).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://test.evil.example"},
    ],
)
async def test_what_another_site_sends_changes_nothing(
    headers: dict[str, str], client_as: ClientAs, new_client: NewClient, parts: Parts
) -> None:
    admin, agent = await client_as("administrator"), await client_as("agent")
    before = await parts.db.read(actions)
    answer = await admin.post("/api/teams", json={"name": "Night"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin.foreign")
    # Nor can another site sign a browser in as somebody else.
    client = await new_client(headers=headers)
    body = {"email": agent.email, "password": PASSWORD}
    assert (await client.post("/api/session", json=body)).status_code == 403
    assert await parts.db.read(actions) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://test"},
        {"Origin": "http://127.0.0.1:8000"},
        {},
    ],
)
async def test_our_own_pages_and_programs_get_through(
    headers: dict[str, str], client_as: ClientAs
) -> None:
    admin = await client_as("administrator")
    answer = await admin.post("/api/teams", json={"name": "Night"}, headers=headers)
    assert answer.status_code == 201


async def test_a_bearer_token_is_nobody_to_the_staff_routes(new_client: NewClient) -> None:
    client = await new_client(headers={"Authorization": "Bearer " + "x" * 43})
    for path in ("/api/people", "/api/me/sessions", "/metrics"):
        assert (await client.get(path)).status_code == 401


async def test_headers_that_claim_an_identity_are_ignored(new_client: NewClient) -> None:
    claims = {
        "X-Forwarded-User": "administrator1@example.org",
        "X-Remote-User": "administrator1@example.org",
        "Remote-User": "administrator1@example.org",
        "X-Forwarded-For": "127.0.0.1",
        "Forwarded": "for=127.0.0.1",
        "X-Real-IP": "127.0.0.1",
    }
    client = await new_client(headers=claims)
    for path in ("/api/people", "/metrics"):
        assert (await client.get(path)).status_code == 401


async def test_over_https_the_cookie_is_kept_for_this_host(
    parts: Parts, client_as: ClientAs, settings: Settings, database: Database
) -> None:
    agent = await client_as("agent")
    safe = settings.model_copy(update={"public_url": "https://desk.example.org"})
    app = create_app(dataclasses.replace(parts, settings=safe))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="https://desk.example.org") as here:
        body = {"email": agent.email, "password": PASSWORD}
        answer = await here.post("/api/session", json=body)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-onqueue=")
        assert cookie.endswith("; HttpOnly; Max-Age=604800; Path=/; SameSite=strict; Secure")
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert (await here.get("/api/session")).json()["me"]["id"] == agent.account


async def test_a_socket_of_another_site_is_refused_before_it_opens(
    app: FastAPI, client_as: ClientAs
) -> None:
    agent = await client_as("agent")
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "websocket",
        "path": "/api/live",
        "query_string": b"",
        "headers": [
            (b"host", b"test"),
            (b"origin", b"https://evil.example"),
            (b"cookie", f"onqueue={agent.cookies['onqueue']}".encode()),
        ],
        "client": ("203.0.113.7", 1),
        "scheme": "ws",
        "subprotocols": [],
    }
    await app(scope, receive, send)
    assert said == [{"type": "websocket.close", "code": 1008, "reason": "origin.foreign"}]
