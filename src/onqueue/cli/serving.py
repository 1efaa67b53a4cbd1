"""How is the server run until somebody stops it?"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import structlog
import uvicorn
from typing_extensions import override

from onqueue.boot import Program
from onqueue.cli.demo_seed import seed_examples
from onqueue.kernel import crashpoints
from onqueue.kernel.tasks import Tasks, first_of
from onqueue.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from onqueue.kernel.settings import Settings

    Along: TypeAlias = Callable[[Program], Coroutine[Any, Any, None]]

log = structlog.get_logger(__name__)

CLOSE_S: Final = 5
STARTED_LOOK_S: Final = 0.02
TURN_S: Final = 0.0005
"""How long a thread keeps the interpreter when another one wants it.

A transaction gives it up at every statement and wants it back at once. At Python's usual 5 ms a
message of some fifteen statements could wait longer for its turns than for everything else.
"""
YOUNG_MAX: Final = 10_000
"""New objects after which Python looks for rings of dead ones."""


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
    beside: Along | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM; `beside` runs along once requests are answered."""
    sys.setswitchinterval(TURN_S)
    crashpoints.arm()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    program = Program(settings=settings)
    await program.start()
    _settle_memory()
    try:
        if prepare is not None:
            await prepare(program)
        await _serve(program, stop=stop, beside=beside)
    finally:
        await program.stop()


def _settle_memory() -> None:
    """Leave what was loaded out of the search for dead objects: it lives as long as we do.

    Each search through all of it would stop every thread for a tenth of a second and more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MAX, 20, 20)


async def _serve(program: Program, *, stop: asyncio.Event, beside: Along | None) -> None:
    settings = program.settings

    async def fill_demo() -> None:
        await seed_examples(program=program)

    config = uvicorn.Config(
        create_app(replace(program.parts, fill_demo=fill_demo)),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=128 * 1024,
        # Frames are small: packing them costs more time than it saves, and memory per socket.
        # It would also show by its length what others' words have in common with one's own.
        ws_per_message_deflate=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        timeout_graceful_shutdown=CLOSE_S,
        server_header=False,
    )
    server = Server(config)
    tasks = Tasks()
    serving = tasks.start(server.serve(), name="http")
    while not server.started and "http" in tasks.names():  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(STARTED_LOOK_S)
    if beside is not None and server.started:
        tasks.start(beside(program), name="beside")
    await first_of(stop.wait(), serving.ended())
    server.should_exit = True
    await serving.ended()
    await tasks.stop()
