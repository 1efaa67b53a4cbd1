"""How many contacts a second get an agent, durably, and how long does each take?

The driver, its journal and a replica on a real database: 500 agents in 50 queues with 30 skills,
10,000 waiting. One assignment is what happens when an agent has finished with a contact: it is
closed, the floor offers the next one, the agent accepts, and the answer comes when that is in the
journal and the replica has seen it. Beside each a new customer comes, so that the number waiting
holds. Assignments are due at drawn moments, whatever the program does, and count from then. Whoever
asks for them is in the same process: a seventh of its work is theirs.

The peer is what is usually written first: a table of waiting contacts in PostgreSQL, from which a
free agent's process takes the best one it may serve with `FOR UPDATE SKIP LOCKED`. It keeps no
offers, no deadlines, no reasons and no journal, and so has less to do. A B A B in one run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random
from typing import Final, NamedTuple, Protocol

import uvloop

from bench import durable_centre
from bench.durable_peer import SkipLocked
from onqueue.cli.serving import TURN_S
from onqueue.floor import commands
from onqueue.floor.model import ACTIVE, WAITING
from onqueue.journal.feed import Feed
from onqueue.kernel import memory
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.db import Database
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.ids import new_id
from onqueue.kernel.tasks import Tasks
from onqueue.live.asking import Asking
from onqueue.live.driver import Driver
from onqueue.live.replica import Replica
from onqueue.migrations.migrate import upgrade
from tests.support import postgres

SEED: Final = 11
GOAL_RATE: Final = 500.0
GOAL_P99_MS: Final = 50.0
AT_ONCE: Final = 400
DRAIN_S_MAX: Final = 30.0


class Scale(NamedTuple):
    """How much is measured."""

    rates: tuple[float, ...]
    seconds: float
    pairs: int
    agents: int
    waiting: int


FULL: Final = Scale(
    rates=(100, 250, 500, 750, 1_000), seconds=10, pairs=3, agents=500, waiting=10_000
)
QUICK: Final = Scale(rates=(50,), seconds=3, pairs=1, agents=50, waiting=400)


class Rung(NamedTuple):
    """One rate: what came of it, in milliseconds."""

    rate: float
    done: int
    failed: int
    p50: float
    p99: float
    cpu_ms: float

    @property
    def held(self) -> bool:
        """Whether everything was done in time."""
        return not self.failed and self.p99 <= GOAL_P99_MS


class Assigner(Protocol):
    """Gives a free agent the next contact, durably."""

    async def assign(self, agent: str) -> bool: ...


class Floor:
    """The driver with its journal, and a replica that follows it, asked as routes ask them."""

    def __init__(self, db: Database, dice: Random, *, agents: int) -> None:
        clock = SystemClock()
        self._tasks = Tasks()
        self._dice = dice
        self._seats = durable_centre.staff(agents, dice)
        self.agents = [seat.agent for seat in self._seats]
        self._driver = Driver(db=db, clock=clock, tasks=self._tasks)
        self._feed = Feed(db=db, clock=clock)
        self.replica = Replica(db=db, feed=self._feed)
        self._ask = Asking(commands=self._driver, feed=self._feed).ask

    async def start(self) -> None:
        """Begin to serve."""
        await self._driver.start()
        await self.replica.start()
        self._tasks.start(self._feed.run(after=self.replica.position), name="feed")

    async def stop(self) -> None:
        """Serve no longer."""
        await self._driver.stop()
        await self._tasks.stop()

    async def open(self, waiting: int) -> None:
        """Bring everybody to work, and let customers come until so many wait."""
        for command in durable_centre.opening(self._seats):
            await self._ask(command)
        floor = self.replica.floor
        while sum(queue.counts[WAITING] for queue in floor.queues.values()) < waiting:
            await asyncio.gather(*(self._arrive() for _ in range(AT_ONCE)))
            offers = [(one.id, one.agent) for one in floor.offers.values()]
            await asyncio.gather(
                *(self._ask(commands.Accept(offer=offer, agent=agent)) for offer, agent in offers)
            )

    async def assign(self, agent: str) -> bool:
        """Finish one of an agent's contacts, and give them the next."""
        floor = self.replica.floor
        mine = floor.agents[agent].contacts
        done = next((one for one in mine if floor.contacts[one].state == ACTIVE), None)
        if done is None:
            return False
        await self._ask(commands.End(contact=done, by=agent))
        await self._ask(commands.Close(contact=done, agent=agent, code="done"))
        offered = [one.id for one in floor.offers.values() if one.agent == agent]
        for offer in offered:
            await self._ask(commands.Accept(offer=offer, agent=agent))
        await self._arrive()
        return bool(offered)

    async def _arrive(self) -> None:
        seat = self._dice.choice(self._seats)
        await self._ask(
            commands.Arrive(
                contact=new_id(),
                conversation=new_id(),
                customer=new_id(),
                queue=self._dice.choice(seat.queues),
                needs=durable_centre.needs_of(seat, self._dice),
            )
        )


