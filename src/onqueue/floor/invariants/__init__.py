"""What is always true of a floor? Asserted in simulation, in tests and live.

`check` looks at everything, so it costs as much as the floor is large. Each breach has a
code and a sentence that names what is wrong with which thing. It first brings pools up to
date, which changes nothing that the floor does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.floor.invariants.breaches import Breach
from onqueue.floor.invariants.derived import deadlines_follow, index_follows
from onqueue.floor.invariants.state import (
    agents_hold_what_holds_them,
    calls_out_reach_somebody,
    contacts_are_somewhere,
    counts_are_recounts,
    offers_agree,
    wishes_fit_their_agents,
)
from onqueue.floor.invariants.timely import nothing_is_late, work_is_conserved

if TYPE_CHECKING:
    from onqueue.floor.model import Floor

__all__ = ["Breach", "check"]


def check(floor: Floor, *, settled: bool = True) -> list[Breach]:
    """Return all breaches. Between the events of one step, the floor is not yet `settled`."""
    floor.index.settle()
    breaches = [
        *contacts_are_somewhere(floor),
        *calls_out_reach_somebody(floor),
        *offers_agree(floor),
        *agents_hold_what_holds_them(floor),
        *counts_are_recounts(floor),
        *wishes_fit_their_agents(floor),
        *deadlines_follow(floor),
        *index_follows(floor),
    ]
    if settled:
        breaches += [*nothing_is_late(floor), *work_is_conserved(floor)]
    return breaches
