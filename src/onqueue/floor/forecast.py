"""What would customers feel if an agent were away for a while?

Each queue is taken as one group of servers under Erlang A: arrivals by chance at the rate of the
last half hour, the smoothed handle time and patience of the queue, and a server for each slot of
its channel that an agent on queue has (Palm 1957; Garnett, Mandelbaum & Reiman 2002; the sums are
in `erlang`). Agents who serve several queues of a channel bring their share of the others' load
along: with slots(A) the slots of the agents A,

    load(queue) = sum over others of  rate(other) * handle(other) * slots(both) / slots(other)

which is exact where all serve everything and where nobody shares anything, and between
the two elsewhere. Skills and work of other channels are left out.

In the long run says nothing of the line that stands there now. So the wait that the next
customer may expect is the longer of the two: that of Erlang A, and that of the last place in
line, by `estimates`, with the pace slowed by the slots that are missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from onqueue.floor import erlang
from onqueue.floor.estimates import wait_for_place
from onqueue.floor.model import (
    GRANTED,
    HOUR_MS,
    OFFERED,
    ON_QUEUE,
    PART_MS,
    PARTS,
    WAITING,
    Effect,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.floor.model import Agent, Floor, Queue
    from onqueue.floor.routing.seats import Seat

EFFECTS_MAX: Final = 20
"""Queues of which an agent's absence is told; those that suffer most come first."""


class Group(NamedTuple):
    """The people of a queue, and what there is to do for them."""

    agents: int
    slots: int
    load: float
    """In slots that are busy all the time, with their share of other queues."""
    handle_ms: float


class Outlook(NamedTuple):
    """What a queue is expected to be like."""

    agents: int
    level: int
    wait_ms: int | None


def rate(queue: Queue, now: int) -> float:
    """Return how many contacts come in a millisecond, as of the last half hour."""
    part = now // PART_MS
    seen_from_at = max(queue.watched_from_at, (part - PARTS + 1) * PART_MS)
    kept = range(max(part, queue.came_part + 1) - PARTS, queue.came_part + 1)
    came = sum(queue.came[one % PARTS] for one in kept)
    return came / max(PART_MS, now - seen_from_at)


def counts_on(agent: Agent, gone: frozenset[str]) -> bool:
    """Say whether an agent answers or soon will again: recovery takes seconds."""
    leaves = agent.wish is not None and agent.wish.state == GRANTED
    return agent.state == ON_QUEUE and agent.connected and not leaves and agent.id not in gone


def effects(
    floor: Floor, agent: Agent, now: int, *, gone: frozenset[str] = frozenset()
) -> tuple[Effect, ...]:
    """Return what an agent's absence means to each of their queues, the worst first.

    `gone` are others who are about to go and count as away in any case.
    """
    before, after = Rota(floor, now, gone), Rota(floor, now, gone | {agent.id})
    found = [
        _effect(floor.queues[queue], before, after, now)
        for queue in dict.fromkeys(agent.spec.queues)
        if queue in floor.queues
    ]
    found.sort(key=lambda one: (one.level_after, one.queue))
    return tuple(found[:EFFECTS_MAX])


def _effect(queue: Queue, before: Rota, after: Rota, now: int) -> Effect:
    now_is, would_be = before.outlook(queue), after.outlook(queue)
    return Effect(
        queue=queue.id,
        agents_before=now_is.agents,
        agents_after=would_be.agents,
        level_before=now_is.level,
        level_after=would_be.level,
        wait_before_ms=now_is.wait_ms,
        wait_after_ms=would_be.wait_ms,
        comers_hour=round(rate(queue, now) * HOUR_MS),
        handle_ms=queue.handle_ms,
    )


class Rota:
    """The queues with some agents gone."""

    def __init__(self, floor: Floor, now: int, gone: frozenset[str]) -> None:
        """Look at a floor without certain agents."""
        self._floor = floor
        self._now = now
        self._gone = gone
        self._slots: dict[str, int] = {}

    def outlook(self, queue: Queue) -> Outlook:
        """Return what a queue would be like."""
        group = self._group(queue)
        if not group.slots:
            nobody_comes = not group.load
            return Outlook(group.agents, 1_000 if nobody_comes else 0, None)
        level, wait_ms = 1_000, 0
        if group.load:
            found = erlang.leaving(
                load=group.load,
                agents=group.slots,
                patience=max(1, queue.patience_ms) / group.handle_ms,
                t=queue.spec.threshold_ms / group.handle_ms,
            )
            level = round(1_000 * min(1.0, max(0.0, found.served_within)))
            wait_ms = round(found.mean_wait * group.handle_ms)
        return Outlook(group.agents, level, max(wait_ms, self._wait_in_line_ms(queue, group)))

    def _wait_in_line_ms(self, queue: Queue, group: Group) -> int:
        """Return the wait behind those who stand in line now."""
        waiting = queue.counts[WAITING] + queue.counts[OFFERED]
        if not waiting:
            return 0
        channel = queue.channel
        found = wait_for_place(self._floor, queue.id, channel, waiting + 1)
        if found is None:
            return queue.handle_ms * (waiting + 1) // group.slots
        slots_now = self._floor.index.staff[queue.id].slots[channel]
        return found.mean_ms * max(slots_now, group.slots) // group.slots

    def _group(self, queue: Queue) -> Group:
        agents, slots, shared = 0, 0, dict[str, int]()
        for seat in self._seats(queue.id):
            agents += 1
            has = seat.profile.slots.get(queue.channel, 0)
            slots += has
            for other in seat.queues:
                shared[other] = shared.get(other, 0) + has
        comers = rate(queue, self._now)
        load = comers * queue.handle_ms
        for name, slots_both in shared.items():
            neighbour = self._floor.queues.get(name)
            if neighbour is None or neighbour is queue or neighbour.channel != queue.channel:
                continue
            part = slots_both / max(1, self._slots_of(neighbour)) * rate(neighbour, self._now)
            comers, load = comers + part, load + part * neighbour.handle_ms
        handle_ms = load / comers if comers else float(queue.handle_ms)
        return Group(agents, slots, load, max(1.0, handle_ms))

    def _slots_of(self, queue: Queue) -> int:
        found = self._slots.get(queue.id)
        if found is None:
            found = sum(seat.profile.slots.get(queue.channel, 0) for seat in self._seats(queue.id))
            self._slots[queue.id] = found
        return found

    def _seats(self, queue: str) -> Iterator[Seat]:
        for seat in self._floor.index.members.get(queue, {}).values():
            if counts_on(seat.agent, self._gone):
                yield seat
