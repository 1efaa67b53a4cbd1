"""Everything that is live in one process, wired together: what routes and sockets reach.

The driver owns the floor; the replica shows it; desks are told of changes; presence counts
the desks; threads carry messages. Whoever composes the program makes one house and starts it.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import structlog

from onqueue.directory import queries as directory
from onqueue.floor import estimates
from onqueue.floor.model import OFFERED, WAITING
from onqueue.identity import queries as identity
from onqueue.insight import queries as insight
from onqueue.insight.rules.calendar import INTERVAL_MS
from onqueue.kernel.errors import Invalid, OnqueueError
from onqueue.kernel.tasks import outlasting
from onqueue.kernel.together import Together
from onqueue.live import visiting
from onqueue.live.access import FloorAccess
from onqueue.live.asking import Asking
from onqueue.live.attendance import DESK, Everywhere, Here
from onqueue.live.desks import Desk, Desks
from onqueue.live.driver import Driver
from onqueue.live.errors import Outdated
from onqueue.live.fresh import Fresh
from onqueue.live.leading import Leading, Leased, Sole
from onqueue.live.names import Names
from onqueue.live.presence import Presence, Sweep
from onqueue.live.relay import Clerk, Relay
from onqueue.live.replica import Replica
from onqueue.live.sync import DirectorySync
from onqueue.live.threads import Threads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onqueue.journal.feed import Feed
    from onqueue.kernel.authz import Actor
    from onqueue.kernel.bus import Bus
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.kernel.nodes import Node
    from onqueue.kernel.tasks import Running, Tasks
    from onqueue.live.asking import Commands
    from onqueue.live.attendance import Attendance
    from onqueue.live.leading import Right
    from onqueue.live.replica import Batch

log = structlog.get_logger(__name__)

STATS_EVERY_S: Final = 1.0
ROUND_EVERY_S: Final = 0.5
"""How often agents hear how their queues stand, where that changed."""
PEOPLE_EVERY_S: Final = 10.0
PEOPLE_MAX: Final = 500
MESSAGES: Final = frozenset({"message.posted", "message.seen"})
"""Facts that no figure counts, and that most facts are."""
MOVED_MS: Final = 10_000
"""So long after a fact the figures may still follow; see `journal/projections.py`."""


class House:
    """One process's live side."""

    def __init__(
        self,
        *,
        db: Database,
        bus: Bus,
        clock: Clock,
        feed: Feed,
        tasks: Tasks,
        check_invariants: bool,
        node: Node | None = None,
        candidate: bool = True,
        lease_ms: int = 5_000,
    ) -> None:
        """With a `node` this is one process of several; a `candidate` may lead the floor."""
        self._db = db
        self._clock = clock
        self._tasks = tasks
        self._bus = bus
        self._feed = feed
        self._candidate = candidate
        self._lead: Running | None = None
        right: Right = Sole(db=db)
        if node is not None:
            right = Leased(db=db, node=node.id, lease_ms=lease_ms)
        self.driver = Driver(
            db=db, clock=clock, tasks=tasks, right=right, check_invariants=check_invariants
        )
        self.leading = Leading(
            bus=bus, feed=feed, driver=self.driver, right=right, lease_ms=lease_ms
        )
        self.attendance: Attendance = Here()
        self.relay: Relay | None = None
        commands: Commands = self.driver
        if node is not None:
            self.attendance = Everywhere(db=db, bus=bus, node=node, lease_ms=lease_ms)
            commands = self.relay = Relay(db=db, bus=bus, driver=self.driver, node=node.id)
        self.replica = Replica(db=db, feed=feed)
        self._told_at = 0
        self._moved_at = 0
        self.replica.watch(self._note, recover=self._note_all)
        self.asking = Asking(commands=commands, feed=feed)
        self.names = Names(db=db, replica=self.replica)
        self.desks = Desks(replica=self.replica, names=self.names, clock=clock)
        self.fresh = Fresh(bus=bus)
        self.threads = Threads(
            db=db,
            bus=bus,
            desks=self.desks,
            replica=self.replica,
            names=self.names,
            fresh=self.fresh,
        )
        self._going: Together[str, None] = Together(self._go, name="desks-gone")
        self.presence = Presence(commands=commands, attendance=self.attendance)
        self.access = FloorAccess(replica=self.replica, names=self.names)
        self._sync = DirectorySync(
            db=db, bus=bus, clock=clock, replica=self.replica, asking=self.asking
        )

    async def start(self) -> None:
        """Bring the floor up from the journal, or find who leads it."""
        if isinstance(self.attendance, Everywhere):
            await self._join(self.attendance)
        else:
            await self._db.write(visiting.go_everywhere, accounts=None, now=self._clock.now())
        await self.replica.start()
        self._tasks.start(self._feed.run(after=self.replica.position), name="feed")
        floor = self.replica.floor
        await self.names.start(
            contacts=tuple(floor.contacts),
            conversation_ids={one.conversation for one in floor.contacts.values()},
        )
        self.leading.while_leading("directory-sync", self._sync.run)
        if self._candidate:
            self._lead = self._tasks.start(self.leading.run(), name="lead")
            await self.leading.settled()
        if self.driver.leads:
            await self.presence.start(floor)
            await self._sync.once()
        self._tasks.start(self._tell_stats(), name="board-stats")
        self._tasks.start(self._tell_rounds(), name="queues-to-desks")
        self._tasks.start(
            outlasting(self._follow_people, name="people-to-desks"), name="people-to-desks"
        )
        self._tasks.start(self.threads.carry_typing(), name="typing-to-desks")

    async def _join(self, attendance: Everywhere) -> None:
        """Become one of the processes of a centre."""
        assert self.relay is not None
        await attendance.enter()
        if attendance.outdated.is_set():
            raise Outdated
        self._tasks.start(attendance.run(), name="attendance")
        self._tasks.start(self._look_after_people(), name="people")
        self._tasks.start(self.relay.run(), name="relay")
        clerk = Clerk(db=self._db, bus=self._bus, driver=self.driver)
        sweep = Sweep(
            db=self._db,
            bus=self._bus,
            clock=self._clock,
            replica=self.replica,
            presence=self.presence,
            attendance=attendance,
        )
        self.leading.while_leading("clerk", clerk.run)
        self.leading.while_leading("sweep", sweep.run)

    async def enter(self, desk: Desk, *, after: int | None, epoch: str | None) -> None:
        """Let a desk in."""
        self.desks.open(desk, after=after, epoch=epoch)
        await self.attendance.came((DESK, desk.actor.account))

    async def leave(self, desk: Desk) -> None:
        """A desk is gone; with a person's last one, so are their visits to conversations."""
        self.desks.close(desk)
        if await self.attendance.went((DESK, desk.actor.account)):
            await self._going.ask(desk.actor.account)

    async def _go(self, accounts: Sequence[str]) -> Sequence[None]:
        await self._db.write(visiting.go_everywhere, accounts=accounts, now=self._clock.now())
        return [None] * len(accounts)

    async def stop(self) -> None:
        """Finish what is under way, leave a snapshot, and let another process lead."""
        if self._lead is not None:
            self._lead.cancel()
            await self._lead.ended()
        await self.leading.stop()
        if isinstance(self.attendance, Everywhere):
            await self.attendance.leave()

    def targets(self, actor: Actor) -> dict[str, Any]:
        """Where a contact can go now."""
        floor = self.replica.floor
        queues = []
        for id_, queue in floor.queues.items():
            staff = estimates.staff(floor, id_)
            queues.append(
                {
                    "id": id_,
                    "name": queue.spec.name,
                    "open": queue.open,
                    "waiting": queue.counts[WAITING] + queue.counts[OFFERED],
                    "agents_on": staff.on,
                    "agents_free": staff.free,
                }
            )
        agents = [
            {
                "id": agent.id,
                "name": agent.spec.name,
                "state": agent.state,
                "reason": agent.reason,
                "free": agent.ready and agent.room_for("chat"),
                "queues": list(agent.spec.queues),
            }
            for agent in floor.agents.values()
            if agent.state != "off" and agent.id != actor.account
        ]
        return {"queues": queues, "agents": sorted(agents, key=lambda one: str(one["name"]))}

    async def equip(self, agents: frozenset[str]) -> None:
        """Let exactly these agents be asked for those who call by telephone."""
        await self._sync.equip(agents)

    async def check_code(self, *, queue: str, code: str) -> None:
        """Refuse a wrap-up code that is not for this queue."""
        codes = await self._db.read(directory.codes_for, queue=queue)
        if code not in {one.id for one in codes}:
            raise Invalid(field="code", reason="this code is not for this queue")

    async def _note(self, batch: Batch) -> None:
        if any(one.entry.kind not in MESSAGES for one in batch):
            self._moved_at = self._clock.now()

    async def _note_all(self) -> None:
        self._moved_at = self._clock.now()

    async def _follow_people(self) -> None:
        """Teams and rights may have changed: desks of that person start over."""
        with self._bus.subscribe("identity.changed") as changes:
            async for payload in changes:
                others = await self.names.learn_people()
                account = payload.decode()
                self.desks.touch([("agent", one) for one in (account, *others)])
                for desk in self.desks.of(account):
                    desk.dismiss()

    async def _look_after_people(self) -> None:
        """Do the same without being told: of another process one may not hear."""
        while True:
            await asyncio.sleep(PEOPLE_EVERY_S)
            try:
                await self.look_after_people()
            except OnqueueError as error:
                log.warning("people.delayed", code=error.code)

    async def look_after_people(self) -> None:
        """Let desks start over whose person is signed out, or may see something else by now."""
        others = await self.names.learn_people()
        if others:
            self.desks.touch([("agent", one) for one in others])
        desks = [desk for desk in self.desks.everyone() if desk.session]
        for first in range(0, len(desks), PEOPLE_MAX):
            some = desks[first : first + PEOPLE_MAX]
            now = await self._db.read(
                identity.actors_signed_in, sessions={desk.session for desk in some}
            )
            for desk in some:
                if now.get(desk.session) != desk.actor:
                    desk.dismiss()

    async def _tell_stats(self) -> None:
        while True:
            try:
                await self.tell_stats()
            except Exception:
                log.exception("board.stats_failed")
            await asyncio.sleep(STATS_EVERY_S)

    async def _tell_rounds(self) -> None:
        while True:
            await asyncio.sleep(ROUND_EVERY_S)
            try:
                await self.desks.tell_round()
            except Exception:
                log.exception("desks.round_failed")

    async def tell_stats(self) -> None:
        """Show the boards the figures of the day, unless they can be only what they were."""
        if len(self.desks) == 0:
            self._told_at = 0
            return
        now = self._clock.now()
        waiting = any(
            queue.counts[WAITING] + queue.counts[OFFERED]
            for queue in self.replica.floor.queues.values()
        )
        later = now // INTERVAL_MS != self._told_at // INTERVAL_MS
        if not (waiting or later or now - self._moved_at <= MOVED_MS):
            return
        self._told_at = now
        centre = await self._db.read(directory.centre)
        stats = await self._db.read(
            insight.live_stats, queues=None, time_zone=centre.time_zone, now=now
        )
        self.desks.put_stats(asdict(one) for one in stats)
