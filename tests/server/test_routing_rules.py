"""Rules of routing through the whole program: published, followed, told to customer and desk."""

from __future__ import annotations

from typing import Any

import pytest

from onqueue.channels.webchat.watch import AbsenceWatch
from onqueue.customers import service as customers
from onqueue.directory import service
from onqueue.floor import commands
from onqueue.identity.service.by import By
from onqueue.insight import queries as insight
from onqueue.kernel.authz import SYSTEM
from tests.server.scene import Centre, Seat, Shopper

USUAL = "least_loaded_longest_idle"
START: dict[str, Any] = {
    "t": "start",
    "id": "contact-0001",
    "form": {"name": "Carl"},
    "text": "Hello",
}


def by(centre: Centre) -> By:
    return By(actor=SYSTEM, now=centre.program.clock.now(), network="")


async def publish(centre: Centre, queue: str, **rules: Any) -> None:
    """Publish the rules of a queue, and let the floor learn them."""
    write = centre.program.db.write
    asked: dict[str, Any] = {"by": by(centre), "subject": queue}
    drafted = await write(service.put_draft, **asked, revision=0, rules=rules, note="")
    assert drafted.draft is not None
    await write(service.publish_draft, **asked, revision=drafted.draft.revision, note="test")
    await centre.program.house._sync.once()


def diversion(when: str, to: str, *, over: int = 0, target: str = "") -> dict[str, Any]:
    return {"when": when, "to": to, "over": over, "target": target}


async def ready(centre: Centre, who: str) -> Seat:
    seat = await centre.sit(who)
    me = seat.actor.account
    await centre.program.house.asking.ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    return seat


async def serve(centre: Centre, seat: Seat, *, hard: bool = False) -> None:
    """Take, end and close the contact that is offered."""
    ask, me = centre.program.house.asking.ask, seat.actor.account
    await seat.look()
    offer = seat.only("offer")
    await ask(commands.Accept(offer=offer["id"], agent=me))
    await ask(commands.End(contact=offer["contact"], by=me))
    await ask(commands.Close(contact=offer["contact"], agent=me, code="done", hard=hard))
    await centre.settle()
    await seat.look()


async def come_back(centre: Centre, shopper: Shopper, contact: str) -> None:
    await shopper.say(**{**START, "id": contact})
    await centre.settle()


async def test_a_ring_that_was_published_asks_another_queue(centre: Centre) -> None:
    made = await centre.program.db.write(service.create_queue, by=by(centre), name="Help")
    ann = centre.people["ann"].account
    await centre.program.db.write(
        service.put_agent, by=by(centre), account=ann, version=1,
        skills=[], queues=[made.id], capacity={"chat": 3}, exclusive=[],
    )  # fmt: skip
    ring = {"after_s": 30, "drop": [], "lower": [], "queues": [made.id], "priority": 0}
    await publish(centre, centre.made.queue, rings=[ring])
    seat = await ready(centre, "ann")
    shopper = await centre.shop()
    await shopper.say(**START)
    await seat.look()
    assert "offer" not in seat.seen()
    await centre.later(30_000)
    await seat.look()
    assert seat.only("offer")["why"]["ring"] == 1


async def test_who_waits_too_long_is_asked_for_a_message_and_loses_nothing(centre: Centre) -> None:
    queue = centre.made.queue
    await publish(centre, queue, diversions=[diversion("wait", "message", over=60)])
    shopper = await centre.shop()
    await shopper.say(**START)
    conversation = shopper.session.conversation
    await centre.later(60_000)
    await shopper.look()
    assert shopper.phase == "message"
    assert shopper.told("message")[-1]["code"] == "chat.message_asked"
    leave = {**START, "t": "leave", "id": "contact-0002", "text": "Call me"}
    await shopper.say(**leave)
    await centre.settle()
    await shopper.look()
    assert shopper.session.conversation == conversation
    said = [one["text"] for one in shopper.told("message") if one["from"] == "customer"]
    assert said == ["Hello", "Call me"]
    contact = centre.program.house.replica.floor.contacts["contact-0002"]
    assert (contact.state, contact.keeps_place) == ("waiting", True)
    await centre.later(10 * 60_000)
    assert list(centre.program.house.replica.floor.contacts) == ["contact-0002"]


async def test_a_diverted_contact_counts_once_in_each_queue(centre: Centre) -> None:
    other = await centre.program.db.write(service.create_queue, by=by(centre), name="Help")
    first = centre.made.queue
    rules = [diversion("wait", "queue", over=60, target=other.id)]
    await publish(centre, first, diversions=rules)
    shopper = await centre.shop()
    await shopper.say(**START)
    await centre.later(60_000)
    await shopper.look()
    assert shopper.told("message")[-1]["params"] == {"name": "Help", "queue": "Help"}
    await shopper.say(t="end")
    await centre.settle()
    stats = await centre.program.db.read(
        insight.live_stats, queues=None, time_zone="UTC", now=centre.program.clock.now()
    )
    found = {one.queue: (one.today.offered, one.today.abandoned) for one in stats}
    assert found == {first: (0, 0), other.id: (1, 1)}


