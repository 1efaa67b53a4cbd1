"""How does the floor learn what administrators changed, and when queues open and close?

The directory holds what should be; the floor's journal holds what it was told. This
compares the two whenever the directory says that something changed, and at every opening
and closing time, and asks the floor for the difference. It can run as often as it likes.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from onqueue.directory import queries as directory
from onqueue.directory.rules import hours
from onqueue.floor.commands import (
    CloseQueue,
    Command,
    ConfigureAgent,
    ConfigureQueue,
    OpenQueue,
    RemoveAgent,
    RemoveQueue,
    TuneFloor,
)
from onqueue.floor.specs import ON_EMERGENCY, ON_HOLIDAY, TELEPHONE
from onqueue.kernel.errors import Refused, Unavailable
from onqueue.kernel.tasks import first_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onqueue.directory.queries import FloorAgent, FloorQueue, FloorSettings
    from onqueue.directory.rules.hours import Hours
    from onqueue.floor.model import Floor
    from onqueue.kernel.bus import Bus
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking
    from onqueue.live.replica import Replica

log = structlog.get_logger(__name__)

HOURS: Final = "hours"
"""Why a queue is closed on any other day."""
ASKED_MAX: Final = 200
"""How much is asked at a time: what one batch of the floor can hold, and others with it."""
DELAY_S: Final = 1.0
LOOK_AGAIN_S: Final = 30.0
"""Also without news: a missed wake-up costs this delay and nothing more."""


class Wanted:
    """What the directory says the floor should be."""

    def __init__(
        self,
        *,
        settings: FloorSettings,
        queues: list[FloorQueue],
        agents: list[FloorAgent],
        calendars: Mapping[str, Hours],
    ) -> None:
        self.telephones: frozenset[str] | None = None
        """The agents who have a telephone now; None is that nobody knows, and what was counts."""
        self.settings = settings
        self.queues = {queue.id: queue for queue in queues if not queue.archived}
        self.agents = {agent.id: agent for agent in agents}
        self.calendars = calendars

    def hours_of(self, queue: FloorQueue) -> Hours | None:
        """The queue's calendar; None is always open."""
        return None if queue.hours_id is None else self.calendars[queue.hours_id]


def wanted(session: Session) -> Wanted:
    """Read the directory."""
    return Wanted(
        settings=directory.floor_settings(session),
        queues=directory.floor_queues(session),
        agents=directory.floor_agents(session),
        calendars=directory.floor_hours(session),
    )


def difference(floor: Floor, want: Wanted, now: int) -> list[Command]:
    """The commands that make the floor what the directory wants it to be."""
    return [
        *_settings(floor, want),
        *_queues(floor, want),
        *_openings(floor, want, now),
        *_agents(floor, want),
    ]


def _settings(floor: Floor, want: Wanted) -> list[Command]:
    tune = TuneFloor(
        ageing_ms=want.settings.ageing_ms,
        misses_max=want.settings.misses_max,
        presence_grace_ms=want.settings.presence_grace_ms,
        hard_run_max=want.settings.hard_run_max,
        hard_rest_ms=want.settings.hard_rest_ms,
        recovery_budget_ms=want.settings.recovery_budget_ms,
        breaks=want.settings.breaks,
    )
    same = all(getattr(floor, name) == getattr(tune, name) for name in tune.__struct_fields__)
    return [] if same else [tune]


def _queues(floor: Floor, want: Wanted) -> list[Command]:
    commands: list[Command] = []
    for id_, queue in want.queues.items():
        known = floor.queues.get(id_)
        if known is None or known.spec != queue.spec:
            commands.append(ConfigureQueue(queue=id_, spec=queue.spec))
    commands.extend(RemoveQueue(queue=id_) for id_ in floor.queues if id_ not in want.queues)
    return commands


