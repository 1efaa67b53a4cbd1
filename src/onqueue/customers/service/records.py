"""How are customers known, recorded and changed?"""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from onqueue.customers import models
from onqueue.customers.access import access_customer_to_change
from onqueue.customers.errors import CustomerChanged
from onqueue.customers.queries import KIND, current_id, customers_for_file, show_all
from onqueue.customers.rules import (
    IDENTITIES_MAX,
    KINDS,
    VISITOR_KEPT_MS,
    IdentityKind,
    check_fields,
    clean_claims,
    identity_key,
    name_key,
    needs_seen_update,
    search_text,
    visitor_key,
)
from onqueue.customers.schemas import Customer, Visitor
from onqueue.directory.queries import agent_profile
from onqueue.identity.service.by import By
from onqueue.kernel import audit, search
from onqueue.kernel.errors import Invalid
from onqueue.kernel.ids import new_id, new_token
from onqueue.kernel.rows import Paging

FIELDS: Final = ("name", "email", "phone", "language", "company", "notes", "owner")
ITSELF: Final = "the customer"

# --- Visitors ---------------------------------------------------------------------------------


def issue_visitor(session: Session, *, now: int, language: str = "") -> tuple[str, str]:
    """Make a token for a browser; return it and the id of the customer it will be.

    The customer's record is made with the first contact: most who open a page write nothing.
    """
    token, customer = new_token(), new_id()
    session.add(
        models.Visitor(
            token_hash=visitor_key(token),
            customer=customer,
            language=clean_claims({"language": language}).get("language", ""),
            created_at=now,
            last_seen_at=now,
        )
    )
    session.flush()
    return token, customer


def resolve_visitor(session: Session, *, token: str, now: int) -> Visitor | None:
    """Return whose browser a token belongs to, or None."""
    row = session.get(models.Visitor, visitor_key(token))
    if row is None:
        return None
    if needs_seen_update(seen_at=row.last_seen_at, now=now):
        row.last_seen_at = now
        session.flush()
    return Visitor(
        customer_id=row.customer, created_at=row.created_at, last_seen_at=row.last_seen_at
    )


def forget_visitors(session: Session, *, now: int) -> int:
    """Forget browsers not seen for long that never became customers; return how many."""
    known = exists().where(models.Customer.id == models.Visitor.customer)
    old = models.Visitor.last_seen_at < now - VISITOR_KEPT_MS
    gone = delete(models.Visitor).where(old, ~known).returning(models.Visitor.token_hash)
    return len(session.scalars(gone).all())


def note_claims(
    session: Session,
    *,
    customer: str,
    now: int,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    language: str | None = None,
) -> Customer:
    """Keep what a visitor says of themself, in their own record and nowhere else.

    What is already known stays: an agent may have put it right. Addresses become claims, and
    an address that another customer has joins nobody to them.
    """
    said = {"name": name, "email": email, "phone": phone, "language": language}
    claims = clean_claims(said)
    customer = current_id(session, customer=customer)
    row = session.get(models.Customer, customer, with_for_update=True)
    if row is None:
        row = _new_row(session, id=customer, now=now, by=ITSELF)
        row.language = claims.get("language") or _spoken(session, customer=customer)
    for field, value in claims.items():
        if not getattr(row, field):
            setattr(row, field, value)
    row.name_key, row.last_contact_at = name_key(row.name), now
    for kind in KINDS:
        if kind in claims:
            _claim(session, customer=customer, kind=kind, value=claims[kind], now=now)
    return store(session, row=row)


def _spoken(session: Session, *, customer: str) -> str:
    spoken = select(models.Visitor.language).where(models.Visitor.customer == customer)
    return session.scalars(spoken).first() or ""


def touch_customer(session: Session, *, customer: str, now: int) -> None:
    """Remember when a customer was last in contact."""
    row = session.get(models.Customer, customer)
    if row is not None and (row.last_contact_at or 0) < now:
        row.last_contact_at = now
        session.flush()


def find_or_create(
    session: Session,
    *,
    kind: IdentityKind,
    value: str,
    verified: bool,
    now: int,
    name: str = "",
) -> Customer:
    """Return the customer whose address this was shown to be, or a new one.

    `verified` says that the channel has shown it, for instance by an aligned signature of the
    sender's domain. An address that was only claimed finds nobody: it makes a new customer.
    """
    check_fields({kind: value})
    key = identity_key(kind, value)
    owned = select(models.CustomerIdentity.customer).where(
        models.CustomerIdentity.kind == kind,
        models.CustomerIdentity.value_key == key,
        models.CustomerIdentity.verified,
    )
    known = session.scalar(owned) if verified else None
    if known is not None:
        return show_all(session, rows=[session.get_one(models.Customer, known)])[0]
    row = _new_row(session, id=new_id(), now=now, by=ITSELF)
    row.name, row.last_contact_at = clean_claims({"name": name}).get("name", ""), now
    row.name_key = name_key(row.name)
    setattr(row, kind, value.strip())
    session.flush()
    identity = _identity(customer=row.id, kind=kind, value=value, now=now, verified=verified)
    try:
        with session.begin_nested():
            session.add(identity)
            session.flush()
    except IntegrityError:
        # Somebody with the same address was first; then it is their record.
        session.delete(row)
        session.flush()
        return show_all(session, rows=[_owner(session, kind=kind, key=key)])[0]
    return store(session, row=row)


# --- Staff ------------------------------------------------------------------------------------


