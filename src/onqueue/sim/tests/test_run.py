from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import pytest

from onqueue.floor import commands
from onqueue.floor.events import Event
from onqueue.floor.model import ON_QUEUE
from onqueue.insight.rules import ledger as book
from onqueue.insight.rules.calendar import INTERVAL_MS, split
from onqueue.insight.rules.effects import enter_event
from onqueue.sim.examples import names, text
from onqueue.sim.report import Result
from onqueue.sim.run import Broken, _checked, begins_at, open_world, run
from onqueue.sim.scenario import DAY_MS, Queue, Scenario, read_scenario
from onqueue.sim.tally import SHORT_ABANDON_MS, SUMS

JOURNAL = """
import hashlib, msgspec
from onqueue.sim.examples import text
from onqueue.sim.run import run
from onqueue.sim.scenario import read_scenario
seen = hashlib.sha256()
def sink(events):
    for event in events:
        seen.update(msgspec.json.encode(event))
result = run(read_scenario(text("bad-day")), seed=3, sink=sink)
print(seen.hexdigest(), hashlib.sha256(msgspec.json.encode(result)).hexdigest())
"""


def journal_under(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", JOURNAL], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_a_seed_gives_the_same_journal_whatever_the_hash_seed() -> None:
    first, second = journal_under("1"), journal_under("2")
    assert first == second
    assert len(first.split()) == 2


@pytest.mark.parametrize("name", sorted({*names()} - {"wrong-clock"}))
def test_figures_are_those_that_insight_counts_from_the_same_events(name: str) -> None:
    scenario = read_scenario(text(name))
    days = 3 if scenario.days < 100 else 1
    scenario = msgspec.structs.replace(scenario, days=min(scenario.days, days), warm_up_min=0)
    events: list[Event] = []
    result = run(scenario, seed=2, sink=events.extend)
    queues, groups = recount(scenario, events)
    for queue, rows in result.queues.items():
        for slot, row in enumerate(rows):
            sums = dict(zip(SUMS, row, strict=True))
            del sums["refused"]
            assert +Counter(sums) == +queues[queue, slot], (queue, slot)
    for group, rows in result.groups.items():
        for slot, (busy, available) in enumerate(rows):
            assert (busy, available) == (
                groups[group, slot]["busy_ms"],
                groups[group, slot]["available_ms"],
            )
    assert result.contacts > 100


Sums = dict[tuple[str, int], Counter[str]]


class Slots(dict[tuple[str, int], "Counter[str]"]):
    def __missing__(self, key: tuple[str, int]) -> Counter[str]:
        found = self[key] = Counter()
        return found


def recount(scenario: Scenario, events: Sequence[Event]) -> tuple[Slots, Slots]:
    """Fold the events into stays, handlings and spans, as insight does, and add them up."""
    begins, ends = begins_at(scenario), begins_at(scenario) + scenario.days * DAY_MS
    ledger = book.Ledger()
    for seq, event in enumerate(events):
        enter_event(ledger, event=event, seq=seq)
    queues, groups = Slots(), Slots()
    for row in ledger.changed.values():
        if isinstance(row, book.Stay):
            queues[row.queue, slot_of(row.arrived_at - begins)] += stay_sums(row, ends)
        elif isinstance(row, book.Handling) and row.ended_at is not None:
            assert row.talk_until_at is not None
            queues[row.queue, slot_of(row.ended_at - begins)] += Counter(
                handled=1,
                talk_ms=row.talk_until_at - row.began_at,
                wrap_ms=row.ended_at - row.talk_until_at,
            )
        elif isinstance(row, book.Span):
            for slot, took in time_of(row, begins, ends):
                name = "busy_ms" if row.holding else "available_ms"
                groups[row.agent.rpartition("-")[0], slot][name] += took
    return queues, groups


def slot_of(since: int) -> int:
    return since // INTERVAL_MS % 96


def stay_sums(stay: book.Stay, now: int) -> Counter[str]:
    if stay.outcome == book.MOVED:
        return Counter(moved=1)
    waited = (now if stay.settled_at is None else stay.settled_at) - stay.arrived_at
    within = int(waited <= stay.threshold_ms)
    if stay.outcome == book.ANSWERED:
        return Counter(offered=1, answered=1, within=within, wait_ms=waited)
    if stay.outcome == book.ABANDONED:
        short = int(waited <= SHORT_ABANDON_MS)
        return Counter(offered=1, abandoned=1, abandoned_within=within, abandoned_short=short)
    return Counter(offered=1, waiting=1, waiting_within=within)


def time_of(span: book.Span, begins: int, ends: int) -> Iterator[tuple[int, int]]:
    if span.holding or span.state == ON_QUEUE:
        edges = range(begins, ends + 1, INTERVAL_MS)
        to_at = ends if span.to_at is None else span.to_at
        for number, took in split(from_at=span.from_at, to_at=to_at, edges=edges):
            yield number % 96, took


def total(result: Result, name: str) -> int:
    place = SUMS.index(name)
    return sum(row[place] for rows in result.queues.values() for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name,seed", [("bad-day", 1), ("bad-day", 2), ("wrong-clock", 1), ("rules-of-routing", 1)]
)
def test_the_floor_keeps_its_invariants_whatever_goes_wrong(name: str, seed: int) -> None:
    assert run(read_scenario(text(name)), seed=seed, check=True).contacts > 500


def test_a_broken_floor_is_found() -> None:
    plan = read_scenario(text("small-shop"))
    shop = msgspec.structs.replace(plan, days=1, queues={**plan.queues, "none": Queue()})
    world = open_world(shop, seed=1)
    world.floor.queues["none"].counts["waiting"] = 7
    with pytest.raises(Broken, match=r"^queue.counts: none says"):
        _checked(world.step, world.floor, commands.Tick(), world.now)


def test_the_warm_up_is_simulated_and_not_counted() -> None:
    plan = read_scenario(text("small-shop"))
    all_of_it = run(plan, seed=1)
    late = run(msgspec.structs.replace(plan, warm_up_min=1440), seed=1)
    assert late.contacts == all_of_it.contacts
    monday = run(msgspec.structs.replace(plan, days=1), seed=1)
    assert total(late, "offered") == total(all_of_it, "offered") - total(monday, "offered")


def test_a_result_can_be_kept() -> None:
    result = run(read_scenario(text("small-shop")), seed=1)
    kept: Any = msgspec.json.encode(result)
    assert msgspec.json.decode(kept, type=Result) == result
