"""The same call centres, written for SimPy and for Ciw as their manuals would have it.

Both are given as little as possible to do: no priorities, no events for a journal, no wrap-up, no
figures but four counts. They are installed from the package index into a folder of their own.
"""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

HOME: Final = Path(".cache/bench/sim-peers")
PACKAGES: Final = ("simpy==4.1.2", "ciw==3.2.7")

TALK_S: Final = 300.0
PATIENCE_S: Final = 120.0
THRESHOLD_S: Final = 20.0
AGENTS: Final = 100
LOAD: Final = 95.0
KINDS: Final = 5
"""The mixed centre: so many kinds of customers, and agents who serve two kinds each, in a ring."""


@dataclass(slots=True)
class Counts:
    """What is counted."""

    offered: int = 0
    answered: int = 0
    within: int = 0
    abandoned: int = 0


def install() -> str:
    """Install the peers if they are not there, and say which they are."""
    wanted = " ".join(PACKAGES)
    stamp = HOME / "installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Installing SimPy and Ciw; this happens once.", flush=True)
        HOME.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        command = [*pip, "--upgrade", "--target", str(HOME / "lib"), *PACKAGES]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        stamp.write_text(wanted)
    sys.path.append(str((HOME / "lib").resolve()))
    return wanted


def simpy_pooled(hours: float, seed: int) -> Counts:
    """One queue: a resource, and a request given up after a timeout."""
    simpy: Any = import_module("simpy")
    dice, counts = random.Random(seed), Counts()
    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=AGENTS)

    def customer() -> Any:
        came = env.now
        with agents.request() as request:
            yield request | env.timeout(dice.expovariate(1 / PATIENCE_S))
            if request.triggered:
                counts.answered += 1
                counts.within += env.now - came <= THRESHOLD_S
                yield env.timeout(dice.expovariate(1 / TALK_S))
            else:
                counts.abandoned += 1

    def arrivals() -> Any:
        while True:
            yield env.timeout(dice.expovariate(LOAD / TALK_S))
            counts.offered += 1
            env.process(customer())

    env.process(arrivals())
    env.run(until=hours * 3600)
    return counts


def simpy_mixed(hours: float, seed: int) -> Counts:
    """Several kinds: a store of agents, and a customer who takes the first that fits."""
    simpy: Any = import_module("simpy")
    dice, counts = random.Random(seed), Counts()
    env = simpy.Environment()
    agents = simpy.FilterStore(env)
    agents.items = [(number, (number % KINDS, (number + 1) % KINDS)) for number in range(AGENTS)]

    def customer(kind: int) -> Any:
        came = env.now
        request = agents.get(lambda agent: kind in agent[1])
        yield request | env.timeout(dice.expovariate(1 / PATIENCE_S))
        if request.triggered:
            counts.answered += 1
            counts.within += env.now - came <= THRESHOLD_S
            yield env.timeout(dice.expovariate(1 / TALK_S))
            yield agents.put(request.value)
        else:
            request.cancel()
            counts.abandoned += 1

    def arrivals(kind: int) -> Any:
        while True:
            yield env.timeout(dice.expovariate(LOAD / KINDS / TALK_S))
            counts.offered += 1
            env.process(customer(kind))

    for kind in range(KINDS):
        env.process(arrivals(kind))
    env.run(until=hours * 3600)
    return counts


def ciw_pooled(hours: float, seed: int) -> Counts:
    """One queue with reneging. Ciw has no agents who serve several queues."""
    ciw: Any = import_module("ciw")
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=LOAD / TALK_S)],
        service_distributions=[ciw.dists.Exponential(rate=1 / TALK_S)],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1 / PATIENCE_S)],
        number_of_servers=[AGENTS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(hours * 3600)
    counts = Counts()
    for record in simulation.get_all_records():
        counts.offered += 1
        if record.record_type == "renege":
            counts.abandoned += 1
        else:
            counts.answered += 1
            counts.within += record.waiting_time <= THRESHOLD_S
    return counts
