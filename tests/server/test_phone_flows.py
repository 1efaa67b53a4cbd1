"""Calls to a number that leads to a flow: led by keys, silent, restarted, and in need."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from onqueue.channels.voice.announcing import EVERY_MS, FIRST_MS
from onqueue.channels.voice.walking import steps
from onqueue.channels.voice.walking.walk import KEY_MS, MESSAGE_MS_MAX, NEXT_KEY_MS
from onqueue.conversations import queries as conversations
from onqueue.customers.models import Customer
from onqueue.customers.queries import customers_by_phone
from onqueue.customers.service.records import note_claims
from onqueue.directory import service as setting_up
from onqueue.flows import queries as flows
from onqueue.flows.rules.graph import Graph
from onqueue.flows.tests.graphs import flow, node
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.settings import Settings
from onqueue.live.views import contact_entity
from tests.server.scene import Centre
from tests.server.switchboard import LOOK_MS, Switchboard, switchboard
from tests.server.test_flows import graph, publish

NUMBER = "+49 30 1234"
DIALLED = "49301234"
MENU = ["en: Welcome.", "en: What is it about?", "en: For Sales, press 1."]
LAST = "en: For Care, press 2."
MUSIC = "music:default"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The program carries no calls: the switchboard does."""
    return settings.model_copy(update={"calls": "off"})


@pytest.fixture
async def board(centre: Centre) -> AsyncIterator[Switchboard]:
    board = await switchboard(centre)
    yield board
    await board.tasks.stop()


async def number_to(centre: Centre, drawn: Graph) -> str:
    """Let a number lead to a flow; returns the flow."""
    by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
    made = await publish(centre, drawn)
    await centre.program.db.write(
        setting_up.create_phone_number,
        by=by,
        number=NUMBER,
        queue_id=centre.made.queue,
        flow_id=made,
        language="en",
    )
    return made


def waiting(centre: Centre) -> list[str]:
    return [one.queue for one in centre.program.house.replica.floor.contacts.values()]


async def outcomes(centre: Centre, made: str) -> object:
    now = centre.program.clock.now()
    return (await centre.program.db.read(flows.flow_figures, flow=made, now=now)).outcomes


async def test_caller_hears_the_menu_and_a_key_leads_to_the_queue(
    centre: Centre, board: Switchboard
) -> None:
    made = await number_to(centre, await graph(centre))
    leg = await board.call(DIALLED)
    assert board.hears(leg) == MENU[0]
    await board.pass_ms(5_000)
    assert waiting(centre) == []
    await board.press(leg, "1")
    assert waiting(centre) == [centre.made.queue]
    assert board.hears(leg) == MUSIC
    assert await outcomes(centre, made) == {"queued": 1}
    (contact,) = centre.program.house.replica.floor.contacts.values()
    found = await centre.program.db.read(conversations.messages, conversation=contact.conversation)
    assert [one.text for one in found.items if one.kind == "customer"] == ["1 · Sales"]


async def test_choices_are_read_out_with_their_keys_and_all_of_it_is_one_play(
    centre: Centre, board: Switchboard
) -> None:
    await number_to(centre, await graph(centre))
    await board.call(DIALLED)
    (sound,) = board.driver._switch.sounds.values()
    assert sound.media == (*MENU, LAST)


async def test_wrong_keys_and_silence_are_asked_again_and_then_lead_out(
    centre: Centre, board: Switchboard
) -> None:
    made = await number_to(centre, await graph(centre))
    leg = await board.call(DIALLED)
    await board.press(leg, "7")
    assert board.hears(leg) == "en: Choose one of these."
    await board.pass_ms(3_000 + KEY_MS)
    assert board.hears(leg) == "en: Write again any time."
    await board.pass_ms(2_000)
    assert list(board.driver._switch.legs) == []
    assert await outcomes(centre, made) == {"ended": 1}
    assert len(board.calls) == 0


async def test_a_star_says_the_words_again(centre: Centre, board: Switchboard) -> None:
    made = await number_to(centre, await graph(centre))
    leg = await board.call(DIALLED)
    await board.pass_ms(5_000)
    assert board.hears(leg) == ""
    await board.press(leg, "*")
    assert board.hears(leg) == MENU[0]
    assert await outcomes(centre, made) == {}


async def test_zero_leads_to_a_person(centre: Centre, board: Switchboard) -> None:
    made = await number_to(centre, await graph(centre))
    leg = await board.call(DIALLED)
    await board.press(leg, "0")
    assert waiting(centre) == [centre.made.queue]
    assert await outcomes(centre, made) == {"person": 1}


