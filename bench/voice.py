"""How many calls a second get an agent, and how soon, beside Asterisk's own queue?

SIPp calls and SIPp answers: callers beyond a trunk, and every agent's telephone, which hangs up
after two seconds. Between them is the whole server with its Asterisk: each call is written down,
offered to an agent at a desk who takes it over HTTP, dialled, joined and ended, durably. The peer
is `app_queue` of the same Asterisk, with the same telephones as members, in memory: it has no
desks, no offers, no books. Both in turns, A B A B, in one run on one machine.

"Connected" is when the caller has their 200 and the agent's telephone its ACK, whichever is later.
Onqueue answers callers at once and plays music; the peer answers them when an agent has answered.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from bench import voice_centre
from bench.voice_centre import CARRIER, DIALLED, PASSWORD, PHONES, SMALL, SMALL_DIALLED, Centre
from onqueue.cli.demo.telephones.phone import Phone

HERE: Final = Path(__file__).parent
CACHE: Final = Path(os.environ.get("ONQUEUE_TEST_VOICE", HERE.parent / ".cache" / "voice"))
TALK_S: Final = 2.0
DRAIN_S: Final = 60.0
STOP_S: Final = 30.0
GOAL_P99_MS: Final = 250.0
FAILED_MAX: Final = 0.01
GOAL_RATE: Final = 1.0
"""Of the peer's highest rate within the p99."""
GOAL_ADDED_MS: Final = 40.0
GOAL_BACKLOG: Final = 0.8
"""Of the time that the peer takes."""
BACKLOG: Final = 150
BACKLOG_RATE: Final = 30.0
REGISTER_AT_ONCE: Final = 20
WAIT_S_MAX: Final = 60.0
SAID: Final = re.compile(r"^(\d+) (\w+) .*\s(\d+\.\d+)$")
"""A line of SIPp's log: whose call, what happened, and when, in seconds of the epoch at last."""


class Scale(NamedTuple):
    """How much is measured."""

    agents: int
    rates: tuple[float, ...]
    seconds: float
    pairs: int


FULL: Final = Scale(agents=300, rates=(10, 20, 30, 40, 60, 80, 100, 120), seconds=8, pairs=2)
QUICK: Final = Scale(agents=60, rates=(5, 10), seconds=5, pairs=1)


class Rung(NamedTuple):
    """What came of one turn, in milliseconds."""

    rate: float
    calls: int
    failed: int
    answered: list[float]
    connected: list[float]
    took_s: float
    cores: tuple[float, float, float]
    """Of Asterisk, of the server, and of everything else on this machine."""

    @property
    def held(self) -> bool:
        """Whether everybody was connected in time."""
        return self.failed <= self.calls * FAILED_MAX and at(self.connected, 0.99) <= GOAL_P99_MS


class Side(NamedTuple):
    """One of the two that are compared."""

    name: str
    sip_port: int
    number: str
    pids: tuple[int, int]
    """Of Asterisk, and of the server; 0 where there is none."""


def at(values: list[float], share: float) -> float:
    """Return a quantile; endless where there is nothing."""
    return sorted(values)[int((len(values) - 1) * share)] if values else float("inf")


def cpu_s(pid: int) -> float:
    """Return what a process has used."""
    if not pid:
        return 0.0
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def busy_s() -> float:
    """Return what the whole machine has used."""
    used = [int(word) for word in Path("/proc/stat").read_text().split()[1:9]]
    return (sum(used) - used[3] - used[4]) / os.sysconf("SC_CLK_TCK")


