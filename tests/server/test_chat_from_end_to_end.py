"""A customer's widget and an agent's desk, through the whole program."""

from __future__ import annotations

from functools import partial

import msgspec
import pytest
from sqlalchemy.orm import Session

from onqueue.channels.webchat.session import ChatSession
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.conversations.schemas import AnswerShown
from onqueue.directory import queries as directory
from onqueue.floor import commands
from onqueue.web.limits import AttemptLimits, Rule, Window
from tests.server.scene import Centre, Seat, Shopper

START = {"t": "start", "id": "contact-0001", "form": {"name": "Carl"}, "text": "Hello"}


async def taken(centre: Centre, agent: str = "ann") -> tuple[Shopper, Seat]:
    """A chat that an agent has accepted."""
    seat = await centre.sit(agent)
    me = seat.actor.account
    await centre.program.house.asking.ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    shopper = await centre.shop()
    await shopper.say(**START)
    await seat.look()
    offer = seat.only("offer")["id"]
    await centre.program.house.asking.ask(commands.Accept(offer=offer, agent=me))
    await centre.settle()
    await seat.look()
    await shopper.look()
    return shopper, seat


async def test_hello_gives_a_token_and_the_state(centre: Centre) -> None:
    shopper = await centre.shop()
    (welcome,) = shopper.told("welcome")
    assert welcome["conversation"] is None
    assert len(welcome["token"]) == 43
    assert (shopper.phase, welcome["open"]) == ("idle", True)


async def test_start_is_acknowledged_after_it_waits(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**START)
    assert shopper.phase == "waiting"
    assert shopper.frames[-1] == {"t": "ack", "id": "contact-0001", "seq": None}
    assert [one["text"] for one in shopper.told("message")] == ["Hello"]


async def test_what_was_said_before_comes_with_its_question(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**START)

    def answers(session: Session) -> list[AnswerShown]:
        contact = conversations.contact(session, id="contact-0001")
        assert contact is not None
        return conversations.answers_of(session, contact=contact)

    (widget,) = await centre.program.db.read(directory.widgets)
    (said,) = await centre.program.db.read(answers)
    (name,) = (field for field in widget.form if field.key == "name")
    assert name.label["en"] == "Your name"
    assert said == AnswerShown(key="name", value="Carl", question=name.label, choice={})


async def test_what_the_customer_writes_keeps_the_language_of_their_chat(centre: Centre) -> None:
    shopper = await centre.shop(lang="de-AT")
    await shopper.say(**START)
    await shopper.say(t="say", id="message-0001", text="Guten Tag")
    thread = shopper.told("welcome")[-1]["conversation"]
    found = await centre.program.db.read(conversations.messages, conversation=thread)
    assert [(one.text, one.language) for one in found.items] == [
        ("Hello", "de-AT"),
        ("Guten Tag", "de-AT"),
    ]


async def test_starting_twice_is_one_contact(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**START)
    await shopper.say(**START)
    assert list(centre.program.house.replica.floor.contacts) == ["contact-0001"]
    assert len(shopper.told("ack")) == 2
    assert shopper.told("error") == []


async def test_second_start_while_one_goes_on_is_refused(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**START)
    await shopper.say(**{**START, "id": "contact-0002"})
    assert shopper.frames[-1]["code"] == "chat.under_way"
    assert shopper.frames[-1]["id"] == "contact-0002"


async def test_missing_answer_names_the_field(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**{**START, "form": {}})
    assert shopper.frames[-1]["t"] == "error"
    assert shopper.frames[-1]["fields"] == {"name": "please answer this"}
    assert centre.program.house.replica.floor.contacts == {}


async def test_agent_and_customer_talk(centre: Centre) -> None:
    shopper, seat = await taken(centre)
    assert shopper.phase == "active"
    assert shopper.told("message")[-1]["code"] == "chat.taken"
    assert shopper.told("message")[-1]["params"] == {"name": "Ann"}
    contact = seat.only("contact")
    await centre.program.house.threads.watch(
        seat.desk, conversation=contact["conversation"], after=0
    )
    await shopper.say(t="say", id="message-01", text="<script>alert(1)</script>")
    await centre.settle()
    await seat.look()
    said = seat.messages[contact["conversation"]]
    assert [one["text"] for one in said] == [
        "Hello",
        "Ann is now with you.",
        "<script>alert(1)</script>",
    ]
    assert [one["seq"] for one in said] == [1, 2, 3]


async def test_same_message_twice_is_acknowledged_twice_and_stored_once(centre: Centre) -> None:
    shopper, _ = await taken(centre)
    await shopper.say(t="say", id="message-01", text="Once")
    await shopper.say(t="say", id="message-01", text="Once")
    await centre.settle()
    await shopper.look()
    assert [one["text"] for one in shopper.told("message")].count("Once") == 1
    assert [one["id"] for one in shopper.told("ack")].count("message-01") == 2


async def test_returning_widget_gets_what_it_missed_and_nothing_twice(centre: Centre) -> None:
    shopper, _ = await taken(centre)
    token = shopper.told("welcome")[0]["token"]
    conversation = shopper.told("welcome")[-1]["conversation"]
    centre.program.chats.leave(shopper.session)
    await shopper.say(t="say", id="message-01", text="While away")
    back = await centre.shop(token=token, conversation=conversation, after=2)
    assert [(one["seq"], one["text"]) for one in back.told("message")] == [(3, "While away")]
    assert back.phase == "active"
    assert back.told("welcome")[0]["conversation"] == conversation


