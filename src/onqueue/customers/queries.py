"""What can be told of customers?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.customers import models
from onqueue.customers.rules import MERGE_UNDO_MS, IdentityKind, identity_key
from onqueue.customers.schemas import Customer, Identity, Merge
from onqueue.identity.queries import names_of
from onqueue.kernel import search
from onqueue.kernel.phone_numbers import spellings
from onqueue.kernel.rows import PAGE_SIZE_MAX, Page, Paging, page

KIND: Final = "customer"
MERGES_MAX: Final = 50
"""So far who was merged is followed, and so many merges are shown."""
CANDIDATES_MAX: Final = 10
"""A number that more customers share tells nobody apart."""
EXPORT_MAX: Final = 50_000
"""Rows of a file; who needs more asks by search."""


def customer(session: Session, *, id: str) -> Customer | None:  # noqa: A002  # it is one
    """Return a customer, or None while there is no record."""
    row = session.get(models.Customer, id)
    return None if row is None else show_all(session, rows=[row])[0]


def customer_names(session: Session, *, ids: Collection[str]) -> dict[str, str]:
    """Return the name of each customer that exists."""
    stmt = select(models.Customer.id, models.Customer.name).where(models.Customer.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(stmt)}


def customers_found(session: Session, *, q: str = "", paging: Paging) -> Page[Customer]:
    """Return a page of customers, all or those in which the words occur."""
    model = models.Customer
    stmt = select(model).where(model.merged_into == "")
    found = search.matching(session, kind=KIND, query=q)
    if found is not None:
        stmt = stmt.where(model.id.in_(found))
    sorts = {
        "name": model.name_key,
        "email": model.email,
        "company": model.company,
        "created_at": model.created_at,
        "last_contact_at": model.last_contact_at,
    }
    rows = page(session, stmt, paging=paging, sorts=sorts, key=model.id)
    items = show_all(session, rows=rows.items)
    return Page(items=items, total=rows.total, page=rows.page, size=rows.size)


def customers_for_file(session: Session, *, q: str, paging: Paging) -> tuple[Customer, ...]:
    """Return customers for a file, at most `EXPORT_MAX`."""
    items: list[Customer] = []
    for number in range(1, EXPORT_MAX // PAGE_SIZE_MAX + 1):
        part = Paging(page=number, size=PAGE_SIZE_MAX, sort=paging.sort, order=paging.order)
        found = customers_found(session, q=q, paging=part)
        items.extend(found.items)
        if len(items) >= found.total or not found.items:
            break
    return tuple(items)


def customers_by_phone(session: Session, *, number: str, region: str) -> tuple[Customer, ...]:
    """Return whose a number in E.164 may be: those who claimed it or were shown to have it.

    Numbers that were stored without their country count as numbers of `region`.
    """
    identity = models.CustomerIdentity
    theirs = select(identity.customer).where(
        identity.kind == "phone",
        identity.value_key.in_(sorted(spellings(number, region=region))),
    )
    stmt = select(models.Customer).where(models.Customer.id.in_(theirs))
    stmt = stmt.where(models.Customer.merged_into == "")
    newest = stmt.order_by(models.Customer.last_contact_at.desc(), models.Customer.id)
    return show_all(session, rows=session.scalars(newest.limit(CANDIDATES_MAX)).all())


def current_id(session: Session, *, customer: str) -> str:
    """Return who somebody is by now: whoever was merged is the one who stayed."""
    for _ in range(MERGES_MAX):
        into = session.scalar(
            select(models.Customer.merged_into).where(models.Customer.id == customer)
        )
        if not into:
            return customer
        customer = into
    return customer


def merges_into(session: Session, *, customer: str) -> tuple[Merge, ...]:
    """Return what was merged into a customer, the latest first."""
    model = models.CustomerMerge
    stmt = select(model).where(model.kept == customer).order_by(model.at.desc(), model.id.desc())
    return tuple(show_merge(row) for row in session.scalars(stmt.limit(MERGES_MAX)))


def show_merge(row: models.CustomerMerge) -> Merge:
    """Return a merge as it outlives its transaction."""
    return Merge(
        id=row.id,
        kept=row.kept,
        gone=row.gone,
        gone_name=row.gone_name,
        conversations=len(row.conversations),
        at=row.at,
        by_name=row.by_name,
        undo_until_at=row.at + MERGE_UNDO_MS,
        undone_at=row.undone_at,
    )


def show_all(session: Session, *, rows: Sequence[models.Customer]) -> tuple[Customer, ...]:
    """Return rows with their addresses, in the same order."""
    ids = [row.id for row in rows]
    stmt = select(models.CustomerIdentity).where(models.CustomerIdentity.customer.in_(ids))
    found: dict[str, list[models.CustomerIdentity]] = {}
    for identity in session.scalars(stmt.order_by(models.CustomerIdentity.id)):
        found.setdefault(identity.customer, []).append(identity)
    owners = names_of(session, accounts={row.owner for row in rows if row.owner})
    return tuple(
        _show(row, found.get(row.id, []), owner_name=owners.get(row.owner, "")) for row in rows
    )


def _show(
    row: models.Customer, identities: Sequence[models.CustomerIdentity], *, owner_name: str
) -> Customer:
    verified = {(known.kind, known.value_key) for known in identities if known.verified}
    return Customer(
        id=row.id,
        name=row.name,
        email=row.email,
        email_verified=("email", identity_key("email", row.email)) in verified,
        phone=row.phone,
        phone_verified=("phone", identity_key("phone", row.phone)) in verified,
        language=row.language,
        company=row.company,
        notes=row.notes,
        owner=row.owner,
        owner_name=owner_name,
        identities=tuple(
            Identity(
                kind=cast("IdentityKind", known.kind),
                value=known.value,
                verified=known.verified,
                created_at=known.created_at,
            )
            for known in identities
        ),
        created_at=row.created_at,
        last_contact_at=row.last_contact_at,
        version=row.version,
        merged_into=row.merged_into,
    )
