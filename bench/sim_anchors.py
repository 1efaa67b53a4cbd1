"""Does the simulator give the numbers that others have published, or that are exactly known?

Cases: three worked examples of ContactCenters (Université de Montréal; 95 % intervals over 1,000
days), and the curve of limited flexibility in the setting of Wallace and Whitt (2005): what a
second, third ... skill for each agent buys. A row fails when ours is further from theirs than
both intervals allow, or, for the curve, than 0.01.

Two definitions to mind. The occupancy of the first case is of the opening hours, without the time
after closing in which the last are served. And the curve's 30 places are what the centre holds
beyond its 90 agents, busy or not, where ours are places in the queue: with one skill each, agents
are idle while others' queues are full, and ours refuses more. So that point is shown, not judged.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

from onqueue.sim.report import Result, all_rows, queue_sums, time_sums
from onqueue.sim.run import run
from onqueue.sim.scenario import Agents, Arrivals, Exponential, Queue, Scenario
from onqueue.sim.student import estimate

DAYS: Final = 20
SEEDS: Final = 100
OPEN_SLOTS: Final = 32
"""Eight hours, in intervals from midnight."""
CONFIDENCE: Final = 0.999
Sums = Counter[str]

# What, and the mean of a day or the ratio, with the half width that was published.
PUBLISHED: Final[dict[str, list[tuple[str, float, float]]]] = {
    "MMC": [
        ("answered in 20 s, a day", 1816.2, 3.5),
        ("service level of all", 0.902, 0.0009),
        ("speed of answer, min", 0.099, 0.0017),
        ("occupancy while open", 0.695, 0.0012),
    ],
    "MMC with abandonment": [
        ("abandoned a day", 58.61, 0.95),
        ("service level of the answered", 0.975, 0.0006),
        ("service level with late abandons", 0.968, 0.0007),
    ],
    "MMC with five waiting places": [
        ("refused a day", 18.66, 0.61),
        ("service level of the answered", 0.929, 0.0006),
        ("service level with the refused", 0.920, 0.0008),
    ],
}
MEASURES: Final[dict[str, Callable[[Sums], float]]] = {
    "answered in 20 s, a day": lambda one: one["within"] / DAYS,
    "service level of all": lambda one: one["within"] / one["offered"],
    "speed of answer, min": lambda one: one["wait_ms"] / one["answered"] / 60_000,
    "occupancy while open": lambda one: one["busy_ms"] / (one["busy_ms"] + one["available_ms"]),
    "abandoned a day": lambda one: one["abandoned"] / DAYS,
    "service level of the answered": lambda one: one["within"] / one["answered"],
    "service level with late abandons": lambda one: (
        one["within"] / (one["offered"] - one["abandoned_within"])
    ),
    "refused a day": lambda one: one["refused"] / DAYS,
    "service level with the refused": lambda one: (
        one["within"] / (one["answered"] + one["refused"])
    ),
}
FLEXIBILITY: Final = (0.499, 0.663, 0.714, 0.728, 0.733, 0.735)
"""Answered within half a minute, of the answered, with one to six skills for each agent."""
NEAR: Final = 0.01
KINDS: Final = 6
POOL: Final = 15


def example(*, patience_s: float | None = None, places: int = 100_000) -> Scenario:
    """Describe the example: 4.2 calls a minute for eight hours, 12 agents."""
    leaves = None if patience_s is None else Exponential(mean_s=patience_s)
    return Scenario(
        format=1,
        name="anchor",
        days=DAYS,
        told_waits=False,
        queues={"all": Queue(threshold_s=20, waiting_max=places)},
        arrivals={
            "all": Arrivals(
                queue="all",
                channel="voice",
                per_hour=252,
                ends="08:00",
                talk=Exponential(mean_s=120),
                patience=leaves,
            )
        },
        agents={"all": Agents(count=12, queues=("all",), capacity={"voice": 1})},
    )


EXAMPLES: Final = {
    "MMC": example(),
    "MMC with abandonment": example(patience_s=60),
    "MMC with five waiting places": example(places=5),
}


def flexible(skills: int) -> Scenario:
    """Describe the centre: six kinds of 14 erlangs, 90 agents, 30 places to wait."""
    return Scenario(
        format=1,
        name="flexibility",
        days=25,
        warm_up_min=300,
        told_waits=False,
        queues={"all": Queue(threshold_s=30, waiting_max=30)},
        arrivals={
            f"kind{kind}": Arrivals(
                queue="all",
                channel="voice",
                skills={f"skill{kind}": 1},
                per_hour=84,
                talk=Exponential(mean_s=600),
            )
            for kind in range(KINDS)
        },
        agents={
            f"pool{kind}": Agents(
                count=POOL,
                queues=("all",),
                skills={f"skill{(kind + more) % KINDS}": 1 for more in range(skills)},
                capacity={"voice": 1},
            )
            for kind in range(KINDS)
        },
    )


def sums_of(result: Result) -> Sums:
    """Add up a run; agents' time only while the example is open."""
    time = [row for rows in result.groups.values() for row in rows[:OPEN_SLOTS]]
    return queue_sums(all_rows(result.queues)) + time_sums(time)


def simulate(task: tuple[Scenario, int]) -> Sums:
    """Run one scenario under one seed."""
    plan, seed = task
    return sums_of(run(plan, seed=seed))


def check_examples(pool: ProcessPoolExecutor, seeds: int) -> bool:
    """Print and judge the published examples."""
    good = True
    for name, rows in PUBLISHED.items():
        runs = list(pool.map(simulate, [(EXAMPLES[name], seed) for seed in range(seeds)]))
        print(f"{name}, {seeds * DAYS:,} days")
        for measure, theirs, half in rows:
            ours = estimate([MEASURES[measure](one) for one in runs], confidence=CONFIDENCE)
            # Their 95 % half width, stretched to our confidence, and half their last digit.
            allowed = half * 1.7 + ours.half + (0.0005 if theirs < 1 else 0.005)
            near = abs(ours.mean - theirs) <= allowed
            good = good and near
            print(
                f"  {'pass' if near else 'FAIL'}  {measure:<34} {theirs:>9.4g}"
                f" {ours.mean:>10.5g} ± {ours.half:.2g}",
                flush=True,
            )
    return good


def check_flexibility(pool: ProcessPoolExecutor, seeds: int, skills: Sequence[int]) -> bool:
    """Print and judge the curve."""
    good = True
    print("\nSkills for each agent: answered within half a minute, of the answered")
    for number in skills:
        runs = list(pool.map(simulate, [(flexible(number), seed) for seed in range(seeds)]))
        total = sum(runs, Counter())
        ours, theirs = total["within"] / total["answered"], FLEXIBILITY[number - 1]
        near = abs(ours - theirs) <= NEAR
        judged = number > 1
        good = good and (near or not judged)
        verdict = ("pass" if near else "FAIL") if judged else ""
        print(
            f"  {verdict:<4}  {number} {theirs:>9.3f} {ours:>10.4f}   of {total['answered']:,}",
            flush=True,
        )
    return good


def main(arguments: list[str]) -> int:
    """Simulate, print, and return 0 when everything agrees."""
    parser = argparse.ArgumentParser(prog="bench sim_anchors", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of it: a look, no verdict")
    quick = parser.parse_args(arguments).quick
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        good = check_examples(pool, 10 if quick else SEEDS)
        good = check_flexibility(pool, 1 if quick else 6, (2,) if quick else range(1, 7)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