async def test_stranger_with_the_conversation_id_gets_nothing(centre: Centre) -> None:
    shopper, _ = await taken(centre)
    conversation = shopper.told("welcome")[-1]["conversation"]
    stranger = await centre.shop(conversation=conversation, after=0)
    assert stranger.told("message") == []
    assert stranger.told("welcome")[0]["conversation"] is None


async def test_leaving_while_waiting_is_abandonment(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**START)
    await shopper.say(t="end", id="end-000001")
    await centre.settle()
    await shopper.look()
    assert centre.program.house.replica.floor.contacts == {}
    assert shopper.phase == "ended"


async def test_rating_after_the_end(centre: Centre) -> None:
    shopper, _ = await taken(centre)
    await shopper.say(t="end", id="end-000001")
    await centre.settle()
    await shopper.look()
    assert shopper.told("state")[-1]["state"]["can_rate"] is True
    await shopper.say(t="rate", id="rate-00001", score=4, comment="ok")
    assert shopper.told("state")[-1]["state"]["rated"] is True
    await shopper.say(t="rate", id="rate-00002", score=1, comment="no")
    assert shopper.frames[-1]["code"] == "contact.already_rated"


async def test_saying_something_after_the_end_loses_nothing(centre: Centre) -> None:
    shopper, _ = await taken(centre)
    await shopper.say(t="end", id="end-000001")
    await shopper.say(t="say", id="message-09", text="One more thing")
    assert shopper.frames[-1]["code"] == "chat.ended"
    assert shopper.frames[-1]["id"] == "message-09"


async def test_malformed_frames_are_answered_with_field_and_reason(centre: Centre) -> None:
    shopper = await centre.shop()
    for raw, field in (
        (b"not json", "frame"),
        (b'{"t":"say","id":"x"}', "id"),
        (b'{"t":"rate","score":9,"id":"rate-00001"}', "score"),
        (b'{"t":"nonsense"}', "t"),
        (b'{"t":"say","id":"message-01","text":{"no":1}}', "text"),
        (b"[" * 10_000, "frame"),
        (b'{"t":"start","id":"contact-0009","form":{"name":"a\\u0000b"}}', "text"),
        (b"\xff\xfe", "frame"),
    ):
        await shopper.session.receive(raw)
        await shopper.look()
        assert shopper.frames[-1]["t"] == "error", raw[:40]
        assert shopper.frames[-1]["field"].split(".")[0] == field, shopper.frames[-1]
    await shopper.say(**START)
    assert shopper.phase == "waiting"


async def test_fault_of_ours_is_no_fault_of_the_frame(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    shopper = await centre.shop()

    async def unreadable() -> None:
        raise msgspec.ValidationError("what was written by a newer program")

    monkeypatch.setattr(centre.program.chats, "abreast", unreadable)
    await shopper.say(**START)
    assert shopper.frames[-1]["code"] == "unavailable"
    assert shopper.frames[-1]["retry_after_s"] >= 1


async def test_too_many_frames_are_told_to_wait(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**START)
    for number in range(30):
        await shopper.say(t="say", id=f"message-{number:02}", text="again")
    assert shopper.frames[-1]["code"] == "rate.limited"
    assert shopper.frames[-1]["retry_after_s"] >= 1


async def test_customer_who_comes_back_is_not_quicker_for_it(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**START)
    token = shopper.told("welcome")[0]["token"]
    for number in range(29):
        await shopper.say(t="say", id=f"message-{number:02}", text="again")
    again = await centre.shop(token=token)
    await again.say(t="say", id="message-30", text="again")
    assert again.frames[-1]["code"] == "rate.limited"
    centre.program.clock.advance(ms=10_000)  # type: ignore[attr-defined]  # tests have the virtual one
    await again.say(t="say", id="message-30", text="again")
    assert again.frames[-1]["t"] == "ack"


async def test_network_from_which_too_many_chats_begin_is_told_to_wait(centre: Centre) -> None:
    program = centre.program
    rules = {"chat.start": Rule(network=Window(attempts=1, seconds=60))}
    limits = AttemptLimits(clock=program.clock, rules=rules)
    told = []
    for number in range(2):
        count_start = partial(limits.count, "chat.start", network="203.0.113.7")
        shopper = Shopper(ChatSession(chats=program.chats, origin=None, count_start=count_start))
        await shopper.say(t="hello", widget=centre.made.widget)
        await shopper.say(**START | {"id": f"contact-000{number}"})
        told.append(shopper.frames[-1])
    assert told[0]["t"] == "ack"
    assert (told[1]["code"], told[1]["retry_after_s"]) == ("too_many", 60)


async def test_customer_never_sees_a_whisper_or_a_note(centre: Centre) -> None:
    shopper, seat = await taken(centre)
    conversation = seat.only("contact")["conversation"]
    for post, id_ in ((threads.post_note, "note-00001"), (threads.post_whisper, "whisper-01")):
        await centre.program.db.write(
            post,
            conversation=conversation,
            id=id_,
            actor=centre.people["sue"],
            text="for staff only",
            now=centre.program.clock.now(),
        )
    await centre.settle()
    await shopper.look()
    token = shopper.told("welcome")[0]["token"]
    back = await centre.shop(token=token, conversation=conversation, after=0)
    for frames in (shopper.frames, back.frames):
        assert "for staff only" not in str(frames)
    assert [one["seq"] for one in back.told("message")] == [1, 2]
