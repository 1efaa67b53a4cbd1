"""People: who works here, and what they may do."""

from __future__ import annotations

import json
from typing import Annotated, Final, Literal

from fastapi import Depends, Query, Response
from typing_extensions import TypedDict

from onqueue.edge import OnGround, PageAsked, Search, csv_answer, make_router, requires
from onqueue.identity.access import access_person
from onqueue.identity.api.asking import ByMe, grants_given, person_shown
from onqueue.identity.queries import people_found
from onqueue.identity.rules import ROLE_SCOPES, ROLE_SENTENCES, ROLES
from onqueue.identity.schemas import (
    Person,
    PersonInvited,
    PersonPatch,
    RightShown,
    RoleCatalogue,
    RoleShown,
)
from onqueue.identity.service import people as service
from onqueue.kernel.authz import RIGHTS
from onqueue.kernel.rows import every_page
from onqueue.kernel.wire import ID_LENGTH_MAX, PageOf, page_of

COLUMNS: Final = (
    "id",
    "name",
    "email",
    "status",
    "roles",
    "teams",
    "last_seen_at",
    "created_at",
)

router = make_router(prefix="/api", tags=["people"], dependencies=[requires("people.manage")])


class PeopleAsked(TypedDict):
    """Which people are asked for; what is empty lets all through."""

    q: str
    status: str
    team: str
    role: str


async def _wanted(
    q: Search = "",
    status: Annotated[Literal["", "invited", "active", "deactivated"], Query()] = "",
    team: Annotated[str, Query(max_length=ID_LENGTH_MAX)] = "",
    role: Annotated[Literal["", "agent", "supervisor", "administrator", "caller"], Query()] = "",
) -> PeopleAsked:
    return {"q": q, "status": status, "team": team, "role": role}


Wanted = Annotated[PeopleAsked, Depends(_wanted)]


@router.get("/people")
async def list_people(ground: OnGround, paging: PageAsked, wanted: Wanted) -> PageOf[Person]:
    """List people."""
    found = await ground.db.read(people_found, paging=paging, **wanted)
    return page_of(found, person_shown)


@router.get("/people.csv", response_class=Response)
async def list_people_csv(ground: OnGround, paging: PageAsked, wanted: Wanted) -> Response:
    """List people as a file."""
    found = await ground.db.read(
        lambda session: every_page(people_found, session, paging=paging, **wanted)
    )
    rows = [_cells(person_shown(one)) for one in found]
    return csv_answer(name="people", columns=COLUMNS, rows=rows)


def _cells(person: Person) -> list[object]:
    return [
        person.id,
        person.name,
        person.email,
        person.status,
        json.dumps([role.model_dump() for role in person.roles], ensure_ascii=False),
        json.dumps([team.model_dump() for team in person.teams], ensure_ascii=False),
        person.last_seen_at,
        person.created_at,
    ]


@router.post("/people", status_code=201)
async def invite_person(asked: PersonInvited, ground: OnGround, by: ByMe) -> Person:
    """Invite somebody; a letter with a link is on its way."""
    person = await ground.db.write(
        service.invite_person,
        by=by,
        email=asked.email,
        name=asked.name,
        language=asked.language,
        grants=grants_given(asked.roles),
        teams=tuple(asked.teams),
    )
    return person_shown(person)


@router.get("/people/{person}")
async def read_person(person: str, ground: OnGround, by: ByMe) -> Person:
    """Show one person."""
    return person_shown(await ground.db.read(access_person, actor=by.actor, person=person))


@router.patch("/people/{person}")
async def change_person(person: str, asked: PersonPatch, ground: OnGround, by: ByMe) -> Person:
    """Change a person's name, address, language, roles or teams."""
    changes = service.Changes(
        name=asked.name,
        email=asked.email,
        language=asked.language,
        grants=None if asked.roles is None else grants_given(asked.roles),
        teams=None if asked.teams is None else tuple(asked.teams),
    )
    found = await ground.db.write(
        service.change_person, by=by, person=person, version=asked.version, changes=changes
    )
    return person_shown(found)


@router.post("/people/{person}/deactivate")
async def deactivate_person(person: str, ground: OnGround, by: ByMe) -> Person:
    """End all that a person may do here, at once."""
    found = await ground.db.write(service.deactivate_person, by=by, person=person)
    return person_shown(found)


@router.post("/people/{person}/reactivate")
async def reactivate_person(person: str, ground: OnGround, by: ByMe) -> Person:
    """Let a person in again."""
    found = await ground.db.write(service.reactivate_person, by=by, person=person)
    return person_shown(found)


@router.post("/people/{person}/invite")
async def invite_again(person: str, ground: OnGround, by: ByMe) -> Person:
    """Send a new invitation; earlier links stop working."""
    return person_shown(await ground.db.write(service.invite_again, by=by, person=person))


@router.get("/roles")
async def list_roles() -> RoleCatalogue:
    """List the roles and rights that there are."""
    roles = [
        RoleShown(
            role=role,
            description=ROLE_SENTENCES[role],
            scope_kinds=list(ROLE_SCOPES[role]),
            rights=sorted(rights),
        )
        for role, rights in ROLES.items()
    ]
    return RoleCatalogue(
        roles=roles, rights=[RightShown(code=code, description=said) for code, said in RIGHTS]
    )
