"""Pages of other sites reach the chat, and nothing else."""

from __future__ import annotations

from fastapi import FastAPI

from onqueue.web.tests.clients import ClientAs

PAGE = {"Origin": "https://shop.example"}
PREFLIGHT = {
    **PAGE,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


async def test_page_of_another_site_may_ask_the_chat(app: FastAPI, client_as: ClientAs) -> None:
    visitor = await client_as("anonymous")
    asked = await visitor.options("/api/chat/frames", headers=PREFLIGHT)
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in asked.headers
    answer = await visitor.get("/api/chat/widgets/none", headers=PAGE)
    assert answer.status_code == 404
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_page_of_another_site_may_not_ask_anything_else(
    app: FastAPI, client_as: ClientAs
) -> None:
    visitor = await client_as("anonymous")
    for path in ("/api/session", "/api/people", "/api/floor/state"):
        asked = await visitor.options(path, headers=PREFLIGHT)
        assert "access-control-allow-origin" not in asked.headers, path
        assert asked.status_code in {401, 403, 405}, path
