"""What does a decision of the floor cost, and does that grow with the crowd?

Prints, from one run: CPU time per event and decisions a second by agents, queues and number
waiting; the same beside a naive scan, turn by turn; and whether the goals are met. An event
is one thing asked of the floor (a contact comes, is accepted, ends, is closed, leaves), with
everything that follows from it: facts for the journal, deadlines, the next offer and its reasons.

Goals are ratios, so that they hold on any machine. Their unit R is one heappush and one
heappop on a heap of 10,000 floats, measured between the others.
"""

from __future__ import annotations

import argparse
import gc
import heapq
import random
import statistics
import sys
import time
from typing import Final, NamedTuple

from bench.floor_routers import FloorRouter, NaiveRouter
from bench.floor_world import Router, World
from onqueue.kernel import memory

HEAP: Final = 10_000
SEED: Final = 7
GOAL_FLAT: Final = 1.5
GOAL_MEAN_R: Final = 25.0
GOAL_P99_R: Final = 100.0
GOAL_GROWTH: Final = 5.0
GOAL_NAIVE: Final = 20.0


class Cost(NamedTuple):
    """CPU time per event in microseconds: medians over the repeats."""

    mean: float
    p99: float


class Scale(NamedTuple):
    """How much is measured."""

    warm_up: int
    events: int
    repeats: int
    naive_events: int


FULL: Final = Scale(warm_up=40_000, events=40_000, repeats=7, naive_events=600)
QUICK: Final = Scale(warm_up=5_000, events=5_000, repeats=3, naive_events=150)


def reference_us() -> float:
    """Measure R."""
    dice = random.Random(SEED)
    heap = [dice.random() for _ in range(HEAP)]
    heapq.heapify(heap)
    numbers = [dice.random() for _ in range(100_000)]
    begun = time.thread_time_ns()
    for number in numbers:
        heapq.heappush(heap, number)
        heapq.heappop(heap)
    return (time.thread_time_ns() - begun) / len(numbers) / 1_000


def summed(spent: list[list[int]]) -> Cost:
    """Take the median of means and of 99th percentiles."""
    means = [statistics.fmean(one) for one in spent]
    tails = [sorted(one)[int(len(one) * 0.99)] for one in spent]
    return Cost(statistics.median(means) / 1_000, statistics.median(tails) / 1_000)


def measure(scale: Scale, *, agents: int, queues: int, waiting: int) -> Cost:
    """Set a world up, warm it up, and measure it several times; print a row."""
    gc.unfreeze()
    gc.collect()
    router = FloorRouter()
    world = World(router, agents=agents, queues=queues, waiting=waiting, seed=SEED)
    world.run(scale.warm_up)
    # As the server does with the floor that it has loaded.
    memory.settle()
    memory.enlarge_pages()
    before = router.events
    cost = summed([world.run(scale.events) for _ in range(scale.repeats)])
    facts = (router.events - before) / (scale.events * scale.repeats)
    waiting = len(world.waiting.items)
    print(
        f"{agents:>7,} {queues:>6,} {waiting:>8,} {cost.mean:>9.2f} {cost.p99:>9.2f}"
        f" {1_000_000 / cost.mean:>11,.0f} {facts * 1_000_000 / cost.mean:>11,.0f}",
        flush=True,
    )
    return cost


def beside_naive(scale: Scale, *, agents: int, queues: int, waiting: int) -> float:
    """Measure both routers in turn, A B A B, and return how many times faster the floor is."""
    rooms: list[Router] = [FloorRouter(), NaiveRouter()]
    print(f"\nBeside a naive scan: {agents:,} agents, {queues:,} queues, {waiting:,} waiting")
    floor, naive = (
        World(one, agents=agents, queues=queues, waiting=waiting, seed=SEED) for one in rooms
    )
    spent: list[list[list[int]]] = [[], []]
    for turn in range(2 * scale.repeats + 2):
        taken = (floor, naive)[turn % 2].run(scale.naive_events)
        if turn > 1:
            spent[turn % 2].append(taken)
    fast, slow = summed(spent[0]), summed(spent[1])
    same = floor.log == naive.log
    print(f"  floor {fast.mean:>9.2f} us mean {fast.p99:>9.2f} us p99")
    print(f"  naive {slow.mean:>9.2f} us mean {slow.p99:>9.2f} us p99")
    print(f"  the same {len(floor.log):,} decisions: {'yes' if same else 'NO'}")
    assert same, "both routers follow the same rule"
    return slow.mean / fast.mean


def goal(name: str, value: float, most: float, *, at_least: bool = False) -> bool:
    """Print one goal, and whether it is met."""
    met = value >= most if at_least else value <= most
    sign = ">=" if at_least else "<="
    print(f"  {'pass' if met else 'FAIL'}  {name:<52} {value:>7.2f}  (goal {sign} {most:g})")
    return met


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench floor", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer events: a look, no verdict")
    scale = QUICK if parser.parse_args(arguments).quick else FULL
    units = [reference_us()]
    print(f"{'agents':>7} {'queues':>6} {'waiting':>8} {'mean us':>9} {'p99 us':>9}", end="")
    print(f" {'events/s':>11} {'facts/s':>11}")
    crowd: dict[tuple[int, int], Cost] = {}
    for agents in (1_000, 10_000, 50_000):
        for queues in (100, 1_000):
            crowd[agents, queues] = measure(scale, agents=agents, queues=queues, waiting=5_000)
            units.append(reference_us())
    print()
    line: dict[int, Cost] = {}
    for waiting in (50, 500, 5_000, 50_000):
        line[waiting] = measure(scale, agents=10_000, queues=100, waiting=waiting)
        units.append(reference_us())
    faster = beside_naive(scale, agents=10_000, queues=100, waiting=5_000)
    units.append(reference_us())
    unit = statistics.median(units)
    large, small = crowd[50_000, 1_000], crowd[1_000, 100]
    print(f"\nR = {unit:.3f} us\nGoals:")
    met = [
        goal("50,000 waiting beside 500, mean", line[50_000].mean / line[500].mean, GOAL_FLAT),
        goal("mean in R, 50,000 agents and 1,000 queues", large.mean / unit, GOAL_MEAN_R),
        goal("p99 in R, 50,000 agents and 1,000 queues", large.p99 / unit, GOAL_P99_R),
        goal("1,000 agents, 100 queues to 50,000, 1,000", large.mean / small.mean, GOAL_GROWTH),
        goal("times faster than a naive scan", faster, GOAL_NAIVE, at_least=True),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
