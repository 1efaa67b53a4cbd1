"""How many messages a second reach the other side, how fast, and how is that beside a peer?

Four hundred open chats of two hundred agents on the real server: customers' widgets and agents'
desks on their sockets, half of the messages written by each side. The time of a message is from
when it was due until the other side's socket has the frame, which is sent after the commit. The
peer, Matrix Synapse, does the same with as many rooms of two people, in the same run.

A rate is sustained when its 99th percentile stays within 200 ms and nothing is lost, doubled or
refused. The ladder finds it; then both are measured in turns, A B A B, at the rates that they
sustained, and what counts is the median. Both servers run all the time; one at a time is loaded.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from bench import chat_centre, chat_matrix
from bench.chat_pace import Asked, Heard

GOAL_RATE: Final = 100.0
GOAL_P99_MS: Final = 100.0
GOAL_RATIO: Final = 5.0
SUSTAINED_P99_MS: Final = 200.0
NAMES: Final = ("onqueue", "synapse")
STOP_S: Final = 30.0
BUSY_PERCENT: Final = 20.0
"""From here on a machine has too much else to do for times to mean something."""


class Scale(NamedTuple):
    """How much is measured."""

    ours: tuple[float, ...]
    peers: tuple[float, ...]
    seconds: float
    warm_up: float
    pairs: int


FULL: Final = Scale(
    ours=(20, 50, 100, 150, 200, 250, 300, 400, 500),
    peers=(2, 5, 10, 15, 20, 30, 40, 50, 60, 80),
    seconds=8,
    warm_up=1,
    pairs=3,
)
LOWEST: Final = {NAMES[0]: FULL.ours[0], NAMES[1]: FULL.peers[0]}
"""What is measured in turns where the ladder found nothing that is sustained."""
QUICK: Final = Scale(ours=(50, 100), peers=(10,), seconds=3, warm_up=1, pairs=1)


class Rung(NamedTuple):
    """One rate on one server."""

    rate: float
    heard: Heard
    cpu_ms: float
    rss_mb: float
    others_percent: float
    """What the rest of the machine used of its processors meanwhile."""

    @property
    def whole(self) -> bool:
        """Whether every message arrived once."""
        return self.heard.lost == self.heard.doubled == self.heard.refused == 0

    @property
    def sustained(self) -> bool:
        """Whether the server kept up."""
        return self.whole and self.heard.p99 <= SUSTAINED_P99_MS


class Side:
    """A server with its crowd."""

    def __init__(
        self, name: str, *, server: subprocess.Popen[bytes], crowd: subprocess.Popen[str]
    ) -> None:
        self.name = name
        self._server = server
        self._crowd = crowd
        self._rungs = 0
        self.sent = 0
        self._hear()

    def run(self, rate: float, scale: Scale) -> Rung:
        """Measure one rate, and print it."""
        assert self._crowd.stdin
        begun = self._used()
        asked = Asked(rate=rate, seconds=scale.seconds, warm_up=scale.warm_up, seed=self._rungs)
        self._crowd.stdin.write(msgspec.json.encode(asked).decode() + "\n")
        self._crowd.stdin.flush()
        heard = msgspec.json.decode(self._hear(), type=Heard)
        server, crowd_, all_, passed = (
            now - before for now, before in zip(self._used(), begun, strict=True)
        )
        self._rungs += 1
        self.sent += heard.sent
        rung = Rung(
            rate,
            heard,
            cpu_ms=server * 1_000 / max(1, heard.sent),
            rss_mb=rss_mb(self._server.pid),
            others_percent=max(0.0, all_ - server - crowd_)
            * 100
            / (passed * (os.cpu_count() or 1)),
        )
        print(line(self.name, rung), flush=True)
        return rung

    def _used(self) -> tuple[float, float, float, float]:
        """Return what the server, the crowd and the machine have used, and the time."""
        return cpu_s(self._server.pid), cpu_s(self._crowd.pid), busy_s(), time.perf_counter()

    def _hear(self) -> str:
        assert self._crowd.stdout
        said = self._crowd.stdout.readline()
        assert said, f"the crowd of {self.name} has ended"
        return said


def cpu_s(pid: int) -> float:
    """Return the processor time that a process has used, in all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def busy_s() -> float:
    """Return the processor time that was used on this machine, by whomever."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    idle = int(fields[3]) + int(fields[4])
    # The last two are guests', which the first ones contain.
    return (sum(map(int, fields[:8])) - idle) / os.sysconf("SC_CLK_TCK")


def rss_mb(pid: int) -> float:
    """Return how much memory a process has."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def line(name: str, rung: Rung) -> str:
    """Return a row of the table."""
    heard = rung.heard
    return (
        f"{name:<8} {rung.rate:>5.0f} {heard.sent:>6} {heard.p50:>8.1f} {heard.p95:>8.1f}"
        f" {heard.p99:>8.1f} {heard.most:>8.1f} {heard.lost:>5} {heard.doubled:>4}"
        f" {heard.refused:>4} {rung.cpu_ms:>8.2f} {rung.rss_mb:>6.0f}"
        f" {heard.late_p99:>7.1f} {os.getloadavg()[0]:>6.1f} {rung.others_percent:>7.0f}"
    )


