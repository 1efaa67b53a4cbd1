"""Does each agent serve the lines that they may, and do queues know their agents?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from onqueue.floor.invariants.breaches import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.floor.model import Agent, Floor
    from onqueue.floor.routing.lines import Line
    from onqueue.floor.routing.seats import Seat


def agent_is_seated(floor: Floor, agent: Agent) -> Iterator[Breach]:
    """An agent is one of each of their queues."""
    seat = floor.index.seats[agent.id]
    for queue in agent.spec.queues:
        if floor.index.members.get(queue, {}).get(agent.id) is not seat:
            yield Breach("queue.members", f"{queue} does not know {agent.id}")


def agent_serves_their_lines(floor: Floor, agent: Agent) -> Iterator[Breach]:
    """An agent serves the lines that they may, and is in the pools of those they have room for."""
    index, able = floor.index, abilities(agent)
    mine = [line for line in _lines_near(floor, agent) if may_serve(able, line)]
    served = _lines_read(index.seats[agent.id], list(range(len(index.tops))))
    if set(map(id, served)) != set(map(id, mine)):
        yield Breach("line.served", f"{agent.id} serves lines of {[one.queue for one in served]}")
    ready, spent = agent.ready, agent.spent
    room = {channel: ready and agent.room_for(channel) for channel in dict(agent.spec.capacity)}
    for line in mine:
        # Somebody may be waited for whose capacity has nothing for it.
        free = room.get(line.want.channel, False) and not (spent and line.want.hard)
        if line.pool.holds(agent) != free:
            yield Breach("pool.agents", f"{line.queue} has {agent.id}, or lacks them")


def queue_counts_its_agents(floor: Floor, queue: str) -> Iterator[Breach]:
    """A queue's agents are those who are to serve it, and its numbers are theirs."""
    index = floor.index
    agents = [seat.agent for seat in index.members.get(queue, {}).values()]
    there = [floor.agents.get(one.id) is one and queue in one.spec.queues for one in agents]
    if not all(there):
        yield Breach("queue.members", f"{queue} has {[one.id for one in agents]}")
    staff = index.staff.get(queue)
    if staff is None:
        return
    on = [one for one in agents if one.ready]
    free = [one for one in on if any(one.room_for(name) for name, _ in one.spec.capacity)]
    slots: Counter[str] = Counter()
    for agent in on:
        slots.update(dict(agent.spec.capacity))
    if (staff.on, staff.free) != (len(on), len(free)):
        yield Breach("queue.staff", f"{queue} says {staff.on} and {staff.free} agents")
    if {name: count for name, count in staff.slots.items() if count} != {
        name: count for name, count in slots.items() if count
    }:
        yield Breach("queue.slots", f"{queue} says {staff.slots}")


class Abilities(NamedTuple):
    """What an agent may do, as it is looked up: once for all lines."""

    agent: str
    skills: dict[str, int]
    channels: frozenset[str]
    queues: frozenset[str]
    cleared: frozenset[str]


def abilities(agent: Agent) -> Abilities:
    """Read an agent's spec."""
    spec = agent.spec
    return Abilities(
        agent.id,
        dict(spec.skills),
        frozenset(channel for channel, slots in dict(spec.capacity).items() if slots),
        frozenset(spec.queues),
        frozenset(spec.cleared),
    )


def may_serve(able: Abilities, line: Line) -> bool:
    """Say whether an agent may take contacts of a line, room permitting."""
    wanted = line.want
    if not able.cleared.issuperset(wanted.gates):
        return False
    if line.target is not None:
        return able.agent == line.target
    if wanted.channel not in able.channels or able.queues.isdisjoint(wanted.queues):
        return False
    return all(able.skills.get(skill, 0) >= level for skill, level in wanted.skills)


def _lines_near(floor: Floor, agent: Agent) -> Iterator[Line]:
    """Go through the lines that ask the agent's queues or the agent, each once."""
    index = floor.index
    near: dict[Line, None] = {}
    for queue in agent.spec.queues:
        near |= dict.fromkeys(index.lines_of(queue).values())
        near |= index.guests.get(queue, {})
    yield from near | index.targets.get(agent.id, {})


def _lines_read(seat: Seat, numbers: list[int]) -> list[Line]:
    """Return the lines of a seat whose tops it reads. What it reads of numbers are its own."""
    found: list[Line] = []
    for bay in seat.bays.values():
        if bay.lines:
            read = bay.read_tops or bay.make_reader()
            pairs = zip(bay.lines, read(numbers), strict=False)
            found += [line for line, number in pairs if line.number == number]
    return found
