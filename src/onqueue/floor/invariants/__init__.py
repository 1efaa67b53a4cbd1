"""What is always true of a floor? Asserted in simulation, in tests and live.

Each breach has a code and a sentence that names what is wrong with which thing. To look at
everything costs as much as the floor is large, so it can be done in `glances`: one thing after the
other, each as it is at that moment, with the floor going on between them.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from onqueue.floor.invariants import bounds, seating, state, waiting
from onqueue.floor.invariants.breaches import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onqueue.floor.model import Agent, Contact, Floor, Offer
    from onqueue.floor.routing.lines import Line

__all__ = ["Breach", "check", "glances"]


def check(floor: Floor, *, settled: bool = True) -> list[Breach]:
    """Return all breaches. Between the events of one step, the floor is not yet `settled`."""
    return list(chain.from_iterable(glances(floor, settled=settled)))


def glances(floor: Floor, *, settled: bool = True) -> Iterator[list[Breach]]:
    """Look at one thing with each step, and yield what is wrong with it.

    The floor may go on between two of them, one whole step after the other: what is gone by then
    is passed over, what came is looked at the next time. It first brings pools up to date, which
    changes nothing that the floor does.
    """
    floor.index.settle()
    yield from _contacts(floor, settled=settled)
    yield from _agents(floor)
    yield from _lines(floor, settled=settled)
    for offer in list(floor.offers.values()):
        if floor.offers.get(offer.id) is offer:
            yield list(_offer(floor, offer))
    for kind, subject in floor.deadlines.as_dict():
        if floor.deadlines.at(kind, subject) is not None:
            yield list(_deadline(floor, kind, subject, settled=settled))
    for queue in floor.queues.keys() | floor.index.homes.keys():
        yield list(_queue(floor, queue))
    # Three looks at all agents or contacts, of which each costs little.
    yield list(state.agents_are_in_order(floor))
    yield list(state.counts_are_recounts(floor))
    yield list(waiting.places_are_of_those_who_wait(floor))


def _contacts(floor: Floor, *, settled: bool) -> Iterator[list[Breach]]:
    for contact in list(floor.contacts.values()):
        if floor.contacts.get(contact.id) is contact:
            yield list(_contact(floor, contact, settled=settled))


def _contact(floor: Floor, contact: Contact, *, settled: bool) -> Iterator[Breach]:
    yield from state.contact_is_somewhere(floor, contact)
    yield from state.call_out_reaches_somebody(contact)
    yield from state.contact_is_held(floor, contact)
    yield from bounds.deadlines_are_set(floor, contact, bounds.bounds_of_contact(contact))
    yield from waiting.contact_is_in_line(floor, contact)
    if settled:
        yield from bounds.question_is_put(contact)


def _agents(floor: Floor) -> Iterator[list[Breach]]:
    for agent in list(floor.agents.values()):
        if floor.agents.get(agent.id) is agent:
            yield list(_agent(floor, agent))


def _agent(floor: Floor, agent: Agent) -> Iterator[Breach]:
    yield from state.agent_is_named(floor, agent)
    yield from state.agent_holds_what_fits(floor, agent)
    yield from state.wish_fits_its_agent(floor, agent)
    yield from bounds.deadlines_are_set(floor, agent, bounds.bounds_of_agent(agent))
    yield from seating.agent_is_seated(floor, agent)
    yield from seating.agent_serves_their_lines(floor, agent)


def _lines(floor: Floor, *, settled: bool) -> Iterator[list[Breach]]:
    for line in list(floor.index.all_lines()):
        if floor.index.lines_of(line.queue).get((line.want, line.target)) is line:
            yield list(_line(floor, line, settled=settled))


def _line(floor: Floor, line: Line, *, settled: bool) -> Iterator[Breach]:
    yield from waiting.line_is_in_order(floor, line)
    yield from waiting.line_can_be_found(floor, line)
    yield from waiting.pool_is_in_order(line)
    if settled:
        yield from waiting.work_is_conserved(floor, line)


def _offer(floor: Floor, offer: Offer) -> Iterator[Breach]:
    yield from state.offer_is_known(floor, offer)
    yield from bounds.deadlines_are_set(floor, offer, bounds.bounds_of_offer(offer))


def _deadline(floor: Floor, kind: str, subject: str, *, settled: bool) -> Iterator[Breach]:
    yield from bounds.deadline_is_wanted(floor, kind, subject)
    if settled:
        yield from bounds.deadline_is_not_late(floor, kind, subject)


def _queue(floor: Floor, queue: str) -> Iterator[Breach]:
    yield from waiting.queue_sees_who_waits(floor, queue)
    yield from seating.queue_counts_its_agents(floor, queue)
