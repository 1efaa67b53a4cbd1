"""How soon do two hundred supervisors see what happens, and how soon are all back after a cut?

Two thousand desks on the real server, each a socket of its own: 1,800 agents and 200 supervisors
who see them all. An agent changes state by HTTP; what counts is the time from sending that until a
supervisor's socket has the frame, which leaves after the commit. Then every connection is cut at
once and every desk comes back, each saying what it saw last; what counts is the time until the last
one has been told what it missed.

The peer for the first figure is the same number of sockets on a bare server of the library
`websockets`, which sends what it is told to all with its own `broadcast`: no rights, no journal, no
disk. Both are measured in turns, A B A B, in one run, by one crowd in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from bench import chat_centre
from bench.desks_crowd import Came, Order, Saw

GOAL_SEEN_MS: Final = 50.0
GOAL_BACK_S: Final = 10.0
STOP_S: Final = 30.0


class Scale(NamedTuple):
    """How many there are."""

    agents: int
    supervisors: int
    events: int
    turns: int


FULL: Final = Scale(agents=1_800, supervisors=200, events=60, turns=3)
QUICK: Final = Scale(agents=180, supervisors=20, events=20, turns=1)


class Crowd:
    """The desks, in a process of their own."""

    def __init__(self, plan: Path, *, peer: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.desks_crowd", str(plan), str(peer)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def come(self, *, peer: bool) -> Came:
        """Connect everybody; how long it took until the last one was in step."""
        return msgspec.json.decode(self._ask("come", peer=peer), type=Came)

    def see(self, *, peer: bool, events: int) -> Saw:
        """Let so many things happen one after the other."""
        return msgspec.json.decode(self._ask("see", peer=peer, events=events), type=Saw)

    def come_back(self) -> Came:
        """Cut all connections of the real server at once, and come back."""
        return msgspec.json.decode(self._ask("cut", peer=False), type=Came)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def _ask(self, what: str, *, peer: bool, events: int = 0) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = Order(what=what, peer=peer, events=events)
        self._process.stdin.write(msgspec.json.encode(order) + b"\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the crowd has ended"
        return answer


def show(name: str, saw: Saw) -> None:
    """Print one turn."""
    print(
        f"{name:>12} {len(saw.ms):>9,} {_at(saw, 0.5):>8.1f} {_at(saw, 0.95):>8.1f}"
        f" {_at(saw, 0.99):>8.1f} {max(saw.ms):>8.1f}",
        flush=True,
    )


def _at(saw: Saw, share: float) -> float:
    return sorted(saw.ms)[int(len(saw.ms) * share)]


def goal(name: str, value: float, most: float) -> bool:
    """Print one goal, and whether it is met."""
    print(f"  {'pass' if value <= most else 'FAIL'}  {name:<58} {value:>8.1f}  (goal <= {most:g})")
    return value <= most


def main(arguments: list[str]) -> int:
    """Measure, print, and return 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench desks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer desks: a look, no verdict")
    scale = QUICK if parser.parse_args(arguments).quick else FULL
    print(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" websockets {version('websockets')}"
    )
    with tempfile.TemporaryDirectory(prefix="bench-desks-") as made:
        folder = Path(made)
        plan = chat_centre.found(
            folder / "centre", agents=scale.agents, supervisors=scale.supervisors
        )
        (folder / "plan.json").write_bytes(msgspec.json.encode(plan))
        server = chat_centre.serve(folder / "centre", port=plan.port)
        port = chat_centre.free_port()
        peer = subprocess.Popen([sys.executable, "-m", "bench.desks_peer", str(port)])
        crowd = Crowd(folder / "plan.json", peer=port)
        try:
            return measure(crowd, scale)
        finally:
            crowd.stop()
            peer.terminate()
            peer.wait()
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=STOP_S)


def measure(crowd: Crowd, scale: Scale) -> int:
    """Take turns, then cut everybody off."""
    desks = scale.agents + scale.supervisors
    first = crowd.come(peer=False)
    crowd.come(peer=True)
    print(f"{desks:,} desks came one by one and were in step after {first.took_s:.1f} s\n")
    print(f"{'':>12} {'frames':>9} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'most':>8}")
    crowd.see(peer=False, events=scale.events // 4)
    ours: list[Saw] = []
    bare: list[Saw] = []
    for _ in range(scale.turns):
        ours.append(crowd.see(peer=False, events=scale.events))
        show("onqueue", ours[-1])
        bare.append(crowd.see(peer=True, events=scale.events))
        show("broadcast", bare[-1])
    back = [crowd.come_back() for _ in range(scale.turns)]
    print(f"\nAll cut off at once, in step again after {[round(one.took_s, 1) for one in back]} s")
    ratio = statistics.median(_at(one, 0.99) for one in ours) / statistics.median(
        _at(one, 0.99) for one in bare
    )
    print(f"p99 beside the bare broadcast: {ratio:.1f} times\nGoals:")
    met = [
        goal(
            f"p99 ms until {scale.supervisors} supervisors see an event",
            statistics.median(_at(one, 0.99) for one in ours),
            GOAL_SEEN_MS,
        ),
        goal(
            f"s until {desks:,} desks that come back at once are in step",
            statistics.median(one.took_s for one in back),
            GOAL_BACK_S,
        ),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
