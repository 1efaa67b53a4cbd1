"""Whose call is a conversation, and what was there before it?"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from onqueue.conversations import models
from onqueue.conversations.schemas import CallerShown, Conversation
from onqueue.customers import queries as customers
from onqueue.customers.schemas import Customer
from onqueue.directory import queries as directory
from onqueue.kernel.phone_numbers import e164, region_of, region_of_zone, shown


def caller_region(session: Session, *, number: str) -> str:
    """Return the country in which somebody calls one of our numbers: the number's own, or ours."""
    called = directory.number_by_id(session, id=number)
    whole = "" if called is None else e164(called.number)
    return region_of(whole) or region_of_zone(directory.centre(session).time_zone)


def caller_of(session: Session, *, thread: Conversation) -> CallerShown:
    """Return who calls, and all whose number it may be."""
    found: tuple[Customer, ...] = ()
    if thread.caller:
        region = caller_region(session, number=thread.place)
        found = customers.customers_by_phone(session, number=thread.caller, region=region)
    return CallerShown(
        number=shown(thread.caller),
        known_by=thread.known_by,
        customer=thread.customer,
        candidates=found,
    )


def earlier_than(session: Session, *, thread: Conversation) -> tuple[int, int | None]:
    """Return how many conversations its customer had before, and when the last one was."""
    table = models.Conversation
    before = select(func.count(), func.max(table.last_at)).where(
        table.customer == thread.customer,
        table.id != thread.id,
        table.opened_at <= thread.opened_at,
    )
    count, last_at = session.execute(before).one()
    return int(count), last_at
