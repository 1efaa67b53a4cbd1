"""A centre with a day on record: a simulated one, whose queues are those of its directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from onqueue.directory import service as directory
from onqueue.directory.queries.routing import routing
from onqueue.floor.events import Event
from onqueue.identity.service.by import By
from onqueue.insight.jobs import Facts
from onqueue.journal import projections, store
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.db import Database
from onqueue.live import codec
from onqueue.sim.run import run
from onqueue.sim.scenario import DAY_MS, read_scenario

DAY = date(2026, 1, 5)
TO_MESSAGE = {"when": "wait", "to": "message", "over": 1, "target": ""}

PLAN = f"""
format = 1
name = "A short day"
begins = "{DAY}"

[queues.ORDERS]
[queues.REPAIRS]

[arrivals.orders]
queue = "ORDERS"
starts = "09:00"
ends = "11:00"
per_hour = 40
talk = {{ kind = "exponential", mean_s = 240 }}
patience = {{ kind = "exponential", mean_s = 240 }}

[arrivals.repairs]
queue = "REPAIRS"
starts = "09:00"
ends = "11:00"
per_hour = 10
talk = {{ kind = "exponential", mean_s = 240 }}

[agents.both]
count = 3
queues = ["ORDERS", "REPAIRS"]
starts = "09:00"
ends = "12:00"
"""


@dataclass
class Recorded:
    """The centre, and its two queues."""

    database: Database
    clock: VirtualClock
    orders: str
    repairs: str

    @property
    def by(self) -> By:
        return By(actor=SYSTEM, now=self.clock.now(), network="")

    async def draft(self, subject: str, **rules: Any) -> int:
        """Say what the rules are to be, and return the draft's revision."""
        shown = await self.database.read(routing, subject=subject)
        drafted = await self.database.write(
            directory.put_draft, by=self.by, subject=subject,
            revision=shown.draft.revision if shown.draft else 0, rules=rules, note="",
        )  # fmt: skip
        assert drafted.draft is not None
        return drafted.draft.revision


async def record_day(database: Database, clock: VirtualClock) -> Recorded:
    """Two queues, and one day of theirs, which is over."""
    by = By(actor=SYSTEM, now=clock.now(), network="")
    orders, repairs = [
        (await database.write(directory.create_queue, by=by, name=name)).id
        for name in ("Orders", "Repairs")
    ]
    plan = PLAN.replace("ORDERS", orders).replace("REPAIRS", repairs)
    happened: list[Event] = []
    run(read_scenario(plan), seed=3, sink=happened.extend)
    await database.write(_keep, happened=happened)
    clock.advance(ms=5 * DAY_MS + 9 * 3_600_000)
    return Recorded(database, clock, orders, repairs)


def _keep(session: Session, *, happened: list[Event]) -> None:
    store.append(session, facts=[codec.to_fact(event) for event in happened])
    facts = Facts()
    while projections.advance(session, projection=facts)[1]:
        pass
