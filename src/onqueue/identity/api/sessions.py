"""Signing in and out, and what people change about themselves."""

from __future__ import annotations

from fastapi import Request, Response

from onqueue.edge import (
    CurrentActor,
    MaybeActor,
    OnGround,
    OnLimits,
    give_session,
    make_router,
    session_token,
    take_session,
)
from onqueue.identity.api.asking import (
    ByMe,
    OnPasswords,
    VisitHere,
    me_shown,
    state_of,
)
from onqueue.identity.queries import person_found, sessions_of
from onqueue.identity.rules import email_key
from onqueue.identity.schemas import Me, MePatch, SessionState, SignedInBrowser, SignIn
from onqueue.identity.service.people import Changes, change_own
from onqueue.identity.service.sessions import end_own_session, sign_in, sign_out

router = make_router(prefix="/api", tags=["session"])


@router.get("/session")
async def read_session(request: Request, ground: OnGround, actor: MaybeActor) -> SessionState:
    """Say who is signed in in this browser."""
    if actor is None:
        return await state_of(ground, person=None, token=None)
    person = await ground.db.read(person_found, account=actor.account)
    token = session_token(request, settings=ground.settings)
    return await state_of(ground, person=person, token=token)


@router.post("/session")
async def open_session(
    *,
    asked: SignIn,
    response: Response,
    ground: OnGround,
    passwords: OnPasswords,
    limits: OnLimits,
    visit: VisitHere,
) -> SessionState:
    """Sign in."""
    account = email_key(asked.email)
    attempt = await limits.count("sign_in", network=visit.network, account=account)
    opened = await sign_in(
        db=ground.db,
        passwords=passwords,
        email=asked.email,
        password=asked.password,
        visit=visit,
    )
    attempt.give_back()
    give_session(response, settings=ground.settings, token=opened.token)
    return await state_of(ground, person=opened.person, token=opened.token)


@router.delete("/session", status_code=204)
async def close_session(request: Request, response: Response, ground: OnGround, by: ByMe) -> None:
    """Sign out in this browser."""
    token = session_token(request, settings=ground.settings)
    if token is not None:
        await ground.db.write(sign_out, by=by, token=token)
    take_session(response, settings=ground.settings)


@router.patch("/me")
async def change_me(asked: MePatch, ground: OnGround, by: ByMe) -> Me:
    """Change one's own name, language or theme."""
    changes = Changes(name=asked.name, language=asked.language, theme=asked.theme)
    person = await ground.db.write(change_own, by=by, changes=changes)
    return me_shown(person)


@router.get("/me/sessions")
async def list_my_sessions(
    request: Request, ground: OnGround, actor: CurrentActor
) -> list[SignedInBrowser]:
    """List the browsers in which one is signed in."""
    rows = await ground.db.read(
        sessions_of,
        account=actor.account,
        now=ground.clock.now(),
        idle_ms=ground.settings.session_idle_s * 1_000,
        age_ms_max=ground.settings.session_age_s_max * 1_000,
    )
    return [
        SignedInBrowser(
            id=row.id,
            created_at=row.created_at,
            seen_at=row.seen_at,
            network=row.network,
            browser=row.browser,
            current=row.id == request.state.session,
        )
        for row in rows
    ]


@router.delete("/me/sessions/{session}", status_code=204)
async def end_my_session(session: str, ground: OnGround, by: ByMe) -> None:
    """Sign out in another browser, such as that of a lost telephone."""
    await ground.db.write(end_own_session, by=by, ended=session)
