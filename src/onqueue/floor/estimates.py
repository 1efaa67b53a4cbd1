"""How long is the line, and how long will it take? What customers and boards are told."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from onqueue.floor.model import OFFERED, WAITING
from onqueue.floor.routing.seats import Staff

if TYPE_CHECKING:
    from onqueue.floor.model import Floor

SECOND_MS: Final = 1_000
PLACES_SUMMED: Final = 64
"""Places whose terms are summed one by one."""
TOLD_DEVIATIONS: Final = 1.2816
"""Four of five values of a normal distribution are within so many standard deviations."""


def position(floor: Floor, contact_id: str) -> int | None:
    """Return a contact's place among all that wait in its queue and channel; 1 is next.

    Different skills make different lines, but mostly the same people serve them, so all of
    them count. Those who wait for one person do not stand before anybody else.
    """
    contact = floor.contacts.get(contact_id)
    if contact is None or contact.state not in {WAITING, OFFERED}:
        return None
    lines = floor.index.lines_of(contact.queue)
    return 1 + sum(
        line.rank((contact.key, contact.seq))
        for line in lines.values()
        if line.target is None and line.want.channel == contact.needs.channel
    )


def wait_estimate_ms(floor: Floor, contact_id: str) -> int | None:
    """Estimate the wait that is left for a contact, or None when nothing can be said."""
    told = wait_range_ms(floor, contact_id)
    return None if told is None else told.mean_ms


class Wait(NamedTuple):
    """A wait that is left: what to expect, and what four of five will find it between."""

    mean_ms: int
    low_ms: int
    high_ms: int


def wait_range_ms(floor: Floor, contact_id: str) -> Wait | None:
    """Estimate the wait that is left for a contact, or None when nothing can be said."""
    place = position(floor, contact_id)
    if place is None:
        return None
    contact = floor.contacts[contact_id]
    return wait_for_place(floor, contact.queue, contact.needs.channel, place)


def wait_for_place(floor: Floor, queue_id: str, channel: str, place: int) -> Wait | None:
    """Estimate the wait of who stands at a place of a queue's channel.

    The line moves when an agent comes free, and when one of those before gives up. With agents
    free at a rate of m, and i customers before of a patience of p, that is the estimator for
    queues with abandonment of Whitt (1999) and Ibrahim & Whitt (2009): the sum of
    1 / (m + i / p) over i from 0 to place - 1, whose terms are the means of independent
    exponential spans; so the sum of their squares is its variance. The rate is the
    one measured while somebody waited. Before there is one, it is that of a slot coming free
    each handle time, which is too much where agents share queues. There is no estimate
    when nobody is on the queue.
    """
    slots = staff(floor, queue_id).slots.get(channel, 0)
    if not slots:
        return None
    queue = floor.queues[queue_id]
    gap_ms = queue.service_gap_ms or queue.handle_ms // slots
    rate = 1 / max(1, gap_ms)
    leaving = 1 / max(SECOND_MS, queue.patience_ms)
    near = min(place, PLACES_SUMMED)
    rates = [rate + ahead * leaving for ahead in range(near)]
    mean = sum(1 / one for one in rates)
    variance = sum(1 / (one * one) for one in rates)
    if place > near:
        # Past the first places the terms hardly differ, and their integral is as good.
        first, last = rate + (near - 0.5) * leaving, rate + (place - 0.5) * leaving
        mean += math.log(last / first) / leaving
        variance += (1 / first - 1 / last) / leaving
    spread = TOLD_DEVIATIONS * math.sqrt(variance)
    return Wait(int(mean), max(0, int(mean - spread)), int(mean + spread))


def oldest_at(floor: Floor, queue_id: str) -> int | None:
    """Return since when the customer waits who has waited longest, also while being offered."""
    waiting = floor.index.unanswered.get(queue_id)
    return next(iter(waiting.values())).waiting_since_at if waiting else None


def staff(floor: Floor, queue_id: str) -> Staff:
    """Return how many agents a queue has: on queue, with room, and their slots by channel."""
    return floor.index.staff.get(queue_id) or Staff()
