"""Which small moves are events made of? Slots, places in line, and counts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from onqueue.floor.model import BEGUN, GRANTED, IN_LINE, OFFERED, PART_MS, PARTS, SCHEDULED, WAITING
from onqueue.floor.specs import ON_WAIT, PROMISE
from onqueue.floor.timers import BREAK, DIVERT, LAPSE, REST, RING, TARGET, WISH

if TYPE_CHECKING:
    from onqueue.floor.model import Agent, Contact, Floor, Queue
    from onqueue.floor.specs import QueueSpec

PACE_WEIGHT: Final = 8
"""One agent who comes free moves the smoothed pace by an eighth of the difference."""
PATIENCE_WEIGHT: Final = 32
"""One who gives up moves the smoothed patience by a thirty-second of the difference."""
IN_TIME_WEIGHT: Final = 32
"""One contact moves the smoothed service level by a thirty-second of the difference."""
HANDLE_WEIGHT: Final = 8
"""A finished contact moves the smoothed handle time by an eighth of the difference."""
PASS_MS: Final = 30_000
"""How long an agent who declined a contact, or gave it back, is not asked about it again."""
DEPARTED_MAX: Final = 8_192
"""Contacts that are remembered after they left; past this the older half is forgotten."""
PASSES_MAX: Final = 8
"""Agents whose pass on one contact is remembered; past this the oldest is forgotten."""


def occupy(floor: Floor, agent: Agent, channel: str, at: int) -> None:
    """Take a slot of an agent."""
    assert agent.room_for(channel), "an assignment never exceeds the capacity"
    if at > agent.counted_at:
        count_time(agent, at)
    used = agent.used
    used[channel] = used.get(channel, 0) + 1
    agent.load += 1
    if agent.wish is not None:
        time_wish(floor, agent, at)
    settle(floor, agent, at)


def release(floor: Floor, agent: Agent, channel: str, at: int) -> None:
    """Give a slot of an agent back; the agent is the last of the idle."""
    if at > agent.counted_at:
        count_time(agent, at)
    _lighten(agent, channel)
    if agent.wish is not None:
        time_wish(floor, agent, at)
    settle(floor, agent, at)


def release_first(floor: Floor, agent: Agent, channel: str, at: int, *, idle_since_at: int) -> None:
    """Give a slot back as if it had never been taken; the agent is the first of the idle."""
    count_time(agent, at)
    _lighten(agent, channel)
    if agent.wish is not None:
        time_wish(floor, agent, at)
    floor.idle_first -= 1
    agent.idle_seq = floor.idle_first
    agent.idle_since_at = idle_since_at
    floor.index.touch(agent)


def count_time(agent: Agent, at: int) -> None:
    """Count the time since the agent's last change as spent with contacts, or free for them."""
    span = at - agent.counted_at
    if span > 0:
        if agent.load:
            agent.busy_ms += span
        elif agent.ready:
            agent.free_ms += span
        agent.counted_at = at


def settle(floor: Floor, agent: Agent, at: int) -> None:
    """Let an agent's idleness count from now, behind all others."""
    floor.idle_last = agent.idle_seq = floor.idle_last + 1
    agent.idle_since_at = at
    floor.index.touch(agent)


def _lighten(agent: Agent, channel: str) -> None:
    used = agent.used
    slots = used[channel]
    assert slots > 0, "only a slot that was taken is given back"
    if slots == 1:
        del used[channel]
    else:
        used[channel] = slots - 1
    agent.load -= 1
    if agent.strained:
        agent.strained = not agent.within_capacity


def become(queue: Queue, contact: Contact, state: str) -> None:
    """Put a contact of a queue into another state."""
    counts = queue.counts
    counts[contact.state] -= 1
    counts[state] += 1
    contact.state = state


def rekey(floor: Floor, contact: Contact, spec: QueueSpec) -> None:
    """Compute a contact's place in line: its arrival, less what its priority is worth.

    In a queue that goes by promises, the time promised stands for the arrival.
    """
    begun, priority = contact.arrived_at, spec.priority + contact.priority
    if spec.order == PROMISE:
        begun = begun + spec.promise_ms if contact.promise_at is None else contact.promise_at
    if contact.ring:
        priority += sum(ring.priority for ring in spec.rings[: contact.ring])
    contact.key = begun - priority * floor.ageing_ms


def join_line(floor: Floor, contact: Contact) -> None:
    """Put a contact that waits into its line, with the deadlines of waiting."""
    assert contact.state == WAITING, "only those who wait stand in line"
    forgotten = floor.index.enter(contact, floor.queues[contact.queue].spec)
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
    queue = floor.queues[contact.queue]
    spec = queue.spec
    if contact.state != WAITING:
        become(queue, contact, WAITING)
    if contact.waiting_since_at != at:
        contact.waiting_since_at = at
    rekey(floor, contact, spec)
    floor.index.wait(contact)
    join_line(floor, contact)
    if spec.rings:
        time_ring(floor, contact, at)
    if spec.diversions:
        time_diversion(floor, contact, at)


def time_ring(floor: Floor, contact: Contact, at: int) -> None:
    """Set the time at which the next ring of its queue opens for a contact, counted from now."""
    rings = floor.queues[contact.queue].spec.rings
    contact.ring = min(contact.ring, len(rings))
    if contact.ring == len(rings):
        contact.ring_at = None
        floor.deadlines.drop(RING, contact.id)
        return
    before = rings[contact.ring - 1].after_ms if contact.ring else 0
    contact.ring_at = at + rings[contact.ring].after_ms - before
    floor.deadlines.put(RING, contact.id, contact.ring_at)


