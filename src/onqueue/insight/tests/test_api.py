"""Board, API and file say the same, and each sees what is theirs."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Any

import pytest
from sqlalchemy.orm import Session

from onqueue.conversations.events import ContactRated
from onqueue.conversations.tests import scene
from onqueue.floor import events as floor
from onqueue.floor.specs import AgentSpec, QueueSpec
from onqueue.insight import queries
from onqueue.insight.jobs import Facts
from onqueue.insight.rules.metrics import METRICS
from onqueue.insight.tests.test_recount import facts
from onqueue.journal import projections, store
from onqueue.web.parts import Parts
from onqueue.web.tests.clients import Client, ClientAs

MIDNIGHT = scene.NOW
NINE = MIDNIGHT + 9 * 3_600_000
MINUTE = 60_000


def a_morning(ada: str) -> list[floor.Event | ContactRated]:
    """Three customers: one served at once, one late, one who gave up after 10 s."""
    spec = QueueSpec(name="Sales", threshold_ms=20_000)
    return [
        floor.QueueConfigured(at=NINE, queue="sales", spec=spec),
        floor.AgentConfigured(at=NINE, agent=ada, spec=AgentSpec(name="Ada")),
        floor.AgentStateChanged(
            at=NINE, agent=ada, state="on_queue", reason="", by=ada, forced=False
        ),
        scene.arrived("c-1", "t-1", at=NINE + MINUTE),
        scene.accepted("c-1", ada, at=NINE + MINUTE + 20_000),
        scene.arrived("c-2", "t-2", at=NINE + 2 * MINUTE),
        scene.arrived("c-3", "t-3", at=NINE + 3 * MINUTE),
        floor.ContactAbandoned(
            at=NINE + 3 * MINUTE + 10_000, contact="c-3", reason="", queue="sales"
        ),
        scene.ended("c-1", ada, at=NINE + 5 * MINUTE),
        scene.closed("c-1", ada, at=NINE + 6 * MINUTE),
        ContactRated(at=NINE + 6 * MINUTE, conversation="t-1", contact="c-1", score=4),
        scene.accepted("c-2", ada, at=NINE + 7 * MINUTE),
        scene.ended("c-2", ada, at=NINE + 16 * MINUTE),
        scene.closed("c-2", ada, at=NINE + 17 * MINUTE),
    ]


def keep(session: Session, *, ada: str) -> None:
    store.append(session, facts=facts(a_morning(ada)))
    projections.advance(session, projection=Facts())


@pytest.fixture
async def ada(client_as: ClientAs, parts: Parts) -> Client:
    client = await client_as("agent", name="Ada Ahmed")
    await parts.db.write(keep, ada=client.account)
    parts.clock.advance(ms=NINE + 40 * MINUTE - MIDNIGHT)  # type: ignore[attr-defined]  # virtual
    return client


@pytest.fixture
async def vera(client_as: ClientAs, ada: Client) -> Client:
    return await client_as("supervisor")


SALES: dict[str, Any] = {
    "queue": "sales", "offered": 3, "answered": 2, "within": 1, "abandoned": 1,
    "abandoned_within": 1, "abandoned_short": 0, "waiting": 0, "waiting_within": 0, "moved": 0,
    "wait_ms": 320_000, "handled": 2, "talk_ms": 220_000 + 540_000, "hold_ms": 0,
    "wrap_ms": 120_000, "ratings": 1, "ratings_good": 1, "ratings_sum": 4,
    "service_level": 0.5, "asa_ms": 160_000, "abandonment_rate": 0.3333, "aht_ms": 440_000,
    "csat": 1.0, "csat_mean": 4.0,
}  # fmt: skip


async def test_a_morning_to_the_digit(vera: Client) -> None:
    report = (await vera.get("/api/insight/queues")).json()
    (sales,) = report["items"]
    stretch = {"from_at": MIDNIGHT, "to_at": NINE + 40 * MINUTE + 1}
    assert sales == {**SALES, **stretch}
    assert report["total"] == [{**SALES, **stretch, "queue": ""}]


async def test_board_api_and_file_agree(vera: Client, parts: Parts) -> None:
    now = parts.clock.now()
    (board,) = await parts.db.read(queries.live_stats, queues=None, time_zone="UTC", now=now)
    for stretch in (board.today, board.running, board.interval):
        asked: dict[str, Any] = {"from": stretch.from_at, "to": stretch.to_at, "queue": "sales"}
        (row,) = (await vera.get("/api/insight/queues", params=asked)).json()["items"]
        shown = asdict(stretch)
        assert shown == {name: row[name] for name in shown}
        file = await vera.get("/api/insight/queues.csv", params=asked)
        (line,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
        assert line.pop("name") == "sales"
        assert line == {name: "" if value is None else str(value) for name, value in row.items()}
    assert (board.queue, board.today.service_level, board.running.service_level) == (
        "sales", 0.5, None,
    )  # fmt: skip
    assert (board.interval.from_at, board.interval.to_at) == (
        NINE + 15 * MINUTE, NINE + 30 * MINUTE,
    )  # fmt: skip
    assert board.interval.aht_ms == 600_000


async def test_intervals_credit_by_arrival_end_and_rating(vera: Client) -> None:
    asked: dict[str, Any] = {"from": NINE, "to": NINE + 30 * MINUTE, "by": "interval"}
    report = (await vera.get("/api/insight/queues", params=asked)).json()
    assert [
        (row["from_at"], row["offered"], row["handled"], row["ratings"]) for row in report["items"]
    ] == [(NINE, 3, 1, 1), (NINE + 15 * MINUTE, 0, 1, 0)]


@pytest.mark.parametrize(
    "figure, contacts",
    [
        ("offered", ["c-1", "c-2", "c-3"]),
        ("within", ["c-1"]),
        ("abandoned", ["c-3"]),
        ("handled", ["c-1", "c-2"]),
        ("ratings_good", ["c-1"]),
        ("waiting", []),
    ],
)
async def test_a_figure_opens_onto_its_contacts(
    vera: Client, figure: str, contacts: list[str]
) -> None:
    asked = {"figure": figure, "queue": "sales"}
    page = (await vera.get("/api/insight/contacts", params=asked)).json()
    assert [row["contact"] for row in page["items"]] == contacts
    assert page["total"] == len(contacts)
    file = await vera.get("/api/insight/contacts.csv", params=asked)
    lines = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [line["contact"] for line in lines] == contacts


async def test_an_agent_sees_what_others_see_of_them(ada: Client, vera: Client) -> None:
    mine = (await ada.get("/api/insight/me")).json()
    (hers,) = (await vera.get("/api/insight/agents", params={"agent": ada.account})).json()["items"]
    assert mine == hers
    on_queue = 40 * MINUTE + 1 - 1
    busy = (6 * MINUTE - MINUTE - 20_000) + 10 * MINUTE
    assert mine == {
        "agent": ada.account, "name": "Ada Ahmed", "from_at": MIDNIGHT,
        "to_at": NINE + 40 * MINUTE + 1, "handled": 2, "talk_ms": 760_000, "hold_ms": 0,
        "wrap_ms": 120_000, "consults": 0, "consult_ms": 0, "ratings": 1, "ratings_good": 1,
        "ratings_sum": 4, "busy_ms": busy, "available_ms": on_queue - busy,
        "states": {"on_queue": on_queue}, "aht_ms": 440_000,
        "occupancy": round(busy / on_queue, 4), "csat": 1.0, "csat_mean": 4.0,
    }  # fmt: skip
    behind = (await ada.get("/api/insight/contacts", params={"figure": "handled"})).json()
    assert [row["contact"] for row in behind["items"]] == ["c-1", "c-2"]
    file = await vera.get("/api/insight/agents.csv")
    (line,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    assert (line["aht_ms"], line["on_queue_ms"]) == ("440000", str(on_queue))


async def test_a_day_of_ones_own_is_the_one_asked_for(ada: Client) -> None:
    yesterday = {"from": MIDNIGHT - 24 * 60 * MINUTE, "to": MIDNIGHT}
    mine = (await ada.get("/api/insight/me", params=yesterday)).json()
    assert (mine["from_at"], mine["to_at"]) == (yesterday["from"], yesterday["to"])
    assert (mine["handled"], mine["states"]) == (0, {})
    wrong = await ada.get("/api/insight/me", params={"from": NINE, "to": NINE})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "to")


async def test_figures_of_others_are_not_told(
    client_as: ClientAs, ada: Client, vera: Client
) -> None:
    bob = await client_as("agent")
    assert (await bob.get("/api/insight/queues")).status_code == 403
    assert (await bob.get("/api/insight/agents")).status_code == 403
    asked = {"figure": "handled", "agent": ada.account}
    denied = await bob.get("/api/insight/contacts", params=asked)
    assert (denied.status_code, denied.json()["code"]) == (404, "figure.out_of_scope")
    nothing = await bob.get("/api/insight/contacts", params={"figure": "offered"})
    assert nothing.json()["total"] == 0
    other = await client_as("supervisor", scope=("queue", "billing"))
    items = (await other.get("/api/insight/queues")).json()["items"]
    assert [(row["queue"], row["offered"]) for row in items] == [("billing", 0)]
    denied = await other.get("/api/insight/queues", params={"queue": "sales"})
    assert (denied.status_code, denied.json()["code"]) == (404, "figure.out_of_scope")
    nothing = await other.get("/api/insight/contacts", params={"figure": "offered"})
    assert nothing.json()["total"] == 0


@pytest.mark.parametrize(
    "asked, field",
    [
        ({"from": NINE, "to": NINE}, "to"),
        ({"from": 0, "to": NINE, "by": "interval"}, "from"),
        ({"from": -1}, "from"),
        ({"by": "week"}, "by"),
    ],
)
async def test_a_wrong_stretch_is_refused_by_field(
    vera: Client, asked: dict[str, Any], field: str
) -> None:
    answer = await vera.get("/api/insight/queues", params=asked)
    problem = answer.json()
    assert answer.status_code == 422
    assert field in {problem["field"], *(error["field"] for error in problem["errors"])}


async def test_an_unknown_figure_is_refused(vera: Client) -> None:
    answer = await vera.get("/api/insight/contacts", params={"figure": "luck"})
    assert (answer.status_code, answer.json()["code"]) == (422, "figure.unknown")


async def test_definitions_are_served(ada: Client) -> None:
    served = (await ada.get("/api/insight/metrics")).json()
    assert [row["name"] for row in served] == [metric.name for metric in METRICS]
