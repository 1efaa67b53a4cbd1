"""How is said what an agent can do?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from onqueue.directory.access import MANAGE, access_agent
from onqueue.directory.errors import RecordChanged
from onqueue.directory.models import AgentProfile, AgentQueue, AgentSkill, Gate
from onqueue.directory.rules.checks import Channel, check_capacity, check_units
from onqueue.directory.schemas import shown
from onqueue.directory.service import gates, kinds, records
from onqueue.identity.service.by import By

ROOM: Final = ("units_max", "units", "reserved", "interrupts")


def put_agent(
    session: Session,
    /,
    *,
    by: By,
    account: str,
    version: int,
    skills: Sequence[Mapping[str, Any]],
    queues: Sequence[str],
    capacity: Mapping[Channel, int],
    exclusive: Sequence[Channel],
    cleared: Sequence[str] | None = None,
    **room: Any,
) -> shown.AgentProfile:
    """Say all that an agent can do.

    `room` is what contacts weigh, what is kept for a channel and which interrupts which: the
    names are those of `schemas.asked`, and what is left out or None stays.
    """
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
    said = {name: value for name, value in room.items() if value is not None}
    stored = {"capacity": dict(capacity), "exclusive": sorted(set(exclusive)), **said}
    _store(session, row=row, by=by, account=account, fields=stored)
    if cleared is not None:
        kinds.check_known(session, model=Gate, ids=cleared, field="cleared", word="gate")
        gates.set_cleared(session, account=account, gates=cleared, by=by.actor.name, now=by.now)
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
    fields: Mapping[str, Any],
) -> None:
    """Write the profile. Of two who are the first to say something, one is refused."""
    assert fields.keys() <= {"capacity", "exclusive", *ROOM}, fields
    if row is None:
        row = AgentProfile(
            account=account, version=0, units_max=0, units={}, reserved={}, interrupts=[]
        )
        session.add(row)
    for name, value in fields.items():
        setattr(row, name, value)
    check_units(
        units_max=row.units_max,
        units=row.units,
        reserved=row.reserved,
        interrupts=[(one["channel"], one["other"]) for one in row.interrupts],
    )
    row.version, row.changed_at, row.changed_by = row.version + 1, by.now, by.actor.name
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise RecordChanged(version=1, changed_by="Somebody", changed_at=by.now) from None
