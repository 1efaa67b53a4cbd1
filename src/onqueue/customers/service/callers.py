"""Who calls, as far as the number says that the network shows of them?"""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from onqueue.customers import models
from onqueue.customers.queries import KIND, customers_by_phone
from onqueue.customers.rules import NEW, NUMBER, SEVERAL, WITHHELD, CallerKnown, clean_claims
from onqueue.customers.schemas import Caller
from onqueue.customers.service.records import note_claims, touch_customer
from onqueue.kernel import search
from onqueue.kernel.phone_numbers import e164


def know_caller(
    session: Session,
    *,
    customer: str,
    number: str,
    region: str,
    language: str,
    now: int,
) -> Caller:
    """Return whose call this is, by the number that the network told of the caller.

    A number is a claim: it finds the one customer who has it, so that the agent sees with whom
    they spoke before, and opens nothing else. Where several have it nobody is guessed, and the
    number is not claimed once more; whoever takes the call chooses. `customer` is the id of the
    record that is made where nobody was found.
    """
    whole = e164(number, region=region)
    known = customers_by_phone(session, number=whole, region=region) if whole else ()
    if len(known) == 1:
        touch_customer(session, customer=known[0].id, now=now)
        return Caller(customer=known[0], number=whole, known_by=NUMBER)
    written = whole or clean_claims({"phone": number}).get("phone", "")
    found_by: CallerKnown = WITHHELD if not written else SEVERAL if known else NEW
    made = note_claims(
        session,
        customer=customer,
        now=now,
        phone=written if found_by == NEW else None,
        language=language,
    )
    return Caller(customer=made, number=written, known_by=found_by)


def forget_stand_in(session: Session, *, customer: str) -> None:
    """Forget the record that was made for a caller until somebody chose who they are.

    Whatever was written into it meanwhile keeps it.
    """
    row = session.get(models.Customer, customer, with_for_update=True)
    if row is None:
        return
    identity = models.CustomerIdentity
    has_addresses = session.scalar(select(exists().where(identity.customer == customer)))
    if has_addresses or row.version > 1 or row.name or row.notes:
        return
    search.forget(session, kind=KIND, subject=customer)
    session.delete(row)
    session.flush()
