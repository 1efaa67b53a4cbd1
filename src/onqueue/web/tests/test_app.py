from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

from fastapi import FastAPI

from onqueue.web.app import describe
from onqueue.web.tests.clients import Client

NewClient = Callable[..., Awaitable[Client]]


async def test_answers_carry_the_headers_that_guard_them(new_client: NewClient) -> None:
    answer = await (await new_client()).get("/api/session")
    headers = {name: answer.headers[name] for name in answer.headers if name != "content-length"}
    assert headers == {
        "content-type": "application/json",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), midi=(), payment=(), usb=(), microphone=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
        "cache-control": "no-store",
    }


def test_the_description_names_each_operation_once_and_its_refusals(app: FastAPI) -> None:
    description = describe(app)
    operations = [
        operation for path in description["paths"].values() for operation in path.values()
    ]
    names = Counter(operation["operationId"] for operation in operations)
    assert [name for name, times in names.items() if times > 1] == []
    assert {"open_session", "invite_person", "read_setup"} <= set(names)
    for operation in operations:
        refused = operation["responses"]["4XX"]["content"]
        assert list(refused) == ["application/problem+json"]


def test_no_answer_has_defaults_and_every_request_refuses_unknown_fields(app: FastAPI) -> None:
    schemas = describe(app)["components"]["schemas"]
    person = schemas["Person"]
    assert sorted(person["required"]) == sorted(person["properties"])
    assert schemas["PersonPatch"]["additionalProperties"] is False


async def test_there_is_no_page_that_describes_the_interface_to_strangers(
    new_client: NewClient,
) -> None:
    client = await new_client()
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert (await client.get(path)).status_code == 404
