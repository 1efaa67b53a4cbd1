"""What can be asked of a call over HTTP: hold, listening, and which legs it had.

Who has a call, transfers and ends it is the floor's business, as with every contact.
"""

from __future__ import annotations

from typing import Annotated, Literal, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from onqueue.channels.voice import books
from onqueue.channels.voice.phones import Phones
from onqueue.edge import OnGround, make_router, requires
from onqueue.kernel.authz import Actor
from onqueue.kernel.errors import Refused
from onqueue.kernel.wire import Answer, Asked, Id
from onqueue.live import visiting
from onqueue.web.floor_api import Handles, Monitors, OnHouse

router = make_router(prefix="/api/calls", tags=["calls"])


class CallsNotCarried(Refused):
    """This server carries no calls."""

    code = "call.not_carried"


class NotTalking(Refused):
    """Nobody talks in this call now."""

    code = "call.not_talking"


async def _phones(connection: HTTPConnection) -> Phones:
    phones = connection.app.state.parts.phones
    if phones is None:
        raise CallsNotCarried
    return cast("Phones", phones)


OnPhones = Annotated[Phones, Depends(_phones)]


class HoldAsked(Asked):
    """Let the customer wait with music, or bring them back."""

    on: bool


class ListenAsked(Asked):
    """Hear a call: silently, heard by the agent, or heard by all."""

    mode: Literal["listen", "whisper", "barge"]


class CallLeg(Answer):
    """One line of a call to one person."""

    id: str
    role: Literal["customer", "agent", "listener"]
    account: str
    started_at: int
    answered_at: int | None
    ended_at: int | None
    cause: str
    ended_by: str


@router.get("/{contact}/legs")
async def list_call_legs(
    actor: Annotated[Actor, requires("contact.handle", "floor.steer", "chat.monitor")],
    house: OnHouse,
    ground: OnGround,
    contact: Id,
) -> list[CallLeg]:
    """Say who was reached in a call that is on the floor, when, and how it ended for them."""
    house.access.contact(actor, contact)
    rows = await ground.db.read(books.legs_of, contact=contact)
    return [CallLeg.model_validate(row, from_attributes=True) for row in rows]


@router.post("/{contact}/hold", status_code=204)
async def hold_customer(
    actor: Handles, house: OnHouse, phones: OnPhones, contact: Id, asked: HoldAsked
) -> None:
    """Put the customer on hold, with music, or take them back; twice is once."""
    house.access.owned(actor, contact)
    if not await phones.calls.hold(contact=contact, on=asked.on, by=actor.account):
        raise NotTalking


@router.post("/{contact}/listen", status_code=204)
async def listen_to_call(
    actor: Monitors,
    house: OnHouse,
    ground: OnGround,
    phones: OnPhones,
    contact: Id,
    asked: ListenAsked,
) -> None:
    """Hear a call that somebody else handles; its agent sees that, and what for."""
    right, mode = _RIGHTS[asked.mode]
    found = house.access.overseen(actor, contact, right)
    why_not = await phones.calls.tap(contact=contact, account=actor.account, mode=asked.mode)
    if why_not is not None:
        raise NotTalking
    await ground.db.write(
        visiting.come,
        conversation=found.conversation,
        contact=contact,
        account=actor.account,
        name=actor.name,
        mode=mode,
        now=ground.clock.now(),
    )


@router.delete("/{contact}/listen", status_code=204)
async def stop_listening(actor: Monitors, ground: OnGround, phones: OnPhones, contact: Id) -> None:
    """Stop hearing a call; also one that is over, or that one never heard."""
    await phones.calls.untap(contact=contact, account=actor.account)
    await ground.db.write(
        visiting.go_from, contact=contact, account=actor.account, now=ground.clock.now()
    )


_RIGHTS = {
    "listen": ("chat.monitor", "read"),
    "whisper": ("chat.whisper", "whisper"),
    "barge": ("chat.join", "join"),
}
