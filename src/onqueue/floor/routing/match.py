"""Who gets whom now?

Only what changed is looked at: the lines that got a contact, and those served by agents
who got room. Of their heads the one with the lowest key goes first, to the first agent of
its line's pool: the least loaded, then the longest idle. Each offer is applied before the
next is chosen, so that every choice sees the one before.

An agent who passed on a contact is skipped for it. After a miss, only as long as somebody
else is free: two misses in a row set an agent aside, so this ends by itself. After a
decline, until the pass lapses, even when nobody else is there, since asking again at once
would make declining pointless. A contact that all free agents passed on keeps its place
and lets those behind it go first; at most PASSED_MAX such contacts are looked past.
"""

from __future__ import annotations

from heapq import heapify, heappop, heapreplace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from onqueue.floor.events import OfferMade
from onqueue.floor.evolve import evolve
from onqueue.floor.evolving.moves import PASSES_MAX
from onqueue.floor.model import TO_CONTACT, Candidate, Why

if TYPE_CHECKING:
    from onqueue.floor.model import Agent, Contact, Floor
    from onqueue.floor.routing.index import Seat
    from onqueue.floor.routing.lines import Line

CANDIDATES_SHOWN: Final = 3
"""How many candidates an offer's explanation names."""
UNSETTLED_MAX: Final = 4
"""More agents with changes than this are put into their pools before going on."""

RULE: Final = "least_loaded_longest_idle"
RULE_TARGET: Final = "target"


class Pick(NamedTuple):
    """The next contact of a line that some free agent may take, and the first of those."""

    contact: Contact
    agent: Agent
    position: int
    able: list[Agent]


def match(floor: Floor, now: int) -> tuple[OfferMade, ...]:
    """Make all offers that can be made, apply them, and return them."""
    index = floor.index
    if not index.dirty_agents and not index.dirty_lines:
        return ()
    seats = list(index.dirty_agents.values())
    heap = _candidates(floor, seats)
    offers: list[OfferMade] = []
    while heap:
        if len(index.unsettled) > UNSETTLED_MAX:
            index.settle()
        key, seq, line = heap[0]
        pick = pick_from(floor, line)
        if pick is None:
            heappop(heap)
            continue
        if (pick.contact.key, pick.contact.seq) != (key, seq):
            heapreplace(heap, (pick.contact.key, pick.contact.seq, line))
            continue
        offer = _offer(floor, line, pick, now)
        evolve(floor, offer)
        offers.append(offer)
        if not index.dirty_lines and len(seats) == 1 and not seats[0].has_room:
            break
    index.unmark()
    return tuple(offers)


def pick_from(floor: Floor, line: Line) -> Pick | None:
    """Choose the contact of a line to be offered next, and the agent."""
    able = list(islice(floor.index.able(line), PASSES_MAX + 1 if line.passed else CANDIDATES_SHOWN))
    if not able:
        return None
    for place, contact in enumerate(line.order, 1):
        agent = _first_willing(able, contact.passes) if contact.passes else able[0]
        if agent is not None:
            return Pick(contact, agent, place, able)
    return None


def _first_willing(able: list[Agent], passes: dict[str, int]) -> Agent | None:
    for agent in able:
        if agent.id not in passes:
            return agent
    # There are never more passes than were looked at, so these are all who are able.
    names = {agent.id: agent for agent in able}
    missed = (names[name] for name, until_at in passes.items() if not until_at and name in names)
    return next(missed, None)


def _candidates(floor: Floor, seats: list[Seat]) -> list[tuple[int, int, Line]]:
    lines: dict[int, Line] = {}
    for seat in seats:
        agent = seat.agent
        if agent.ready:
            for channel, served in seat.lines.items():
                if agent.room_for(channel):
                    for line in served:
                        if line.order.head is not None:
                            lines[id(line)] = line
    for line in floor.index.dirty_lines.values():
        lines[id(line)] = line
    heap = [(head[0], head[1], line) for line in lines.values() if (head := line.order.head)]
    heapify(heap)
    return heap


def _offer(floor: Floor, line: Line, pick: Pick, now: int) -> OfferMade:
    contact, chosen, position, able = pick
    queue = floor.queues[contact.queue]
    shown = [chosen, *(agent for agent in able if agent is not chosen)][:CANDIDATES_SHOWN]
    return OfferMade(
        at=now,
        offer=f"{contact.id}-{floor.offers_made + 1}",
        contact=contact.id,
        agent=chosen.id,
        kind=TO_CONTACT,
        expires_at=now + queue.spec.offer_ttl_ms,
        why=Why(
            rule=RULE if contact.target is None else RULE_TARGET,
            queue=contact.queue,
            needs=contact.needs,
            waited_ms=now - contact.waiting_since_at,
            priority=queue.spec.priority + contact.priority,
            key=contact.key,
            position=position,
            candidates_total=floor.index.able_count(line),
            candidates=tuple(
                Candidate(
                    agent=agent.id, load=agent.load, idle_ms=max(0, now - agent.idle_since_at)
                )
                for agent in shown
            ),
        ),
    )
