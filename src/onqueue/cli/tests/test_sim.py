from __future__ import annotations

from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import msgspec
from typer.testing import CliRunner

from onqueue.cli.main import app
from onqueue.cli.sim import run_all
from onqueue.floor.events import ContactArrived, Event
from onqueue.floor.evolve import evolve
from onqueue.floor.invariants import check
from onqueue.floor.model import Floor
from onqueue.sim.examples import text
from onqueue.sim.report import Result
from onqueue.sim.run import run
from onqueue.sim.scenario import read_scenario

EVENT: Any = reduce(or_, Event.__subclasses__())


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
        event = msgspec.json.decode(line, type=EVENT)
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
