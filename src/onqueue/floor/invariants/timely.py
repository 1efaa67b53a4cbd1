"""Does anybody wait who need not, or anything last that should be over?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.floor.invariants.breaches import Breach
from onqueue.floor.model import ACTIVE
from onqueue.floor.routing.match import pick_from

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.floor.model import Floor

LATE_MS: Final = 10_000
"""How long a bounded state may outlive its bound: what a driver may be late by."""


def nothing_is_late(floor: Floor) -> Iterator[Breach]:
    """No offer, wrap-up, wait or connection outlives its bound; no question lacks its offer."""
    for (kind, subject), at in floor.deadlines.as_dict().items():
        if at + LATE_MS < floor.now:
            yield Breach("deadline.late", f"the {kind} of {subject} should be over since {at}")
    for contact in floor.contacts.values():
        consult = contact.consult
        if contact.state == ACTIVE and consult and not consult.joined and consult.offer is None:
            yield Breach("consult.stuck", f"{consult.agent} was asked about {contact.id} in vain")


def work_is_conserved(floor: Floor) -> Iterator[Breach]:
    """Nobody waits while somebody who may be asked is free."""
    for line in floor.index.all_lines():
        pick = pick_from(floor, line)
        if pick is not None:
            contact, _, able = pick
            yield Breach("work.left", f"{contact.id} waits, and {able[0].id} is free")
