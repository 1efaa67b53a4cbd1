"""Callers whom routing rules send to a flow instead of waiting go on in that flow."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from onqueue.channels.voice import books
from onqueue.conversations import queries as conversations
from onqueue.directory import service as setting_up
from onqueue.flows.rules.graph import Graph
from onqueue.flows.tests.graphs import flow, node
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.settings import Settings
from tests.server.scene import Centre
from tests.server.switchboard import Switchboard, switchboard
from tests.server.test_flows import divert_to, graph, publish
from tests.server.test_phone_flows import DIALLED, MENU, MUSIC, NUMBER, outcomes, waiting


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The program carries no calls: the switchboard does."""
    return settings.model_copy(update={"calls": "off"})


@pytest.fixture
async def board(centre: Centre) -> AsyncIterator[Switchboard]:
    await centre.program.db.write(
        setting_up.create_phone_number,
        by=By(actor=SYSTEM, now=centre.program.clock.now(), network=""),
        number=NUMBER,
        queue_id=centre.made.queue,
        flow_id="",
        language="en",
    )
    board = await switchboard(centre)
    yield board
    await board.tasks.stop()


async def sent(centre: Centre, drawn: Graph) -> str:
    """Let everybody go to a flow whom nobody is there for; returns the flow."""
    made = await publish(centre, drawn, name="Instead")
    await divert_to(centre, made)
    return made


async def codes(centre: Centre) -> list[str]:
    """What the program said by itself in the one conversation there is."""
    (leg,) = await centre.program.db.read(books.open_legs)
    row = await centre.program.db.read(conversations.contact, id=leg.contact)
    assert row is not None
    found = await centre.program.db.read(conversations.messages, conversation=row.conversation)
    return [one.code for one in found.items if one.code]


async def test_a_caller_is_led_on_and_a_key_leads_to_the_queue(
    centre: Centre, board: Switchboard
) -> None:
    made = await sent(centre, await graph(centre))
    leg = await board.call(DIALLED)
    assert board.hears(leg) == MENU[0]
    assert waiting(centre) == []
    await board.press(leg, "2")
    (queue,) = waiting(centre)
    assert queue != centre.made.queue
    assert board.hears(leg) == MUSIC
    assert await outcomes(centre, made) == {"queued": 1}
    (contact,) = centre.program.house.replica.floor.contacts
    (open_leg,) = await centre.program.db.read(books.open_legs)
    assert (open_leg.id, open_leg.contact) == (leg, contact)
    assert "chat.message_asked" not in await codes(centre)
    assert len(board.calls) == 1


async def test_who_has_waited_with_music_hears_the_flow_and_no_music(
    centre: Centre, board: Switchboard
) -> None:
    made = await publish(centre, await graph(centre), name="Instead")
    await divert_to(centre, made, when="wait", over=20)
    leg = await board.call(DIALLED)
    assert (board.hears(leg), len(waiting(centre))) == (MUSIC, 1)
    await centre.later(21_000)
    await board.settle()
    assert (board.hears(leg), waiting(centre)) == (MENU[0], [])
    await board.press(leg, "0")
    assert board.hears(leg) == MUSIC
    assert await outcomes(centre, made) == {"person": 1}


async def test_the_server_dies_in_such_a_flow_and_asks_again(
    centre: Centre, board: Switchboard
) -> None:
    await sent(centre, await graph(centre))
    leg = await board.call(DIALLED)
    await board.pass_ms(5_000)
    await board.again()
    assert board.hears(leg) == MENU[0]
    await board.press(leg, "2")
    assert len(waiting(centre)) == 1


async def test_who_hangs_up_in_such_a_flow_has_left_it(centre: Centre, board: Switchboard) -> None:
    made = await sent(centre, await graph(centre))
    leg = await board.call(DIALLED)
    board.driver.hang_up(leg)
    await board.settle()
    assert await outcomes(centre, made) == {"abandoned": 1}
    assert (len(board.calls), waiting(centre)) == (0, [])


async def test_a_flow_that_a_telephone_cannot_go_through_leads_nobody(
    centre: Centre, board: Switchboard
) -> None:
    asks = {"next": "wait", "unknown": "wait"}
    made = await sent(
        centre,
        flow(
            node("collect", "what", text="Your name?", key="name", check="email", next=asks),
            node("queue", "wait", queue=centre.made.queue),
        ),
    )
    leg = await board.call(DIALLED)
    assert board.hears(leg) == "closed"
    await board.pass_ms(5_000)
    assert list(board.driver._switch.legs) == []
    assert await outcomes(centre, made) == {}