async def test_digits_end_with_the_hash_or_with_time(centre: Centre, board: Switchboard) -> None:
    ways = {"next": "wait", "unknown": "bye"}
    drawn = flow(
        node("collect", "what", text="Your number?", key="order", check="number", next=ways),
        node("queue", "wait", queue=centre.made.queue),
        node("end", "bye"),
    )
    made = await number_to(centre, drawn)
    first = await board.call(DIALLED)
    await board.press(first, "0042#")
    second = await board.call(DIALLED)
    await board.press(second, "99")
    await board.press(second, "*123")
    assert len(waiting(centre)) == 1
    await board.pass_ms(NEXT_KEY_MS + 500)
    assert len(waiting(centre)) == 2
    assert await outcomes(centre, made) == {"queued": 2}
    contacts = centre.program.house.replica.floor.contacts
    rows = [await centre.program.db.read(conversations.contact, id=one) for one in contacts]
    assert [row.form["order"] for row in rows if row is not None] == ["0042", "123"]


async def test_languages_are_offered_in_themselves_and_then_spoken(
    centre: Centre, board: Switchboard
) -> None:
    drawn = flow(
        node("language", "which", text="Hello.", languages=("en", "de"), to="bye"),
        node("end", "bye", text={"en": "Goodbye.", "de": "Auf Wiederhören."}),
    )
    await number_to(centre, drawn)
    leg = await board.call(DIALLED)
    (sound,) = board.driver._switch.sounds.values()
    assert sound.media == (
        "en: Hello.",
        "en: For English, press 1.",
        "de: Für Deutsch drücken Sie die 2.",
    )
    await board.press(leg, "2")
    assert board.hears(leg) == "de: Auf Wiederhören."


async def test_words_on_the_way_to_the_queue_come_before_the_music(
    centre: Centre, board: Switchboard
) -> None:
    drawn = flow(
        node("say", "hello", text="One moment.", to="wait"),
        node("queue", "wait", queue=centre.made.queue),
    )
    await number_to(centre, drawn)
    leg = await board.call(DIALLED)
    assert waiting(centre) == [centre.made.queue]
    assert board.hears(leg) == "en: One moment."
    await board.pass_ms(1_500)
    assert board.hears(leg) == MUSIC


async def test_who_hangs_up_in_a_flow_is_gone_and_nobody_waits(
    centre: Centre, board: Switchboard
) -> None:
    made = await number_to(centre, await graph(centre))
    leg = await board.call(DIALLED)
    board.driver.hang_up(leg)
    await board.settle()
    assert (waiting(centre), len(board.calls)) == ([], 0)
    assert await outcomes(centre, made) == {"abandoned": 1}


async def test_next_life_says_the_question_again_and_takes_the_answer(
    centre: Centre, board: Switchboard
) -> None:
    await number_to(centre, await graph(centre))
    leg = await board.call(DIALLED)
    await board.press(leg, "7")
    await board.again()
    assert board.hears(leg) == "en: Choose one of these."
    await board.pass_ms(4_000)
    await board.press(leg, "1")
    assert waiting(centre) == [centre.made.queue]


async def test_who_hung_up_while_nobody_looked_is_not_led_on(
    centre: Centre, board: Switchboard
) -> None:
    made = await number_to(centre, await graph(centre))
    leg = await board.call(DIALLED)
    await board.tasks.stop()
    board.driver.hang_up(leg)
    await board.again()
    assert (waiting(centre), len(board.calls)) == ([], 0)
    assert await outcomes(centre, made) == {"abandoned": 1}


async def test_flow_that_cannot_be_spoken_ends_in_its_queue_for_people(
    centre: Centre, board: Switchboard
) -> None:
    board.broken = True
    made = await number_to(centre, replace(await graph(centre), person_queue=""))
    leg = await board.call(DIALLED)
    await board.pass_ms(3 * LOOK_MS)
    assert waiting(centre) == [centre.made.queue]
    assert board.hears(leg) == MUSIC
    assert await outcomes(centre, made) == {"stuck": 1}


def voicemail(centre: Centre) -> Graph:
    return flow(node("message", "what", text="Please speak.", queue=centre.made.queue))


async def files(centre: Centre, contact: str) -> list[tuple[str, int]]:
    row = await centre.program.db.read(conversations.contact, id=contact)
    assert row is not None
    found = await centre.program.db.read(conversations.messages, conversation=row.conversation)
    return [(file.name, file.size) for one in found.items for file in one.attachments]


async def test_message_is_recorded_after_the_tone_and_waits_in_the_queue(
    centre: Centre, board: Switchboard
) -> None:
    made = await number_to(centre, voicemail(centre))
    leg = await board.call(DIALLED)
    (sound,) = board.driver._switch.sounds.values()
    assert sound.media == ("en: Please speak.", "tone")
    await board.pass_ms(2_500)
    assert len(board.driver._switch.records) == 1
    await board.pass_ms(4_000)
    await board.press(leg, "#")
    assert board.hears(leg) == "en: Thank you. Your message was kept. Goodbye."
    await board.pass_ms(2_000)
    assert (list(board.driver._switch.legs), len(board.calls)) == ([], 0)
    ((contact, there),) = centre.program.house.replica.floor.contacts.items()
    assert there.needs.channel == "voice"
    assert contact_entity(there, centre.program.house.names)["caller"]["message"] is True
    ((name, size),) = await files(centre, contact)
    assert name == "voice-message.wav"
    assert size > 4_000 * 16
    assert await outcomes(centre, made) == {"message": 1}


