"""Who is connected to this centre, to whichever of its processes?

`Here` knows, when there is one process. `Everywhere` writes down who is connected to this one, so
that all know, and keeps this process in the list of those that are there. When it was taken for
gone and is not, it says again who is connected.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from onqueue.journal import lease
from onqueue.kernel import nodes
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onqueue.kernel.bus import Bus
    from onqueue.kernel.db import Database
    from onqueue.kernel.nodes import Node, Subject

log = structlog.get_logger(__name__)

AGENT: Final = "agent"
"""Somebody who can be offered contacts."""
DESK: Final = "desk"
"""Anybody who has a desk open."""
CHAT: Final = "chat"
"""The customer of a conversation."""

TOPIC: Final = "attendance"
"""The bus topic that says that somebody came or went."""
BEATS: Final = 5
"""How often a process says that it is there, before it would be taken for gone."""


class Attendance(Protocol):
    """Who is connected."""

    outdated: asyncio.Event
    """Set when a newer program leads, which writes what this one cannot read."""

    async def came(self, *subjects: Subject) -> None:
        """Somebody connected to this process once more."""

    async def went(self, *subjects: Subject) -> set[Subject]:
        """Somebody disconnected once; return who is connected to no process any more."""

    async def all(self, kind: str) -> set[str]:
        """Everybody of a kind who is connected."""


class Here:
    """The attendance of a centre that is served by one process."""

    def __init__(self) -> None:
        self.outdated = asyncio.Event()
        self._times: Counter[Subject] = Counter()

    async def came(self, *subjects: Subject) -> None:
        """Count them."""
        self._times.update(subjects)

    async def went(self, *subjects: Subject) -> set[Subject]:
        """Count them; who has none left is gone."""
        gone = set()
        for one in subjects:
            self._times[one] -= 1
            if self._times[one] <= 0:
                del self._times[one]
                gone.add(one)
        return gone

    async def all(self, kind: str) -> set[str]:
        """Everybody of a kind who is connected."""
        return {subject for its, subject in self._times if its == kind}

    def subjects(self) -> set[Subject]:
        """Everybody who is connected."""
        return set(self._times)


class Everywhere:
    """The attendance of a centre that may be served by several processes."""

    def __init__(self, *, db: Database, bus: Bus, node: Node, lease_ms: int) -> None:
        self._db = db
        self._bus = bus
        self._node = node
        self._lease_ms = lease_ms
        self._here = Here()
        self._lists: dict[str, frozenset[str]] = {}
        self._said: set[Subject] = set()
        self._saying = asyncio.Lock()
        self.outdated = asyncio.Event()

    async def enter(self) -> None:
        """Say that this process is there, and who is connected to it."""
        known = await self._db.write_apart(nodes.enter, node=self._node, lease_ms=self._lease_ms)
        if not known:
            self._said.clear()
        if await self._db.read(lease.is_led_by_newer, format_here=self._node.format):
            self.outdated.set()
        await self._say()

    async def run(self) -> None:
        """Say so again and again, until cancelled."""
        while True:
            await asyncio.sleep(self._lease_ms / 1_000 / BEATS)
            try:
                await self.enter()
            except OnqueueError as error:
                log.warning("attendance.delayed", error=error.code)
            except Exception:
                # Without the database we count as gone, which is as it should be.
                log.exception("attendance.failed")

    async def leave(self) -> None:
        """Say that this process goes, and all who are connected to it."""
        try:
            await self._db.write_apart(nodes.leave, node=self._node.id)
        except OnqueueError as error:
            log.warning("attendance.not_left", error=error.code)
        self._bus.publish(TOPIC)

    async def came(self, *subjects: Subject) -> None:
        """Write down who is new here."""
        await self._here.came(*subjects)
        await self._say_safely()

    async def went(self, *subjects: Subject) -> set[Subject]:
        """Write down who is no longer here."""
        gone = await self._here.went(*subjects)
        if not gone or not await self._say_safely():
            return set()
        self._bus.publish(TOPIC)
        return await self._db.read(nodes.absent, subjects=gone)

    async def all(self, kind: str) -> set[str]:
        """Everybody of a kind who is connected, to whichever process."""
        return await self._db.read(nodes.attending, kind=kind)

    def list(self, kind: str, subjects: Iterable[str]) -> None:
        """Say with the next beat that just these of a kind are connected here."""
        self._lists[kind] = frozenset(subjects)

    async def _say_safely(self) -> bool:
        try:
            await self._say()
        except OnqueueError as error:
            # The next beat says it.
            log.warning("attendance.delayed", error=error.code)
            return False
        return True

    async def _say(self) -> None:
        """Write down what is not written yet. Whoever waited for others has often nothing left."""
        async with self._saying:
            here = self._here.subjects()
            here.update((kind, one) for kind, some in self._lists.items() for one in some)
            came, went = here - self._said, self._said - here
            if came or went:
                await self._db.write(nodes.note, node=self._node.id, came=came, went=went)
                self._said = here
