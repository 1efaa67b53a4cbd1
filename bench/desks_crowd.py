"""Who sits at the desks? Agents and supervisors, in a process of their own.

Run with the plan's file and the peer's port; orders come on standard input, a line each, and are
answered on standard output.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any, Final

import msgspec
import uvloop
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.chat_centre import AgentSeat, Plan
from bench.chat_wire import Wire

AT_ONCE: Final = 20
ALL_S_MAX: Final = 300.0
EVENT_S_MAX: Final = 30.0
PAUSE_S: Final = 0.1
PONG: Final = '{"t":"pong"}'


class Order(msgspec.Struct):
    """What to do next."""

    what: str
    peer: bool
    events: int = 0


class Came(msgspec.Struct):
    """How long it took until everybody was in step, in seconds."""

    took_s: float


class Saw(msgspec.Struct):
    """After how many milliseconds each supervisor saw each event."""

    ms: list[float]


class Beginning(msgspec.Struct):
    """Of a snapshot what the crowd needs: a browser of each desk's own takes in the rest."""

    n: int
    epoch: str


_beginning: Final = msgspec.json.Decoder(Beginning)


class Event:
    """Something that is on its way to those who watch."""

    def __init__(self, sign: str, *, watchers: int) -> None:
        self.sign = sign
        self.begun_s = time.perf_counter()
        self.ms: list[float] = []
        self._watchers = watchers
        self.seen = asyncio.Event()

    def see(self) -> None:
        """One more has it."""
        self.ms.append((time.perf_counter() - self.begun_s) * 1_000)
        if len(self.ms) == self._watchers:
            self.seen.set()


class DeskHere:
    """One person's desk, and where it is in what it was told."""

    def __init__(self, seat: AgentSeat, *, number: int, crowd: Crowd, watches: bool) -> None:
        self._seat = seat
        self._crowd = crowd
        self._watches = watches
        self._after: int | None = None
        self._epoch: str | None = None
        self._socket: ClientConnection
        self.in_step = asyncio.Event()
        self.headers = {
            "Cookie": f"onqueue={seat.token}",
            "Origin": f"http://127.0.0.1:{crowd.plan.port}",
            "X-Forwarded-For": f"10.1.{number // 250}.{number % 250 + 1}",
        }

    async def come(self) -> None:
        """Open the desk, saying what it saw last; returns when it is in step."""
        self.in_step.clear()
        self._socket = await connect(
            f"ws://127.0.0.1:{self._crowd.plan.port}/api/live",
            additional_headers=self.headers,
            max_queue=None,
            max_size=None,
            open_timeout=ALL_S_MAX,
            ping_interval=None,
        )
        hello = {"t": "hello", "csrf": self._seat.csrf, "after": self._after, "epoch": self._epoch}
        await self._socket.send(msgspec.json.encode(hello).decode())
        self._crowd.start(self._listen(self._socket))
        await asyncio.wait_for(self.in_step.wait(), timeout=ALL_S_MAX)

    def cut(self) -> None:
        """Lose the connection, without a word."""
        self._socket.transport.abort()

    async def _listen(self, socket: ClientConnection) -> None:
        async for raw in socket:
            assert isinstance(raw, str)
            if raw.startswith('{"t":"patch"'):
                self._after = int(raw[17 : raw.index(",", 17)])
                self.in_step.set()
                event = self._crowd.event
                if self._watches and event is not None and event.sign in raw:
                    event.see()
            elif raw.startswith('{"t":"ping"'):
                await socket.send(PONG)
            elif raw.startswith('{"t":"snapshot"'):
                snapshot = _beginning.decode(raw)
                self._after, self._epoch = snapshot.n, snapshot.epoch
                self.in_step.set()


