"""Somebody calls a number that leads to a flow: keys are pressed, texts are heard."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.orm import Session

from onqueue.channels.voice.speech.install import engine_of
from onqueue.cli.demo.telephones.phone import Call
from onqueue.directory.models import Queue
from onqueue.directory.service import create_phone_number
from onqueue.flows import service
from onqueue.flows.tests.graphs import two_queues
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.settings import Settings
from tests.voice.exchange import Exchange
from tests.voice.listening import Words
from tests.voice.office import Office, until

NUMBER = "+49 30 5678"
DIALLED = "49305678"


@pytest.fixture
async def office(exchange: Exchange, settings: Settings) -> AsyncIterator[Office]:
    """A centre with a second number, which leads to a flow."""
    if engine_of(exchange.place.speech) is None:
        pytest.fail("nothing here speaks texts: `onqueue voice install` fetches what does")
    exchange.asterisk.start()
    office = Office(exchange=exchange, settings=settings)
    await office.open(change=_with_a_flow)
    yield office
    await office.close()


def _with_a_flow(session: Session) -> None:
    by = By(actor=SYSTEM, now=SystemClock().now(), network="")
    queue = session.query(Queue).one().id
    flow = service.create_flow(session, by=by, name="Welcome").id
    drawn = two_queues(sales=queue, care=queue)
    service.put_draft(session, by=by, flow=flow, revision=0, graph=drawn, note="")
    service.publish_draft(session, by=by, flow=flow, revision=1, note="because")
    create_phone_number(session, by=by, number=NUMBER, queue_id=queue, flow_id=flow, language="en")


async def answered(office: Office) -> Call:
    caller = await office.call(number=DIALLED)
    await until(lambda: caller.is_up, what="the caller is answered")
    return caller


async def test_a_caller_hears_the_menu_presses_a_key_and_talks_with_an_agent(
    office: Office,
) -> None:
    words = Words(office.exchange, language="en")
    ann = office.desks["ann"]
    await ann.on_queue()
    caller = await answered(office)
    await words.heard_by(caller, "What is it about?")
    assert ann.offer() is None
    caller.media.keys.append("1")
    await ann.accept()
    mine = await office.picked_up("ann")
    assert await caller.media.hears() == {"ann"}
    assert await mine.media.hears() == {"carl"}
