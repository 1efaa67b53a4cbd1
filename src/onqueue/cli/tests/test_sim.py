from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from onqueue.cli import looking
from onqueue.cli.demo_seed import make_demo
from onqueue.cli.main import app
from onqueue.cli.sim import run_all
from onqueue.floor.events import ContactArrived, Event
from onqueue.floor.evolve import evolve
from onqueue.floor.invariants import check
from onqueue.floor.model import Floor
from onqueue.journal import store
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.kernel.settings import Settings
from onqueue.live import codec
from onqueue.sim.examples import text
from onqueue.sim.relive import relive
from onqueue.sim.report import Result
from onqueue.sim.run import begins_at, run
from onqueue.sim.scenario import DAY_MS, read_scenario
from onqueue.trials.tests.scene import TO_MESSAGE, record_day


def said(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["sim", *arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_an_example_is_printed_and_run_from_a_file(tmp_path: Path) -> None:
    assert "small-shop" in said("examples").split()
    assert said("examples", "small-shop") == text("small-shop")
    plan = tmp_path / "plan.toml"
    plan.write_text(text("small-shop"))
    assert said("run", str(plan), "--seed", "4").startswith("A small shop's support: 5 days")


def test_a_result_is_printed_as_json() -> None:
    result = msgspec.json.decode(said("run", "small-shop", "--json"), type=Result)
    assert result == run(read_scenario(text("small-shop")), seed=1)


def test_the_journal_of_a_run_builds_the_floor_again(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    said("run", "bad-day", "--journal", str(journal))
    floor, arrivals = Floor(), 0
    for line in journal.read_bytes().splitlines():
        event = codec.decode(line)
        evolve(floor, event)
        arrivals += isinstance(event, ContactArrived)
    assert check(floor) == []
    assert arrivals == floor.arrivals > 1_000


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    assert "There is no file nowhere" in said("run", "nowhere", code=1)
    assert "There is no example nothing" in said("examples", "nothing", code=1)
    plan = tmp_path / "plan.toml"
    plan.write_text(text("small-shop").replace("count = 4", "count = 0"))
    assert "agents[...].count: Expected `int` >= 1" in said("run", str(plan), code=1)


def test_seeds_run_on_all_cores_as_they_would_on_one() -> None:
    plan = msgspec.structs.replace(read_scenario(text("small-shop")), days=1)
    assert run_all([plan], seeds=range(1, 4)) == [[run(plan, seed=seed) for seed in (1, 2, 3)]]


def test_two_scenarios_are_compared() -> None:
    shown = said("compare", "small-shop", "small-shop", "--seeds", "2")
    assert "both under 2 seeds" in shown
    assert "under 2 seeds" in said("seeds", "small-shop", "--seeds", "2")


def test_a_day_is_lived_again_from_a_file(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    said("run", "bad-day", "--journal", str(journal))
    shown = said("day", "2026-11-02", "--journal", str(journal))
    assert "100.0% went to the same agent" in shown
    assert "Changed:" not in shown
    less = said("day", "2026-11-02", "--journal", str(journal), "--without", "mixed-3")
    assert "Changed:" in less
    nobody = said("day", "2026-11-02", "--journal", str(journal), "--without", "Ada", code=1)
    assert "There is no agent Ada; there are: mixed-1, mixed-2" in nobody
    assert "nothing on 2026-11-09" in said("day", "2026-11-09", "--journal", str(journal), code=1)
    assert "There is no file nowhere" in said("day", "2026-11-02", "--journal", "nowhere", code=1)


async def test_a_day_is_read_from_the_database(
    database: Database, settings: Settings, clock: VirtualClock
) -> None:
    await database.write(make_demo, now=clock.now(), password_hash="x")
    happened: list[Event] = []
    run(read_scenario(text("bad-day")), seed=1, sink=happened.extend)
    await database.write(store.append, facts=[codec.to_fact(event) for event in happened])
    past = await looking.past_day(settings=settings, day=date(2026, 11, 2))
    # The demo's centre is in Berlin, an hour ahead.
    assert past.from_at == begins_at(read_scenario(text("bad-day"))) - 3_600_000
    assert past.to_at == past.from_at + DAY_MS
    result, agreement = relive(past, name="day", seed=1)
    assert agreement.taken == agreement.same > 1_000
    assert result.contacts == sum(
        isinstance(one, ContactArrived) and one.at < past.to_at for one in happened
    )


async def test_a_draft_is_tried_from_the_command_line(
    database: Database,
    settings: Settings,
    clock: VirtualClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recorded = await record_day(database, clock)
    monkeypatch.setenv("ONQUEUE_DATABASE_URL", settings.database)
    # Not that of whoever runs the tests, in which there may be sites.
    monkeypatch.setenv("ONQUEUE_DATA_DIR", str(settings.data_dir))

    async def tried(rules: str, *, code: int = 0) -> str:
        asked = ["day", "2026-01-05", "--draft", rules, "--seeds", "2"]
        return await asyncio.to_thread(said, *asked, code=code)

    assert "There is no draft of these rules" in await tried("Orders", code=1)
    assert "There is no queue Sales; there are: Orders, Repairs" in await tried("Sales", code=1)
    await recorded.draft(recorded.orders, diversions=[TO_MESSAGE])
    shown = await tried("Orders")
    assert shown.startswith("2026-01-05, the draft of Orders beside the rules in force")
    assert "100.0% of" in shown
    (waits,) = [line for line in shown.splitlines()[:10] if "wait of 90 %" in line]
    assert waits.endswith("*")
