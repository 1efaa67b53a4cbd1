"""How does a request get at customers on behalf of somebody?

Whoever takes contacts may see every customer: the next call can be from any of them. Lists of
all customers leave the house only with those who read reports.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from onqueue.customers import models
from onqueue.customers.errors import CustomerMerged, CustomerMissing
from onqueue.customers.queries import customer as find_customer
from onqueue.customers.schemas import Customer
from onqueue.kernel.authz import Actor


def access_customer(session: Session, *, actor: Actor, customer: str) -> Customer:
    """Return a customer that the actor may see."""
    actor.require("customer.read")
    found = find_customer(session, id=customer)
    if found is None:
        raise CustomerMissing
    return found


def access_customer_to_change(session: Session, *, actor: Actor, customer: str) -> models.Customer:
    """Return the row of a customer that the actor may change, held until the end."""
    actor.require("customer.edit")
    row = session.get(models.Customer, customer, with_for_update=True)
    if row is None:
        raise CustomerMissing
    if row.merged_into:
        into = session.get(models.Customer, row.merged_into)
        raise CustomerMerged(name=into.name if into is not None else "")
    return row