async def test_message_of_who_hangs_up_is_kept_and_stays_on_the_floor(
    centre: Centre, board: Switchboard
) -> None:
    await number_to(centre, voicemail(centre))
    leg = await board.call(DIALLED)
    await board.pass_ms(6_000)
    board.driver.hang_up(leg)
    await board.settle()
    (contact,) = centre.program.house.replica.floor.contacts
    assert len(await files(centre, contact)) == 1
    await board.pass_ms(60_000)
    await board.again()
    assert list(centre.program.house.replica.floor.contacts) == [contact]
    assert len(board.calls) == 0


async def test_who_hangs_up_before_the_tone_leaves_no_message(
    centre: Centre, board: Switchboard
) -> None:
    made = await number_to(centre, voicemail(centre))
    leg = await board.call(DIALLED)
    await board.pass_ms(2_300)
    board.driver.hang_up(leg)
    await board.settle()
    assert waiting(centre) == []
    assert await outcomes(centre, made) == {"abandoned": 1}


async def test_message_ends_when_it_is_long_enough(centre: Centre, board: Switchboard) -> None:
    made = await number_to(centre, voicemail(centre))
    await board.call(DIALLED)
    await board.pass_ms(2_000 + MESSAGE_MS_MAX + 1_000)
    assert await outcomes(centre, made) == {"message": 1}


async def test_who_waits_is_told_their_place_at_times_between_the_music(
    centre: Centre, board: Switchboard
) -> None:
    drawn = flow(node("queue", "wait", queue=centre.made.queue))
    await number_to(centre, drawn)
    first = await board.call(DIALLED)
    second = await board.call(DIALLED)
    assert (board.hears(first), board.hears(second)) == (MUSIC, MUSIC)
    await board.pass_ms(FIRST_MS)
    assert board.hears(first) == "en: You are the next in line."
    assert board.hears(second) == "en: You are number 2 in line."
    await board.pass_ms(5_000)
    assert (board.hears(first), board.hears(second)) == (MUSIC, MUSIC)
    board.driver.hang_up(first)
    await board.pass_ms(EVERY_MS - 5_000)
    assert board.hears(second) == "en: You are the next in line."


async def test_caller_whose_contact_was_written_down_before_we_died_reaches_the_floor(
    centre: Centre, board: Switchboard
) -> None:
    await number_to(centre, await graph(centre))
    leg = await board.call(DIALLED)
    (contact,) = board.calls._calls
    await board.tasks.stop()
    stepped = await centre.program.db.write(
        steps.answer, contact=contact, said="1", number=1, now=centre.program.clock.now()
    )
    assert stepped is not None
    assert stepped.begun is not None
    await board.again()
    await board.pass_ms(6_000)
    await centre.program.arrivals.bring_again()
    await board.settle()
    assert waiting(centre) == [centre.made.queue]
    assert board.hears(leg) == MUSIC


async def test_caller_is_known_by_their_number_unless_several_have_it(
    centre: Centre, board: Switchboard
) -> None:
    ways = {"found": "known", "several": "several", "unknown": "new"}
    drawn = flow(
        node("customer", "who", next=ways),
        node(
            "condition",
            "known",
            subject="customer",
            key="company",
            value="Acme",
            next={"yes": "acme", "no": "other"},
        ),
        *[node("end", name, text=name) for name in ("acme", "other", "several", "new")],
    )
    await number_to(centre, drawn)
    caller = "+493076543210"
    leg = await board.call(DIALLED, caller=caller)
    assert board.hears(leg) == "en: new"
    leg = await board.call(DIALLED, caller=caller)
    assert board.hears(leg) == "en: other", "the first call made a record"
    now = centre.program.clock.now()
    (known,) = await centre.program.db.read(customers_by_phone, number=caller, region="")
    await centre.program.db.write(_of_acme, customer=known.id)
    leg = await board.call(DIALLED, caller=caller)
    assert board.hears(leg) == "en: acme"
    await centre.program.db.write(
        note_claims, customer="another-one", now=now, phone=caller, language="en"
    )
    leg = await board.call(DIALLED, caller=caller)
    assert board.hears(leg) == "en: several"


def _of_acme(session: Session, *, customer: str) -> None:
    row = session.get_one(Customer, customer)
    row.company = "Acme"
