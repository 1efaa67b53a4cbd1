"""Does a contact wait here, or is it sent elsewhere?

A queue's diversions are tried in their order; the first whose occasion is there and whose
place can take the contact counts. Where none can, the contact stays: no rule ever drops it.
A contact never comes back to a queue that it was diverted from, so there is no circle, even
where rules changed under way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.floor import events, reasons
from onqueue.floor.deciding.verdicts import full, may_answer, withdraw
from onqueue.floor.estimates import staff, wait_for_place
from onqueue.floor.model import BOOK, OFF, OFFERED, STICKY, WAITING
from onqueue.floor.specs import (
    FLOW_CHANNELS,
    ON_CLOSED,
    ON_CROWD,
    ON_EMERGENCY,
    ON_ESTIMATE,
    ON_HOLIDAY,
    ON_NOBODY,
    ON_SERVICE_LEVEL,
    ON_WAIT,
    TELEPHONE,
    TO_FLOW,
    TO_PERSON,
    TO_QUEUE,
)

if TYPE_CHECKING:
    from onqueue.floor import commands
    from onqueue.floor.model import Floor, Queue
    from onqueue.floor.specs import Diversion, Needs, QueueSpec

AGAIN_MS: Final = 60_000
"""When a contact that could go nowhere is tried again."""
PERCENT: Final = 10
"""The smoothed service level is in thousandths."""
CAUSES: Final = {ON_CLOSED: "", ON_HOLIDAY: "holiday", ON_EMERGENCY: "emergency"}
"""For which cause of closing an occasion is meant; "" is any."""


def span_of(rule: str, spec: QueueSpec) -> int:
    """Return how long to wait for one person by a rule."""
    spans = {STICKY: spec.sticky_ms, BOOK: spec.book_ms}
    return spans.get(rule, spec.target_ttl_ms)


def divert_on_arrival(
    floor: Floor, command: commands.Arrive, now: int
) -> events.ContactDiverted | None:
    """Return where a contact goes that comes just now, if not into its queue."""
    queue = floor.queues[command.queue]
    for diversion in queue.spec.diversions:
        if diversion.when != ON_WAIT and _applies(floor, queue, command.needs, diversion):
            way = _way(queue, command.contact, diversion, now)
            found = _diverted(floor, way, command.needs, ())
            if found is not None:
                return found
    return None


def wait_over(floor: Floor, subject: str, now: int) -> tuple[events.Event, ...]:
    """Send a contact elsewhere that has waited long enough, or try again later."""
    contact = floor.contacts[subject]
    queue = floor.queues[contact.queue]
    waited_ms = now - contact.waiting_since_at
    later = [
        contact.waiting_since_at + one.over
        for one in queue.spec.diversions
        if one.when == ON_WAIT and one.over > waited_ms
    ]
    for diversion in queue.spec.diversions:
        due = diversion.over <= waited_ms
        if diversion.when != ON_WAIT:
            due = _applies(floor, queue, contact.needs, diversion)
        if not due or (contact.keeps_place and diversion.to not in {TO_QUEUE, TO_PERSON}):
            continue
        way = _way(queue, subject, diversion, now)
        found = _diverted(floor, way, contact.needs, contact.diverted_from)
        if found is not None:
            if contact.offer is None:
                return (found,)
            return (withdraw(floor, contact.offer, now, reasons.DIVERTED), found)
    return (events.ContactStayed(at=now, contact=subject, again_at=min([*later, now + AGAIN_MS])),)


def _applies(floor: Floor, queue: Queue, needs: Needs, diversion: Diversion) -> bool:
    when, over = diversion.when, diversion.over
    if when in CAUSES:
        return not queue.open and CAUSES[when] in {"", queue.closed_for}
    if when == ON_NOBODY:
        return not _somebody(floor, queue, needs)
    if when == ON_SERVICE_LEVEL:
        return queue.in_time < over * PERCENT
    waiting = queue.counts[WAITING] + queue.counts[OFFERED]
    if when == ON_CROWD:
        return waiting >= over * staff(floor, queue.id).on
    assert when == ON_ESTIMATE, "occasions are checked when a queue is configured"
    expected = wait_for_place(floor, queue.id, needs.channel, waiting + 1)
    return expected is not None and expected.mean_ms >= over


def _somebody(floor: Floor, queue: Queue, needs: Needs) -> bool:
    """Say whether anybody at work has the skills, however busy."""
    for seat in floor.index.members.get(queue.id, {}).values():
        skilled = all(seat.profile.skills.get(skill, 0) >= level for skill, level in needs.skills)
        if skilled and seat.agent.state != OFF and may_answer(seat.agent, queue, needs):
            return True
    return False


def _diverted(
    floor: Floor, going: events.ContactDiverted, needs: Needs, been: tuple[str, ...]
) -> events.ContactDiverted | None:
    """Return the way to a place, if it can take the contact."""
    queue = floor.queues[going.from_queue]
    if going.to == TO_QUEUE:
        other = floor.queues.get(going.queue)
        if other is None or not other.open or full(other, state=WAITING) is not None:
            return None
        return None if going.queue == queue.id or going.queue in been else going
    if going.to == TO_PERSON:
        agent = floor.agents.get(going.target or "")
        if agent is None or not agent.ready or not may_answer(agent, queue, needs):
            return None
    led = needs.channel in FLOW_CHANNELS or TELEPHONE in needs.gates
    if going.to == TO_FLOW and not led:
        return None
    return going


def _way(queue: Queue, contact: str, diversion: Diversion, now: int) -> events.ContactDiverted:
    to, target = diversion.to, diversion.target
    return events.ContactDiverted(
        at=now,
        contact=contact,
        from_queue=queue.id,
        queue=target if to == TO_QUEUE else queue.id,
        when=diversion.when,
        to=to,
        target=target if to == TO_PERSON else None,
        target_until_at=now + queue.spec.target_ttl_ms if to == TO_PERSON else None,
        flow=target if to == TO_FLOW else "",
    )
