"""How are teams made, renamed and taken apart?"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from onqueue.identity.access import access_team_to_change
from onqueue.identity.errors import TeamInUse, TeamNameTaken
from onqueue.identity.models import AccountRole, AccountTeam, Team
from onqueue.identity.queries import TeamCounted
from onqueue.identity.rules import name_key
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.ids import new_id


def create_team(session: Session, *, by: By, name: str) -> TeamCounted:
    """Make a team without people."""
    by.actor.require("people.manage")
    _refuse_taken(session, name=name, team=None)
    row = Team(id=new_id(), name=name, name_key=name_key(name), created_at=by.now)
    session.add(row)
    session.flush()
    _record(session, by=by, action="team.created", team=row.id, after={"name": name})
    return TeamCounted(id=row.id, name=row.name, people=0, created_at=row.created_at)


def rename_team(session: Session, *, by: By, team: str, name: str) -> TeamCounted:
    """Give a team another name."""
    row = access_team_to_change(session, actor=by.actor, team=team)
    _refuse_taken(session, name=name, team=team)
    before = row.name
    row.name, row.name_key = name, name_key(name)
    session.flush()
    if name != before:
        old, new = {"name": before}, {"name": name}
        _record(session, by=by, action="team.renamed", team=team, before=old, after=new)
    members = select(func.count()).select_from(AccountTeam).where(AccountTeam.team == team)
    people = session.scalar(members) or 0
    return TeamCounted(id=row.id, name=row.name, people=people, created_at=row.created_at)


def delete_team(session: Session, *, by: By, team: str) -> None:
    """Take a team apart; its people stay. Refused while somebody supervises it."""
    row = access_team_to_change(session, actor=by.actor, team=team)
    held = exists().where(AccountRole.scope_kind == "team", AccountRole.scope == team)
    if session.scalar(select(held)):
        raise TeamInUse(name=row.name)
    left = delete(AccountTeam).where(AccountTeam.team == team).returning(AccountTeam.account)
    people = sorted(session.scalars(left))
    before = {"name": row.name, "people": people}
    session.delete(row)
    session.flush()
    _record(session, by=by, action="team.deleted", team=team, before=before)


def _refuse_taken(session: Session, *, name: str, team: str | None) -> None:
    taken = exists().where(Team.name_key == name_key(name), Team.id != (team or ""))
    if session.scalar(select(taken)):
        raise TeamNameTaken(field="name", name=name)


def _record(
    session: Session,
    *,
    by: By,
    action: str,
    team: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    audit.record(
        session,
        actor=by.actor,
        action=action,
        subject_kind="team",
        subject=team,
        now=by.now,
        network=by.network,
        before=before,
        after=after,
    )
