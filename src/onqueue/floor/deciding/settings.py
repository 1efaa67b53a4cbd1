"""May the floor be set up like this?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor import events
from onqueue.floor.deciding.leaving import lay_down
from onqueue.floor.deciding.verdicts import Verdict, find_agent, find_queue
from onqueue.floor.refusals import Refusal, refuse

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Floor


def tune_floor(floor: Floor, command: commands.TuneFloor, now: int) -> Verdict:
    """Change the settings, if anything differs."""
    event = events.FloorTuned(
        at=now,
        ageing_ms=command.ageing_ms,
        misses_max=command.misses_max,
        presence_grace_ms=command.presence_grace_ms,
    )
    same = (floor.ageing_ms, floor.misses_max, floor.presence_grace_ms) == (
        event.ageing_ms,
        event.misses_max,
        event.presence_grace_ms,
    )
    return () if same else (event,)


def configure_queue(floor: Floor, command: commands.ConfigureQueue, now: int) -> Verdict:
    """Add or change a queue."""
    queue = floor.queues.get(command.queue)
    if queue is not None and queue.spec == command.spec:
        return ()
    return (events.QueueConfigured(at=now, queue=command.queue, spec=command.spec),)


def remove_queue(floor: Floor, command: commands.RemoveQueue, now: int) -> Verdict:
    """Remove a queue without contacts."""
    queue = floor.queues.get(command.queue)
    if queue is None:
        return ()
    if queue.size:
        return refuse("queue.in_use", queue=queue.id, name=queue.spec.name, count=queue.size)
    return (events.QueueRemoved(at=now, queue=queue.id),)


def open_queue(floor: Floor, command: commands.OpenQueue, now: int) -> Verdict:
    """Open a queue, or tell when it closes."""
    queue = find_queue(floor, command.queue)
    if isinstance(queue, Refusal):
        return queue
    if queue.open and queue.closes_at == command.closes_at:
        return ()
    return (events.QueueOpened(at=now, queue=queue.id, closes_at=command.closes_at),)


def close_queue(floor: Floor, command: commands.CloseQueue, now: int) -> Verdict:
    """Close a queue, or tell when it opens."""
    queue = find_queue(floor, command.queue)
    if isinstance(queue, Refusal):
        return queue
    if not queue.open and queue.opens_at == command.opens_at:
        return ()
    return (events.QueueClosed(at=now, queue=queue.id, opens_at=command.opens_at),)


def configure_agent(floor: Floor, command: commands.ConfigureAgent, now: int) -> Verdict:
    """Add or change an agent; less capacity than used is allowed, and stops further offers."""
    agent = floor.agents.get(command.agent)
    if agent is not None and agent.spec == command.spec:
        return ()
    return (events.AgentConfigured(at=now, agent=command.agent, spec=command.spec),)


def remove_agent(floor: Floor, command: commands.RemoveAgent, now: int) -> Verdict:
    """Remove an agent; what they hold goes back to the line."""
    agent = find_agent(floor, command.agent)
    if isinstance(agent, Refusal):
        return ()
    left = lay_down(floor, agent, now, by="system", reason="agent removed")
    return (*left, events.AgentRemoved(at=now, agent=agent.id))
