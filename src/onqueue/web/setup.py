"""How does a new centre begin? With its first administrator, its name and its hours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Final, Literal, cast

from fastapi import Request, Response
from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from onqueue.directory.rules.weekly import WeeklyTimes
from onqueue.directory.service.centre import found_centre
from onqueue.directory.service.usual import fill_empty_centre
from onqueue.edge import OnGround, OnLimits, give_session, make_router
from onqueue.identity.api.asking import OnPasswords, VisitHere, state_of
from onqueue.identity.errors import AlreadySetUp
from onqueue.identity.queries import is_set_up
from onqueue.identity.rules import LANGUAGES, check_password
from onqueue.identity.schemas import FirstAdministrator, Language, SessionState
from onqueue.identity.service.by import By
from onqueue.identity.service.founding import found_account
from onqueue.identity.service.sessions import SignedIn, Visit, open_session
from onqueue.kernel.passwords import common_passwords
from onqueue.kernel.wire import Answer, Asked, Name
from onqueue.web.parts import Parts
from onqueue.web.setup_token import check_setup_token, forget_setup_token

SPANS_PER_WEEK_MAX: Final = 70
TOKEN_LENGTH_MAX: Final = 200

router = make_router(prefix="/api", tags=["setup"])


class SetupState(Answer):
    """Whether this centre still has to be set up, and what can be chosen."""

    needed: bool
    languages: list[Language]


class OpenSpan(Asked):
    """A span of a day of the week (0 is Monday) in which the centre is open."""

    day: Annotated[int, Field(ge=0, le=6)]
    from_: Annotated[str, Field(alias="from", pattern=r"^\d\d:\d\d$")]
    to: Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d$")]


class NewCentre(Asked):
    """What the centre is called, which languages it speaks, and what time it keeps."""

    name: Name
    languages: Annotated[list[Language], Field(min_length=1, max_length=10)]
    time_zone: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class SetupAsked(Asked):
    """All that a new centre needs."""

    token: Annotated[
        str,
        Field(
            max_length=TOKEN_LENGTH_MAX,
            description="What the server printed when it started, and keeps in its data folder.",
        ),
    ]
    administrator: FirstAdministrator
    centre: NewCentre
    hours: Annotated[list[OpenSpan], Field(max_length=SPANS_PER_WEEK_MAX)]
    data: Literal["demo", "empty"]


@router.get("/setup")
async def read_setup(ground: OnGround) -> SetupState:
    """Say whether this centre still has to be set up."""
    return SetupState(needed=not await ground.db.read(is_set_up), languages=list(LANGUAGES))


@router.post("/setup", status_code=201)
async def set_up(
    *,
    asked: SetupAsked,
    request: Request,
    response: Response,
    ground: OnGround,
    passwords: OnPasswords,
    limits: OnLimits,
    visit: VisitHere,
) -> SessionState:
    """Set the centre up, and sign its first administrator in."""
    await limits.count("setup", network=visit.network)
    if await ground.db.read(is_set_up):
        raise AlreadySetUp
    folder = ground.settings.data_dir
    await asyncio.to_thread(check_setup_token, folder, said=asked.token)
    first = asked.administrator
    check_password(
        first.password,
        email=first.email,
        name=first.name,
        common=common_passwords(),
        field="administrator.password",
    )
    password_hash = await passwords.hash(first.password)
    opened = await ground.db.write(found, asked=asked, password_hash=password_hash, visit=visit)
    await asyncio.to_thread(forget_setup_token, folder)
    parts: Parts = request.app.state.parts
    if asked.data == "demo" and parts.fill_demo is not None:
        await parts.fill_demo()
    give_session(response, settings=ground.settings, token=opened.token)
    return await state_of(ground, person=opened.person, token=opened.token)


def found(session: Session, *, asked: SetupAsked, password_hash: str, visit: Visit) -> SignedIn:
    """Make a centre from nothing, all of it or none: one step a feature, in order."""
    first = found_account(
        session,
        now=visit.now,
        network=visit.network,
        name=asked.administrator.name,
        email=asked.administrator.email,
        language=asked.centre.languages[0],
        password_hash=password_hash,
    )
    by = By(actor=first.actor(), now=visit.now, network=visit.network)
    centre = asked.centre
    found_centre(
        session,
        by=by,
        name=centre.name,
        languages=centre.languages,
        time_zone=centre.time_zone,
    )
    if asked.data == "empty":
        fill_empty_centre(session, by=by, weekly=weekly_of(asked.hours), agents=[first.id])
    return open_session(session, account=first.id, visit=visit)


def weekly_of(spans: Sequence[OpenSpan]) -> list[WeeklyTimes]:
    """Put the spans of the form as the directory keeps them."""
    return [
        cast("WeeklyTimes", {"day": span.day, "from": span.from_, "to": span.to}) for span in spans
    ]
