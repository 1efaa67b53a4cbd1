"""What do events about the floor, its queues and who works there change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.evolving.moves import (
    count_time,
    join_line,
    leave_line,
    rekey,
    settle,
    time_diversion,
    time_ring,
)
from onqueue.floor.model import OFFERED, PART_MS, WAITING, Agent, Queue
from onqueue.floor.timers import BREAK, PRESENCE, RECOVERY, REST, WISH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onqueue.floor import events
    from onqueue.floor.model import Contact, Floor
    from onqueue.floor.specs import QueueSpec


def floor_tuned(floor: Floor, event: events.FloorTuned) -> None:
    """Change the settings; another rate of ageing changes everybody's place."""
    changed = floor.ageing_ms != event.ageing_ms
    floor.ageing_ms = event.ageing_ms
    floor.misses_max = event.misses_max
    floor.presence_grace_ms = event.presence_grace_ms
    floor.hard_run_max, floor.hard_rest_ms = event.hard_run_max, event.hard_rest_ms
    floor.recovery_budget_ms = event.recovery_budget_ms
    floor.breaks = event.breaks
    if changed:
        _reorder(floor, floor.contacts.values())


def queue_configured(floor: Floor, event: events.QueueConfigured) -> None:
    """Add or change a queue; other rules change the lines and places of those in it."""
    queue = floor.queues.get(event.queue)
    if queue is None:
        floor.queues[event.queue] = Queue(
            id=event.queue,
            spec=event.spec,
            came_part=event.at // PART_MS,
            watched_from_at=event.at,
        )
        return
    before, queue.spec = queue.spec, event.spec
    if _rules(before) == _rules(event.spec):
        return
    here = [one for one in floor.contacts.values() if one.queue == event.queue]
    floor.index.forget_ways(event.queue)
    _reorder(floor, here)
    for contact in here:
        if contact.state in {WAITING, OFFERED}:
            if before.rings != event.spec.rings:
                time_ring(floor, contact, event.at)
            if before.diversions != event.spec.diversions and not contact.keeps_place:
                time_diversion(floor, contact, event.at)
    floor.index.forget_ways(event.queue)


def queue_removed(floor: Floor, event: events.QueueRemoved) -> None:
    """Remove an empty queue."""
    assert not floor.queues[event.queue].size, "only a queue without contacts is removed"
    del floor.queues[event.queue]
    floor.index.forget_queue(event.queue)


def queue_opened(floor: Floor, event: events.QueueOpened) -> None:
    """Let contacts in."""
    queue = floor.queues[event.queue]
    queue.open, queue.opens_at, queue.closes_at = True, None, event.closes_at
    queue.closed_for = ""


def queue_closed(floor: Floor, event: events.QueueClosed) -> None:
    """Let no more contacts in."""
    queue = floor.queues[event.queue]
    queue.open, queue.opens_at, queue.closes_at = False, event.opens_at, None
    queue.closed_for = event.cause


def agent_configured(floor: Floor, event: events.AgentConfigured) -> None:
    """Add an agent, or change one. A changed agent's idleness counts anew."""
    agent = floor.agents.get(event.agent)
    if agent is None:
        agent = floor.agents[event.agent] = Agent(
            id=event.agent,
            spec=event.spec,
            since_at=event.at,
            idle_since_at=event.at,
            idle_seq=0,
            counted_at=event.at,
        )
    count_time(agent, event.at)
    agent.spec = event.spec
    agent.strained = not agent.within_capacity
    floor.index.seat(agent)
    settle(floor, agent, event.at)


def agent_removed(floor: Floor, event: events.AgentRemoved) -> None:
    """Remove an agent who holds nothing."""
    agent = floor.agents[event.agent]
    assert not agent.load, "only an agent who holds nothing is removed"
    floor.index.unseat(agent.id)
    floor.wishing.pop(agent.id, None)
    for kind in (PRESENCE, RECOVERY, REST, WISH, BREAK):
        floor.deadlines.drop(kind, agent.id)
    del floor.agents[agent.id]


def _rules(spec: QueueSpec) -> tuple[object, ...]:
    """Return what decides about lines, places and times of waiting."""
    return (
        spec.priority,
        spec.evaluation,
        spec.choice,
        spec.weights,
        spec.order,
        spec.promise_ms,
        spec.rings,
        spec.diversions,
        spec.gates,
        spec.hard,
        spec.kept_free,
    )


def _reorder(floor: Floor, contacts: Iterable[Contact]) -> None:
    for contact in contacts:
        waits = contact.state == WAITING
        if waits:
            leave_line(floor, contact)
        rekey(floor, contact, floor.queues[contact.queue].spec)
        if waits:
            join_line(floor, contact)
