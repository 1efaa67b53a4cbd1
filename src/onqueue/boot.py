"""How is the program put together? The one place that knows every part.

`Program` makes the parts from the settings, starts them in the order in which they stand on
each other, and stops them the other way round. Where several processes serve a centre, a role
says which parts this one starts.
"""

from __future__ import annotations

import asyncio
import os
import platform
import socket
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog

from onqueue import __version__
from onqueue.channels.voice.telephone import LINES_EVERY_S, LOOK_S, PHONES_EVERY_S, Telephone
from onqueue.channels.webchat.arrivals import Arrivals
from onqueue.channels.webchat.chats import Chats
from onqueue.channels.webchat.files import ChatFiles
from onqueue.channels.webchat.notices import Notices
from onqueue.channels.webchat.watch import AbsenceWatch
from onqueue.conversations import jobs as conversation_jobs
from onqueue.conversations.service import FileStore, scanner_from
from onqueue.customers import jobs as customer_jobs
from onqueue.directory.service.records import TOPIC as DIRECTORY_TOPIC
from onqueue.films.jobs import Films
from onqueue.floor import snapshot
from onqueue.flows import jobs as flow_jobs
from onqueue.identity import jobs as identity_jobs
from onqueue.identity.service.by import CHANGED_TOPIC
from onqueue.insight import jobs as insight_jobs
from onqueue.journal import asks, lease, store
from onqueue.journal.feed import Feed
from onqueue.journal.projections import Projector
from onqueue.journal.store import head
from onqueue.kernel import jobs, metrics
from onqueue.kernel.bus import LocalBus
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.db import Database
from onqueue.kernel.doorbells import SharedBus
from onqueue.kernel.errors import Invalid, Unavailable
from onqueue.kernel.health import Health
from onqueue.kernel.ids import new_id
from onqueue.kernel.mailer import make_mailer
from onqueue.kernel.nodes import Node
from onqueue.kernel.passwords import Passwords
from onqueue.kernel.tasks import Tasks, outlasting
from onqueue.kernel.worker import Jobs
from onqueue.live import attendance
from onqueue.live.attendance import CHAT, Everywhere
from onqueue.live.house import House
from onqueue.live.typing_signs import TOPIC as TYPING_TOPIC
from onqueue.migrations.migrate import upgrade
from onqueue.recording import jobs as recording_jobs
from onqueue.recording.service.vault import vault_of
from onqueue.trials.jobs import Trials
from onqueue.trials.service import TOPIC as TRIALS_TOPIC
from onqueue.upkeep import jobs as upkeep_jobs
from onqueue.web.gauges import watch_live
from onqueue.web.limits import AttemptLimits, SharedAttemptLimits
from onqueue.web.parts import Parts
from onqueue.web.probe import Probe

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from onqueue.channels.voice.outgoing import Outgoing
    from onqueue.kernel.bus import Bus
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.doorbells import Doorbell
    from onqueue.kernel.settings import Settings

log = structlog.get_logger(__name__)

PLACES_EVERY_S: Final = 3.0
ABSENCE_EVERY_S: Final = 5.0
UNROUTED_EVERY_S: Final = 10.0
CHATS_EVERY_S: Final = 2.0

FAR: Final = frozenset(
    {store.TOPIC, jobs.TOPIC, DIRECTORY_TOPIC, lease.TOPIC, attendance.TOPIC}
    | {asks.ASKED, asks.ANSWERED, TRIALS_TOPIC}
)
"""What the processes of a centre tell each other; the newest message of a topic says all."""
EACH: Final = frozenset({CHANGED_TOPIC, TYPING_TOPIC})
"""The same, but every message counts. What people write never travels so."""


