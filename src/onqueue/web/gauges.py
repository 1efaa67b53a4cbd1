"""What can be watched of the live side from outside? Names for the numbers of one process."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onqueue.floor import model
from onqueue.kernel import metrics
from onqueue.kernel.doorbells import SharedBus

if TYPE_CHECKING:
    from onqueue.channels.webchat.chats import Chats
    from onqueue.kernel.db import Database
    from onqueue.live.house import House


def watch_live(*, house: House, chats: Chats, db: Database) -> None:
    """Let the metrics page show the floor, the desks, the widgets and the database's lines."""
    watch = partial(metrics.watch, site=db.site)
    replica, driver = house.replica, house.driver

    def contacts(state: str) -> int:
        return sum(queue.counts[state] for queue in replica.floor.queues.values())

    for state in model.CONTACT_STATES:
        watch(
            f"onqueue_contacts_{state}",
            f"Contacts on the floor that are {state.replace('_', ' ')}.",
            lambda state=state: contacts(state),  # type: ignore[misc]  # bound now, not later
        )
    watch(
        "onqueue_agents_ready",
        "Agents who are on queue and connected.",
        lambda: sum(agent.ready for agent in replica.floor.agents.values()),
    )
    watch("onqueue_desks", "Desks that are connected.", lambda: len(house.desks))
    watch("onqueue_widgets", "Chat widgets that are connected.", lambda: len(chats))
    watch(
        "onqueue_journal_position", "The last fact this process has seen.", lambda: replica.position
    )
    watch(
        "onqueue_floor_running",
        "1 while this process's floor takes commands.",
        lambda: int(driver.health.running),
    )
    watch(
        "onqueue_floor_restarts",
        "How often the floor was built again after a failure.",
        lambda: driver.health.restarts,
    )
    watch(
        "onqueue_floor_breaches",
        "Invariants that were seen broken.",
        lambda: driver.health.breaches_total,
    )
    watch(
        "onqueue_floor_mended",
        "How often a floor that was not as it must be was built again from the journal.",
        lambda: driver.inspection.mended,
    )
    watch(
        "onqueue_floor_look_seconds",
        "How long the last look at all invariants took, a moment at a time.",
        lambda: driver.inspection.took_ms / 1_000,
    )
    for lane in ("read", "write"):
        watch(
            f"onqueue_database_{lane}s_waiting",
            f"Transactions that wait to {lane}.",
            lambda lane=lane: db.waiting().get(lane, 0),  # type: ignore[misc]  # bound now, not later
        )
    _watch_others(house=house, db=db)


def _watch_others(*, house: House, db: Database) -> None:
    """What this process has to do with the other ones of the centre."""
    watch = partial(metrics.watch, site=db.site)
    watch(
        "onqueue_floor_leads",
        "1 while this process leads the floor, 0 while it stands by.",
        lambda: int(house.leading.leads),
    )
    watch(
        "onqueue_floor_terms_total",
        "How often this process has taken the lead.",
        lambda: house.leading.terms,
    )
    watch(
        "onqueue_floor_asks_waiting",
        "Commands of this process that wait for the leader's answer.",
        lambda: 0 if house.relay is None else len(house.relay),
    )
    watch(
        "onqueue_bus_up",
        "1 while messages between processes go through.",
        lambda: int(db.bus.doorbell.up) if isinstance(db.bus, SharedBus) else 1,
    )
