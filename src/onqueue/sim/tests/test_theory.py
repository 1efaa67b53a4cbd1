"""Does the simulator agree with what is exactly known? Within its own confidence, 99.9 %."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from onqueue.floor import erlang
from onqueue.sim.report import all_rows, queue_sums, time_sums
from onqueue.sim.run import run
from onqueue.sim.scenario import Agents, Arrivals, Exponential, Queue, Scenario, Tuning
from onqueue.sim.student import estimate

CONFIDENCE = 0.999
MEAN_S = 180.0
SEEDS = range(1, 9)


def centre(
    *, load: float, agents: int, patience: float | None, threshold_s: float = 20
) -> Scenario:
    leaves = None if patience is None else Exponential(mean_s=patience * MEAN_S)
    return Scenario(
        format=1,
        name="theory",
        warm_up_min=60,
        told_waits=False,
        queues={"all": Queue(threshold_s=threshold_s, waiting_max=1_000_000)},
        arrivals={
            "all": Arrivals(
                queue="all",
                channel="voice",
                per_hour=load * 3600 / MEAN_S,
                talk=Exponential(mean_s=MEAN_S),
                patience=leaves,
            )
        },
        agents={"all": Agents(count=agents, queues=("all",), capacity={"voice": 1})},
    )


def sums_of(scenario: Scenario) -> list[Counter[str]]:
    found = []
    for seed in SEEDS:
        result = run(scenario, seed=seed)
        found.append(queue_sums(all_rows(result.queues)) + time_sums(all_rows(result.groups)))
    return found


def agrees(values: list[float], truth: float) -> bool:
    found = estimate(values, confidence=CONFIDENCE)
    # That it is near must mean something.
    assert found.half < 0.35 * max(truth, 0.02), found
    return found.low <= truth <= found.high


@pytest.mark.slow
def test_everybody_waits_until_answered() -> None:
    exact = erlang.waiting(load=10.0, agents=13, t=20 / MEAN_S)
    plan = centre(load=10.0, agents=13, patience=None)
    found = sums_of(msgspec.structs.replace(plan, days=4))
    assert agrees([one["within"] / one["answered"] for one in found], exact.served_within)
    assert agrees(
        [one["wait_ms"] / one["answered"] / 1000 for one in found], exact.mean_wait * MEAN_S
    )
    assert agrees(
        [one["busy_ms"] / (one["busy_ms"] + one["available_ms"]) for one in found],
        exact.occupancy,
    )


@pytest.mark.slow
def test_customers_lose_patience() -> None:
    exact = erlang.leaving(load=12.0, agents=11, patience=0.5, t=20 / MEAN_S)
    found = sums_of(centre(load=12.0, agents=11, patience=0.5))
    assert agrees([one["abandoned"] / one["offered"] for one in found], exact.p_abandon)
    assert agrees([one["within"] / one["offered"] for one in found], exact.served_within)
    assert agrees(
        [one["abandoned_within"] / one["offered"] for one in found], exact.abandoned_within
    )
    assert agrees(
        [one["busy_ms"] / (one["busy_ms"] + one["available_ms"]) for one in found],
        exact.occupancy,
    )


@pytest.mark.slow
def test_one_queue_goes_before_another() -> None:
    # Cobham: W_k = W_0 / ((1 - s_{k-1}) (1 - s_k)), with s_k the load of the first k per agent.
    load, agents, first = 8.0, 10, 0.3
    plan = centre(load=load, agents=agents, patience=None)
    urgent = Queue(priority=1, waiting_max=1_000_000)
    of = plan.arrivals["all"]
    rate = load * 3600 / MEAN_S
    arrivals = {
        "urgent": Arrivals(queue="urgent", channel="voice", per_hour=first * rate, talk=of.talk),
        "usual": Arrivals(queue="all", channel="voice", per_hour=(1 - first) * rate, talk=of.talk),
    }
    both = Agents(count=agents, queues=("urgent", "all"), capacity={"voice": 1})
    plan = Scenario(
        format=1,
        name="two priorities",
        warm_up_min=60,
        told_waits=False,
        floor=Tuning(ageing_s=10_000_000),  # nobody ages so fast as to catch up
        queues={"urgent": urgent, **plan.queues},
        arrivals=arrivals,
        agents={"both": both},
    )
    waits: dict[str, list[float]] = {"urgent": [], "all": []}
    for seed in SEEDS:
        result = run(plan, seed=seed)
        for name, rows in result.queues.items():
            sums = queue_sums(rows)
            waits[name].append(sums["wait_ms"] / sums["answered"] / 1000)
    busy = load / agents
    base = erlang.waiting(load=load, agents=agents).mean_wait * MEAN_S * (1 - busy)
    assert agrees(waits["urgent"], base / (1 - first * busy))
    assert agrees(waits["all"], base / ((1 - first * busy) * (1 - busy)))
