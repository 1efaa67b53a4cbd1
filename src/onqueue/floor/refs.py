"""Which things does an event touch? For whoever sends what changed to a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from onqueue.floor.events import Event
    from onqueue.floor.model import Floor

FIELDS: Final = {
    "contact": "contact",
    "agent": "agent",
    "other_agent": "agent",
    "target": "agent",
    "queue": "queue",
    "from_queue": "queue",
    "offer": "offer",
}


class Refs(NamedTuple):
    """Ids, each once, in the order of the event's fields."""

    contacts: tuple[str, ...]
    agents: tuple[str, ...]
    queues: tuple[str, ...]
    offers: tuple[str, ...]


def refs(event: Event, floor: Floor) -> Refs:
    """Return what an event touched, on a floor that has already evolved.

    A contact brings its queue along, whose numbers changed with it. Events that take a
    contact off the floor or to another queue name the one it left.
    """
    found: dict[str, dict[str, None]] = {"contact": {}, "agent": {}, "queue": {}, "offer": {}}
    for field in event.__struct_fields__:
        kind = FIELDS.get(field)
        subject = getattr(event, field) if kind else None
        if kind and subject:
            found[kind][subject] = None
    for contact_id in found["contact"]:
        contact = floor.contacts.get(contact_id)
        if contact is not None:
            found["queue"][contact.queue] = None
    return Refs(*(tuple(ids) for ids in found.values()))
