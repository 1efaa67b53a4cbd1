"""Callers are known by the number that they show, and only as far as that goes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.conversations.errors import NotTheirNumber
from onqueue.conversations.schemas import CallerShown, Conversation
from onqueue.customers import queries as knowing
from onqueue.customers import service as customers
from onqueue.directory import service as setting_up
from onqueue.directory.queries.lists import NUMBERS, all_records
from onqueue.floor.model import Contact
from onqueue.flows.tests.graphs import flow, node
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.rows import Paging
from onqueue.kernel.settings import Settings
from onqueue.live.views import contact_entity
from tests.server.scene import Centre
from tests.server.switchboard import Switchboard, switchboard
from tests.server.test_flows import publish

pytestmark = pytest.mark.database

NUMBER = "+49 30 1234"
DIALLED = "49301234"
ADA = "+49 170 1234567"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The program carries no calls: the switchboard does."""
    return settings.model_copy(update={"calls": "off"})


@pytest.fixture
async def board(centre: Centre) -> AsyncIterator[Switchboard]:
    await centre.program.db.write(
        setting_up.create_phone_number,
        by=by(centre),
        number=NUMBER,
        queue_id=centre.made.queue,
        flow_id="",
        language="en",
    )
    board = await switchboard(centre)
    yield board
    await board.tasks.stop()


def by(centre: Centre) -> By:
    return By(actor=SYSTEM, now=centre.program.clock.now(), network="")


async def known(centre: Centre, name: str, phone: str) -> str:
    made = await centre.program.db.write(
        customers.create_customer, by=by(centre), name=name, phone=phone
    )
    return made.id


async def called(board: Switchboard, caller: str) -> Contact:
    """Let somebody call; returns the contact that is waiting for it."""
    before = set(board.centre.program.house.replica.floor.contacts)
    await board.call(DIALLED, caller=caller)
    after = board.centre.program.house.replica.floor.contacts
    (new,) = after.keys() - before
    return after[new]


async def thread_of(centre: Centre, contact: Contact) -> Conversation:
    found = await centre.program.db.read(conversations.conversation, id=contact.conversation)
    assert found is not None
    return found


async def caller_of(centre: Centre, contact: Contact) -> CallerShown:
    thread = await thread_of(centre, contact)
    return await centre.program.db.read(conversations.caller_of, thread=thread)


async def everybody(centre: Centre) -> int:
    found = await centre.program.db.read(knowing.customers_found, paging=Paging())
    return found.total


async def choose(centre: Centre, contact: Contact, customer: str) -> None:
    await centre.program.db.write(
        threads.choose_customer,
        by=by(centre),
        conversation=contact.conversation,
        customer=customer,
    )
    await centre.settle()


@pytest.mark.parametrize("caller", ["+491701234567", "00491701234567", "01701234567"])
async def test_a_call_belongs_to_the_one_customer_who_has_its_number(
    centre: Centre, board: Switchboard, caller: str
) -> None:
    ada = await known(centre, "Ada", ADA)
    contact = await called(board, caller)
    thread = await thread_of(centre, contact)
    assert (thread.customer, thread.customer_name) == (ada, "Ada")
    assert (thread.caller, thread.known_by) == ("+491701234567", "number")
    assert await everybody(centre) == 1


async def test_a_number_that_was_stored_without_its_country_is_one_of_ours(
    centre: Centre, board: Switchboard
) -> None:
    ada = await known(centre, "Ada", "0170 123 45 67")
    assert (await thread_of(centre, await called(board, "+491701234567"))).customer == ada
    assert (await thread_of(centre, await called(board, "+431701234567"))).customer != ada


async def test_who_calls_again_is_the_same_customer_and_the_desk_counts_the_calls(
    centre: Centre, board: Switchboard
) -> None:
    first = await called(board, "+491701234567")
    second = await called(board, "+491701234567")
    assert second.customer == first.customer
    assert (await thread_of(centre, first)).known_by == "new"
    names = centre.program.house.names
    shown = contact_entity(second, names)
    at = (await thread_of(centre, first)).last_at
    assert shown["caller"] == {
        "number": "+49 170 1234567", "known_by": "number", "earlier": 1, "earlier_at": at,
        "message": False,
    }  # fmt: skip
    assert contact_entity(first, names)["caller"]["earlier"] == 0


