"""Routes by which two records of one customer become one, with all that was said."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy.orm import Session

from onqueue.conversations import service
from onqueue.conversations.api.asking import PathId
from onqueue.customers.access import access_customer
from onqueue.customers.queries import merges_into
from onqueue.customers.schemas import Merge, MergeAsked
from onqueue.edge import Network, OnGround, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor

router = make_router(prefix="/api", tags=["customers"])

Reader = Annotated[Actor, requires("customer.read")]
Merger = Annotated[Actor, requires("customer.merge")]


@router.get("/customers/{id}/merges")
async def list_merges(
    ground: OnGround,
    actor: Reader,
    id: PathId,  # noqa: A002  # its name
) -> list[Merge]:
    """List which records became part of a customer."""
    return await ground.db.read(_merges, actor=actor, customer=id)


@router.post("/customers/{id}/merges", status_code=201)
async def merge_customers(
    ground: OnGround,
    actor: Merger,
    network: Network,
    id: PathId,  # noqa: A002  # its name
    body: MergeAsked,
) -> Merge:
    """Let another record of the same customer become part of this one."""
    return await ground.db.write(
        service.merge_customers,
        by=By(actor=actor, now=ground.clock.now(), network=network),
        kept=id,
        gone=body.gone,
        versions=(body.version, body.gone_version),
        take=body.take,
    )


@router.delete("/merges/{id}")
async def undo_merge(
    ground: OnGround,
    actor: Merger,
    network: Network,
    id: PathId,  # noqa: A002  # its name
) -> Merge:
    """Take a merge back, within seven days."""
    by = By(actor=actor, now=ground.clock.now(), network=network)
    return await ground.db.write(service.undo_merge, by=by, merge=id)


def _merges(session: Session, *, actor: Actor, customer: str) -> list[Merge]:
    access_customer(session, actor=actor, customer=customer)
    return list(merges_into(session, customer=customer))
