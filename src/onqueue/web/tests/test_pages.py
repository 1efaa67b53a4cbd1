"""Which pages carry the widget, under which policy, and when are they not there?"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest

from onqueue.directory import queries as directory
from onqueue.directory.service import create_chat_widget
from onqueue.directory.service.usual import fill_empty_centre
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.web.tests.clients import Client

NewClient = Callable[..., Awaitable[Client]]
NOW = 1_800_000_000_000


@pytest.fixture
async def widget(database: Database) -> str:
    """The id of a widget that is in use."""
    by = By(actor=SYSTEM, now=NOW, network="")
    centre = await database.write(fill_empty_centre, by=by)
    return centre.widget


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Those of the demo."""
    return settings.model_copy(update={"demo": True})


@pytest.mark.parametrize("name", ["shop", "hostile"])
async def test_the_demos_pages_carry_the_widget_under_a_strict_policy(
    name: str, widget: str, new_client: NewClient
) -> None:
    client = await new_client()
    answer = await client.get(f"/demo/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == "default-src 'self'"
    assert f'data-widget="{widget}"' in answer.text
    assert "{{" not in answer.text
    assert re.search(r"<style|style=|onclick=|<script[^>]*>[^<]", answer.text) is None


async def test_the_shop_keeps_its_widget_when_another_comes_first_by_name(
    database: Database, widget: str, new_client: NewClient
) -> None:
    by = By(actor=SYSTEM, now=NOW, network="")
    first = await database.read(directory.widgets)
    other = await database.write(
        create_chat_widget, by=by, name="!", queue_id=first[0].queue_id, languages=["en"],
        form=[], look={"title": {"en": "Chat"}}, allowed_origins=[],
    )  # fmt: skip
    assert [one.id for one in await database.read(directory.widgets)] == [other.id, widget]
    client = await new_client()
    assert f'data-widget="{widget}"' in (await client.get("/demo/shop")).text


async def test_the_shops_language_is_one_that_we_have(widget: str, new_client: NewClient) -> None:
    del widget
    client = await new_client()
    assert '<html lang="de">' in (await client.get("/demo/shop?lang=de")).text
    odd = await client.get('/demo/shop?lang="><script>alert(1)</script>')
    assert '<html lang="en">' in odd.text
    assert "alert" not in odd.text


async def test_files_of_the_pages_are_served_and_nothing_beside_them(
    new_client: NewClient,
) -> None:
    client = await new_client()
    answer = await client.get("/demo/shop.css")
    assert answer.headers["content-type"].startswith("text/css")
    for path in ("/demo/routes.py", "/demo/frame.html", "/demo/..%2froutes.py", "/demo/"):
        assert (await client.get(path)).status_code == 404


async def test_without_a_widget_the_shop_leads_to_the_desk(new_client: NewClient) -> None:
    client = await new_client()
    answer = await client.get("/demo/shop")
    assert (answer.status_code, answer.headers["location"]) == (307, "/desk/")


async def test_the_chat_alone_may_be_framed_by_the_sites_that_may_embed_it(
    widget: str, new_client: NewClient
) -> None:
    client = await new_client()
    answer = await client.get(f'/chat/{widget}?lang="><b>')
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'; frame-ancestors 'self'")
    assert answer.headers["permissions-policy"].endswith("microphone=(self)"), "people call here"
    assert 'data-mode="page"' in answer.text
    assert "<b>" not in answer.text
    missing = await client.get("/chat/none")
    assert (missing.status_code, missing.json()["code"]) == (404, "page.missing")


class TestOutsideTheDemo:
    """A real centre has no shop."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"demo": False})

    async def test_there_is_no_shop(self, widget: str, new_client: NewClient) -> None:
        client = await new_client()
        assert (await client.get("/demo/shop")).json()["code"] == "page.missing"
        assert (await client.get("/demo/shop.css")).status_code == 404
        assert (await client.get(f"/chat/{widget}")).status_code == 200
