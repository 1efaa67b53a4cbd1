"""Somebody calls a number that leads to a flow: keys are pressed, texts are heard."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from onqueue.channels.voice.speech.install import engine_of
from onqueue.cli.demo.telephones.phone import Call
from onqueue.cli.demo.telephones.sound import RATE, channels_of, heard_in
from onqueue.directory.models import Queue
from onqueue.directory.service import create_phone_number
from onqueue.flows import service
from onqueue.flows.tests.graphs import node, two_queues
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.clock import SystemClock
from onqueue.kernel.settings import Settings
from tests.voice.exchange import Exchange
from tests.voice.listening import Words
from tests.voice.office import Office, until

MESSAGE_S = 3
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
    # Who presses 2 leaves a message.
    message = node("message", "to_care", text="Please leave a message.", queue=queue)
    drawn = replace(drawn, nodes=(*drawn.nodes[:3], message, drawn.nodes[4]))
    service.put_draft(session, by=by, flow=flow, revision=0, graph=drawn, note="")
    service.publish_draft(session, by=by, flow=flow, revision=1, note="because")
    create_phone_number(session, by=by, number=NUMBER, queue_id=queue, flow_id=flow, language="en")


async def _hears(call: Call, name: str) -> bool:
    """Tell whether somebody is heard, and nothing else; the music may go on for a moment."""
    return await call.media.hears() == {name}


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
    await until(lambda: _hears(caller, "ann"), what="the caller hears ann")
    await until(lambda: _hears(mine, "carl"), what="ann hears the caller")


async def test_a_key_silences_the_words_and_a_wrong_one_is_asked_again(office: Office) -> None:
    words = Words(office.exchange, language="en")
    caller = await answered(office)
    await words.heard_by(caller, "Welcome.")
    caller.media.keys.append("7")
    await words.heard_by(caller, "Choose one of these.")
    caller.media.keys.append("8")
    await words.heard_by(caller, "Write again any time.")
    await asyncio.wait_for(caller.ended.wait(), 10)


async def test_the_server_is_killed_in_a_flow_and_its_next_life_asks_again(
    office: Office,
) -> None:
    words = Words(office.exchange, language="en")
    caller = await answered(office)
    await words.heard_by(caller, "Welcome.")
    caller.media.keys.append("7")
    await words.heard_by(caller, "Choose one of these.")
    await office.die()
    caller.media.forget()
    await office.come_back()
    await words.heard_by(caller, "Choose one of these.")
    await office.desks["ann"].on_queue()
    caller.media.keys.append("1")
    await office.desks["ann"].accept()
    await office.picked_up("ann")
    await until(lambda: _hears(caller, "ann"), what="the caller hears ann")


async def test_the_server_is_killed_between_a_step_and_its_words_and_the_caller_gets_on(
    office: Office,
) -> None:
    """The answer is durable, and the caller has not heard of it: nothing is asked twice."""
    await office.die()
    await office.start(crash_at="call.stepped:1")
    caller = await answered(office)
    words = Words(office.exchange, language="en")
    await words.heard_by(caller, "Welcome.")
    caller.media.keys.append("1")
    await until(lambda: not office.life.running, what="the server has died")
    await office.come_back()
    await office.desks["ann"].on_queue()
    await office.desks["ann"].accept()
    await office.picked_up("ann")
    await until(lambda: _hears(caller, "ann"), what="the caller hears ann")


async def test_what_is_said_after_the_tone_is_a_message_that_an_agent_can_hear(
    office: Office,
) -> None:
    words = Words(office.exchange, language="en")
    ann = office.desks["ann"]
    caller = await answered(office)
    await words.heard_by(caller, "Welcome.")
    caller.media.keys.append("2")
    await words.heard_by(caller, "Please leave a message.")
    await asyncio.sleep(MESSAGE_S)
    await caller.hang_up()
    await ann.on_queue()
    contact = await ann.accept()
    thread = ann.things["contact"][contact]["conversation"]
    answer = await ann.web.get(f"/api/conversations/{thread}/messages")
    (file,) = [one for each in answer.json()["items"] for one in each["attachments"]]
    sound = await ann.web.get(f"/api/files/{file['id']}")
    assert (sound.status_code, sound.headers["content-type"]) == (200, "audio/wav")
    path = office.settings.data_dir / "heard.wav"
    path.write_bytes(sound.content)
    (channel,) = channels_of(path)
    assert len(channel) > RATE
    assert "carl" in heard_in(channel[-RATE:])
    assert ann.phone.calls == []
