"""How is said what an agent can do?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from onqueue.directory.access import MANAGE, access_agent
from onqueue.directory.errors import RecordChanged
from onqueue.directory.models import AgentProfile, AgentQueue, AgentSkill
from onqueue.directory.rules.checks import Channel, check_capacity
from onqueue.directory.schemas import shown
from onqueue.directory.service import kinds, records
from onqueue.identity.service.by import By


def put_agent(
    session: Session,
    *,
    by: By,
    account: str,
    version: int,
    skills: Sequence[Mapping[str, Any]],
    queues: Sequence[str],
    capacity: Mapping[Channel, int],
    exclusive: Sequence[Channel],
) -> shown.AgentProfile:
    """Say all that an agent can do."""
    by.actor.require(MANAGE)
    before = access_agent(session, actor=by.actor, account=account)
    row = session.get(AgentProfile, account, with_for_update=True)
    if row is None and version != 0:
        raise RecordChanged(version=0, changed_by="Somebody", changed_at=by.now)
    if row is not None:
        records.check_version(row, version=version)
    wanted = kinds.check_skills(session, skills)
    in_queues = kinds.check_queues(session, queues, field="queues")
    check_capacity(capacity, exclusive=exclusive)
    _store(session, row=row, by=by, account=account, capacity=capacity, exclusive=exclusive)
    session.execute(delete(AgentSkill).where(AgentSkill.account == account))
    session.execute(delete(AgentQueue).where(AgentQueue.account == account))
    if wanted:
        session.execute(insert(AgentSkill), [{"account": account, **need} for need in wanted])
    if in_queues:
        works = [{"account": account, "queue": queue} for queue in in_queues]
        session.execute(insert(AgentQueue), works)
    session.expire_all()
    after = access_agent(session, actor=by.actor, account=account)
    records.record_change(
        session,
        by=by,
        action="agent.changed",
        kind="agent",
        subject=account,
        before=before,
        after=after,
    )
    return after


def _store(
    session: Session,
    *,
    row: AgentProfile | None,
    by: By,
    account: str,
    capacity: Mapping[Channel, int],
    exclusive: Sequence[Channel],
) -> None:
    """Write the profile. Of two who are the first to say something, one is refused."""
    if row is None:
        row = AgentProfile(account=account, version=0)
        session.add(row)
    row.capacity, row.exclusive = dict(capacity), sorted(set(exclusive))
    row.version, row.changed_at, row.changed_by = row.version + 1, by.now, by.actor.name
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise RecordChanged(version=1, changed_by="Somebody", changed_at=by.now) from None