@contextmanager
def sipp(*words: object, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Let SIPp run."""
    command = ["sipp", *(str(word) for word in words), "-nostdin", "-nd", "-trace_logs"]
    with (folder / "sipp.log").open("ab") as log:
        running = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            env={**os.environ, "TERM": "dumb"},
        )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.kill()
        running.wait()


def turn(side: Side, *, folder: Path, number: int, rate: float, calls: int) -> Rung:
    """Let so many call at a rate, and see how soon each is connected."""
    here = Path(tempfile.mkdtemp(dir=folder))
    for name in ("agent.xml", "caller.xml"):
        shutil.copy(HERE / "sipp" / name, here)
    ip, port = PHONES
    agents = ["-sf", "agent.xml", "-i", ip, "-p", port, "-mi", ip, "-d", int(TALK_S * 1_000)]
    callers = [
        "-sf", "caller.xml", "-i", CARRIER, "-p", 5080, "-mi", CARRIER,
        f"127.0.0.1:{side.sip_port}", "-key", "num", side.number, "-key", "turn", number + 100,
        "-r", rate, "-m", calls, "-l", calls, "-recv_timeout", int(DRAIN_S * 1_000),
        "-timeout", int(calls / rate + DRAIN_S),
    ]  # fmt: skip
    with sipp(*agents, "-l", 4_000, folder=here):
        time.sleep(0.5)
        before, begun = (cpu_s(side.pids[0]), cpu_s(side.pids[1]), busy_s()), time.monotonic()
        with sipp(*callers, folder=here) as calling:
            time.sleep(calls / rate)
            wall = time.monotonic() - begun
            after = (cpu_s(side.pids[0]), cpu_s(side.pids[1]), busy_s())
            calling.wait()
    used = [(last - first) / wall for first, last in zip(before, after, strict=True)]
    cores = (used[0], used[1], used[2] - used[0] - used[1])
    return _rung(_read(here), rate=rate, calls=calls, cores=cores)


def _read(folder: Path) -> dict[str, dict[str, float]]:
    """Return when what happened to each call, in milliseconds."""
    found: dict[str, dict[str, float]] = {}
    for path in folder.glob("*_logs.log"):
        for line in path.read_text().splitlines():
            said = SAID.match(line)
            if said is not None:
                found.setdefault(said[1], {}).setdefault(said[2], float(said[3]) * 1_000)
    return found


def _rung(
    seen: dict[str, dict[str, float]], *, rate: float, calls: int, cores: tuple[float, float, float]
) -> Rung:
    whole = [one for one in seen.values() if {"called", "answered", "taken"} <= one.keys()]
    begun = min((one["called"] for one in seen.values() if "called" in one), default=0.0)
    ended = max((one["over"] for one in seen.values() if "over" in one), default=float("inf"))
    return Rung(
        rate=rate,
        calls=calls,
        failed=calls - len(whole),
        answered=[one["answered"] - one["called"] for one in whole],
        connected=[max(one["answered"], one["taken"]) - one["called"] for one in whole],
        took_s=(ended - begun) / 1_000,
        cores=cores,
    )


def shown(name: str, rung: Rung) -> str:
    """Write a turn as a line."""
    asterisk, server, rest = rung.cores
    return (
        f"{name:>10} {rung.rate:>6.0f}/s {rung.calls:>6} {rung.failed:>6}"
        f" {at(rung.answered, 0.5):>8.0f} {at(rung.answered, 0.99):>8.0f}"
        f" {at(rung.connected, 0.5):>8.0f} {at(rung.connected, 0.99):>8.0f}"
        f"   {asterisk:>5.2f} {server:>5.2f} {rest:>5.2f}"
    )


class Crowd:
    """The agents' desks, in a process of their own."""

    def __init__(self, plan: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.voice_crowd", str(plan)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def on_queue(self, agents: int) -> None:
        """Let exactly so many take calls."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{agents}\n".encode())
        self._process.stdin.flush()
        assert self._process.stdout.readline(), "the crowd has ended"

    def stop(self) -> None:
        """Let everybody go home."""
        self._process.terminate()
        self._process.wait()


async def register(centre: Centre) -> None:
    """Let all telephones register, from the place where SIPp will answer for them."""
    ip, port = PHONES
    phone = await Phone(
        name="bench", ip=ip, exchange=("127.0.0.1", centre.sip_port), port=port
    ).open()
    try:
        for seat in centre.agents:
            phone.user = seat.account
            until = time.monotonic() + WAIT_S_MAX
            while not await phone.registers(PASSWORD):
                assert time.monotonic() < until, "the server does not know its telephones"
                await asyncio.sleep(0.5)
    finally:
        await phone.close()


def measure(sides: tuple[Side, Side], crowd: Crowd, scale: Scale, *, folder: Path) -> int:
    """Climb with both in turns, then let both clear a backlog."""
    found: dict[str, dict[float, list[Rung]]] = {side.name: {} for side in sides}
    print(
        f"{'':>10} {'rate':>8} {'calls':>6} {'failed':>6} {'200 p50':>8} {'200 p99':>8}"
        f" {'con. p50':>8} {'con. p99':>8}   cores: Asterisk, server, rest"
    )
    number = 0
    for rate in scale.rates:
        for _ in range(scale.pairs):
            for side in sides:
                number += 1
                calls = int(rate * scale.seconds)
                rung = turn(side, folder=folder, number=number, rate=rate, calls=calls)
                found[side.name].setdefault(rate, []).append(rung)
                print(shown(side.name, rung), flush=True)
        if not any(any(one.held for one in found[side.name][rate]) for side in sides):
            break
    crowd.on_queue(SMALL)
    cleared: dict[str, list[float]] = {side.name: [] for side in sides}
    for _ in range(scale.pairs):
        for side in sides:
            number += 1
            small = side._replace(number=side.number if side.pids[1] else SMALL_DIALLED)
            rung = turn(small, folder=folder, number=number, rate=BACKLOG_RATE, calls=BACKLOG)
            cleared[side.name].append(rung.took_s)
            print(
                f"{side.name:>10} cleared {BACKLOG} calls on {SMALL} agents in {rung.took_s:.1f} s"
            )
    return judge(found, cleared)


def judge(found: dict[str, dict[float, list[Rung]]], cleared: dict[str, list[float]]) -> int:
    """Print the ratios and which goals are met."""
    (ours, theirs), (back, peer_back) = found.values(), cleared.values()
    best, peer_best = highest(ours), highest(theirs)
    low = min(ours)
    added = [
        statistics.median(at(one.connected, share) for one in ours[low])
        - statistics.median(at(one.connected, share) for one in theirs[low])
        for share in (0.5, 0.99)
    ]
    rate = best / peer_best if peer_best else float("inf")
    took = statistics.median(back) / statistics.median(peer_back)
    print(
        f"Highest rate within {GOAL_P99_MS:.0f} ms: {best:.0f}/s beside {peer_best:.0f}/s;"
        f" added at {low:.0f}/s: {added[0]:.0f} ms p50\nGoals:"
    )
    met = [
        goal("calls a second within 250 ms p99, of the peer's", rate, at_least=GOAL_RATE),
        goal(f"ms added to the set-up at {low:.0f}/s, p99", added[1], at_most=GOAL_ADDED_MS),
        goal("of the peer's time until the backlog is cleared", took, at_most=GOAL_BACKLOG),
    ]
    return 0 if all(met) else 1


def highest(rungs: dict[float, list[Rung]]) -> float:
    """Return the highest rate that was held in at least half of its turns."""
    held = [rate for rate, all_ in rungs.items() if 2 * sum(one.held for one in all_) >= len(all_)]
    return max(held, default=0.0)


def goal(
    name: str, value: float, *, at_least: float | None = None, at_most: float | None = None
) -> bool:
    """Print one goal, and whether it is met."""
    met = value >= at_least if at_least is not None else value <= (at_most or 0.0)
    said = f">= {at_least:g}" if at_least is not None else f"<= {at_most:g}"
    print(f"  {'pass' if met else 'FAIL'}  {name:<52} {value:>8.2f}  (goal {said})")
    return met


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench voice", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few calls: a look, no verdict")
    quick = parser.parse_args(arguments).quick
    scale = QUICK if quick else FULL
    if shutil.which("sipp") is None:
        print("There is no sipp on this machine: it is in Debian's package sip-tester.")
        return 2
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f},"
        f" Python {platform.python_version()}, {scale.agents} agents"
    )
    installed = voice_centre.install(CACHE)
    with tempfile.TemporaryDirectory(prefix="bench-voice-") as made:
        result = run(Path(made), installed=installed, scale=scale)
    print(f"load at the end: {os.getloadavg()[0]:.1f}")
    return 0 if quick else result


def run(folder: Path, *, installed: Path, scale: Scale) -> int:
    """Start both sides, measure, and stop them."""
    data = folder / "centre"
    centre = voice_centre.found(data, agents=scale.agents)
    (folder / "centre.json").write_bytes(msgspec.json.encode(centre))
    asterisk, settings = voice_centre.ours(data, installed=installed, centre=centre)
    peer, peer_port = voice_centre.theirs(folder / "peer", installed=installed, centre=centre)
    server: subprocess.Popen[bytes] | None = None
    crowd: Crowd | None = None
    try:
        ours, theirs = asterisk.start(), peer.start()
        server = voice_centre.serve(data, centre=centre, settings=settings)
        asyncio.run(register(centre))
        crowd = Crowd(folder / "centre.json")
        crowd.on_queue(scale.agents)
        time.sleep(3)  # telephones are looked for every two seconds
        sides = (
            Side("onqueue", centre.sip_port, DIALLED, (ours, server.pid)),
            Side("app_queue", peer_port, DIALLED, (theirs, 0)),
        )
        return measure(sides, crowd, scale, folder=folder)
    finally:
        if crowd is not None:
            crowd.stop()
        if server is not None:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=STOP_S)
        asterisk.stop()
        peer.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
