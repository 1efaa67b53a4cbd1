"""What can be asked of a call over HTTP: hold, listening, which legs it had; and one's telephone.

Who has a call, transfers and ends it is the floor's business, as with every contact.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from fastapi import Depends, Query
from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection

from onqueue.channels.voice import books, desk_phones, explaining
from onqueue.channels.voice.asterisk.phones import proof_of
from onqueue.channels.voice.exchange import Exchange
from onqueue.channels.voice.phones import Phones
from onqueue.conversations import access as conversations
from onqueue.edge import Network, OnGround, make_router, requires
from onqueue.floor.wordings import Language
from onqueue.identity.service.by import By
from onqueue.kernel.authz import Actor
from onqueue.kernel.errors import Refused
from onqueue.kernel.ids import new_token
from onqueue.kernel.wire import Answer, Asked, Id
from onqueue.live import visiting
from onqueue.recording.errors import NotRecorded
from onqueue.recording.queries.explaining import Told
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


async def _exchange(connection: HTTPConnection) -> Exchange | None:
    return cast("Exchange | None", connection.app.state.parts.exchange)


async def _by(ground: OnGround, actor: Handles, network: Network) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


Reading = Annotated[Actor, requires("contact.handle", "chat.monitor")]
ToldIn = Annotated[Language, Query(description="The language to tell it in.")]
OnPhones = Annotated[Phones, Depends(_phones)]
OnExchange = Annotated[Exchange | None, Depends(_exchange)]
Acting = Annotated[By, Depends(_by)]


class NoTelephones(Refused):
    """This server carries no telephone calls. Whoever runs it installs Asterisk for that:
    `onqueue voice install`.
    """

    code = "telephone.not_carried"


class NoTelephoneThere(Refused):
    """No telephone of yours is there now. Check the microphone at the desk, or register your
    desk phone; then try again.
    """

    code = "telephone.not_there"


class DeskPhone(Answer):
    """One's own telephone, which registers by itself."""

    carried: bool
    """Whether telephone calls can come at all."""
    connected: bool
    """Whether Asterisk is there now."""
    made_at: int | None
    registered: bool
    name: str
    """By which it registers."""
    address: str
    """Where it registers."""


class DeskPhoneMade(DeskPhone):
    """A telephone with its password, which is told this once."""

    password: str


class HoldAsked(Asked):
    """Let the customer wait with music, or bring them back."""

    on: bool


class PauseAsked(Asked):
    """Let nothing of a call be recorded for a while, and why; or go on."""

    on: bool
    reason: Literal["card_data", "private", "other"] = "card_data"


class PaymentPage(Answer):
    """The page on which the agent of a call takes a card's data."""

    url: str


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


class CallEvent(Answer):
    """One thing that happened in a call."""

    seq: int
    """Its place in the journal; from 2 to the power of 52 on, it is from the audit."""
    at: int
    kind: str
    text: str


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


@router.get("/{contact}/events")
async def list_call_events(
    actor: Reading, ground: OnGround, contact: Id, language: ToldIn = "en"
) -> list[CallEvent]:
    """List what happened on the lines of a call and with its recordings, in plain words."""
    told = await ground.db.read(_events, actor=actor, contact=contact, language=language)
    return [CallEvent.model_validate(one, from_attributes=True) for one in told]


def _events(session: Session, *, actor: Actor, contact: str, language: Language) -> list[Told]:
    conversations.access_contact(session, actor=actor, contact=contact)
    return explaining.told(session, contact=contact, language=language)


@router.post("/{contact}/hold", status_code=204)
async def hold_customer(
    actor: Handles, house: OnHouse, phones: OnPhones, contact: Id, asked: HoldAsked
) -> None:
    """Put the customer on hold, with music, or take them back; twice is once."""
    house.access.owned(actor, contact)
    if not await phones.calls.hold(contact=contact, on=asked.on, by=actor.account):
        raise NotTalking


@router.get("/{contact}/payment")
async def read_payment_page(
    actor: Handles, house: OnHouse, ground: OnGround, contact: Id
) -> PaymentPage:
    """Say where a card's data are taken in a call; the address is empty where nowhere."""
    house.access.owned(actor, contact)
    # Not `format`: whatever else stands in braces is the provider's.
    return PaymentPage(url=ground.settings.payment_page_url.replace("{contact}", contact))


@router.post("/{contact}/recording/pause", status_code=204)
async def pause_recording(
    actor: Handles, house: OnHouse, phones: OnPhones, contact: Id, asked: PauseAsked
) -> None:
    """Let nothing of a call be recorded for a while, or go on; when this is answered, it is so."""
    house.access.owned(actor, contact)
    reason = asked.reason if asked.on else ""
    if not await phones.calls.recorder.pause(contact=contact, reason=reason, by=actor.account):
        raise NotRecorded


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
    why_not = await phones.calls.taps.tap(contact=contact, account=actor.account, mode=asked.mode)
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
    await phones.calls.taps.untap(contact=contact, account=actor.account)
    await ground.db.write(
        visiting.go_from, contact=contact, account=actor.account, now=ground.clock.now()
    )


@router.get("/phone")
async def read_desk_phone(actor: Handles, ground: OnGround, exchange: OnExchange) -> DeskPhone:
    """Show one's own telephone."""
    made = await ground.db.read(desk_phones.phone_of, account=actor.account)
    return DeskPhone(**await _phone(actor, exchange, made))


@router.post("/phone", status_code=201)
async def give_desk_phone(by: Acting, ground: OnGround, exchange: OnExchange) -> DeskPhoneMade:
    """Let oneself have a telephone with a new password; the one before counts no more."""
    if exchange is None:
        raise NoTelephones
    password = new_token()
    account = by.actor.account
    proof = proof_of(account, password=password)
    made = await ground.db.write(desk_phones.give_phone, by=by, proof=proof)
    await exchange.tell_phones()
    return DeskPhoneMade(**await _phone(by.actor, exchange, made), password=password)


@router.delete("/phone", status_code=204)
async def take_desk_phone(by: Acting, ground: OnGround, exchange: OnExchange) -> None:
    """Take one's telephone out of use; also one that is not there."""
    await ground.db.write(desk_phones.take_phone, by=by)
    if exchange is not None:
        await exchange.tell_phones()


@router.post("/phone/test", status_code=204)
async def test_phone(actor: Handles, exchange: OnExchange) -> None:
    """Call one's own telephone for a moment, and let oneself be heard in it."""
    if exchange is None:
        raise NoTelephones
    if not await exchange.test(actor.account):
        raise NoTelephoneThere


async def _phone(
    actor: Actor, exchange: Exchange | None, made: desk_phones.Made | None
) -> dict[str, Any]:
    there = False
    if exchange is not None and made is not None:
        there = await exchange.telephony.phones.is_there(actor.account)
    return {
        "carried": exchange is not None,
        "connected": exchange is not None and exchange.telephony.is_up,
        "made_at": None if made is None else made.made_at,
        "registered": there,
        "name": actor.account,
        "address": "" if exchange is None else exchange.address,
    }


_RIGHTS = {
    "listen": ("chat.monitor", "read"),
    "whisper": ("chat.whisper", "whisper"),
    "barge": ("chat.join", "join"),
}
