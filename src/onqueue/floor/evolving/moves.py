"""Which small moves are events made of? Slots, places in line, and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.floor.model import OFFERED, SCHEDULED, WAITING
from onqueue.floor.timers import LAPSE, TARGET

if TYPE_CHECKING:
    from onqueue.floor.model import Agent, Contact, Floor

HANDLE_WEIGHT: Final = 8
"""A finished contact moves the smoothed handle time by an eighth of the difference."""
PASS_MS: Final = 30_000
"""How long an agent who declined a contact, or gave it back, is not asked about it again."""
PASSES_MAX: Final = 8
"""Agents whose pass on one contact is remembered; past this the oldest is forgotten."""


def occupy(floor: Floor, agent: Agent, channel: str, at: int) -> None:
    """Take a slot of an agent."""
    assert agent.room_for(channel), "an assignment never exceeds the capacity"
    used = agent.used
    used[channel] = used.get(channel, 0) + 1
    agent.load += 1
    settle(floor, agent, at)


def release(floor: Floor, agent: Agent, channel: str, at: int) -> None:
    """Give a slot of an agent back; the agent is the last of the idle."""
    _lighten(agent, channel)
    settle(floor, agent, at)


def release_first(floor: Floor, agent: Agent, channel: str, idle_since_at: int) -> None:
    """Give a slot back as if it had never been taken; the agent is the first of the idle."""
    _lighten(agent, channel)
    floor.idle_first -= 1
    agent.idle_seq = floor.idle_first
    agent.idle_since_at = idle_since_at
    floor.index.touch(agent)


def settle(floor: Floor, agent: Agent, at: int) -> None:
    """Let an agent's idleness count from now, behind all others."""
    floor.idle_last += 1
    agent.idle_seq = floor.idle_last
    agent.idle_since_at = at
    floor.index.touch(agent)


def _lighten(agent: Agent, channel: str) -> None:
    used = agent.used[channel]
    assert used > 0, "only a slot that was taken is given back"
    if used == 1:
        del agent.used[channel]
    else:
        agent.used[channel] = used - 1
    agent.load -= 1
    if agent.strained:
        agent.strained = not agent.within_capacity


def become(floor: Floor, contact: Contact, state: str) -> None:
    """Put a contact into another state."""
    counts = floor.queues[contact.queue].counts
    counts[contact.state] -= 1
    counts[state] += 1
    contact.state = state


def rekey(floor: Floor, contact: Contact) -> None:
    """Compute a contact's place in line: its arrival, less what its priority is worth."""
    priority = floor.queues[contact.queue].spec.priority + contact.priority
    contact.key = contact.arrived_at - priority * floor.ageing_ms


def join_line(floor: Floor, contact: Contact) -> None:
    """Put a contact that waits into its line, with the deadlines of waiting."""
    assert contact.state == WAITING, "only those who wait stand in line"
    forgotten = floor.index.enter(contact)
    if forgotten is not None:
        floor.deadlines.drop(LAPSE, forgotten.id)
    if contact.target_until_at is not None:
        floor.deadlines.put(TARGET, contact.id, contact.target_until_at)


def leave_line(floor: Floor, contact: Contact) -> None:
    """Take a contact out of its line. Passes are kept: it may come back."""
    floor.index.leave(contact)
    if contact.target is not None:
        floor.deadlines.drop(TARGET, contact.id)


def begin_wait(floor: Floor, contact: Contact, at: int) -> None:
    """Let the customer wait for an answer from now."""
    if contact.state != WAITING:
        become(floor, contact, WAITING)
    contact.waiting_since_at = at
    rekey(floor, contact)
    floor.index.wait(contact)
    join_line(floor, contact)


def end_wait(floor: Floor, contact: Contact) -> None:
    """Let the customer's wait be over, whether in line or while offered."""
    assert contact.state in {WAITING, OFFERED}, "only those who wait stop waiting"
    if contact.state == WAITING:
        leave_line(floor, contact)
    floor.index.answer(contact)
    if contact.passes:
        contact.passes.clear()
        floor.deadlines.drop(LAPSE, contact.id)


def note_pass(floor: Floor, contact: Contact, agent: str, until_at: int) -> None:
    """Remember that an agent passed on a contact; `until_at` is 0 after a miss."""
    contact.passes.pop(agent, None)
    contact.passes[agent] = until_at
    if len(contact.passes) > PASSES_MAX:
        del contact.passes[next(iter(contact.passes))]
    time_passes(floor, contact)


def time_passes(floor: Floor, contact: Contact) -> None:
    """Set the deadline at which the next pass lapses."""
    lapses = [until_at for until_at in contact.passes.values() if until_at]
    if lapses:
        floor.deadlines.put(LAPSE, contact.id, min(lapses))
    else:
        floor.deadlines.drop(LAPSE, contact.id)


def untarget(floor: Floor, contact: Contact) -> None:
    """Let a contact that is in no line wait for anybody."""
    if contact.target is not None:
        contact.target = None
        contact.target_until_at = None
        floor.deadlines.drop(TARGET, contact.id)


def let_go(floor: Floor, contact: Contact, at: int) -> None:
    """Take a contact from its owner, and learn from how long it was held."""
    assert contact.agent is not None, "only an owned contact is let go"
    owner = floor.agents[contact.agent]
    del owner.contacts[contact.id]
    contact.agent = None
    contact.accepted = None
    release(floor, owner, contact.needs.channel, at)
    queue = floor.queues[contact.queue]
    queue.handle_ms += (at - contact.taken_at - queue.handle_ms) // HANDLE_WEIGHT


def take(contact: Contact, agent: Agent, at: int) -> None:
    """Make an agent, who has a slot taken for it, the owner of a contact."""
    contact.agent = agent.id
    contact.taken_at = at
    agent.contacts[contact.id] = None


def remove(floor: Floor, contact: Contact) -> None:
    """Take a contact off the floor."""
    assert contact.state != SCHEDULED or contact.due_at is not None
    floor.queues[contact.queue].counts[contact.state] -= 1
    del floor.contacts[contact.id]
