"""Routes of customers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response

from onqueue.customers import service
from onqueue.customers.access import access_customer
from onqueue.customers.queries import customers_found
from onqueue.customers.schemas import Customer, CustomerAsked, CustomerPatch
from onqueue.edge import Network, OnGround, PageAsked, Search, csv_answer, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import ID_PATTERN, PageOf, page_of

router = make_router(prefix="/api", tags=["customers"])

Reader = Annotated[Actor, requires("customer.read")]
Editor = Annotated[Actor, requires("customer.edit")]
Reporter = Annotated[Actor, requires("report.read")]
PathId = Annotated[str, Path(pattern=ID_PATTERN)]

COLUMNS = (
    "id",
    "name",
    "email",
    "email_verified",
    "phone",
    "phone_verified",
    "language",
    "company",
    "notes",
    "owner_name",
    "created_at",
    "last_contact_at",
)


@router.get("/customers")
async def list_customers(
    ground: OnGround, _actor: Reader, paging: PageAsked, q: Search = ""
) -> PageOf[Customer]:
    """List customers, or find them by name, address, number or company."""
    found = await ground.db.read(customers_found, q=q, paging=paging)
    return page_of(found, lambda customer: customer)


@router.get("/customers.csv")
async def list_customers_csv(
    ground: OnGround,
    _actor: Reader,
    actor: Reporter,
    network: Network,
    paging: PageAsked,
    q: Search = "",
) -> Response:
    """List customers as a file; that it was taken is written down."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    found = await ground.db.write(service.export_customers, by=by, q=q, paging=paging)
    rows = [[getattr(customer, column) for column in COLUMNS] for customer in found]
    return csv_answer(name="customers", columns=COLUMNS, rows=rows)


@router.post("/customers", status_code=201)
async def create_customer(
    ground: OnGround, actor: Editor, network: Network, body: CustomerAsked
) -> Customer:
    """Record a customer by hand."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    fields = body.model_dump(exclude_unset=True)
    return await ground.db.write(service.create_customer, by=by, **fields)


@router.get("/customers/{customer}")
async def read_customer(ground: OnGround, actor: Reader, customer: PathId) -> Customer:
    """Show a customer."""
    return await ground.db.read(access_customer, actor=actor, customer=customer)


@router.patch("/customers/{customer}")
async def change_customer(
    ground: OnGround, actor: Editor, network: Network, customer: PathId, body: CustomerPatch
) -> Customer:
    """Change a customer's details."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    fields = body.model_dump(exclude_unset=True, exclude={"version"})
    return await ground.db.write(
        service.change_customer, by=by, customer=customer, version=body.version, **fields
    )