class Program:
    """A whole Onqueue in one process, or one of the processes of a centre."""

    def __init__(self, *, settings: Settings, clock: Clock | None = None) -> None:
        if settings.role != "all" and not settings.shared:
            raise Invalid(field="role", reason="on SQLite one process does all of it")
        self.settings = settings
        self.clock = clock or SystemClock()
        self.tasks = Tasks()
        self.node = _this_process(settings) if settings.shared else None
        bus: Bus = LocalBus()
        if self.node is not None:
            doorbell = _doorbell(settings, node=self.node)
            bus = SharedBus(doorbell=doorbell, topics=FAR | EACH)
        self.db = Database(url=settings.database, site=settings.site, bus=bus)
        self.jobs = Jobs(db=self.db, clock=self.clock)
        self.trials = Trials(db=self.db, clock=self.clock, settings=settings)
        self.films = Films(clock=self.clock, tasks=self.tasks)
        self.passwords = Passwords()
        self.mailer = make_mailer(settings=settings, clock=self.clock)
        self.health = Health()
        self.feed = Feed(db=self.db, clock=self.clock)
        self.house = House(
            db=self.db,
            bus=self.db.bus,
            clock=self.clock,
            feed=self.feed,
            tasks=self.tasks,
            check_invariants=settings.demo,
            node=self.node,
            candidate=settings.role in lease.LEADING_ROLES,
            lease_ms=settings.lease_s * 1_000,
        )
        self.arrivals = Arrivals(db=self.db, clock=self.clock, asking=self.house.asking)
        self.files = FileStore(
            root=settings.files_dir, scanner=scanner_from(settings.virus_command)
        )
        self.vault = vault_of(settings, db=self.db, clock=self.clock)
        self.telephone = self._make_telephone()
        self.chats = Chats(
            db=self.db,
            bus=self.db.bus,
            clock=self.clock,
            replica=self.house.replica,
            asking=self.house.asking,
            arrivals=self.arrivals,
            fresh=self.house.fresh,
            address=settings.address,
            phones=self.telephone.phones if self.telephone is not None else None,
        )
        self.limiter = AttemptLimits(clock=self.clock)
        if settings.shared:
            self.limiter = SharedAttemptLimits(db=self.db, clock=self.clock)
        self.projector = Projector(
            db=self.db,
            clock=self.clock,
            feed=self.feed,
            projections=[
                *conversation_jobs.PROJECTIONS,
                *insight_jobs.PROJECTIONS,
                *flow_jobs.PROJECTIONS,
                Notices(),
            ],
        )

    def _make_telephone(self) -> Telephone | None:
        if not self.settings.carries_calls:
            return None
        return Telephone(
            db=self.db,
            clock=self.clock,
            settings=self.settings,
            house=self.house,
            arrivals=self.arrivals,
            files=self.files,
        )

    def _outgoing(self) -> Outgoing | None:
        """Who calls customers, where there is something to call them by."""
        telephone = self.telephone
        return None if telephone is None or telephone.exchange is None else telephone.outgoing

    @property
    def parts(self) -> Parts:
        """What the web application stands on."""
        return Parts(
            settings=self.settings,
            db=self.db,
            clock=self.clock,
            bus=self.db.bus,
            jobs=self.jobs,
            mailer=self.mailer,
            passwords=self.passwords,
            limiter=self.limiter,
            health=self.health,
            house=self.house,
            chats=self.chats,
            phones=self.telephone.phones if self.telephone is not None else None,
            outgoing=self._outgoing(),
            exchange=self.telephone.exchange if self.telephone is not None else None,
            films=self.films,
            vault=self.vault,
            files=self.files,
            chat_files=ChatFiles(
                db=self.db,
                clock=self.clock,
                store=self.files,
                bytes_max=self.settings.upload_max_bytes,
            ),
        )

    async def start(self) -> None:
        """Bring everything up; when this returns, the floor serves, here or elsewhere."""
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(upgrade, self.settings.database)
        await self.db.start()
        if isinstance(self.db.bus, SharedBus):
            self.tasks.start(self.db.bus.run(), name="bus")
        role = self.settings.role
        if role in {"all", "jobs"}:
            self._prepare_jobs()
        if role != "jobs":
            await self._start_floor()
        self._watch_health()
        if role in {"all", "jobs"}:
            self.tasks.start(outlasting(self.jobs.run, name="jobs"), name="jobs")
            self.tasks.start(self.trials.run(), name="trials")
        if role in {"all", "web"}:
            self._start_web()
        self.upkeep = self._upkeep()
        self._every(upkeep_jobs.EVERY_S, self.upkeep.look, name="upkeep")

    async def stop(self) -> None:
        """Finish what is under way, then let go of everything."""
        if self.settings.role != "jobs":
            await self.house.stop()
        if self.telephone is not None:
            await self.telephone.stop()
        await self.tasks.stop()
        await self.db.stop()
        metrics.forget(self.settings.site)

    def _prepare_jobs(self) -> None:
        letters = identity_jobs.Letters(
            db=self.db, mailer=self.mailer, clock=self.clock, settings=self.settings
        )
        identity_jobs.register(self.jobs, letters=letters)
        upkeep_jobs.register(
            self.jobs,
            letters=upkeep_jobs.Letters(
                db=self.db, mailer=self.mailer, clock=self.clock, settings=self.settings
            ),
        )
        customer_jobs.register(self.jobs)
        conversation_jobs.register(
            jobs=self.jobs, database=self.db, store=self.files, clock=self.clock
        )
        recording_jobs.register(self.jobs, vault=self.vault)

    async def _start_floor(self) -> None:
        """Start what is live, and name what only the leader does."""
        duty = self.house.leading.while_leading
        if self.node is None:
            await self.projector.catch_up()
        duty("projector", self.projector.run)
        watch = AbsenceWatch(
            db=self.db,
            chats=self.chats,
            attendance=self.house.attendance,
            asking=self.house.asking,
            clock=self.clock,
        )
        for name, every_s, work in (
            ("absent-customers", ABSENCE_EVERY_S, watch.look),
            ("unrouted-contacts", UNROUTED_EVERY_S, self.arrivals.bring_again),
            ("silent-flows", UNROUTED_EVERY_S, watch.end_silent_flows),
        ):
            duty(name, partial(_again_and_again, every_s, work, name=name))
        if self.telephone is not None:
            duty("calls", self.telephone.run)
            looking = _again_and_again(LOOK_S, self.telephone.look, name="phones")
            self.tasks.start(looking, name="phones")
            self._every(LINES_EVERY_S, self.telephone.look_at_lines, name="telephones-there")
            self._every(PHONES_EVERY_S, self.telephone.look_at_phones, name="desk-phones")
        await self.house.start()
        watch_live(house=self.house, chats=self.chats, db=self.db)

    def _start_web(self) -> None:
        self.tasks.start(self.films.run(), name="films")
        self.tasks.start(self._carry_typing(), name="typing-to-customers")
        self._every(PLACES_EVERY_S, self.chats.tell_places, name="places-in-line")
        everywhere = self.house.attendance
        if isinstance(everywhere, Everywhere):

            async def list_chats() -> None:
                everywhere.list(CHAT, self.chats.conversations())

            self._every(CHATS_EVERY_S, list_chats, name="connected-customers")

    def _watch_health(self) -> None:
        """Say what readiness means: the database answers, the floor runs, nothing crashed."""

        async def database() -> str | None:
            await self.db.read(head)
            return None

        async def disk() -> str | None:
            return self.db.ailing()

        async def floor() -> str | None:
            state = self.house.driver.health
            if not self.house.leading.leads:
                led = self.node is not None and await self.db.read(lease.is_held)
                return None if led else "No process leads the floor."
            if not state.running:
                return "The floor is not running."
            broken = state.breaches + [
                one.sentence for one in self.house.driver.inspection.broken()
            ]
            return f"Broken: {broken[-1]}" if broken else None

        async def background() -> str | None:
            crashed = {
                **self.tasks.crashed,
                **self.house.leading.crashed,
                **{k: repr(v) for k, v in self.projector.failed.items()},
            }
            return f"Stopped: {', '.join(sorted(crashed))}." if crashed else None

        self.health.register("database", database, vital=True)
        self.health.register("disk", disk)
        self.health.register("floor", floor)
        self.health.register("background", background)

    def _upkeep(self) -> upkeep_jobs.Watch:
        """Return what writes down how this process is."""
        probe = Probe(
            settings=self.settings,
            db=self.db,
            clock=self.clock,
            house=self.house,
            chats=self.chats,
            feed=self.feed,
            projector=self.projector,
            tasks=self.tasks,
            health=self.health,
        )
        process = f"{platform.node()}:{self.settings.port}"
        return upkeep_jobs.Watch(db=self.db, clock=self.clock, process=process, probe=probe)

    async def _carry_typing(self) -> None:
        with self.db.bus.subscribe(TYPING_TOPIC) as signs:
            async for payload in signs:
                self.chats.staff_types(payload)

    def _every(self, seconds: float, work: Callable[[], Awaitable[None]], *, name: str) -> None:
        self.tasks.start(_again_and_again(seconds, work, name=name), name=name)


async def _again_and_again(
    seconds: float, work: Callable[[], Awaitable[None]], *, name: str
) -> None:
    while True:
        try:
            await work()
        except Unavailable as error:
            log.warning("boot.repeat_delayed", work=name, error=error.code)
        except Exception:
            log.exception("boot.repeat_failed", work=name)
        await asyncio.sleep(seconds)


def _this_process(settings: Settings) -> Node:
    return Node(
        id=new_id(),
        role=settings.role,
        host=socket.gethostname(),
        pid=os.getpid(),
        version=__version__,
        format=snapshot.FORMAT,
    )


def _doorbell(settings: Settings, *, node: Node) -> Doorbell:
    # Who does not use one need not load it.
    url = settings.nats_url.get_secret_value()
    if url:
        from onqueue.kernel.doorbells.nats import NatsDoorbell  # noqa: PLC0415

        return NatsDoorbell(url=url, site=settings.site, latest=FAR)
    from onqueue.kernel.doorbells.notify import NotifyDoorbell  # noqa: PLC0415

    return NotifyDoorbell(url=settings.database, site=settings.site, me=node.id, latest=FAR)
