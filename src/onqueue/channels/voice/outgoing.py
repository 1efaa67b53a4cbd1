"""An agent calls a customer: what is written down, and what becomes of it?

The contact, its conversation and the call are written in one transaction, before the floor hears
of it. If we stop in between nobody is called, and the contact says so; once the floor has it, the
contact and these rows are all that is needed to go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice.call import CHANNEL, OVER, UP, ringing_play
from onqueue.channels.voice.calling_back import MINUTE_S, call_back, number_of
from onqueue.channels.voice.carriers import by_telephone
from onqueue.channels.voice.reaching import Out, why_unreached
from onqueue.channels.voice.walking.connecting import flow_of
from onqueue.channels.webchat.opening import needs_of
from onqueue.conversations import queries as threads_of
from onqueue.conversations import service as threads
from onqueue.conversations.rules.progress import OUTBOUND
from onqueue.customers import queries as customers_known
from onqueue.customers import service as customers
from onqueue.floor import commands as floor
from onqueue.floor import model, reasons
from onqueue.floor.specs import TELEPHONE, Needs
from onqueue.flows import queries as flows
from onqueue.kernel.ids import new_id
from onqueue.kernel.phone_numbers import shown
from onqueue.live.errors import FloorRefused
from onqueue.outbound import queries as outbound
from onqueue.outbound import service as permits
from onqueue.outbound.errors import AgentSpent, CentreSpent
from onqueue.outbound.rules import MINUTE_MS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from onqueue.channels.voice.call import Call, Line
    from onqueue.channels.voice.carriers import Carrier
    from onqueue.floor.model import Contact
    from onqueue.identity.service.by import By
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking

log = structlog.get_logger(__name__)

SECOND_MS: Final = 1_000
AHEAD_MS: Final = 7_000
"""So long before a minute begins it is asked whether it can be paid for; calls are looked at each
5 s.
"""
TALKED: Final = "talked"
CANCELLED: Final = "cancelled"
"""How a call ended, beside the reasons of the floor for calls that came to nothing."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A call that was written down."""

    contact: str
    conversation: str
    customer: str
    queue: str
    skills: tuple[tuple[str, int], ...]


def write_down(
    session: Session, *, by: By, contact: str, number: str, caller: str, customer: str
) -> Begun:
    """Write down a call that the actor may make, or refuse it."""
    permit = permits.permit(session, by=by, written=number, caller=caller)
    region = threads_of.caller_region(session, number=permit.caller.id)
    called = customers.know_caller(
        session,
        customer=new_id(),
        number=permit.number,
        region=region,
        language=permit.caller.language,
        now=by.now,
    )
    # Whose number it is not cannot be named: who calls somebody may read what they said before.
    theirs = customers_known.customers_by_phone(session, number=permit.number, region=region)
    known = next((one for one in theirs if one.id == customer), called.customer)
    thread = threads.open_conversation(
        session,
        key=f"call:{contact}",
        channel=CHANNEL,
        place=permit.caller.id,
        visitor="",
        customer=known.id,
        customer_name=known.name or shown(permit.number),
        language=known.language or permit.caller.language,
        now=by.now,
        caller=permit.number,
        known_by=called.known_by,
    )
    row = threads.register_contact(
        session,
        id=contact,
        conversation=thread.id,
        customer=known.id,
        channel=CHANNEL,
        queue=permit.caller.queue_id,
        topic="",
        language=thread.language,
        form={},
        now=by.now,
        direction=OUTBOUND,
    )
    permits.place(
        session,
        permit=permit,
        contact=contact,
        account=by.actor.account,
        customer=known.id,
        now=by.now,
    )
    skills = needs_of(session, contact=row)
    return Begun(contact, thread.id, known.id, row.queue, skills)