async def test_a_number_that_several_have_is_nobodys_until_an_agent_chooses(
    centre: Centre, board: Switchboard
) -> None:
    ada, bea = await known(centre, "Ada", ADA), await known(centre, "Bea", ADA)
    contact = await called(board, "+491701234567")
    told = await caller_of(centre, contact)
    assert (told.known_by, told.number) == ("several", "+49 170 1234567")
    assert {one.id for one in told.candidates} == {ada, bea}
    assert told.customer not in {ada, bea}
    await choose(centre, contact, bea)
    told = await caller_of(centre, contact)
    assert (told.customer, told.known_by) == (bea, "agent")
    assert await everybody(centre) == 2, "the record that stood in is gone"
    shown = contact_entity(contact, centre.program.house.names)
    assert (shown["customer"], shown["customer_name"]) == (bea, "Bea")


async def test_a_caller_may_be_somebody_new_who_shares_the_number(
    centre: Centre, board: Switchboard
) -> None:
    ada = await known(centre, "Ada", ADA)
    contact = await called(board, "+491701234567")
    await choose(centre, contact, "")
    told = await caller_of(centre, contact)
    assert told.customer != ada
    assert {one.id for one in told.candidates} == {ada, told.customer}
    await choose(centre, contact, ada)
    assert (await caller_of(centre, contact)).customer == ada


async def test_nobody_can_be_chosen_who_does_not_have_the_number(
    centre: Centre, board: Switchboard
) -> None:
    eve = await known(centre, "Eve", "+49 170 7654321")
    contact = await called(board, "+491701234567")
    before = await thread_of(centre, contact)
    with pytest.raises(NotTheirNumber):
        await choose(centre, contact, eve)
    assert await thread_of(centre, contact) == before


@pytest.mark.parametrize("caller", ["", "anonymous", "Restricted"])
async def test_each_caller_who_shows_no_number_is_somebody_new(
    centre: Centre, board: Switchboard, caller: str
) -> None:
    first, second = await called(board, caller), await called(board, caller)
    assert first.customer != second.customer
    told = await caller_of(centre, first)
    assert (told.number, told.known_by, told.candidates) == ("", "withheld", ())
    with pytest.raises(NotTheirNumber):
        await choose(centre, first, "")


async def test_a_flow_does_not_claim_a_number_that_several_have_once_more(
    centre: Centre, board: Switchboard
) -> None:
    ada, bea = await known(centre, "Ada", ADA), await known(centre, "Bea", ADA)
    drawn = flow(
        node("say", "hello", text="Hello.", to="wait"),
        node("queue", "wait", queue=centre.made.queue),
    )
    made = await publish(centre, drawn)
    (number,) = await centre.program.db.read(all_records, listing=NUMBERS)
    await centre.program.db.write(
        setting_up.change_phone_number, by=by(centre), number=number.id, version=1, flow_id=made
    )
    await board.call(DIALLED, caller="+491701234567")
    await board.pass_ms(5_000)
    (contact,) = centre.program.house.replica.floor.contacts.values()
    told = await caller_of(centre, contact)
    assert {one.id for one in told.candidates} == {ada, bea}


async def test_a_number_of_an_exchange_is_shown_and_finds_nobody(
    centre: Centre, board: Switchboard
) -> None:
    first, second = await called(board, "201"), await called(board, "201")
    assert first.customer != second.customer
    assert (await caller_of(centre, second)).number == "201"


async def test_a_number_that_staff_put_right_finds_its_customer_no_more(
    centre: Centre, board: Switchboard
) -> None:
    ada = await known(centre, "Ada", ADA)
    await centre.program.db.write(
        customers.change_customer, by=by(centre), customer=ada, version=1, phone="+49 170 7654321"
    )
    assert (await thread_of(centre, await called(board, "+491701234567"))).customer != ada
    assert (await thread_of(centre, await called(board, "+491707654321"))).customer == ada
