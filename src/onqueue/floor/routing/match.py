"""Who gets whom now?

Only what changed is looked at: the lines that got a contact, and those served by agents
who got room. Of their heads the one with the lowest key goes first, to the first agent of
its line's pool, by the choice of the queue and then by idleness. Each offer is applied before the
next is chosen, so that every choice sees the one before.

An agent who passed on a contact is skipped for it. After a miss, only as long as somebody
else is free: two misses in a row set an agent aside, so this ends by itself. After a
decline, until the pass lapses, even when nobody else is there, since asking again at once
would make declining pointless. A contact that all free agents passed on keeps its place
and lets those behind it go first; at most PASSED_MAX such contacts are looked past.
"""

from __future__ import annotations

from heapq import heapify, heappop, heapreplace
from typing import TYPE_CHECKING, Final

from onqueue.floor.events import OfferMade
from onqueue.floor.evolving import offers
from onqueue.floor.evolving.moves import PASSES_MAX
from onqueue.floor.model import TO_CONTACT, Candidate, Why
from onqueue.floor.specs import CHOICES, LEAST_LOADED

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.floor.events import Event
    from onqueue.floor.model import Agent, Contact, Floor
    from onqueue.floor.routing.lines import Entry, Line
    from onqueue.floor.routing.seats import Seat

CANDIDATES_SHOWN: Final = 3
"""How many candidates an offer's explanation names."""
UNSETTLED_MAX: Final = 4
"""More agents with changes than this are put into their pools before going on."""

RULES: Final = {
    LEAST_LOADED: "least_loaded_longest_idle",
    **{choice: choice for choice in CHOICES if choice != LEAST_LOADED},
}
"""What an offer's explanation calls each choice."""


Pick = tuple["Contact", int, "list[Agent]"]
"""The next contact of a line that some free agent may take, its position in the line, and the
agents who are able, the first few of them; the first one is to have it."""


def match(floor: Floor, now: int) -> list[Event]:
    """Make all offers that can be made, apply them, and return them."""
    made: list[Event] = []
    index = floor.index
    lines, agents = index.dirty_lines, index.dirty_agents
    if not agents and len(lines) == 1:
        (line,) = lines
        _greet(floor, line, now, made)
    elif not lines and len(agents) == 1:
        (seat,) = agents.values()
        _feed(floor, seat, now, made)
    else:
        _sweep(floor, now, made)
    index.unmark()
    return made


def _greet(floor: Floor, line: Line, now: int, made: list[Event]) -> None:
    """Offer what one line gained, while nobody's readiness changed.

    What waited there before could not be offered, and no agent can take more than before.
    """
    while (pick := pick_from(floor, line)) is not None:
        _give(floor, line, pick, now, made)


def _feed(floor: Floor, seat: Seat, now: int, made: list[Event]) -> None:
    """Give one agent, who alone changed, what they have room for.

    Wherever somebody waits on whom nobody passed, nobody else is free: that is how the step
    before left it. So there is nobody to compare this agent with.
    """
    agent, index = seat.agent, floor.index
    if not agent.ready:
        return
    # An offer takes room, and leaves an agent as ready as before. On a busy floor one is all that
    # there is room for.
    while agent.load < seat.slots or agent.strained:
        head = index.top_for(seat)
        if head is None:
            return
        line = head[3]
        if line.passed or line.want.kept_free:
            _sweep(floor, now, made)
            return
        _offer(floor, line, (head[2], 1, [agent]), 1, now, made)


def _sweep(floor: Floor, now: int, made: list[Event]) -> None:
    """Go through all lines in which something may have become possible, lowest head first."""
    index = floor.index
    heap = _heads(floor)
    while heap:
        if len(index.unsettled) > UNSETTLED_MAX:
            index.settle()
        line = heap[0][3]
        pick = pick_from(floor, line)
        if pick is None:
            heappop(heap)
            continue
        contact = pick[0]
        if contact is not heap[0][2]:
            heapreplace(heap, (contact.key, contact.seq, contact, line))
            continue
        _give(floor, line, pick, now, made)


def _give(floor: Floor, line: Line, pick: Pick, now: int, made: list[Event]) -> None:
    total = len(pick[2])
    if total >= CANDIDATES_SHOWN:
        total = floor.index.count_able(line)
    _offer(floor, line, pick, total, now, made)


def pick_from(floor: Floor, line: Line) -> Pick | None:
    """Choose the contact of a line to be offered next, and the agent."""
    head = line.head
    if head is None or (line.want.kept_free and _all_kept(floor, line)):
        return None
    if not line.passed:
        able = floor.index.first_able(line, CANDIDATES_SHOWN)
        return (head[2], 1, able) if able else None
    able = floor.index.first_able(line, PASSES_MAX + 1)
    if able:
        for position, contact in enumerate(line, 1):
            agent = _first_willing(able, contact.passes)
            if agent is not None:
                if agent is not able[0]:
                    able.remove(agent)
                    able.insert(0, agent)
                return contact, position, able
    return None


def _all_kept(floor: Floor, line: Line) -> bool:
    """Say whether so few are free that all of them must stay so for others."""
    return line.target is None and floor.index.count_able(line) <= line.want.kept_free


def _first_willing(able: list[Agent], passes: dict[str, int]) -> Agent | None:
    for agent in able:
        if agent.id not in passes:
            return agent
    # There are never more passes than were looked at, so these are all who are able.
    names = {agent.id: agent for agent in able}
    missed = (names[name] for name, until_at in passes.items() if not until_at and name in names)
    return next(missed, None)


def _heads(floor: Floor) -> list[Entry]:
    index = floor.index
    # A line that nobody could serve before gains nothing from one more contact.
    lines = {line: None for line in index.dirty_lines if index.unsettled or line.pool}
    for seat in index.dirty_agents.values():
        agent = seat.agent
        if agent.ready:
            for channel, bay in seat.bays.items():
                if agent.room_for(channel):
                    lines.update(dict.fromkeys(bay.lines))
    heap = [head for line in lines if (head := line.head) is not None]
    heapify(heap)
    return heap


def _offer(floor: Floor, line: Line, pick: Pick, total: int, now: int, made: list[Event]) -> None:
    """Offer a contact to the first of those who are able."""
    contact, position, able = pick
    spec = floor.queues[contact.queue].spec
    passes, rank = contact.passes, line.rank_of
    # The first of them apart: mostly there is no other, and a loop costs as much as its body.
    first = _candidate(able[0], rank, now)
    others = able[1:CANDIDATES_SHOWN]
    why = Why(
        rule=RULES[line.want.choice] if contact.target is None else contact.target_rule,
        queue=contact.queue,
        needs=contact.needs,
        waited_ms=now - contact.waiting_since_at,
        priority=spec.priority + contact.priority,
        key=contact.key,
        position=position,
        candidates_total=total,
        candidates=(first, *[_candidate(one, rank, now) for one in others]) if others else (first,),
        passed_over=tuple([one.id for one in able[1:] if one.id in passes]) if passes else (),
        ring=contact.ring,
    )
    offer = OfferMade(
        at=now,
        offer=f"{contact.id}-{floor.offers_made + 1}",
        contact=contact.id,
        agent=able[0].id,
        kind=TO_CONTACT,
        expires_at=now + spec.offer_ttl_ms,
        why=why,
    )
    offers.made(floor, offer)
    made.append(offer)


def _candidate(agent: Agent, rank: Callable[[Agent], int] | None, now: int) -> Candidate:
    load = agent.load
    return Candidate(
        agent=agent.id,
        load=load,
        idle_ms=now - agent.idle_since_at,
        rank=load if rank is None else rank(agent),
    )
