"""What can be asked to call somebody: the call, and the numbers that one may show.

Emergency numbers come first: whoever takes contacts may call them, whatever else is decided.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends
from pydantic import Field
from starlette.requests import HTTPConnection

from onqueue.channels.voice.exchange import Exchange
from onqueue.channels.voice.outgoing import Outgoing
from onqueue.edge import Network, OnGround, make_router, requires
from onqueue.identity.service.by import By
from onqueue.kernel import audit
from onqueue.kernel.authz import Actor
from onqueue.kernel.wire import Answer, Asked, Id
from onqueue.outbound import queries
from onqueue.web.calls_api import NoTelephones, NoTelephoneThere, OnExchange

router = make_router(prefix="/api/calls/out", tags=["calls"])
Handling = Annotated[Actor, requires("contact.handle", "call.out")]


async def _by(ground: OnGround, actor: Handling, network: Network) -> By:
    return By(actor=actor, now=ground.clock.now(), network=network)


async def _outgoing(connection: HTTPConnection) -> Outgoing | None:
    return cast("Outgoing | None", connection.app.state.parts.outgoing)


Acting = Annotated[By, Depends(_by)]
OnOutgoing = Annotated[Outgoing | None, Depends(_outgoing)]


class CallAsked(Asked):
    """Call somebody."""

    number: Annotated[str, Field(min_length=2, max_length=64)]
    caller: Id | None = None
    """Which of the centre's numbers they see; not needed in an emergency."""
    customer: Id | None = None
    """Who it is, where that is known."""


class CallBegun(Answer):
    """It is being called."""

    contact: str
    """Empty in an emergency, which is no contact."""
    emergency: bool


class NumberToShow(Answer):
    """One of the centre's numbers that the called may see."""

    id: str
    number: str
    description: str
    queue: str


class CallingOut(Answer):
    """What one may do."""

    may: bool
    numbers: list[NumberToShow]
    emergency: list[str]
    stopped: str
    """Why nobody can call out now; empty while they can."""


@router.get("")
async def read_calling_out(actor: Handling, ground: OnGround, exchange: OnExchange) -> CallingOut:
    """Say whether one may call customers, and which numbers one can show them."""
    may = actor.may("call.out")
    numbers = []
    if may:
        numbers = await ground.db.read(queries.numbers_to_show, account=actor.account)
    stop = await ground.db.read(queries.stopped)
    return CallingOut(
        may=may,
        numbers=[
            NumberToShow(
                id=one.id, number=one.number, description=one.description, queue=one.queue_id
            )
            for one in numbers
        ],
        emergency=[] if exchange is None else list(exchange.emergency),
        stopped="" if stop is None else stop.reason,
    )


@router.post("", status_code=201)
async def call_out(
    by: Acting, ground: OnGround, exchange: OnExchange, outgoing: OnOutgoing, asked: CallAsked
) -> CallBegun:
    """Call somebody: first one's own telephone rings, then theirs."""
    short = asked.number.replace(" ", "")
    if exchange is not None and exchange.is_emergency(short):
        await _call_for_help(by, ground, exchange, short)
        return CallBegun(contact="", emergency=True)
    by.actor.require("call.out")
    if outgoing is None:
        raise NoTelephones
    begun = await outgoing.place(
        by=by, number=asked.number, caller=asked.caller or "", customer=asked.customer or ""
    )
    return CallBegun(contact=begun.contact, emergency=False)


async def _call_for_help(by: By, ground: OnGround, exchange: Exchange, number: str) -> None:
    if not await exchange.call_for_help(by.actor.account, number=number):
        raise NoTelephoneThere
    # Written down afterwards: nothing is to stand between somebody and help.
    await ground.db.write(
        audit.record,
        now=by.now,
        actor=by.actor,
        action="emergency.called",
        subject_kind="emergency_call",
        subject=number,
        network=by.network,
    )
