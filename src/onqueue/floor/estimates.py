"""How long is the line, and how long will it take? What customers and boards are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.model import OFFERED, WAITING
from onqueue.floor.routing.seats import Staff

if TYPE_CHECKING:
    from onqueue.floor.model import Floor


def position(floor: Floor, contact_id: str) -> int | None:
    """Return a contact's place among all that wait in its queue and channel; 1 is next.

    Different skills make different lines, but mostly the same people serve them, so all of
    them count. Those who wait for one person do not stand before anybody else.
    """
    contact = floor.contacts.get(contact_id)
    if contact is None or contact.state not in {WAITING, OFFERED}:
        return None
    lines = floor.index.lines.get(contact.queue, {})
    return 1 + sum(
        line.rank((contact.key, contact.seq))
        for line in lines.values()
        if line.target is None and line.needs.channel == contact.needs.channel
    )


def wait_estimate_ms(floor: Floor, contact_id: str) -> int | None:
    """Estimate the wait that is left: position, times handle time, divided by slots.

    With n slots and a handle time of h, a slot comes free every h / n. Slots count for each
    queue of an agent in full, so where agents share queues the truth is later. There is no
    estimate when nobody is on the queue.
    """
    place = position(floor, contact_id)
    if place is None:
        return None
    contact = floor.contacts[contact_id]
    slots = staff(floor, contact.queue).slots.get(contact.needs.channel, 0)
    if not slots:
        return None
    return place * floor.queues[contact.queue].handle_ms // slots


def oldest_at(floor: Floor, queue_id: str) -> int | None:
    """Return since when the customer waits who has waited longest, also while being offered."""
    waiting = floor.index.unanswered.get(queue_id)
    return next(iter(waiting.values())).waiting_since_at if waiting else None


def staff(floor: Floor, queue_id: str) -> Staff:
    """Return how many agents a queue has: on queue, with room, and their slots by channel."""
    return floor.index.staff.get(queue_id) or Staff()