async def climb(assigner: Assigner, agents: list[str], *, rate: float, seconds: float) -> Rung:
    """Let assignments be due at a rate, and see how long each takes."""
    dice = Random(SEED)
    took: list[float] = []
    failed = 0
    free = list(agents)
    dice.shuffle(free)
    running: set[asyncio.Future[None]] = set()
    memory.settle()
    begun_cpu, begun = time.process_time(), time.perf_counter()
    due = begun

    async def one(agent: str, due: float) -> None:
        nonlocal failed
        try:
            if await assigner.assign(agent):
                took.append((time.perf_counter() - due) * 1_000)
        except OnqueueError:
            failed += 1
        finally:
            free.append(agent)

    while due < begun + seconds:
        due += dice.expovariate(rate)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if not free:
            failed += 1
            continue
        work = asyncio.ensure_future(one(free.pop(0), due))
        running.add(work)
        work.add_done_callback(running.discard)
    await asyncio.wait_for(asyncio.gather(*running), DRAIN_S_MAX)
    cpu = (time.process_time() - begun_cpu) * 1_000
    cuts = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    return Rung(rate, len(took), failed, cuts[49], cuts[98], cpu / max(1, len(took)))


def shown(name: str, rung: Rung) -> str:
    """Write a rung as a line."""
    return (
        f"{name:<12} {rung.rate:>7.0f}/s {rung.done:>7} done {rung.failed:>4} failed"
        f" {rung.p50:>8.1f} p50 {rung.p99:>8.1f} p99 ms {rung.cpu_ms:>6.2f} ms CPU each"
    )


@contextlib.asynccontextmanager
async def floor_on(url: str, scale: Scale) -> AsyncIterator[Floor]:
    """Run a floor on an empty database."""
    await asyncio.to_thread(upgrade, url)
    db = Database(url=url)
    await db.start()
    floor = Floor(db, Random(SEED), agents=scale.agents)
    try:
        await floor.start()
        await floor.open(scale.waiting)
        yield floor
    finally:
        await floor.stop()
        await db.stop()


@contextlib.contextmanager
def cluster() -> Iterator[postgres.Cluster]:
    """Run a PostgreSQL that keeps what it says it keeps."""
    own = postgres.Cluster(durable=True)
    own.start()
    try:
        yield own
    finally:
        own.stop()


async def ladder(name: str, floor: Floor, scale: Scale) -> bool:
    """Measure each rate, and say whether the goal was held."""
    held = False
    for rate in scale.rates:
        rung = await climb(floor, floor.agents, rate=rate, seconds=scale.seconds)
        print(shown(name, rung), flush=True)
        held = held or (rung.rate >= GOAL_RATE and rung.held)
    queues = floor.replica.floor.queues.values()
    waiting = sum(one.counts[WAITING] for one in queues)
    print(f"{'':<12} {waiting:,} wait", flush=True)
    return held


async def beside_peer(floor: Floor, peer: SkipLocked, scale: Scale) -> None:
    """Measure both in turns at the goal's rate."""
    found: dict[str, list[Rung]] = {"onqueue": [], "skip locked": []}
    sides: list[tuple[str, Assigner]] = [("onqueue", floor), ("skip locked", peer)]
    rate = min(GOAL_RATE, scale.rates[-1])
    for turn in range(2 * scale.pairs):
        name, side = sides[turn % 2]
        rung = await climb(side, floor.agents, rate=rate, seconds=scale.seconds)
        found[name].append(rung)
        print(shown(name, rung), flush=True)
    ours, theirs = (statistics.median(one.p99 for one in rungs) for rungs in found.values())
    print(f"p99 beside the peer's, medians: {ours / theirs:.2f}", flush=True)


async def measure(scale: Scale, folder: Path) -> list[tuple[str, bool]]:
    """Measure on both databases."""
    met: list[tuple[str, bool]] = []
    async with floor_on(f"sqlite:///{folder / 'bench.sqlite3'}", scale) as floor:
        met.append(("SQLite", await ladder("sqlite", floor, scale)))
    with cluster() as own:
        url = postgres.create(own.admin, "centre")
        async with floor_on(url, scale) as floor:
            met.append(("PostgreSQL", await ladder("postgresql", floor, scale)))
            async with SkipLocked.on(postgres.create(own.admin, "peer"), floor.agents) as peer:
                await peer.fill(scale.waiting)
                await beside_peer(floor, peer, scale)
    return met


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench durable", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one rate: a look, no verdict")
    quick = parser.parse_args(arguments).quick
    sys.setswitchinterval(TURN_S)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    folder = Path(tempfile.mkdtemp(prefix="onqueue-bench-"))
    try:
        met = uvloop.run(measure(QUICK if quick else FULL, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if quick:
        return 0
    for name, held in met:
        said = "pass" if held else "FAIL"
        print(f"  {said}  {GOAL_RATE:.0f} a second within {GOAL_P99_MS:.0f} ms p99 on {name}")
    return 0 if all(held for _, held in met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
