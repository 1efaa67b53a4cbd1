"""What do identity's routes know of the request that they answer?"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from onqueue.edge import CurrentActor, Ground, Network, OnGround, session_token
from onqueue.identity.queries import PersonFound, is_set_up
from onqueue.identity.rules import LANGUAGES, Grant, csrf_of
from onqueue.identity.schemas import Me, Person, RoleGiven, RoleHeld, SessionState, TeamRef
from onqueue.identity.service.by import By
from onqueue.identity.service.sessions import BROWSER_LENGTH_MAX, Visit
from onqueue.kernel.passwords import Passwords


async def _by(actor: CurrentActor, ground: OnGround, network: Network) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


async def _visit(request: Request, ground: OnGround, network: Network) -> Visit:
    return Visit(
        now=ground.clock.now(),
        network=network,
        browser=request.headers.get("user-agent", "")[:BROWSER_LENGTH_MAX],
        old_token=session_token(request, settings=ground.settings),
    )


async def _passwords(request: Request) -> Passwords:
    return cast("Passwords", request.app.state.passwords)


ByMe = Annotated[By, Depends(_by)]
VisitHere = Annotated[Visit, Depends(_visit)]
OnPasswords = Annotated[Passwords, Depends(_passwords)]


def grants_given(roles: list[RoleGiven]) -> tuple[Grant, ...]:
    """Return roles of the wire as grants."""
    return tuple(Grant(role.role, role.scope_kind, role.scope_id or "") for role in roles)


def person_shown(person: PersonFound) -> Person:
    """Return a person as the wire shows one."""
    return Person(
        id=person.id,
        name=person.name,
        email=person.email,
        status=person.status,
        roles=_roles_held(person),
        teams=[TeamRef.model_validate(team) for team in person.teams],
        last_seen_at=person.last_seen_at,
        created_at=person.created_at,
        version=person.version,
    )


def me_shown(person: PersonFound) -> Me:
    """Return who is signed in as the wire shows them."""
    actor = person.actor()
    return Me.model_validate(
        {
            "id": person.id,
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "theme": person.theme,
            "rights": sorted(actor.rights),
            "roles": _roles_held(person),
            "teams": [TeamRef.model_validate(team) for team in person.teams],
            "agent": actor.agent,
        }
    )


async def state_of(
    ground: Ground, *, person: PersonFound | None, token: str | None
) -> SessionState:
    """Return what a page needs to know when it opens."""
    return SessionState(
        me=None if person is None else me_shown(person),
        csrf=None if person is None or token is None else csrf_of(token),
        setup_needed=person is None and not await ground.db.read(is_set_up),
        demo=ground.settings.demo,
        languages=list(LANGUAGES),
    )


def _roles_held(person: PersonFound) -> list[RoleHeld]:
    return [
        RoleHeld(role=g.role, scope_kind=g.scope_kind, scope_id=g.scope or None)
        for g in person.grants
    ]
