"""Flows that call somebody through a real Asterisk: callers called back, and callers connected."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.orm import Session

from onqueue.channels.voice.speech.install import engine_of
from onqueue.directory.models import Queue
from onqueue.directory.service import create_phone_number
from onqueue.flows import service
from onqueue.flows.rules.graph import Graph
from onqueue.flows.tests.graphs import choice, flow, node
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.settings import Settings
from tests.voice.exchange import Exchange
from tests.voice.listening import Words
from tests.voice.office import until
from tests.voice.test_calls_out import THEIRS, CallingOffice, _may_call

NUMBER = "+49 30 5678"
DIALLED = "49305678"


def _drawn(queue: str) -> Graph:
    """1 offers to call back, 2 connects with somebody outside."""
    ways = {"back": "offer", "out": "notary", "unknown": "bye"}
    choices = (choice("back"), choice("out"))
    refused = {"refused": "no", "unknown": "bye"}
    return flow(
        node("menu", "what", text="What would you like?", choices=choices, next=ways),
        node(
            "callback",
            "offer",
            text="Shall we call you back?",
            queue=queue,
            next={"no": "bye", "unknown": "bye"},
        ),
        node("transfer", "notary", text="One moment please.", number=THEIRS, next=refused),
        node("end", "no", text="That is not possible."),
        node("end", "bye", text="Nobody is there."),
        rating={"en": "From 1 to 5, how was it?"},
    )


def _set_up(session: Session) -> None:
    _may_call(session)
    by = By(actor=SYSTEM, now=SystemClock().now(), network="")
    queue = session.query(Queue).one().id
    made = service.create_flow(session, by=by, name="Welcome").id
    service.put_draft(session, by=by, flow=made, revision=0, graph=_drawn(queue), note="")
    service.publish_draft(session, by=by, flow=made, revision=1, note="because")
    create_phone_number(session, by=by, number=NUMBER, queue_id=queue, flow_id=made, language="en")


class FlowOffice(CallingOffice):
    """A centre whose flow calls people at a carrier."""

    set_up = staticmethod(_set_up)


@pytest.fixture
async def office(exchange: Exchange, settings: Settings) -> AsyncIterator[FlowOffice]:
    if engine_of(exchange.place.speech) is None:
        pytest.fail("nothing here speaks texts: `onqueue voice install` fetches what does")
    exchange.asterisk.start()
    office = FlowOffice(exchange=exchange, settings=settings)
    await office.open()
    yield office
    await office.close()


async def test_caller_hangs_up_and_is_called_back_when_an_agent_is_free(
    office: FlowOffice,
) -> None:
    words = Words(office.exchange, language="en")
    caller = await office.call("cid", number=DIALLED)
    await words.heard_by(caller, "What would you like?")
    caller.media.keys.append("1")
    await words.heard_by(caller, "Shall we call you back?")
    caller.media.keys.append("1")
    # The test's caller shows no number that could be dialled.
    await words.heard_by(caller, "At which number may we call you? Give it with its area code.")
    caller.media.keys += "03076543210#"
    await words.heard_by(caller, "We will call you at + 4 9, 3 0, 7 6 5 4 3 2 1 0. Is that right?")
    caller.media.keys.append("1")
    await until(caller.ended.is_set, what="we hang up")
    assert office.customer.calls == [], "nobody is free yet"
    await office.ann.on_queue()
    await office.ann.accept()
    mine = await office.picked_up("ann")
    theirs = await office.rung()
    await until(lambda: theirs.is_up, what="the customer answers")

    async def talk() -> bool:
        return await theirs.media.hears() == {"ann"} and await mine.media.hears() == {"carl"}

    await until(talk, what="they hear each other and nothing else")
    await mine.hang_up()
    await words.heard_by(theirs, "From 1 to 5, how was it?")
    theirs.media.keys.append("4")
    await words.heard_by(theirs, "Thank you. Goodbye.")
    await until(theirs.ended.is_set, what="the customer's line ends")


async def test_caller_is_connected_with_a_number_outside_and_they_hear_each_other(
    office: FlowOffice,
) -> None:
    words = Words(office.exchange, language="en")
    caller = await office.call("cid", number=DIALLED)
    await words.heard_by(caller, "What would you like?")
    caller.media.keys.append("2")
    await words.heard_by(caller, "One moment please.")
    theirs = await office.rung()
    await until(lambda: theirs.is_up, what="they answer outside")

    async def talk() -> bool:
        return await theirs.media.hears() == {"cid"} and await caller.media.hears() == {"carl"}

    await until(talk, what="they hear each other and nothing else")
    await theirs.hang_up()
    await until(caller.ended.is_set, what="the caller's line ends, too")
