"""How is the server run until somebody stops it?"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import structlog
import uvicorn
from typing_extensions import override

from onqueue.boot import Program
from onqueue.cli.demo_seed import seed_examples
from onqueue.kernel import crashpoints, memory
from onqueue.kernel.sites import read_sites, settings_by_site
from onqueue.kernel.tasks import Tasks, first_of
from onqueue.live.errors import Outdated
from onqueue.web.app import create_app
from onqueue.web.sites import BySite

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Sequence

    from starlette.types import ASGIApp

    from onqueue.kernel.settings import Settings

    Along: TypeAlias = Callable[[Program], Coroutine[Any, Any, None]]
    AlongAll: TypeAlias = Callable[[Sequence[Program]], Coroutine[Any, Any, None]]

log = structlog.get_logger(__name__)

CLOSE_S: Final = 5
STARTED_LOOK_S: Final = 0.02
TURN_S: Final = 0.0005
"""How long a thread keeps the interpreter when another one wants it.

A transaction gives it up at every statement and wants it back at once. At Python's usual 5 ms a
message of some fifteen statements could wait longer for its turns than for everything else.
"""


class Server(uvicorn.Server):
    """uvicorn, with stopping left to us: the floor stops after the last request."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def serve(
    *,
    settings: Settings,
    prepare: Along | None = None,
    beside: AlongAll | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; `beside` runs along once requests are answered.

    All sites of the installation are served, or the one that the settings are of.
    """
    sys.setswitchinterval(TURN_S)
    crashpoints.arm()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with contextlib.AsyncExitStack() as running:
        programs: list[Program] = []
        for one in settings_by_site(settings):
            program = Program(settings=one)
            running.push_async_callback(program.stop)
            await program.start()
            programs.append(program)
        memory.settle()
        # Beside the rest: nothing waits for it.
        Thread(target=memory.enlarge_pages, name="large pages", daemon=True).start()
        if prepare is not None:
            await prepare(programs[0])
        await _serve(programs, settings=settings, stop=stop, beside=beside)


def _app(programs: Sequence[Program], *, settings: Settings) -> ASGIApp:
    """Return the application of the one site, or the one that finds the right one of several."""
    apps = {one.settings.site: _site_app(one) for one in programs}
    sites = read_sites(settings.data_dir)
    if len(programs) == 1 and not sites:
        return apps[programs[0].settings.site]
    return BySite(
        {host: apps[name] for name, site in sites.items() for host in site.hosts if name in apps},
        healths={one.settings.site: one.health for one in programs},
    )


def _site_app(program: Program) -> ASGIApp:
    async def fill_demo() -> None:
        await seed_examples(program=program)

    return create_app(replace(program.parts, fill_demo=fill_demo))


async def _tell_outdated(program: Program, old: asyncio.Event) -> None:
    await program.house.attendance.outdated.wait()
    old.set()


async def _serve(
    programs: Sequence[Program],
    *,
    settings: Settings,
    stop: asyncio.Event,
    beside: AlongAll | None,
) -> None:
    config = uvicorn.Config(
        _app(programs, settings=settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=128 * 1024,
        # Frames are small: packing them costs more time than it saves, and memory per socket.
        # It would also show by its length what others' words have in common with one's own.
        ws_per_message_deflate=False,
        # Every socket of ours is asked by frames of its own whether it is there.
        ws_ping_interval=None,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=CLOSE_S,
        server_header=False,
        lifespan="off",
    )
    server = Server(config)
    tasks = Tasks()
    serving = tasks.start(server.serve(), name="http")
    while not server.started and "http" in tasks.names():  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(STARTED_LOOK_S)
    if beside is not None and server.started:
        tasks.start(beside(programs), name="beside")
    old = asyncio.Event()
    for program in programs:
        tasks.start(_tell_outdated(program, old), name="outdated")
    await first_of(stop.wait(), old.wait(), serving.ended())
    server.should_exit = True
    await serving.ended()
    await tasks.stop()
    if old.is_set():
        raise Outdated
