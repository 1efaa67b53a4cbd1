"""How fast is the simulator beside SimPy and Ciw, though it runs the floor in full?

Both sides simulate the same call centre: 100 agents, 95 erlangs, talk of 300 s and patience of
120 s on average. Pooled: one queue. Mixed: five queues, and agents who serve two each, in a ring.
The peers' models route and count, and no more; ours decides every contact by the code that runs
live, with its events, deadlines and reasons. Turns alternate in one process; CPU time counts, and
the ratios are of medians. The shares at the end of each row must agree, or the race is between
different things.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from bench import sim_peers
from bench.sim_peers import AGENTS, KINDS, LOAD, PATIENCE_S, TALK_S, THRESHOLD_S, Counts
from onqueue.sim.report import all_rows, queue_sums
from onqueue.sim.run import open_world
from onqueue.sim.scenario import DAY_MS, Agents, Arrivals, Exponential, Queue, Scenario

GOAL_SIMPY: Final = 1.0
GOAL_CIW: Final = 1.0
CONTACTS_AN_HOUR: Final = LOAD / TALK_S * 3600

Model = Callable[[float, int], Counts]


class Scale(NamedTuple):
    """How much is measured."""

    hours: float
    turns: int


FULL: Final = Scale(hours=24, turns=7)
QUICK: Final = Scale(hours=4, turns=2)


def centre(kinds: int) -> Scenario:
    """Describe the call centre; with one kind it is the pooled one."""
    each = AGENTS // kinds
    return Scenario(
        format=1,
        name="bench",
        told_waits=False,
        queues={f"q{kind}": Queue(threshold_s=THRESHOLD_S) for kind in range(kinds)},
        arrivals={
            f"q{kind}": Arrivals(
                queue=f"q{kind}",
                channel="voice",
                per_hour=CONTACTS_AN_HOUR / kinds,
                talk=Exponential(mean_s=TALK_S),
                patience=Exponential(mean_s=PATIENCE_S),
            )
            for kind in range(kinds)
        },
        agents={
            f"g{kind}": Agents(
                count=each,
                queues=tuple(dict.fromkeys((f"q{kind}", f"q{(kind + 1) % kinds}"))),
                capacity={"voice": 1},
            )
            for kind in range(kinds)
        },
    )


def ours(kinds: int) -> Model:
    """Return our model of the centre."""
    plan = centre(kinds)

    def simulate(hours: float, seed: int) -> Counts:
        world = open_world(plan, seed=seed)
        world.advance(world.tally.begins_at + round(hours / 24 * DAY_MS))
        world.finish()
        sums = queue_sums(all_rows(world.tally.queues))
        return Counts(sums["offered"], sums["answered"], sums["within"], sums["abandoned"])

    return simulate


def race(name: str, models: dict[str, Model], scale: Scale) -> dict[str, float]:
    """Let models take turns; print and return the contacts that each simulates in a second."""
    print(f"\n{name}: {scale.hours:g} hours a turn, {scale.turns} turns each")
    rates: dict[str, list[float]] = {one: [] for one in models}
    totals = {one: Counts() for one in models}
    for turn in range(scale.turns + 1):
        for one, model in models.items():
            gc.collect()
            begun = time.process_time_ns()
            counts = model(scale.hours, turn)
            spent = time.process_time_ns() - begun
            if not turn:
                continue
            rates[one].append(counts.offered / spent * 1e9)
            total = totals[one]
            for field in Counts.__slots__:
                setattr(total, field, getattr(total, field) + getattr(counts, field))
    found = {one: statistics.median(found) for one, found in rates.items()}
    for one, total in totals.items():
        print(
            f"  {one:<18} {found[one]:>10,.0f} contacts/s   abandoned"
            f" {total.abandoned / total.offered:.4f}   answered in {THRESHOLD_S:g} s"
            f" {total.within / total.offered:.4f}   of {total.offered:,}",
            flush=True,
        )
    return found


def goal(name: str, value: float, least: float) -> bool:
    """Print one goal, and whether it is met."""
    met = value >= least
    print(f"  {'pass' if met else 'FAIL'}  {name:<44} {value:>7.2f}  (goal >= {least:g})")
    return met


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench sim", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer turns: a look, no verdict")
    scale = QUICK if parser.parse_args(arguments).quick else FULL
    print(sim_peers.install())
    mixed = race("Mixed", {"onqueue": ours(KINDS), "SimPy": sim_peers.simpy_mixed}, scale)
    pooled = race(
        "Pooled",
        {"onqueue": ours(1), "SimPy": sim_peers.simpy_pooled, "Ciw": sim_peers.ciw_pooled},
        scale,
    )
    print("\nGoals:")
    met = [
        goal("mixed, times as fast as SimPy", mixed["onqueue"] / mixed["SimPy"], GOAL_SIMPY),
        goal("pooled, times as fast as SimPy", pooled["onqueue"] / pooled["SimPy"], GOAL_SIMPY),
        goal("pooled, times as fast as Ciw", pooled["onqueue"] / pooled["Ciw"], GOAL_CIW),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