def create_customer(session: Session, /, *, by: By, **fields: str) -> Customer:
    """Record a customer by hand."""
    by.actor.require("customer.edit")
    assert fields.keys() <= set(FIELDS), fields
    _check(session, fields)
    row = _new_row(session, id=new_id(), now=by.now, by=by.actor.name)
    _put(session, row=row, fields=fields, now=by.now)
    made = store(session, row=row)
    after = _described(made)
    record_change(session, by=by, action="customer.created", customer=row.id, after=after)
    return made


def change_customer(
    session: Session, /, *, by: By, customer: str, version: int, **fields: str
) -> Customer:
    """Change a customer's details. An address put in by hand is a claim like any other."""
    assert fields.keys() <= set(FIELDS), fields
    row = access_customer_to_change(session, actor=by.actor, customer=customer)
    if row.version != version:
        raise CustomerChanged(
            version=row.version, changed_by=row.changed_by, changed_at=row.changed_at
        )
    _check(session, fields)
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        return show_all(session, rows=[row])[0]
    before = {name: getattr(row, name) for name in changed}
    if "phone" in changed:
        _take_back_number(session, row=row)
    _put(session, row=row, fields=changed, now=by.now)
    row.version, row.changed_at, row.changed_by = row.version + 1, by.now, by.actor.name
    found = store(session, row=row)
    record_change(
        session, by=by, action="customer.changed", customer=customer, before=before, after=changed
    )
    return found


def export_customers(session: Session, *, by: By, q: str, paging: Paging) -> tuple[Customer, ...]:
    """Return customers for a file. Who took which list out of the house is in the audit."""
    by.actor.require("customer.read")
    by.actor.require("report.read")
    found = customers_for_file(session, q=q, paging=paging)
    after: dict[str, object] = {"search": q, "rows": len(found)}
    record_change(session, by=by, action="customers.exported", customer="", after=after)
    return found


def _check(session: Session, fields: dict[str, str]) -> None:
    check_fields({name: value for name, value in fields.items() if name != "owner"})
    owner = fields.get("owner")
    if owner and agent_profile(session, account=owner) is None:
        raise Invalid(field="owner", reason="this person does not take contacts")


# --- Rows -------------------------------------------------------------------------------------


def _new_row(session: Session, *, id: str, now: int, by: str) -> models.Customer:  # noqa: A002
    row = models.Customer(
        id=id,
        name="",
        name_key="",
        email="",
        phone="",
        language="",
        company="",
        notes="",
        owner="",
        created_at=now,
        last_contact_at=None,
        version=1,
        changed_at=now,
        changed_by=by,
        merged_into="",
    )
    session.add(row)
    session.flush()
    return row


def _put(session: Session, *, row: models.Customer, fields: dict[str, str], now: int) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.name_key = name_key(row.name)
    for kind in KINDS:
        if fields.get(kind):
            _claim(session, customer=row.id, kind=kind, value=fields[kind], now=now)


def _take_back_number(session: Session, *, row: models.Customer) -> None:
    """Forget a number that staff put right: calls from it would go on being this customer's."""
    model = models.CustomerIdentity
    wrong = identity_key("phone", row.phone)
    claims = delete(model).where(model.customer == row.id, model.kind == "phone", ~model.verified)
    session.execute(claims.where(model.value_key == wrong))


def _claim(session: Session, *, customer: str, kind: IdentityKind, value: str, now: int) -> None:
    model = models.CustomerIdentity
    mine = select(model.value_key).where(model.customer == customer, model.kind == kind)
    known = set(session.scalars(mine))
    if identity_key(kind, value) in known:
        return
    counted = select(func.count()).select_from(model).where(model.customer == customer)
    if (session.scalar(counted) or 0) < IDENTITIES_MAX:
        session.add(_identity(customer=customer, kind=kind, value=value, now=now, verified=False))
        session.flush()


def _identity(
    *, customer: str, kind: IdentityKind, value: str, now: int, verified: bool
) -> models.CustomerIdentity:
    return models.CustomerIdentity(
        id=new_id(),
        customer=customer,
        kind=kind,
        value=value.strip(),
        value_key=identity_key(kind, value),
        verified=verified,
        created_at=now,
    )


def _owner(session: Session, *, kind: str, key: str) -> models.Customer:
    model = models.CustomerIdentity
    owned = select(model.customer).where(model.kind == kind, model.value_key == key, model.verified)
    return session.get_one(models.Customer, session.scalars(owned).one())


def store(session: Session, *, row: models.Customer) -> Customer:
    """Write a record down, and make it findable by what it says now."""
    session.flush()
    fields = {name: getattr(row, name) for name in FIELDS}
    at = row.last_contact_at or row.created_at
    search.index(session, kind=KIND, subject=row.id, text=search_text(fields), at=at)
    return show_all(session, rows=[row])[0]


def _described(made: Customer) -> dict[str, object]:
    return {name: getattr(made, name) for name in FIELDS if getattr(made, name)}


def record_change(
    session: Session,
    *,
    by: By,
    action: str,
    customer: str,
    before: dict[str, object] | None = None,
    after: dict[str, object] | dict[str, str] | None = None,
) -> None:
    """Write into the audit what was done with a customer."""
    audit.record(
        session,
        now=by.now,
        actor=by.actor,
        action=action,
        subject_kind="customer",
        subject=customer,
        before=before,
        after=None if after is None else dict(after),
        network=by.network,
    )
