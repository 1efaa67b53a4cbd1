"""A customer who keeps their place: what is a call while nobody is on the line, and who calls them?

    the contact            the customer's leg       the agent's leg
    waits, is offered      none                     none
    is active              dialled by us            the owner's, first

The floor knows that they keep their place; at which number they are called is in the flow that
offered it. Whether that number may be called is asked again when it is their turn, and what it
costs is borne by the agent who took the contact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice.call import CUSTOMER, OVER
from onqueue.channels.voice.reaching import Out
from onqueue.conversations import queries as threads_of
from onqueue.directory import queries as directory
from onqueue.floor import commands as floor
from onqueue.floor import model, reasons
from onqueue.flows import queries as flows
from onqueue.flows.rules.sayings import THANKS
from onqueue.flows.rules.texts import worded
from onqueue.kernel.errors import OnqueueError
from onqueue.kernel.phone_numbers import shown
from onqueue.outbound import queries as outbound
from onqueue.outbound import service as permits

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from onqueue.channels.voice.call import Call
    from onqueue.directory.schemas.shown import PhoneNumber
    from onqueue.floor.model import Contact
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database

log = structlog.get_logger(__name__)

MINUTE_S: Final = 60
PUT_BACK: Final = "put_back"
"""How a call ended whose agent lost it before the customer was reached: they wait again."""


def number_of(session: Session, *, contact: str) -> str:
    """Return at which number somebody who keeps their place is called; empty where none may be.

    Who took the offer of a flow said it; whom a rule sent off is called where they called from.
    """
    said = flows.callback_number(session, contact=contact)
    row = threads_of.contact(session, id=contact)
    thread = None if row is None else threads_of.conversation(session, id=row.conversation)
    if said or thread is None or not thread.caller:
        return said
    return outbound.promises(session, conversation=thread.id)(thread.caller)


def farewell_to(session: Session, *, contact: str) -> tuple[str, str] | None:
    """Return what a caller is told who keeps their place, and in which language."""
    number = number_of(session, contact=contact)
    row = threads_of.contact(session, id=contact)
    if not number or row is None:
        return None
    return worded(THANKS, language=row.language, values={"number": shown(number)}), row.language


def write_down(session: Session, *, contact: str, account: str, now: int) -> Out | None:
    """Write down that a customer is called back; None where we have no number to show."""
    row = threads_of.contact(session, id=contact)
    assert row is not None, "it is on the floor"
    ours = number_of_ours(session, conversation=row.conversation, queue=row.queue)
    if ours is None:
        return None
    number = number_of(session, contact=contact)
    permit = permits.permit_promised(session, account=account, number=number, ours=ours, now=now)
    permits.place(
        session, permit=permit, contact=contact, account=account, customer=row.customer, now=now
    )
    return Out(number=permit.number, shows=permit.shows, longest_s=permit.minutes_max * MINUTE_S)


def number_of_ours(session: Session, *, conversation: str, queue: str) -> PhoneNumber | None:
    """Return what the customer called, or else a number of the queue, or any."""
    thread = threads_of.conversation(session, id=conversation)
    place = "" if thread is None else thread.place
    numbers = directory.numbers_in_use(session)
    return min(numbers, key=lambda one: (one.id != place, one.queue_id != queue), default=None)


async def call_back(
    call: Call, there: Contact | None, *, db: Database, clock: Clock
) -> floor.End | None:
    """Be ready to call the customer when it is their turn; or return the end."""
    if not call.callback or there is None:
        return None
    if there.state != model.ACTIVE:
        await _put_back(call, db=db, clock=clock)
        return None
    if call.out is not None or _is_on_the_line(call):
        return None
    try:
        call.out = (
            None
            if not call.carrier
            else await db.write(
                write_down, contact=call.contact, account=there.agent or "", now=clock.now()
            )
        )
    except OnqueueError as refused:
        log.warning("calls.not_called_back", contact=call.contact, code=refused.code)
    if call.out is None:
        reason = reasons.CALL_NOT_PERMITTED
        return floor.End(contact=call.contact, by="system", reason=reason)
    _forget_earlier(call)
    return None


async def _put_back(call: Call, *, db: Database, clock: Clock) -> None:
    """The agent has it no more and the customer was not reached: they wait for their turn again."""
    if call.out is None or call.out.reached_at is not None:
        return
    call.out = None
    now = clock.now()
    await db.write(permits.note_ended, contact=call.contact, outcome=PUT_BACK, now=now)


def _is_on_the_line(call: Call) -> bool:
    customer = call.customer
    return customer is not None and customer.state != OVER


def _forget_earlier(call: Call) -> None:
    """The lines that ended before are not those of this call: it begins anew."""
    for line in call.lines.values():
        if line.role == CUSTOMER:
            line.role = EARLIER


EARLIER: Final = "earlier"
"""The role of a customer's leg that ended before they were called back."""