class Outgoing:
    """Lets agents call customers."""

    def __init__(self, *, db: Database, clock: Clock, asking: Asking) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking

    async def place(self, *, by: By, number: str, caller: str, customer: str) -> Begun:
        """Begin a call, or refuse it."""
        contact = new_id()
        try:
            begun = await self._db.write(
                write_down, by=by, contact=contact, number=number, caller=caller, customer=customer
            )
        except (AgentSpent, CentreSpent) as error:
            account = by.actor.account
            await self._db.write(permits.note_spent, code=error.code, account=account, now=by.now)
            raise
        try:
            await self._asking.ask(
                floor.CallOut(
                    contact=contact,
                    conversation=begun.conversation,
                    queue=begun.queue,
                    needs=Needs(channel=CHANNEL, skills=begun.skills, gates=(TELEPHONE,)),
                    customer=begun.customer,
                    agent=by.actor.account,
                )
            )
        except FloorRefused as refused:
            await self._db.write(_refuse, contact=contact, code=refused.code, now=by.now)
            raise
        return begun

    # --- as it goes on ------------------------------------------------------------------------

    async def take_up(
        self, call: Call, carriers: Mapping[str, Carrier], *, there: Contact | None
    ) -> None:
        """Learn whom a call is to, if it is one to a customer."""
        row = await self._db.read(outbound.placed, contact=call.contact)
        call.callback = await self._db.read(flows.callback_number, contact=call.contact)
        if there is not None and there.keeps_place and (row is not None or call.customer is None):
            call.callback = await self._db.read(number_of, contact=call.contact)
        call.caller = call.caller or call.callback
        call.carrier = call.carrier or by_telephone(carriers)
        if row is None or not call.carrier or (call.callback and row.ended_at is not None):
            return
        call.out = Out(
            number=row.number,
            shows=row.caller,
            longest_s=row.minutes_max * MINUTE_S,
            reached_at=row.reached_at,
            over=row.ended_at is not None,
        )
        if row.reached_at is None:
            call.telling = ringing_play(call.contact)

    async def follow(self, call: Call, there: Contact | None) -> None:
        """Write down what became of the call, and end it when it has lasted long enough."""
        end = await call_back(call, there, db=self._db, clock=self._clock)
        if end is not None:
            await self._end(end)
        out, customer, now = call.out, call.customer, self._clock.now()
        if out is None or out.over:
            return
        if out.reached_at is None and customer is not None and customer.state == UP:
            out.reached_at = now
            await self._db.write(permits.note_reached, contact=call.contact, now=now)
        if there is None or there.state in {model.WRAP_UP, model.SCHEDULED}:
            out.over = True
            outcome = TALKED if out.reached_at is not None else _why_not(customer)
            await self._db.write(permits.note_ended, contact=call.contact, outcome=outcome, now=now)
        else:
            why = await self._why_over(call.contact, out, now)
            if why:
                await self._end(floor.End(contact=call.contact, by="system", reason=why))

    async def close_left_over(self, contacts: Collection[str], *, calls: Collection[str]) -> None:
        """End in the books what ended while nobody looked; `calls` may be those of flows."""
        for contact in await self._db.read(outbound.open_calls):
            flow = flow_of(contact)
            if contact not in contacts and (flow == contact or flow not in calls):
                why, now = reasons.CALL_INTERRUPTED, self._clock.now()
                await self._db.write(permits.note_ended, contact=contact, outcome=why, now=now)

    async def _why_over(self, contact: str, out: Out, now: int) -> str:
        """Say why a talk must end now; before a minute that cannot be paid for, not after it."""
        if out.reached_at is None:
            return ""
        lasted = now - out.reached_at
        if lasted >= out.longest_s * SECOND_MS:
            return reasons.CALL_TOO_LONG
        left = MINUTE_MS - lasted % MINUTE_MS
        if left > AHEAD_MS:
            return ""
        then = now + left + 1
        paid = await self._db.read(outbound.is_paid_for, contact=contact, now=then)
        return "" if paid else reasons.CALL_TOO_DEAR

    async def _end(self, end: floor.End) -> None:
        try:
            await self._asking.ask(end)
        except FloorRefused as refused:
            log.info("calls.not_ended", contact=end.contact, code=refused.code)


def _why_not(customer: Line | None) -> str:
    gave_up = customer is None or customer.state != OVER
    return CANCELLED if gave_up else why_unreached(customer)


def _refuse(session: Session, *, contact: str, code: str, now: int) -> None:
    threads.refuse_contact(session, contact=contact, code=code, now=now)
    permits.note_ended(session, contact=contact, outcome=code, now=now)
