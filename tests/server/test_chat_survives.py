"""Repeats, second tabs and deaths between two steps lose nothing and double nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from onqueue.channels.webchat import opening
from onqueue.conversations import queries as conversations
from onqueue.directory import queries as directory
from onqueue.floor import commands
from onqueue.kernel.errors import Unavailable
from onqueue.live import visiting
from onqueue.live.replica import Batch
from tests.server.scene import Centre
from tests.server.test_chat_from_end_to_end import START, taken


async def test_message_repeated_after_the_end_is_acknowledged(centre: Centre) -> None:
    shopper, _ = await taken(centre)
    await shopper.say(t="say", id="message-01", text="Last words")
    await shopper.say(t="end", id="end-000001")
    await shopper.say(t="say", id="message-01", text="Last words")
    assert shopper.frames[-1] == {"t": "ack", "id": "message-01", "seq": 3}


async def test_finished_chat_does_not_begin_again_when_its_start_is_repeated(
    centre: Centre,
) -> None:
    shopper, seat = await taken(centre)
    await shopper.say(t="end", id="end-000001")
    me = seat.actor.account
    await centre.program.house.asking.ask(
        commands.Close(contact="contact-0001", agent=me, code="any")
    )
    await centre.settle()
    await shopper.say(**START)
    assert centre.program.house.replica.floor.contacts == {}
    assert shopper.frames[-1] == {"t": "ack", "id": "contact-0001", "seq": None}


async def test_customer_who_ends_while_the_agent_puts_the_chat_back_is_gone(
    centre: Centre,
) -> None:
    shopper, seat = await taken(centre)
    ask = centre.program.house.driver.ask
    put_back = commands.Requeue(contact="contact-0001", by=seat.actor.account, reason="")
    # Both are on their way when nobody has seen the other's yet.
    await asyncio.gather(ask(put_back), shopper.say(t="end", id="end-000001"))
    await centre.settle()
    assert [frame for frame in shopper.frames if frame["t"] == "error"] == []
    assert centre.program.house.replica.floor.contacts == {}


async def test_second_tab_follows_to_the_new_conversation(centre: Centre) -> None:
    first = await centre.shop()
    token = first.told("welcome")[0]["token"]
    second = await centre.shop(token=token)
    await first.say(**START)
    await second.look()
    conversation = first.told("welcome")[-1]["conversation"]
    assert second.told("welcome")[-1]["conversation"] == conversation
    assert [one["text"] for one in second.told("message")] == ["Hello"]
    await second.say(t="say", id="message-01", text="From the other tab")
    await centre.settle()
    await first.look()
    assert first.told("message")[-1]["text"] == "From the other tab"


@pytest.mark.parametrize("reads", ["standing", "public_messages"])
async def test_tab_that_comes_while_another_begins_anew_reads_the_new_chat_alone(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    first, seat = await taken(centre)
    await first.say(t="end", id="end-000001")
    await centre.program.house.asking.ask(
        commands.Close(contact="contact-0001", agent=seat.actor.account, code="any")
    )
    await centre.settle()
    hello = first.told("welcome")
    read = centre.program.db.read
    reading, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        found = await read(fn, *args, **kwargs)
        if fn.__name__ == reads and not reading.is_set():
            reading.set()
            await go_on.wait()
        return found

    monkeypatch.setattr(centre.program.db, "read", slowly)
    coming = asyncio.ensure_future(
        centre.shop(token=hello[0]["token"], conversation=hello[-1]["conversation"])
    )
    await reading.wait()
    beginning = asyncio.ensure_future(first.say(**{**START, "id": "contact-0002", "text": "Again"}))
    await asyncio.wait([beginning], timeout=0.5)
    go_on.set()
    second, _ = await asyncio.gather(coming, beginning)
    await centre.settle()
    await second.look()
    new = first.told("welcome")[-1]["conversation"]
    assert new != hello[-1]["conversation"]
    welcomes = [n for n, frame in enumerate(second.frames) if frame["t"] == "welcome"]
    shown = [frame for frame in second.frames[welcomes[-1] :] if frame["t"] == "message"]
    assert [(one["seq"], one["text"]) for one in shown] == [(1, "Again")]
    assert second.frames[welcomes[-1]]["conversation"] == new


async def test_chat_stored_before_we_died_reaches_the_floor(centre: Centre) -> None:
    program = centre.program
    widget = await program.db.read(directory.widget, id=centre.made.widget)
    assert widget is not None
    begun = await program.db.write(
        opening.begin,
        widget=widget,
        visitor="visitor",
        customer="",
        contact="contact-0001",
        answers={"name": "Carl"},
        text="Is anybody there?",
        language="en",
        now=program.clock.now(),
    )
    await program.arrivals.bring_again()
    assert program.house.replica.floor.contacts == {}
    program.clock.advance(ms=6_000)  # type: ignore[attr-defined]  # tests have the virtual one
    await program.arrivals.bring_again()
    await program.arrivals.bring_again()
    (contact,) = program.house.replica.floor.contacts.values()
    assert (contact.id, contact.conversation) == ("contact-0001", begun.conversation.id)


async def test_old_finished_conversation_is_not_shown_again(centre: Centre) -> None:
    shopper, _ = await taken(centre)
    token = shopper.told("welcome")[0]["token"]
    await shopper.say(t="end", id="end-000001")
    await centre.later(25 * 3_600_000)
    back = await centre.shop(token=token)
    assert back.told("welcome")[0]["conversation"] is None
    assert back.phase == "idle"


async def test_failing_watcher_costs_nobody_else_the_news(centre: Centre) -> None:
    replica = centre.program.house.replica
    seen: list[str] = []

    async def fail(batch: Batch) -> None:
        raise Unavailable(retry_after_s=1)

    async def recover() -> None:
        seen.append("recovered")

    replica._watchers.insert(0, (fail, recover))
    seat = await centre.sit("sue")
    shopper = await centre.shop()
    await shopper.say(**START)
    await seat.look()
    assert list(seat.entities["contact"]) == ["contact-0001"]
    assert "recovered" in seen


async def test_desks_that_missed_a_batch_start_over(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = await centre.sit("sue")
    names = centre.program.house.names
    learn = names.learn

    async def fail_once(batch: Any) -> None:
        monkeypatch.setattr(names, "learn", learn)
        raise Unavailable(retry_after_s=1)

    monkeypatch.setattr(names, "learn", fail_once)
    shopper = await centre.shop()
    await shopper.say(**START)
    assert seat.desk.lagging
    centre.program.house.desks.refresh(seat.desk)
    await seat.look()
    assert list(seat.entities["contact"]) == ["contact-0001"]


async def test_row_and_floor_agree_about_a_refused_contact(centre: Centre) -> None:
    queue = centre.made.queue
    await centre.program.house.asking.ask(commands.CloseQueue(queue=queue, opens_at=None))
    shopper = await centre.shop()
    await shopper.say(**START)
    assert shopper.frames[-1]["code"] == "chat.closed"
    row = await centre.program.db.read(conversations.contact, id="contact-0001")
    assert row is not None
    assert (row.state, row.refused_code) == ("refused", "queue.closed")


async def test_customer_is_told_who_joins_and_leaves_and_not_who_reads(centre: Centre) -> None:
    shopper, seat = await taken(centre)
    contact = seat.only("contact")
    sue = centre.people["sue"]
    for mode in ("read", "join"):
        await centre.program.db.write(
            visiting.come,
            conversation=contact["conversation"],
            contact=contact["id"],
            account=sue.account,
            name=sue.name,
            mode=mode,
            now=centre.program.clock.now(),
        )
        await centre.settle()
        await seat.look()
        assert [one["mode"] for one in seat.only("contact")["visitors"]] == [mode]
    await centre.program.db.write(
        visiting.go,
        conversation=contact["conversation"],
        account=sue.account,
        now=centre.program.clock.now(),
    )
    await centre.settle()
    await shopper.look()
    codes = [one["code"] for one in shopper.told("message") if one["code"]]
    assert codes == ["chat.taken", "chat.joined", "chat.left"]
    assert shopper.told("message")[-1]["params"] == {"name": "Sue"}


async def test_customer_is_told_when_the_agent_is_lost(centre: Centre) -> None:
    shopper, seat = await taken(centre)
    centre.program.house.desks.close(seat.desk)
    await centre.program.house.presence.left(seat.actor.account)
    await centre.later(31_000)
    await shopper.look()
    assert shopper.told("message")[-1]["code"] == "chat.agent_lost"
    assert shopper.phase == "waiting"


async def test_visit_ends_with_the_visitor_s_last_desk(centre: Centre) -> None:
    _, seat = await taken(centre)
    contact = seat.only("contact")
    sue = await centre.sit("sue")
    await centre.program.db.write(
        visiting.come,
        conversation=contact["conversation"],
        contact=contact["id"],
        account=sue.actor.account,
        name=sue.actor.name,
        mode="read",
        now=centre.program.clock.now(),
    )
    await centre.settle()
    await seat.look()
    assert len(seat.only("contact")["visitors"]) == 1
    await centre.program.house.leave(sue.desk)
    await centre.settle()
    await seat.look()
    assert seat.only("contact")["visitors"] == []
