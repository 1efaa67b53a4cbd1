from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable

import httpx
import pytest
from pydantic import SecretStr

from onqueue.kernel.settings import Settings
from onqueue.web.app import create_app
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Client, ClientAs

NewClient = Callable[..., Awaitable[Client]]


async def test_health_tells_what_is_wrong(parts: Parts, new_client: NewClient) -> None:
    wrong: list[str] = []

    async def check() -> str | None:
        return wrong[0] if wrong else None

    parts.health.register("floor", check)
    client = await new_client()
    well = await client.get("/health/ready")
    said = {"ok": True, "problems": {}, "floor": "stands_by"}
    assert (well.status_code, well.json()) == (200, said)
    wrong.append("The floor has stopped.")
    ill = await client.get("/health/ready")
    said |= {"ok": False, "problems": {"floor": "The floor has stopped."}}
    assert (ill.status_code, ill.json()) == (503, said)
    assert (await client.get("/health/live")).status_code == 200


@pytest.mark.parametrize(
    "network, headers, status",
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 401),
        ("203.0.113.7", {}, 401),
        ("203.0.113.7", {"X-Forwarded-For": "127.0.0.1"}, 401),
    ],
)
async def test_metrics_are_for_this_machine(
    network: str, headers: dict[str, str], status: int, new_client: NewClient
) -> None:
    client = await new_client(network=network)
    assert (await client.get("/metrics", headers=headers)).status_code == status


async def test_metrics_are_for_who_may_watch_the_system(client_as: ClientAs) -> None:
    answer = await (await client_as("administrator")).get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "onqueue_jobs_total" in answer.text
    assert (await (await client_as("supervisor")).get("/metrics")).status_code == 403


@pytest.mark.parametrize(
    "sent, network, status",
    [
        ("Bearer right", "203.0.113.7", 200),
        ("Bearer wrong", "203.0.113.7", 401),
        ("", "127.0.0.1", 401),
    ],
)
async def test_with_a_token_metrics_are_for_who_has_it(
    sent: str, network: str, status: int, parts: Parts, settings: Settings
) -> None:
    guarded = settings.model_copy(update={"metrics_token": SecretStr("right")})
    app = create_app(dataclasses.replace(parts, settings=guarded))
    transport = httpx.ASGITransport(app=app, client=(network, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/metrics", headers={"Authorization": sent})
        assert answer.status_code == status
