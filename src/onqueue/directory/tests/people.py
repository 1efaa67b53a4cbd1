"""People for the directory's tests, and what the audit says of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from onqueue.identity.rules import Grant
from onqueue.identity.service.founding import add_member
from onqueue.kernel.audit import Audit
from onqueue.kernel.authz import Actor
from onqueue.kernel.db import Database


def agent_actor(account: str, *rights: str) -> Actor:
    return Actor(
        account=account,
        name=account.title(),
        rights=frozenset(rights),
        queues=frozenset(),
        teams=frozenset(),
        agent=True,
    )


async def member(database: Database, *, name: str, role: Any = "agent") -> str:
    found = await database.write(
        add_member,
        now=0,
        name=name,
        email=f"{name.lower()}@example.org",
        language="en",
        grants=(Grant(role, "site", ""),),
        password_hash="x",
    )
    return found.id


def audit_rows(session: Session) -> list[tuple[str, str, Any, Any]]:
    rows = session.scalars(select(Audit).order_by(Audit.id))
    return [(row.action, row.subject, row.before, row.after) for row in rows]
