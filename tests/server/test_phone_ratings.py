"""Callers who are asked after the talk how it was."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from typing_extensions import override

from onqueue.channels.voice.walking.walk import KEY_MS
from onqueue.conversations import queries as conversations
from onqueue.directory import service as setting_up
from onqueue.floor import commands
from onqueue.flows.tests.graphs import flow, node
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.settings import Settings
from tests.server.scene import Centre
from tests.server.switchboard import switchboard
from tests.server.test_calls_out import Desk
from tests.server.test_flows import publish

NUMBER = "+49 30 5551234"
DIALLED = "49305551234"
CARL = "+491701234567"
QUESTION = "From 1 to 5, how was it?"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The program carries no calls: the switchboard does."""
    return settings.model_copy(update={"calls": "off"})


class Asking(Desk):
    """Ann at her telephone, and a flow that asks how it was."""

    rating: dict[str, str] = {"en": QUESTION}  # noqa: RUF012  # it is replaced whole
    contact = ""

    @override
    async def open(self) -> None:
        await super().open()
        queue = self.centre.made.queue
        drawn = replace(flow(node("queue", "wait", queue=queue)), rating=self.rating)
        made = await publish(self.centre, drawn)
        await self.centre.program.db.write(
            setting_up.create_phone_number,
            by=By(actor=SYSTEM, now=0, network=""),
            number=NUMBER,
            queue_id=queue,
            flow_id=made,
            language="en",
        )

    async def talk(self) -> str:
        """Carl calls and talks with Ann, who hangs up."""
        leg = await self.board.call(DIALLED, caller=CARL)
        account = self.actor.account
        (there,) = self.centre.program.house.replica.floor.contacts.values()
        self.contact = there.id
        assert there.offer is not None
        await self.ask(commands.Accept(offer=there.offer, agent=account))
        await self.board.pass_ms(2_000)
        assert self.board.driver.hears(leg) == {f"agent:{account}"}
        await self.ask(commands.End(contact=there.id, by=account))
        return leg

    async def row(self) -> Any:
        return await self.centre.program.db.read(conversations.contact, id=self.contact)

    @property
    def legs(self) -> list[str]:
        return [one.far for one in self.board.driver._switch.legs.values()]


@pytest.fixture
async def desk(centre: Centre) -> AsyncIterator[Asking]:
    board = await switchboard(centre)
    desk = Asking(centre, board)
    await desk.open()
    yield desk
    await board.tasks.stop()


async def test_key_is_the_rating_of_the_contact(desk: Asking) -> None:
    leg = await desk.talk()
    assert desk.board.hears(leg) == f"en: {QUESTION}"
    assert desk.legs == [CARL], "the agent is free"
    await desk.board.press(leg, "4")
    assert desk.board.hears(leg) == "en: Thank you. Goodbye."
    await desk.board.pass_ms(2_000)
    assert desk.legs == []
    assert ((await desk.row()).csat, (await desk.row()).state) == (4, "wrap_up")


@pytest.mark.parametrize("key", ["0", "6", "#"])
async def test_other_keys_are_no_rating(desk: Asking, key: str) -> None:
    leg = await desk.talk()
    await desk.board.press(leg, key)
    await desk.board.pass_ms(3_000)
    assert (desk.legs, (await desk.row()).csat) == ([], None)


async def test_who_says_nothing_is_thanked_and_let_go(desk: Asking) -> None:
    await desk.talk()
    await desk.board.pass_ms(KEY_MS + 5_000)
    assert (desk.legs, (await desk.row()).csat) == ([], None)


async def test_who_hangs_up_at_the_question_has_not_rated(desk: Asking) -> None:
    leg = await desk.talk()
    desk.board.driver.hang_up(leg)
    await desk.board.settle()
    assert (desk.legs, (await desk.row()).csat) == ([], None)


async def test_agent_who_closes_the_wrap_up_does_not_end_the_question(desk: Asking) -> None:
    leg = await desk.talk()
    await desk.ask(commands.Close(contact=desk.contact, agent=desk.actor.account, code="x"))
    await desk.board.press(leg, "5")
    await desk.board.pass_ms(2_000)
    assert (desk.legs, (await desk.row()).csat) == ([], 5)


async def test_next_life_lets_the_caller_go(desk: Asking) -> None:
    await desk.talk()
    await desk.board.again()
    await desk.board.pass_ms(31_000)
    assert desk.legs == []


async def test_without_words_nothing_is_asked(centre: Centre) -> None:
    board = await switchboard(centre)
    desk = Asking(centre, board)
    desk.rating = {}
    await desk.open()
    await desk.talk()
    assert desk.legs == []
    await board.tasks.stop()