def time_diversion(floor: Floor, contact: Contact, at: int) -> None:
    """Set the time at which a contact has waited long enough to be sent elsewhere."""
    spec = floor.queues[contact.queue].spec
    spans = [one.over for one in spec.diversions if one.when == ON_WAIT]
    wait_until(floor, contact, at + min(spans) if spans else None)


def wait_until(floor: Floor, contact: Contact, at: int | None) -> None:
    """Set when a contact is to be sent elsewhere, if ever."""
    contact.divert_at = at
    if at is None:
        floor.deadlines.drop(DIVERT, contact.id)
    else:
        floor.deadlines.put(DIVERT, contact.id, at)


def end_wait(floor: Floor, contact: Contact) -> None:
    """Let the customer's wait be over, whether in line or while offered."""
    state = contact.state
    if state == WAITING:
        leave_line(floor, contact)
    else:
        assert state == OFFERED, "only those who wait stop waiting"
    floor.index.answer(contact)
    if contact.ring_at is not None:
        contact.ring_at = None
        floor.deadlines.drop(RING, contact.id)
    if contact.divert_at is not None:
        wait_until(floor, contact, None)
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
        contact.target_rule = ""
        floor.deadlines.drop(TARGET, contact.id)


def let_go(floor: Floor, contact: Contact, at: int) -> None:
    """Take a contact from its owner, and learn from how long it was held."""
    assert contact.agent is not None, "only an owned contact is let go"
    owner = floor.agents[contact.agent]
    del owner.contacts[contact.id]
    contact.agent = contact.accepted = None
    release(floor, owner, contact.needs.channel, at)
    if contact.outbound:
        return
    queue = floor.queues[contact.queue]
    handle_ms = queue.handle_ms
    queue.handle_ms = handle_ms + (at - contact.taken_at - handle_ms) // HANDLE_WEIGHT


def count_hard(floor: Floor, agent: Agent, at: int, *, hard: bool) -> None:
    """Count hard contacts in a row; with as many as may be, the agent rests from them."""
    agent.hard_run = agent.hard_run + 1 if hard else 0
    if floor.hard_run_max and agent.hard_run >= floor.hard_run_max:
        agent.rest_until_at = at + floor.hard_rest_ms
        floor.deadlines.put(REST, agent.id, agent.rest_until_at)
    elif agent.rest_until_at is not None:
        end_rest(floor, agent)


def end_rest(floor: Floor, agent: Agent) -> None:
    """Let an agent have hard contacts again."""
    agent.rest_until_at = None
    floor.deadlines.drop(REST, agent.id)


def time_wish(floor: Floor, agent: Agent, at: int | None = None) -> None:
    """Set the deadlines of a wish for a short break by its state, as of `at` where that changed.

    A break that was granted begins as soon as the agent holds nothing any more.
    """
    wish = agent.wish
    floor.deadlines.drop(WISH, agent.id)
    floor.deadlines.drop(BREAK, agent.id)
    if wish is None or wish.state != IN_LINE:
        floor.wishing.pop(agent.id, None)
    if wish is None:
        return
    if wish.state == IN_LINE:
        floor.wishing[agent.id] = None
        floor.deadlines.put(WISH, agent.id, min(wish.again_at, wish.until_at))
    elif wish.state == BEGUN:
        floor.deadlines.put(BREAK, agent.id, wish.until_at)
    elif wish.state == GRANTED:
        if at is not None:
            wish.free_at = None if agent.load else at
        if wish.free_at is not None:
            floor.deadlines.put(BREAK, agent.id, wish.free_at)


def count_arrival(queue: Queue, channel: str, at: int) -> None:
    """Count a contact that came to a queue, among those of the last half hour."""
    part, came = at // PART_MS, queue.came
    if part != queue.came_part:
        for gone in range(queue.came_part + 1, min(part, queue.came_part + PARTS) + 1):
            came[gone % PARTS] = 0
        queue.came_part = part
    came[part % PARTS] += 1
    if queue.channel != channel:
        queue.channel = channel


def learn_patience(queue: Queue, waited_ms: int) -> None:
    """Learn from a customer who gave up how long customers are ready to wait.

    Who is answered would have waited longer, so the waits of all since the last one who gave
    up count: that is the maximum-likelihood estimate for exponential patience.
    """
    queue.patience_ms += (queue.waited_ms + waited_ms - queue.patience_ms) // PATIENCE_WEIGHT
    queue.waited_ms = 0
    learn_in_time(queue, in_time=False)


def learn_wait(queue: Queue, waited_ms: int) -> None:
    """Learn from a wait that an agent ended."""
    queue.waited_ms += waited_ms
    learn_in_time(queue, in_time=waited_ms <= queue.spec.threshold_ms)


def learn_in_time(queue: Queue, *, in_time: bool) -> None:
    """Learn from one answered or lost contact how many are answered in time."""
    before = queue.in_time
    queue.in_time = before + ((1_000 if in_time else 0) - before) // IN_TIME_WEIGHT


def take(contact: Contact, agent: Agent, at: int) -> None:
    """Make an agent, who has a slot taken for it, the owner of a contact."""
    contact.agent = agent.id
    contact.taken_at = at
    agent.contacts[contact.id] = None


def remove(floor: Floor, contact: Contact) -> None:
    """Take a contact off the floor."""
    name, state, departed = contact.id, contact.state, floor.departed
    assert state != SCHEDULED or contact.due_at is not None
    floor.queues[contact.queue].counts[state] -= 1
    del floor.contacts[name]
    departed[name] = None
    if len(departed) > DEPARTED_MAX:
        # Half at once: taking the first of a dict passes over everything deleted before it.
        kept = islice(departed, len(departed) // 2, None)
        floor.departed = dict.fromkeys(kept)
