"""Somebody dials one of our numbers: what is written down, and where do they wait?

The contact and the customer's leg are written in one transaction, before the floor hears of them.
So a call is never heard without being in the books; if we stop in between, the contact is
brought to the floor at the next start like any other, and its leg is known.

Who may call is the carrier's word. A number is only what the network says of the caller: it finds
the customer who has it, so that the agent knows what was before, and proves nothing. What a flow
or an agent tells is told to a voice, not to a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice import books
from onqueue.channels.voice.call import CHANNEL, CUSTOMER
from onqueue.channels.voice.walking import steps
from onqueue.channels.webchat.errors import ChatClosed
from onqueue.channels.webchat.opening import Begun, needs_of
from onqueue.conversations import queries as threads_of
from onqueue.conversations import service as threads
from onqueue.customers import service as customers
from onqueue.directory import queries as directory
from onqueue.flows import queries as flows
from onqueue.kernel.ids import new_id
from onqueue.kernel.phone_numbers import shown
from onqueue.live.errors import FloorRefused

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.channels.voice.events import LegOffered
    from onqueue.channels.webchat.arrivals import Arrivals
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database

CLOSED: Final = "closed"
BUSY: Final = "busy"
"""The two things that a caller can be told instead of waiting."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A call that was written down: its contact, or the flow that its caller is in."""

    contact: str
    begun: Begun | None
    step: steps.Step | None = None


def write_down(
    session: Session, *, event: LegOffered, carrier: str, contact: str, customer: str, now: int
) -> Taken | None:
    """Write down a call to one of our numbers; None when it is none of ours."""
    number = directory.number_dialled(session, dialled=event.did)
    if number is None:
        return None
    caller = customers.know_caller(
        session,
        customer=customer,
        number=event.caller,
        region=threads_of.caller_region(session, number=number.id),
        language=number.language,
        now=now,
    )
    known = caller.customer
    thread = threads.open_conversation(
        session,
        key=f"call:{contact}",
        channel=CHANNEL,
        place=number.id,
        visitor="",
        customer=known.id,
        customer_name=known.name or shown(caller.number),
        language=number.language,
        now=now,
        caller=caller.number,
        known_by=caller.known_by,
    )
    _begin_leg(session, event=event, carrier=carrier, contact=contact, number=number.id, now=now)
    if number.flow_id and flows.published(session, flow=number.flow_id) is not None:
        step = steps.begin(
            session,
            contact=contact,
            flow=number.flow_id,
            thread=thread,
            customer=known.id,
            form={"phone": caller.number} if caller.number else {},
            language=number.language,
            now=now,
        )
        return Taken(contact, step.begun, step)
    row = threads.register_contact(
        session,
        id=contact,
        conversation=thread.id,
        customer=known.id,
        channel=CHANNEL,
        queue=number.queue_id,
        topic="",
        language=number.language,
        form={},
        now=now,
    )
    skills = needs_of(session, contact=row)
    begun = Begun(conversation=thread, contact=row, skills=skills, person=None)
    return Taken(contact, begun)


def _begin_leg(
    session: Session, *, event: LegOffered, carrier: str, contact: str, number: str, now: int
) -> None:
    leg = books.OpenLeg(
        id=event.leg,
        contact=contact,
        role=CUSTOMER,
        account="",
        stint="",
        endpoint=f"number:{number}",
        attachment="",
        answered=False,
        carrier=carrier,
    )
    books.begin_leg(session, leg=leg, now=now)


class Incoming:
    """Takes calls to our numbers."""

    def __init__(self, *, db: Database, clock: Clock, arrivals: Arrivals) -> None:
        self._db = db
        self._clock = clock
        self._arrivals = arrivals

    async def take(self, event: LegOffered, *, carrier: str) -> Taken | None:
        """Write a call down; None when the number is none of ours."""
        return await self._db.write(
            write_down,
            event=event,
            carrier=carrier,
            contact=new_id(),
            customer=new_id(),
            now=self._clock.now(),
        )

    async def bring(self, begun: Begun, *, leaving: bool = False) -> str:
        """Let the caller wait; returns what they are to be told if they cannot."""
        try:
            await self._arrivals.bring(begun, leaving=leaving)
        except ChatClosed:
            return CLOSED
        except FloorRefused:
            return BUSY
        return ""
