"""What can agents do, and which agents may somebody see?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from onqueue.directory.models import (
    AgentProfile,
    AgentQueue,
    AgentSkill,
    Gate,
    GateClearance,
)
from onqueue.directory.rules.checks import USUAL_CAPACITY, USUAL_EXCLUSIVE
from onqueue.directory.rules.texts import name_key
from onqueue.directory.schemas import shown
from onqueue.identity.queries import PersonFound, accounts_in, agents_found, person_found
from onqueue.kernel.errors import Invalid
from onqueue.kernel.rows import Page, Paging

SORTS: Final = ("name",)
FEW: Final = 100
"""For so many people it is cheaper to name them than to read what everybody can do."""

Row = TypeVar("Row", AgentProfile, AgentSkill, AgentQueue, GateClearance)


def agent_profiles(
    session: Session,
    *,
    q: str = "",
    queue: str = "",
    skill: str = "",
    accounts: Collection[str] | None = None,
    paging: Paging,
) -> Page[shown.AgentProfile]:
    """Return a page of agents by name; `accounts` narrows them to those who may be seen.

    Who is an agent is identity's to say, so the page is cut here and not by the database: a
    centre has thousands of agents at most, and this list is for administrators.
    """
    if paging.sort not in {"", *SORTS}:
        raise Invalid(field="sort", reason="choose one of {known}", known=", ".join(SORTS))
    words = name_key(q)
    people = [
        person
        for person in agents_found(session)
        if (accounts is None or person.id in accounts) and words in name_key(person.name)
    ]
    profiles = profiles_of(session, people=people)
    found = [
        profile
        for profile in profiles
        if (not queue or queue in profile.queues)
        and (not skill or skill in {has.skill for has in profile.skills})
    ]
    if paging.order == "desc":
        found.reverse()
    start = (paging.page - 1) * paging.size
    items = tuple(found[start : start + paging.size])
    return Page(items=items, total=len(found), page=paging.page, size=paging.size)


def agent_profile(session: Session, *, account: str) -> shown.AgentProfile | None:
    """Return what an agent can do; None for who is no active agent."""
    person = person_found(session, account=account)
    if person is None or person.status != "active" or not person.actor().agent:
        return None
    return profiles_of(session, people=[person])[0]


def profiles_of(
    session: Session, *, people: Collection[PersonFound]
) -> tuple[shown.AgentProfile, ...]:
    """Return what people can do, in their order."""
    few = [person.id for person in people] if len(people) <= FEW else None
    rows = {row.account: row for row in session.scalars(_of(AgentProfile, few))}
    skills: dict[str, list[shown.SkillLevel]] = {}
    for has in session.scalars(_of(AgentSkill, few).order_by(AgentSkill.skill)):
        level = shown.SkillLevel(skill=has.skill, level=has.level)
        skills.setdefault(has.account, []).append(level)
    queues: dict[str, list[str]] = {}
    for works in session.scalars(_of(AgentQueue, few).order_by(AgentQueue.queue)):
        queues.setdefault(works.account, []).append(works.queue)
    cleared: dict[str, list[str]] = {}
    in_use = select(Gate.id).where(Gate.archived.is_(False))
    opened = _of(GateClearance, few).where(GateClearance.gate.in_(in_use))
    for one in session.scalars(opened.order_by(GateClearance.gate)):
        cleared.setdefault(one.account, []).append(one.gate)
    return tuple(
        _profile(
            person,
            rows.get(person.id),
            skills=skills.get(person.id, []),
            queues=queues.get(person.id, []),
            cleared=cleared.get(person.id, []),
        )
        for person in people
    )


def _of(model: type[Row], accounts: Collection[str] | None) -> Select[Row]:
    stmt = select(model)
    return stmt if accounts is None else stmt.where(model.account.in_(accounts))


def team_mates(session: Session, *, teams: Collection[str]) -> frozenset[str]:
    """Return the accounts of some teams."""
    return accounts_in(session, teams=teams)


def _profile(
    person: PersonFound,
    row: AgentProfile | None,
    *,
    skills: Collection[shown.SkillLevel],
    queues: Collection[str],
    cleared: Collection[str],
) -> shown.AgentProfile:
    return shown.AgentProfile(
        account_id=person.id,
        name=person.name,
        skills=tuple(skills),
        queues=tuple(queues),
        capacity=dict(USUAL_CAPACITY) if row is None else row.capacity,
        exclusive=USUAL_EXCLUSIVE if row is None else tuple(row.exclusive),
        units_max=0 if row is None else row.units_max,
        units={} if row is None else row.units,
        reserved={} if row is None else row.reserved,
        interrupts=()
        if row is None
        else tuple(
            shown.Interrupt(channel=one["channel"], other=one["other"]) for one in row.interrupts
        ),
        cleared=tuple(cleared),
        version=0 if row is None else row.version,
    )