HEAD: Final = (
    f"{'server':<8} {'msg/s':>5} {'sent':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}"
    f" {'max ms':>8} {'lost':>5} {'dup':>4} {'ref':>4} {'cpu ms/m':>8} {'RSS MB':>6}"
    f" {'late ms':>7} {'load':>6} {'others%':>7}"
)


@contextlib.contextmanager
def crowd(module: str, plan: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a crowd in a process of its own."""
    command = [sys.executable, "-m", module, str(plan)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop a server as its operator would."""
    server.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(timeout=STOP_S)
    server.kill()
    server.wait()


def start_ours(stack: contextlib.ExitStack, data: Path) -> Side:
    """Make the centre, start its server, and let everybody in."""
    plan = chat_centre.found(data)
    server = chat_centre.serve(data, port=plan.port)
    stack.callback(stop, server)
    path = data / "plan.json"
    path.write_bytes(msgspec.json.encode(plan))
    return Side(NAMES[0], server=server, crowd=stack.enter_context(crowd("bench.chat_crowd", path)))


def start_peer(stack: contextlib.ExitStack, data: Path) -> Side | None:
    """Start the peer, or say loudly why there is none."""
    try:
        print(f"Peer: Matrix Synapse {chat_matrix.install()}", flush=True)
        server, plan = chat_matrix.serve(data)
    except (subprocess.CalledProcessError, OSError, AssertionError) as error:
        print(
            f"\n*** NO PEER: Matrix Synapse could not be set up: {error!r}. Ours runs alone. ***\n"
        )
        return None
    stack.callback(stop, server)
    path = data / "plan.json"
    path.write_bytes(msgspec.json.encode(plan))
    module = "bench.chat_matrix_crowd"
    return Side(NAMES[1], server=server, crowd=stack.enter_context(crowd(module, path)))


def climb(side: Side, rates: tuple[float, ...], scale: Scale) -> float:
    """Return the highest rate that was sustained; a rung gets a second chance."""
    best = 0.0
    for rate in rates:
        if not (side.run(rate, scale).sustained or side.run(rate, scale).sustained):
            break
        best = rate
    return best


def median(rungs: list[Rung], field: str) -> float:
    """Return the middle value of several measurements of the same rate."""
    values: list[float] = [getattr(rung.heard, field) for rung in rungs]
    return statistics.median(values)


def confirm(sides: list[Side], best: dict[str, float], scale: Scale) -> dict[str, list[Rung]]:
    """Measure the goal's rate and what each sustained, in turns; step down what does not hold."""
    found: dict[str, list[Rung]] = {"goal": []}
    found |= {side.name: [] for side in sides}
    for _ in range(scale.pairs):
        found["goal"].append(sides[0].run(GOAL_RATE, scale))
        for side in sides:
            found[side.name].append(side.run(best[side.name] or LOWEST[side.name], scale))
    return found


def verdict(name: str, *, met: bool, found: str, goal: str) -> bool:
    """Print one goal, and whether it is met."""
    print(f"  {'pass' if met else 'FAIL'}  {name:<56} {found:>12}  (goal {goal})")
    return met


def held(rates: tuple[float, ...], rate: float, rungs: list[Rung]) -> float:
    """Return the rate if its turns confirm it, or else the rung below."""
    if all(rung.whole for rung in rungs) and median(rungs, "p99") <= SUSTAINED_P99_MS:
        return rate
    return max((one for one in rates if one < rate), default=0.0)


def _compare(found: dict[str, list[Rung]]) -> None:
    """Print what a message costs on both, which says something on a busy machine too."""
    rungs = [rung for turns in found.values() for rung in turns]
    others = statistics.median(rung.others_percent for rung in rungs)
    ours = statistics.median(rung.cpu_ms for rung in found["goal"])
    print(
        f"  {NAMES[0]} uses {ours:.2f} ms of processor a message at {GOAL_RATE:.0f} msg/s", end=""
    )
    if found.get(NAMES[1]):
        peers = statistics.median(rung.cpu_ms for rung in found[NAMES[1]])
        print(
            f", {NAMES[1]} {peers / ours:.1f} times as much at {found[NAMES[1]][0].rate:.0f} msg/s",
            end="",
        )
    print()
    if others > BUSY_PERCENT:
        print(
            f"\n*** NOT A QUIET MACHINE: others used {others:.0f} % of its processors. Times and"
            " sustained\n*** rates are theirs as much as the servers'; ratios and processor time"
            " say more. ***\n"
        )


def judge(sides: list[Side], best: dict[str, float], scale: Scale) -> bool:
    """Measure in turns, and print the goals."""
    print("In turns:")
    found = confirm(sides, best, scale)
    ladders = dict(zip(NAMES, (scale.ours, scale.peers), strict=True))
    for side in sides:
        name = side.name
        rungs = found[name]
        kept = held(ladders[name], rungs[0].rate, rungs)
        cpu = statistics.median(rung.cpu_ms for rung in rungs)
        print(
            f"  {name:<8} sustained {kept:.0f} msg/s; medians at {rungs[0].rate:.0f} msg/s:"
            f" p50 {median(rungs, 'p50'):.1f} ms, p99 {median(rungs, 'p99'):.1f} ms,"
            f" {cpu:.2f} ms of processor a message"
        )
        best[name] = kept
    _compare(found)
    p99, goal = median(found["goal"], "p99"), found["goal"]
    print("Goals:")
    met = [
        verdict(
            f"p99 at {GOAL_RATE:.0f} msg/s, median", met=p99 <= GOAL_P99_MS, found=f"{p99:.1f} ms",
            goal=f"<= {GOAL_P99_MS:.0f} ms",
        ),
        verdict(
            f"every message once at {GOAL_RATE:.0f} msg/s", met=all(one.whole for one in goal),
            found=f"{sum(one.heard.sent for one in goal)} sent", goal="no other",
        ),
    ]  # fmt: skip
    if len(sides) > 1 and best[NAMES[1]]:
        ratio = best[NAMES[0]] / best[NAMES[1]]
        met.append(
            verdict(
                "times the peer's sustained rate", met=ratio >= GOAL_RATIO, found=f"{ratio:.1f}",
                goal=f">= {GOAL_RATIO:.0f}",
            )
        )  # fmt: skip
    else:
        print("  ----  times the peer's sustained rate: NOT MEASURED")
    return all(met)


def check_stored(data: Path, side: Side) -> bool:
    """Look into the database: is every message of the crowd there, once?"""
    found = chat_centre.stored(data)
    met = len(found) == side.sent and set(found.values()) <= {1}
    return verdict(
        "messages in the database, each once", met=met, found=f"{len(found)}", goal=f"{side.sent}"
    )


def greet(scale: Scale) -> None:
    """Say what is measured on what."""
    models = (row for row in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in row)
    print(f"Machine: {os.cpu_count()} x {next(models, ': unknown').partition(': ')[2]}")
    print(f"System: {platform.platform()}, Python {platform.python_version()}")
    names = ("fastapi", "uvicorn", "uvloop", "sqlalchemy", "websockets")
    print(f"Versions: {', '.join(f'{name} {version(name)}' for name in names)}")
    print(
        f"Chats: {chat_centre.CHATS} open, {chat_centre.AGENTS} agents, {chat_centre.QUEUES}"
        f" queues; rungs of {scale.seconds:.0f} s after {scale.warm_up:.0f} s, open loop,"
        " Poisson arrivals;\nthe crowds run on the same machine.\n"
        "Time: from when a message is due to the frame on the other side's socket. late: how late\n"
        "the generator itself sent, 99th percentile. load: the machine's load average (1 min).\n"
        "others: what everything but the measured server and its crowd used of the processors."
    )


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench chat", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rungs: a look, no verdict")
    parser.add_argument("--alone", action="store_true", help="leave the peer out")
    given = parser.parse_args(arguments)
    scale = QUICK if given.quick else FULL
    greet(scale)
    folder = Path(tempfile.mkdtemp(prefix="onqueue-bench-"))
    try:
        with contextlib.ExitStack() as stack:
            sides: list[Side] = []
            if given.quick and not chat_matrix.prepared():
                print("\n*** NO PEER: it is prepared by the first full run. ***\n")
            elif not given.alone and (peer := start_peer(stack, folder / "peer")):
                sides = [peer]
            sides.insert(0, start_ours(stack, folder / "ours"))
            print(HEAD)
            ladders = dict(zip(NAMES, (scale.ours, scale.peers), strict=True))
            best = {side.name: climb(side, ladders[side.name], scale) for side in sides}
            met = judge(sides, best, scale)
        met = check_stored(folder / "ours", sides[0]) and met
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if met or given.quick else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
