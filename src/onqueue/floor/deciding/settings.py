"""May the floor be set up like this?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor import events, reasons
from onqueue.floor.deciding.breaks import leave_wish
from onqueue.floor.deciding.leaving import lay_down
from onqueue.floor.deciding.verdicts import Verdict, find_agent, find_queue
from onqueue.floor.refusals import Refusal, refuse
from onqueue.floor.specs import (
    CHOICES,
    DIVERSIONS,
    EVALUATIONS,
    OCCASIONS,
    ORDERS,
    RINGS_MAX,
    TO_QUEUE,
)

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
        hard_run_max=command.hard_run_max,
        hard_rest_ms=command.hard_rest_ms,
        recovery_budget_ms=command.recovery_budget_ms,
        breaks=command.breaks,
    )
    settings = [name for name in event.__struct_fields__ if name != "at"]
    same = all(getattr(floor, name) == getattr(event, name) for name in settings)
    return () if same else (event,)


def configure_queue(floor: Floor, command: commands.ConfigureQueue, now: int) -> Verdict:
    """Add or change a queue."""
    queue = floor.queues.get(command.queue)
    if queue is not None and queue.spec == command.spec:
        return ()
    refusal = _unsound(floor, command)
    if refusal is not None:
        return refusal
    return (events.QueueConfigured(at=now, queue=command.queue, spec=command.spec),)


def _unsound(floor: Floor, command: commands.ConfigureQueue) -> Refusal | None:
    """Refuse rules that could not be followed, or that would send contacts round in a circle."""
    spec, name = command.spec, command.spec.name
    if (
        spec.evaluation not in EVALUATIONS
        or spec.choice not in CHOICES
        or spec.order not in ORDERS
        or any(one.when not in OCCASIONS or one.to not in DIVERSIONS for one in spec.diversions)
    ):
        return refuse("queue.unknown_rule", queue=command.queue, name=name)
    times = [ring.after_ms for ring in spec.rings]
    if len(times) > RINGS_MAX or times != sorted(set(times)) or any(at < 0 for at in times):
        return refuse("queue.rings_out_of_order", queue=command.queue, name=name)
    circle = _circle(floor, command)
    if circle:
        path = " → ".join(circle)
        return refuse("queue.diversion_circle", queue=command.queue, name=name, path=path)
    return None


def _circle(floor: Floor, command: commands.ConfigureQueue) -> list[str]:
    """Return the names on a way of diversions that comes back to the queue, if there is one."""
    specs = {queue.id: queue.spec for queue in floor.queues.values()}
    specs[command.queue] = command.spec
    ways = [[command.queue]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for diversion in specs[way[-1]].diversions:
            if diversion.to != TO_QUEUE or diversion.target not in specs:
                continue
            if diversion.target == command.queue:
                return [specs[queue].name for queue in [*way, command.queue]]
            if diversion.target not in seen:
                seen.add(diversion.target)
                ways.append([*way, diversion.target])
    return []


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
    same = (queue.opens_at, queue.closed_for) == (command.opens_at, command.cause)
    if not queue.open and same:
        return ()
    return (
        events.QueueClosed(at=now, queue=queue.id, opens_at=command.opens_at, cause=command.cause),
    )


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
    left = lay_down(floor, agent, now, by="system", reason=reasons.AGENT_REMOVED)
    return (*leave_wish(agent, now), *left, events.AgentRemoved(at=now, agent=agent.id))
