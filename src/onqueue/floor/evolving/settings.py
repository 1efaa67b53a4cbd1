"""What do events about the floor, its queues and who works there change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.evolving.moves import join_line, leave_line, rekey, settle
from onqueue.floor.model import WAITING, Agent, Queue
from onqueue.floor.timers import PRESENCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onqueue.floor import events
    from onqueue.floor.model import Contact, Floor


def floor_tuned(floor: Floor, event: events.FloorTuned) -> None:
    """Change the settings; another rate of ageing changes everybody's place."""
    changed = floor.ageing_ms != event.ageing_ms
    floor.ageing_ms = event.ageing_ms
    floor.misses_max = event.misses_max
    floor.presence_grace_ms = event.presence_grace_ms
    if changed:
        _reorder(floor, floor.contacts.values())


def queue_configured(floor: Floor, event: events.QueueConfigured) -> None:
    """Add or change a queue; another priority changes the place of those in it."""
    queue = floor.queues.get(event.queue)
    if queue is None:
        floor.queues[event.queue] = Queue(id=event.queue, spec=event.spec)
        return
    changed = queue.spec.priority != event.spec.priority
    queue.spec = event.spec
    if changed:
        _reorder(floor, (one for one in floor.contacts.values() if one.queue == event.queue))


def queue_removed(floor: Floor, event: events.QueueRemoved) -> None:
    """Remove an empty queue."""
    assert not floor.queues[event.queue].size, "only a queue without contacts is removed"
    del floor.queues[event.queue]
    floor.index.forget_queue(event.queue)


def queue_opened(floor: Floor, event: events.QueueOpened) -> None:
    """Let contacts in."""
    queue = floor.queues[event.queue]
    queue.open, queue.opens_at, queue.closes_at = True, None, event.closes_at


def queue_closed(floor: Floor, event: events.QueueClosed) -> None:
    """Let no more contacts in."""
    queue = floor.queues[event.queue]
    queue.open, queue.opens_at, queue.closes_at = False, event.opens_at, None


def agent_configured(floor: Floor, event: events.AgentConfigured) -> None:
    """Add an agent, or change one. A changed agent's idleness counts anew."""
    agent = floor.agents.get(event.agent)
    if agent is None:
        agent = floor.agents[event.agent] = Agent(
            id=event.agent, spec=event.spec, since_at=event.at, idle_since_at=event.at, idle_seq=0
        )
    agent.spec = event.spec
    agent.strained = not agent.within_capacity
    floor.index.seat(agent)
    settle(floor, agent, event.at)


def agent_removed(floor: Floor, event: events.AgentRemoved) -> None:
    """Remove an agent who holds nothing."""
    agent = floor.agents[event.agent]
    assert not agent.load, "only an agent who holds nothing is removed"
    left = floor.index.unseat(agent.id)
    assert not left, "nobody waits for an agent who is removed"
    floor.deadlines.drop(PRESENCE, agent.id)
    del floor.agents[agent.id]


def _reorder(floor: Floor, contacts: Iterable[Contact]) -> None:
    for contact in contacts:
        waits = contact.state == WAITING
        if waits:
            leave_line(floor, contact)
        rekey(floor, contact)
        if waits:
            join_line(floor, contact)
