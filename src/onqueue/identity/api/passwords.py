"""Changing, forgetting and first setting a password."""

from __future__ import annotations

from fastapi import Response

from onqueue.edge import CurrentActor, Network, OnGround, OnLimits, give_session, make_router
from onqueue.identity.api.asking import OnPasswords, VisitHere, state_of
from onqueue.identity.rules import email_key
from onqueue.identity.schemas import (
    ForgotPassword,
    InvitationAccepted,
    InvitationShown,
    PasswordChange,
    PasswordReset,
    SessionState,
)
from onqueue.identity.service import passwords as service

router = make_router(prefix="/api", tags=["password"])


@router.post("/password")
async def change_password(
    *,
    actor: CurrentActor,
    asked: PasswordChange,
    response: Response,
    ground: OnGround,
    passwords: OnPasswords,
    limits: OnLimits,
    visit: VisitHere,
) -> SessionState:
    """Change one's password; every other browser is signed out."""
    attempt = await limits.count("password", network=visit.network, account=actor.account)
    opened = await service.change_password(
        db=ground.db,
        passwords=passwords,
        account=actor.account,
        current=asked.current,
        new=asked.new,
        visit=visit,
    )
    attempt.give_back()
    give_session(response, settings=ground.settings, token=opened.token)
    return await state_of(ground, person=opened.person, token=opened.token)


@router.post("/password/forgot", status_code=204)
async def forget_password(
    asked: ForgotPassword, ground: OnGround, limits: OnLimits, network: Network
) -> None:
    """Have a letter sent with a link to choose a new password. The answer is always the same."""
    await limits.count("forgot", network=network, account=email_key(asked.email))
    await ground.db.write(service.ask_for_reset, email=asked.email, now=ground.clock.now())


@router.post("/password/reset")
async def reset_password(
    *,
    asked: PasswordReset,
    response: Response,
    ground: OnGround,
    passwords: OnPasswords,
    limits: OnLimits,
    visit: VisitHere,
) -> SessionState:
    """Choose a new password by the link of a letter, and sign in."""
    await limits.count("link", network=visit.network)
    opened = await service.reset_password(
        db=ground.db,
        passwords=passwords,
        token=asked.token,
        password=asked.password,
        visit=visit,
    )
    give_session(response, settings=ground.settings, token=opened.token)
    return await state_of(ground, person=opened.person, token=opened.token)


@router.get("/invitations/{token}")
async def read_invitation(
    token: str, ground: OnGround, limits: OnLimits, network: Network
) -> InvitationShown:
    """Say who was invited by a link."""
    await limits.count("link", network=network)
    linked = await ground.db.read(service.invitation_found, token=token, now=ground.clock.now())
    return InvitationShown.model_validate(linked)


@router.post("/invitations/{token}")
async def accept_invitation(
    *,
    token: str,
    asked: InvitationAccepted,
    response: Response,
    ground: OnGround,
    passwords: OnPasswords,
    limits: OnLimits,
    visit: VisitHere,
) -> SessionState:
    """Choose the first password by the link of an invitation, and sign in."""
    await limits.count("link", network=visit.network)
    opened = await service.accept_invitation(
        db=ground.db,
        passwords=passwords,
        token=token,
        name=asked.name,
        password=asked.password,
        visit=visit,
    )
    give_session(response, settings=ground.settings, token=opened.token)
    return await state_of(ground, person=opened.person, token=opened.token)
