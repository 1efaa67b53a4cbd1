from __future__ import annotations

import msgspec

from onqueue.sim.compare import ALL, compare, summarise
from onqueue.sim.examples import text
from onqueue.sim.report import Result
from onqueue.sim.run import run
from onqueue.sim.scenario import Scenario, read_scenario
from onqueue.sim.words import comparison_lines, report_lines, summary_lines


def small(**changes: object) -> Scenario:
    return msgspec.structs.replace(read_scenario(text("small-shop")), days=2, **changes)


def runs(plan: Scenario, *, seeds: int = 6) -> list[Result]:
    return [run(plan, seed=seed) for seed in range(1, seeds + 1)]


def test_the_same_customers_come_in_both() -> None:
    plan = small()
    agents = dict(plan.agents)
    agents["late"] = msgspec.structs.replace(agents["late"], count=5)
    before, after = runs(plan), runs(msgspec.structs.replace(plan, agents=agents))
    lines = {(one.queue, one.measure): one for one in compare(before, after)}
    line = lines["repairs", "offered"]
    assert line.difference is not None
    assert (line.difference.mean, line.difference.half) == (0.0, 0.0)
    waits = lines[ALL, "asa_ms"]
    assert waits.first
    assert waits.second
    assert waits.difference
    assert waits.difference.mean < 0
    assert waits.difference.sure
    # What is paired says more than two means apart.
    assert waits.difference.half < waits.first.half + waits.second.half


def test_a_queue_that_one_scenario_lacks_is_left_out() -> None:
    plan = small()
    alone = msgspec.structs.replace(
        plan,
        queues={"orders": plan.queues["orders"]},
        arrivals={"orders": plan.arrivals["orders"]},
        agents={"early": plan.agents["early"]},
    )
    lines = compare(runs(plan, seeds=2), runs(alone, seeds=2))
    assert {one.queue for one in lines} == {"orders", ALL}


def test_reports_are_written_out() -> None:
    results = runs(small(), seeds=2)
    written = list(report_lines(results[0], intervals=True))
    assert written[0].startswith("A small shop's support: 2 days, seed 1, ")
    assert [line.split()[0] for line in written[3:6]] == ["orders", "repairs", "all"]
    assert any(line.startswith("  08:00 ") for line in written)
    assert any(line.startswith("Told waits: ") for line in written)
    summary = list(summary_lines(results, summarise(results)))
    assert summary[2] == "orders"
    assert "±" in summary[3]
    both = list(comparison_lines(results, results, compare(results, results)))
    assert both[3].split() == ["orders", "A", "B", "B", "-", "A"]
    assert both[4].endswith("+0.00 ± 0.00 %")