def _openings(floor: Floor, want: Wanted, now: int) -> list[Command]:
    commands: list[Command] = []
    for id_, queue in want.queues.items():
        calendar = want.hours_of(queue)
        known = floor.queues.get(id_)
        if queue.emergency:
            if known is None or known.open or known.closed_for != ON_EMERGENCY:
                commands.append(CloseQueue(queue=id_, cause=ON_EMERGENCY))
        elif hours.is_open(calendar, now):
            closes_at = hours.next_closing(calendar, now)
            if known is None or not known.open or known.closes_at != closes_at:
                commands.append(OpenQueue(queue=id_, closes_at=closes_at))
        else:
            opens_at = hours.next_opening(calendar, now)
            cause = ON_HOLIDAY if hours.is_exception(calendar, now) else HOURS
            said = None if known is None else (known.open, known.opens_at, known.closed_for)
            if said != (False, opens_at, cause):
                commands.append(CloseQueue(queue=id_, opens_at=opens_at, cause=cause))
    return commands


def _agents(floor: Floor, want: Wanted) -> list[Command]:
    commands: list[Command] = []
    for id_, agent in want.agents.items():
        known = floor.agents.get(id_)
        had = known is not None and TELEPHONE in known.spec.cleared
        spec = agent.spec
        if had if want.telephones is None else id_ in want.telephones:
            spec = msgspec.structs.replace(spec, cleared=(*spec.cleared, TELEPHONE))
        if known is None or known.spec != spec:
            commands.append(ConfigureAgent(agent=id_, spec=spec))
    commands.extend(RemoveAgent(agent=id_) for id_ in floor.agents if id_ not in want.agents)
    return commands


class DirectorySync:
    """Keeps the floor in step with the directory and the opening hours."""

    def __init__(
        self, *, db: Database, bus: Bus, clock: Clock, replica: Replica, asking: Asking
    ) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        self._replica = replica
        self._asking = asking
        self._comparing = asyncio.Lock()
        self._telephones: frozenset[str] | None = None

    async def run(self) -> None:
        """Compare at once, at every piece of news, and at every opening and closing."""
        with (
            self._bus.subscribe("directory", latest=True) as changes,
            self._bus.subscribe("identity.changed", latest=True) as people,
        ):
            while True:
                wait_s = await self._once_safely()
                again = self._clock.now() + int(wait_s * 1000)
                await first_of(changes.next(), people.next(), self._clock.wait_until(again))

    async def _once_safely(self) -> float:
        """Compare once; how long to wait with the next time."""
        try:
            await self.once()
        except Unavailable as error:
            # The floor is built again, or led elsewhere by now.
            log.warning("sync.delayed", code=error.code)
            return DELAY_S
        return self._wait_s()

    async def equip(self, agents: frozenset[str]) -> None:
        """Let exactly these agents have a telephone."""
        self._telephones = agents
        await self.once()

    async def once(self) -> None:
        """Compare once, and ask for the difference.

        What is refused is asked for once more after the rest: of two queues that swap who
        sends contacts to whom, one has to let go before the other can take hold.
        """
        async with self._comparing:
            want = await self._db.read(wanted)
            want.telephones = self._telephones
            for _ in range(2):
                commands = difference(self._replica.floor, want, self._clock.now())
                if await self._ask_all(commands):
                    return

    async def _ask_all(self, commands: list[Command]) -> bool:
        """Ask in this order, many at a time; whether nothing was refused."""
        done = True
        for first in range(0, len(commands), ASKED_MAX):
            some = commands[first : first + ASKED_MAX]
            done = all(await asyncio.gather(*(self._ask(one) for one in some))) and done
        return done

    async def _ask(self, command: Command) -> bool:
        try:
            await self._asking.ask(command)
        except Refused as refused:
            log.info("sync.refused", command=type(command).__name__, code=refused.code)
            return False
        return True

    def _wait_s(self) -> float:
        now = self._clock.now()
        times = [
            at
            for queue in self._replica.floor.queues.values()
            for at in (queue.closes_at, queue.opens_at)
            if at is not None and at > now
        ]
        return min([LOOK_AGAIN_S, *((at - now) / 1000 for at in times)])
