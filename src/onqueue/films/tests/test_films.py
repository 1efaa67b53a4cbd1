"""Films through the routes and the child that makes them."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from onqueue.floor.events import Event
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.sim.examples import text
from onqueue.sim.run import run
from onqueue.sim.scenario import read_scenario
from onqueue.trials.tests.scene import record_day
from onqueue.web.tests.clients import Client, ClientAs

DEADLINE_S = 60.0
JSON = {"Content-Type": "application/x-ndjson"}


def journal(*, events_max: int = 2_000) -> bytes:
    happened: list[Event] = []
    run(read_scenario(text("small-shop")), seed=1, sink=happened.extend)
    return b"\n".join(msgspec.json.encode(one) for one in happened[:events_max]) + b"\n"


async def made(client: Client, film: dict[str, Any]) -> dict[str, Any]:
    """Wait until a film is ready, or has failed."""
    async with asyncio.timeout(DEADLINE_S):
        while film["state"] == "loading":
            await asyncio.sleep(0.05)
            film = (await client.get(f"/api/films/{film['id']}")).json()
    return film


async def opened(client: Client, body: bytes) -> dict[str, Any]:
    answer = await client.post("/api/films/files", content=body, headers=JSON)
    assert answer.status_code == 201, answer.text
    return await made(client, answer.json())


async def test_a_simulations_journal_is_a_film(client_as: ClientAs) -> None:
    boss = await client_as("supervisor")
    film = await opened(boss, journal())
    assert (film["state"], film["events"]) == ("ready", 2_000)
    way = f"/api/films/{film['id']}"
    first = (await boss.get(f"{way}/picture", params={"at": film["from_at"]})).json()
    assert list(first["entities"]["queue"])
    strip = (await boss.get(f"{way}/strip", params={"after": first["n"]})).json()
    assert strip["after"] == first["n"] < strip["n"]
    shown = [one for frame in strip["frames"] for one in frame["put"]]
    contact = next(id_ for kind, id_, _ in shown if kind == "contact")
    told = (await boss.get(f"{way}/contacts/{contact}", params={"language": "de"})).json()
    assert told[0]["code"] == "contact.arrived"
    assert (await boss.delete(way)).status_code == 204
    assert (await boss.get(way)).status_code == 404


@pytest.mark.parametrize(
    "line, reason",
    [
        (b"no json", "malformed"),
        (b'{"event": "contact.vanished", "at": 1}', "contact.vanished"),
        (b'{"event": "contact.arrived", "at": 9999999999999}', "missing required field"),
        (b'{"event": "agent.removed", "at": 9999999999999, "agent": "x"}', "cannot have followed"),
        (b'{"event": "agent.removed", "at": 1, "agent": "x"}', "before the line above"),
    ],
)
async def test_a_bad_file_is_told_with_its_line(
    line: bytes, reason: str, client_as: ClientAs
) -> None:
    boss = await client_as("supervisor")
    good = journal(events_max=40)
    film = await opened(boss, good + line)
    assert (film["state"], film["problem_code"]) == ("failed", "film.bad_line")
    assert "Line 41 " in film["problem"]
    assert reason in film["problem"]
    way = f"/api/films/{film['id']}/picture"
    assert (await boss.get(way, params={"at": 0})).status_code == 404


async def test_a_scenario_is_lived_and_shown(client_as: ClientAs) -> None:
    boss = await client_as("supervisor")
    asked = {"scenario": "small-shop", "seed": 2}
    film = await made(boss, (await boss.post("/api/films/scenarios", json=asked)).json())
    assert film["state"] == "ready"
    bad = {"scenario": "format = 1\nname = 'x'"}
    film = await made(boss, (await boss.post("/api/films/scenarios", json=bad)).json())
    assert (film["state"], film["problem_code"]) == ("failed", "film.bad_scenario")


async def test_a_film_is_its_owners_and_there_is_one_for_each(client_as: ClientAs) -> None:
    boss, other = await client_as("supervisor"), await client_as("supervisor")
    first = await opened(boss, journal(events_max=50))
    assert (await other.get(f"/api/films/{first['id']}")).status_code == 404
    await opened(boss, journal(events_max=50))
    assert (await boss.get(f"/api/films/{first['id']}")).status_code == 404


async def test_two_who_ask_at_once_do_not_both_get_the_last_place(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onqueue.films.jobs.FILMS_MAX", 1)
    asked = {"scenario": "small-shop", "seed": 2}
    bosses = [await client_as("supervisor") for _ in range(3)]
    answers = await asyncio.gather(
        *(boss.post("/api/films/scenarios", json=asked) for boss in bosses)
    )
    assert sorted(one.status_code for one in answers) == [201, 409, 409]


async def test_a_recorded_day_is_shown_within_the_scope_of_who_looks(
    database: Database, clock: VirtualClock, client_as: ClientAs
) -> None:
    recorded = await record_day(database, clock)
    boss = await client_as("supervisor")
    narrow = await client_as("supervisor", scope=("queue", recorded.repairs))
    seen = []
    for client in (boss, narrow):
        answer = await client.post("/api/films", json={"day": "2026-01-05"})
        film = await made(client, answer.json())
        at = film["from_at"] + 10 * 3_600_000
        way = f"/api/films/{film['id']}/picture"
        picture = (await client.get(way, params={"at": at})).json()
        seen.append(set(picture["entities"]["queue"]))
    assert seen == [{recorded.orders, recorded.repairs}, {recorded.repairs}]


async def test_a_day_without_anything_is_no_film(client_as: ClientAs) -> None:
    boss = await client_as("supervisor")
    answer = await boss.post("/api/films", json={"day": "2026-01-05"})
    assert (answer.status_code, answer.json()["code"]) == (404, "film.nothing_recorded")
    answer = await boss.post("/api/films", json={"day": "yesterday"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "day")
