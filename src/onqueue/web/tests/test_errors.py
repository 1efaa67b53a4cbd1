from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from onqueue.kernel.errors import Unavailable
from onqueue.web.tests.clients import Client, ClientAs

NewClient = Callable[..., Awaitable[Client]]
CONTENT_TYPE = "application/problem+json"


@pytest.fixture
def broken(app: FastAPI) -> FastAPI:
    """The application, with two routes that fail."""

    async def fail() -> None:
        raise RuntimeError("the secret of the database")

    async def be_busy() -> None:
        raise Unavailable(retry_after_s=7)

    app.router.add_api_route("/api/fail", fail)
    app.router.add_api_route("/api/busy", be_busy)
    # Routes added last come after the fallbacks, so they are put first.
    app.router.routes[:0] = [app.router.routes.pop(), app.router.routes.pop()]
    return app


async def test_what_nobody_expected_is_told_by_an_id_and_logged_once(
    broken: FastAPI, new_client: NewClient
) -> None:
    client = await new_client()
    with capture_logs() as logs:
        answer = await client.get("/api/fail")
    said = answer.json()
    error_id = said["data"]["error_id"]
    assert (answer.status_code, said["code"]) == (500, "internal")
    assert answer.headers["content-type"] == CONTENT_TYPE
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert error_id in said["title"]
    assert "secret" not in answer.text
    assert [(entry["event"], entry["error_id"]) for entry in logs] == [("request.failed", error_id)]


async def test_a_busy_server_says_when_to_come_back(broken: FastAPI, new_client: NewClient) -> None:
    answer = await (await new_client()).get("/api/busy")
    assert answer.json() == {
        "type": "about:blank",
        "title": "The server is too busy; try again in 7 seconds.",
        "status": 503,
        "code": "unavailable",
        "field": None,
        "detail": None,
        "data": {"retry_after_s": 7},
        "errors": [],
    }
    assert answer.headers["retry-after"] == "7"


async def test_malformed_fields_are_all_named_and_not_repeated(client_as: ClientAs) -> None:
    admin = await client_as("administrator")
    body = {"email": "<script>", "name": "", "roles": [{"role": "god"}], "surprise": 1}
    answer = await admin.post("/api/people", json=body)
    said = answer.json()
    assert (answer.status_code, said["code"]) == (422, "input.invalid")
    assert [problem["field"] for problem in said["errors"]] == [
        "email",
        "name",
        "roles.0.role",
        "roles.0.scope_kind",
        "roles.0.scope_id",
        "teams",
        "surprise",
    ]
    assert said["title"] == "Check email: this is not an email address."
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "method, path, content, status, code",
    [
        ("GET", "/api/nothing", b"", 404, "route.unknown"),
        ("PUT", "/api/session", b"", 405, "method.unknown"),
        ("POST", "/api/session", b"{", 422, "input.invalid"),
        ("POST", "/api/session", b"\xff\xfe", 422, "input.invalid"),
    ],
)
async def test_every_refusal_is_a_problem(
    method: str, path: str, content: bytes, status: int, code: str, new_client: NewClient
) -> None:
    client = await new_client()
    answer = await client.request(
        method, path, content=content, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == CONTENT_TYPE