async def test_a_place_is_kept_and_no_abandon(centre: Centre) -> None:
    shopper = await centre.shop()
    await shopper.say(**START)
    await shopper.say(t="keep", id="keep-0001")
    assert shopper.frames[-1] == {"t": "ack", "id": "keep-0001", "seq": None}
    states = [one["state"] for one in shopper.told("state")]
    assert (states[-1]["phase"], states[-1]["keeps_place"]) == ("waiting", True)
    centre.program.chats.leave(shopper.session)
    watch = AbsenceWatch(
        db=centre.program.db,
        chats=centre.program.chats,
        attendance=centre.program.house.attendance,
        asking=centre.program.house.asking,
        clock=centre.program.clock,
    )
    for _ in range(2):
        await watch.look()
        centre.program.clock.advance(ms=5 * 60_000)  # type: ignore[attr-defined]  # virtual
    assert list(centre.program.house.replica.floor.contacts) == ["contact-0001"]
    seat = await ready(centre, "ann")
    await seat.look()
    assert seat.only("contact")["keeps_place"] is True
    await shopper.say(
        t="hello", widget=centre.made.widget, token=shopper.told("welcome")[0]["token"]
    )
    await shopper.say(t="end")
    await centre.settle()
    assert centre.program.house.replica.floor.contacts == {}


async def test_the_agent_of_last_time_and_the_one_who_looks_after_a_customer_come_first(
    centre: Centre,
) -> None:
    queue = centre.made.queue
    await publish(centre, queue, sticky_s=30, book_s=30)
    ann, bob = await ready(centre, "ann"), await ready(centre, "bob")
    shopper = await centre.shop()
    await shopper.say(**START)
    await serve(centre, ann)
    await shopper.look()
    await come_back(centre, shopper, "contact-0002")
    await ann.look()
    assert ann.only("offer")["why"]["rule"] == "sticky"
    await serve(centre, ann)
    await centre.program.db.write(
        customers.change_customer, by=by(centre), customer=shopper.session.customer, version=1,
        owner=bob.actor.account,
    )  # fmt: skip
    await come_back(centre, shopper, "contact-0003")
    await bob.look()
    assert bob.only("offer")["why"]["rule"] == "book"


@pytest.mark.parametrize("enabled", [True, False])
async def test_a_link_names_a_person_where_the_widget_lets_it(
    centre: Centre, *, enabled: bool
) -> None:
    await centre.program.db.write(
        service.change_chat_widget, by=by(centre), widget=centre.made.widget, version=1,
        direct_enabled=enabled,
    )  # fmt: skip
    ann, bob = await ready(centre, "ann"), await ready(centre, "bob")
    shopper = await centre.shop()
    await shopper.say(**START, person=bob.actor.account)
    asked = bob if enabled else ann
    await asked.look()
    assert asked.only("offer")["why"]["rule"] == ("direct" if enabled else USUAL)


async def test_a_queue_closed_at_once_takes_nobody_until_it_is_opened(centre: Centre) -> None:
    asked: dict[str, Any] = {"by": by(centre), "queue": centre.made.queue}
    await centre.program.db.write(service.close_queue, **asked, reason="Fire alarm")
    await centre.program.house._sync.once()
    seat = await centre.sit("sue")
    assert seat.only("queue")["closed_for"] == "emergency"
    shopper = await centre.shop()
    assert shopper.told("welcome")[0]["open"] is False
    await shopper.say(**START)
    assert shopper.frames[-1]["code"] == "chat.closed"
    await centre.program.db.write(service.reopen_queue, **asked)
    await centre.program.house._sync.once()
    await shopper.say(**{**START, "id": "contact-0002"})
    assert shopper.phase == "waiting"


async def test_a_hard_contact_buys_time_that_its_agent_can_end(centre: Centre) -> None:
    await publish(centre, centre.made.queue, recovery_s=90)
    seat = await ready(centre, "ann")
    shopper = await centre.shop()
    await shopper.say(**START)
    await serve(centre, seat, hard=True)
    me = seat.actor.account
    until_at = seat.entities["agent"][me]["recover_until_at"]
    assert until_at == centre.program.clock.now() + 90_000
    await centre.program.house.asking.ask(commands.EndRecovery(agent=me))
    await seat.look()
    assert seat.entities["agent"][me]["recover_until_at"] is None


async def test_a_language_is_a_skill_that_a_ring_lets_go(centre: Centre) -> None:
    made = await centre.program.db.write(
        service.create_skill, by=by(centre), name="German", language="de"
    )
    ring = {"after_s": 30, "drop": [made.id], "lower": [], "queues": [], "priority": 0}
    await publish(centre, centre.made.queue, match_language=True, language_level=3, rings=[ring])
    seat = await ready(centre, "ann")
    shopper = await centre.shop(lang="de-AT")
    await shopper.say(**START)
    contact = centre.program.house.replica.floor.contacts["contact-0001"]
    assert contact.needs.skills == ((made.id, 3),)
    await seat.look()
    assert "offer" not in seat.seen()
    await centre.later(30_000)
    await seat.look()
    assert seat.only("offer")["why"]["ring"] == 1
