"""Two centres on one server: each by its own name, with people, chats and a floor of its own."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Final

import httpx
import pytest

from onqueue.cli.looking import verify
from onqueue.kernel.settings import Settings
from onqueue.kernel.sites import add_site, settings_by_site
from onqueue.migrations.migrate import upgrade
from tests.crash.life import Life, Place, found

HOSTS: Final = ("acme.example", "bolt.example")
UP_S_MAX: Final = 120


@pytest.fixture
def database_template(empty_template: str) -> str:
    """Nothing is founded yet."""
    return empty_template


@pytest.fixture
async def centres(settings: Settings, tmp_path: Path) -> list[tuple[Settings, Place]]:
    """Two founded centres of one installation."""
    for host in HOSTS:
        add_site(tmp_path, name=host.partition(".")[0], hosts=[host])
    base = settings
    if settings.database.startswith("sqlite"):
        base = settings.model_copy(update={"database_url": ""})
    made = []
    for one in settings_by_site(base):
        one.data_dir.mkdir(parents=True)
        upgrade(one.database)
        made.append((one, await found(one, agents=1)))
    return made


async def test_each_name_leads_to_its_own_centre(
    settings: Settings, centres: list[tuple[Settings, Place]]
) -> None:
    (_, acme), (_, bolt) = centres
    base = settings
    if settings.database.startswith("sqlite"):
        base = settings.model_copy(update={"database_url": ""})
    life = Life(settings=base, place=acme)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{acme.port}") as client:

            async def ask(path: str, host: str, place: Place | None = None) -> httpx.Response:
                cookie = {} if place is None else {"cookie": f"onqueue={place.seats[0].token}"}
                return await client.get(path, headers={"host": host, **cookie})

            await _up(client, life)
            for host, mine, other in ((HOSTS[0], acme, bolt), (HOSTS[1], bolt, acme)):
                me = (await ask("/api/session", host, mine)).json()["me"]
                assert me["id"] == mine.seats[0].account
                assert (await ask("/api/session", host, other)).json()["me"] is None
                assert (await ask(f"/api/chat/widgets/{mine.widget}", host)).status_code == 200
                assert (await ask(f"/api/chat/widgets/{other.widget}", host)).status_code == 404
            assert (await ask("/api/session", "nobody.example")).status_code == 421
            assert (await ask("/health/ready", "127.0.0.1")).json() == {"ok": True, "problems": {}}
    finally:
        life.ask_to_stop()
        assert await life.ended() == 0, life.said()
    for own, _ in centres:
        assert (await verify(settings=own)).good


async def _up(client: httpx.AsyncClient, life: Life) -> None:
    until = time.monotonic() + UP_S_MAX
    while time.monotonic() < until:
        assert life.running, life.said()
        try:
            await client.get("/health/live")
        except httpx.TransportError:
            await asyncio.sleep(0.1)
        else:
            return
    raise TimeoutError(life.said())
