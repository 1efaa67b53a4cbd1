"""Does what counts at one site count for nothing at another?

Two centres in one installation, and every row of the table: who is signed in at the one is nobody
at the other, whatever the role, by request and by socket; and who is signed in at the other finds
nothing there of the first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from onqueue.identity.rules import Grant
from onqueue.identity.service.founding import add_member
from onqueue.identity.service.sessions import Visit, open_session
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.kernel.sites import in_schema
from onqueue.kernel.worker import Jobs
from onqueue.migrations.migrate import upgrade
from onqueue.web.app import create_app
from onqueue.web.parts import Parts
from onqueue.web.sites import BySite
from onqueue.web.tests.clients import Client, ClientAs
from tests.authorisation.samples import make_samples
from tests.authorisation.table import STAFF, load_rows
from tests.authorisation.test_matrix import changed, state_of_everything, try_row

ROWS = load_rows()
HERE = "test"
THERE = "there.test"


@pytest.fixture
async def parts_there(parts: Parts, settings: Settings, tmp_path: Path) -> AsyncIterator[Parts]:
    """What the other site stands on: a file of its own, or a schema of the same database."""
    if settings.database.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'there' / 'onqueue.sqlite3'}"
    else:
        url = in_schema(settings.database, "site_there")
    own = settings.model_copy(
        update={"site": "there", "data_dir": tmp_path / "there", "database_url": url}
    )
    upgrade(own.database)
    database = Database(url=own.database, site="there")
    await database.start()
    yield dataclasses.replace(
        parts,
        settings=own,
        db=database,
        bus=database.bus,
        jobs=Jobs(db=database, clock=parts.clock),
    )
    await database.stop()


@pytest.fixture
def both(app: FastAPI, parts: Parts, parts_there: Parts) -> BySite:
    return BySite(
        {HERE: app, THERE: create_app(parts_there)},
        healths={"main": parts.health, "there": parts_there.health},
    )


async def visit(both: BySite, client: Client) -> Client:
    """Go to the other site with all that a client has from here."""
    cookies = "; ".join(f"{one.name}={one.value}" for one in client.cookies.jar)
    headers = {"cookie": cookies, "x-csrf": client.headers.get("x-csrf", "")}
    transport = httpx.ASGITransport(app=both, client=("203.0.113.7", 40_000))
    visitor = Client(transport=transport, base_url=f"http://{THERE}", headers=headers)
    for one in client.cookies.jar:
        visitor.cookies.set(one.name, one.value or "", domain=THERE, path="/")
    return visitor


async def administrator_there(both: BySite, parts_there: Parts) -> Client:
    """Sign somebody in at the other site."""
    member = await parts_there.db.write(
        add_member,
        now=parts_there.clock.now(),
        name="Bob From There",
        email="bob@example.org",
        language="en",
        grants=(Grant("administrator", "site", ""),),
        password_hash="",
    )
    visit_there = Visit(
        now=parts_there.clock.now(), network="203.0.113.7", browser="test", old_token=None
    )
    opened = await parts_there.db.write(open_session, account=member.id, visit=visit_there)
    transport = httpx.ASGITransport(app=both, client=("203.0.113.7", 40_000))
    client = Client(transport=transport, base_url=f"http://{THERE}")
    client.cookies.set("onqueue", opened.token, domain=THERE, path="/")
    return client


@pytest.mark.parametrize("role", STAFF)
async def test_who_is_signed_in_here_is_nobody_there(
    role: str, both: BySite, parts_there: Parts, client_as: ClientAs
) -> None:
    here = await client_as(role)
    assert (await here.get("/api/session")).json()["me"] is not None
    samples = await make_samples(parts_there)
    before = await parts_there.db.read(state_of_everything)
    wrong = {}
    async with await visit(both, here) as client:
        assert (await client.get("/api/session")).json()["me"] is None
        for row in ROWS:
            expected = row.answer_for("anonymous")
            if expected is None:
                continue
            there = create_app(parts_there) if row.method == "WS" else None
            answer = await try_row(row, app=there or FastAPI(), client=client, samples=samples)
            if answer != expected:
                wrong[row.call] = answer
    after = await parts_there.db.read(state_of_everything)
    assert (wrong, changed(before, after)) == ({}, [])


async def test_who_is_signed_in_there_finds_nothing_of_here(
    both: BySite, parts: Parts, parts_there: Parts, client_as: ClientAs
) -> None:
    here = await client_as("administrator", name="Ada From Here")
    samples = await make_samples(parts)
    # The rows of the table, asked with the ids of what is here, by an administrator there.
    async with await administrator_there(both, parts_there) as client:
        words = [*samples.values(), here.email, "Ada From Here", "Ida Invited"]
        assert "Bob From There" in (await client.get("/api/people")).text
        found, answered = [], 0
        for row in ROWS:
            if row.method != "GET" or "administrator" not in row.may:
                continue
            path = row.path
            for beginning, made in samples.items():
                stem = beginning.partition("{")[0]
                if path.startswith(stem):
                    path = stem + made + path[len(beginning) :]
            if "{" in path:
                continue
            answer = await client.get(path)
            answered += answer.status_code == 200
            if any(word in answer.text for word in words):
                found.append((path, answer.status_code))
            elif path != row.path:
                assert answer.status_code == 404, (path, answer.status_code)
    assert found == []
    assert answered > 20, "most lists have an answer for an administrator"


async def test_a_name_that_leads_nowhere_is_refused(both: BySite) -> None:
    transport = httpx.ASGITransport(app=both)
    async with httpx.AsyncClient(transport=transport, base_url="http://nobody.example") as client:
        answer = await client.get("/api/session")
        assert (answer.status_code, answer.json()["code"]) == (421, "site.unknown")
        probe = await client.get("/health/ready")
        assert (probe.status_code, probe.json()) == (200, {"ok": True, "problems": {}})
    async with httpx.AsyncClient(transport=transport, base_url="http://THERE.test.:81") as client:
        assert (await client.get("/api/session")).status_code == 200


async def test_one_site_that_is_not_well_shows_which(both: BySite, parts_there: Parts) -> None:
    async def broken() -> str | None:
        return "The floor is not running."

    parts_there.health.register("floor", broken)
    transport = httpx.ASGITransport(app=both)
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7") as client:
        answer = await client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["problems"]["there: floor"] == "The floor is not running."