class Crowd:
    """Everybody, on the real server and on the bare one."""

    def __init__(self, plan: Plan, *, peer: int) -> None:
        self.plan = plan
        self.event: Event | None = None
        self._peer = peer
        self._bare: list[ClientConnection] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._agents = [
            DeskHere(seat, number=n, crowd=self, watches=False)
            for n, seat in enumerate(plan.agents)
        ]
        self._watchers = [
            DeskHere(seat, number=len(plan.agents) + n, crowd=self, watches=True)
            for n, seat in enumerate(plan.supervisors)
        ]
        self._wires: dict[int, Wire] = {}
        self._turns = count()
        """Whose turn it is to change state: everybody does it once."""

    def start(self, work: Any) -> None:
        """Let something go on beside."""
        task = asyncio.create_task(_until_cut(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def come(self) -> Came:
        """Connect everybody to the real server, some at a time."""
        begun_s = time.perf_counter()
        door = asyncio.Semaphore(AT_ONCE)

        async def enter(desk: DeskHere) -> None:
            async with door:
                await desk.come()

        await asyncio.gather(*(enter(desk) for desk in (*self._agents, *self._watchers)))
        return Came(took_s=time.perf_counter() - begun_s)

    async def come_to_peer(self) -> Came:
        """Connect as many to the bare server."""
        begun_s = time.perf_counter()
        for number in range(len(self._agents) + len(self._watchers)):
            socket = await connect(
                f"ws://127.0.0.1:{self._peer}", max_queue=None, ping_interval=None, compression=None
            )
            self._bare.append(socket)
            if number < len(self._watchers):
                await socket.send("watch")
                self.start(self._hear(socket))
        return Came(took_s=time.perf_counter() - begun_s)

    async def _hear(self, socket: ClientConnection) -> None:
        async for raw in socket:
            if self.event is not None and self.event.sign in str(raw):
                self.event.see()

    async def see(self, *, events: int, peer: bool) -> Saw:
        """Let things happen one after the other, each seen by all who watch."""
        ms: list[float] = []
        for number in range(events):
            await asyncio.sleep(PAUSE_S)
            if peer:
                sign = f"event-{number}-{time.time_ns()}"
                event = self.event = Event(sign, watchers=len(self._watchers))
                await self._bare[-1].send(sign + "x" * 600)
            else:
                agent = next(self._turns) % len(self._agents)
                sign = f'["agent","{self.plan.agents[agent].account}"'
                event = self.event = Event(sign, watchers=len(self._watchers))
                wire = self._wire(agent)
                _ = wire.ask("POST", "/api/floor/state", {"state": "break"})
            async with asyncio.timeout(EVENT_S_MAX):
                await event.seen.wait()
            ms += event.ms
            self.event = None
        return Saw(ms=ms)

    def _wire(self, agent: int) -> Wire:
        if agent not in self._wires:
            headers = {**self._agents[agent].headers, "X-CSRF": self.plan.agents[agent].csrf}
            self._wires[agent] = Wire(self.plan.port, headers=headers)
        return self._wires[agent]

    async def cut(self) -> Came:
        """Cut everybody off, and let all come back at once."""
        for desk in (*self._agents, *self._watchers):
            desk.cut()
        begun_s = time.perf_counter()
        await asyncio.gather(*(desk.come() for desk in (*self._agents, *self._watchers)))
        return Came(took_s=time.perf_counter() - begun_s)


async def _until_cut(work: Any) -> None:
    with suppress(ConnectionClosed):
        await work


async def main(plan: Plan, peer: int) -> None:
    """Do as told until the end of standard input."""
    crowd = Crowd(plan, peer=peer)
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := await orders.readline():
        order = msgspec.json.decode(line, type=Order)
        answer: Came | Saw
        if order.what == "see":
            answer = await crowd.see(events=order.events, peer=order.peer)
        elif order.what == "cut":
            answer = await crowd.cut()
        else:
            answer = await (crowd.come_to_peer() if order.peer else crowd.come())
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    given = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Plan)
    uvloop.run(main(given, int(sys.argv[2])))
