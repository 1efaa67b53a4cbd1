"""Several processes of one centre, what stands before them, and what carries their messages."""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

import httpx
import uvloop

from onqueue.cli.serving import serve
from onqueue.kernel.settings import Settings
from tests.hosts.newer import become_newer

LEASE_S: Final = 2
WAIT_S_MAX: Final = 120
"""Nothing takes so long: a test that waits for it has failed. How long things take is measured by
`./run bench failover`, on a machine that does nothing else."""
CLONE_NEWNET: Final = 0x40000000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(done: Callable[[], bool], *, what: str) -> None:
    try:
        async with asyncio.timeout(WAIT_S_MAX):
            while not done():  # noqa: ASYNC110  # a count has no event
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"waited {WAIT_S_MAX} s in vain: {what}") from None


# Each process is forked from one that has imported the program already.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(
    ["uvloop", "onqueue.cli.serving", "tests.hosts.rig", "tests.crash.warmed"]
)


def _live(settings: Settings, log: Path, net: str, newer: bool) -> None:  # noqa: FBT001 -- by name below
    """Be a server, on a machine of its own if `net` names one."""
    if newer:
        become_newer()
    with log.open("ab") as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
        os.dup2(out.fileno(), sys.stderr.fileno())
    if net:
        with Path(f"/run/netns/{net}").open("rb") as other:
            assert ctypes.CDLL(None).setns(other.fileno(), CLONE_NEWNET) == 0
    uvloop.run(serve(settings=settings))


class Host:
    """One process of the centre."""

    def __init__(
        self,
        *,
        settings: Settings,
        name: str,
        address: str = "",
        net: str = "",
        newer: bool = False,
        lease_s: int = LEASE_S,
    ) -> None:
        self.name = name
        self.address = address or "127.0.0.1"
        self.port = free_port()
        served: dict[str, Any] = {
            "host": self.address,
            "port": self.port,
            "trusted_proxies": "*",
            "lease_s": lease_s,
            "log_level": "info",
        }
        self._settings = settings.model_copy(update=served)
        self._net, self._newer = net, newer
        self._log = settings.data_dir / f"{name}.log"
        self.start()

    def start(self) -> None:
        self._process = _processes.Process(
            target=_live, args=(self._settings, self._log, self._net, self._newer), daemon=True
        )
        self._process.start()

    async def floor(self) -> str:
        """What it has to do with the floor, or why it cannot be asked."""
        try:
            async with httpx.AsyncClient(timeout=2) as web:
                answer = await web.get(f"http://{self.address}:{self.port}/health/ready")
        except httpx.TransportError as error:
            return type(error).__name__
        said = answer.json()
        return str(said["floor"]) if said["ok"] else f"not ready: {said['problems']}"

    async def is_up(self) -> None:
        """Wait until it is ready."""
        try:
            async with asyncio.timeout(WAIT_S_MAX):
                while await self.floor() not in {"leads", "stands_by", "elsewhere"}:
                    assert self._process.is_alive(), self.said()
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{self.name}: {await self.floor()}\n{self.said()}") from None

    async def stands_by(self) -> None:
        """Wait until it knows that it does not lead."""
        try:
            async with asyncio.timeout(WAIT_S_MAX):
                while await self.floor() != "stands_by":  # noqa: ASYNC110  # it is elsewhere
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{self.name}: {await self.floor()}\n{self.said()}") from None

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        # One that is frozen dies of it as well.
        self._process.kill()
        self._process.join()

    async def stop(self) -> None:
        """Ask it to stop; it ends well."""
        self._process.terminate()
        await asyncio.to_thread(self._process.join, WAIT_S_MAX)
        assert self._process.exitcode == 0, self.said()

    async def ended(self) -> int:
        """Wait until it has ended by itself; what it returned."""
        await until(lambda: not self._process.is_alive(), what=f"{self.name} to end by itself")
        return self._process.exitcode or 0

    def said(self) -> str:
        return self._log.read_text(errors="replace")[-4_000:] if self._log.exists() else ""

    def _signal(self, number: signal.Signals) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, number)


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def both_ways(here: Ends, there: Ends) -> None:
    """Carry what comes at either end to the other, until one closes."""
    ways = [
        asyncio.create_task(_pump(here[0], there[1])),
        asyncio.create_task(_pump(there[0], here[1])),
    ]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        for writer in (here[1], there[1]):
            writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()


class Hosts:
    """All processes of the centre, and the proxy before those that take requests."""

    def __init__(self) -> None:
        self.all: list[Host] = []
        self.before: list[Host] = []
        """Where the proxy sends new connections."""
        self._open: set[tuple[Host, asyncio.StreamWriter]] = set()

    async def leader(self, *, but: Host | None = None) -> Host:
        """Wait until somebody leads who is not `but`."""
        try:
            async with asyncio.timeout(WAIT_S_MAX):
                while True:
                    for host in self.all:
                        if host is not but and await host.floor() == "leads":
                            return host
                    await asyncio.sleep(0.05)
        except TimeoutError:
            said = {host.name: host.said()[-1_500:] for host in self.all}
            raise AssertionError(f"nobody leads: {said}") from None

    def take_out(self, host: Host) -> None:
        """Send nobody there any more, and end the connections to it."""
        if host in self.before:
            self.before.remove(host)
        for its, writer in list(self._open):
            if its is host:
                writer.close()

    @asynccontextmanager
    async def proxy(self, *, port: int) -> AsyncIterator[None]:
        """Stand before the hosts, as a reverse proxy does."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", port)
        try:
            yield
        finally:
            server.close()
            for _, writer in list(self._open):
                writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for host in random.sample(self.before, len(self.before)):
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(1):
                    there = await asyncio.open_connection(host.address, host.port)
                await self._both_ways(host, (reader, writer), there)
                return
        writer.close()

    async def _both_ways(self, host: Host, here: Ends, there: Ends) -> None:
        mine = {(host, here[1]), (host, there[1])}
        self._open |= mine
        try:
            await both_ways(here, there)
        finally:
            self._open -= mine


class Nats:
    """A NATS of our own."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        program = Path(sys.executable).parent / "nats-server"
        self._server = subprocess.Popen(
            [program, "-a", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        self._server.kill()
        self._server.wait()
