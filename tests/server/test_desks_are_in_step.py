"""Snapshot and patches give the same picture as a fresh snapshot, for everybody."""

from __future__ import annotations

from typing import Any

from onqueue.floor import commands
from tests.server.scene import Centre, Seat

WHO = ("ann", "bob", "sue")


async def in_step(centre: Centre, seats: dict[str, Seat]) -> None:
    """Compare each desk with a fresh one of the same person."""
    await centre.settle()
    for who, seat in seats.items():
        await seat.look()
        fresh = await centre.sit(who)
        await seat.look()
        assert seat.seen() == fresh.seen(), who
        centre.program.house.desks.close(fresh.desk)
        if fresh.actor.agent:
            await centre.program.house.presence.left(fresh.actor.account)


async def test_every_kind_of_move_keeps_desks_in_step(centre: Centre) -> None:
    ask = centre.program.house.asking.ask
    floor = centre.program.house.replica.floor
    seats = {who: await centre.sit(who) for who in WHO}
    ann, bob = (centre.people[who].account for who in ("ann", "bob"))
    sue = centre.people["sue"].account
    queue = centre.made.queue

    async def on_queue(agent: str) -> None:
        await ask(commands.ChangeState(agent=agent, state="on_queue", by=agent))

    async def accept(agent: str) -> None:
        offer = next(one.id for one in floor.offers.values() if one.agent == agent)
        await ask(commands.Accept(offer=offer, agent=agent))

    await on_queue(ann)
    await in_step(centre, seats)
    for number in range(5):
        shopper = await centre.shop()
        await shopper.say(
            t="start", id=f"contact-{number:04}", form={"name": f"C{number}"}, text="Hello"
        )
        await in_step(centre, seats)
    await accept(ann)
    await in_step(centre, seats)
    await on_queue(bob)
    await accept(bob)
    await in_step(centre, seats)
    mine = next(one.id for one in floor.contacts.values() if one.agent == ann)
    moves: list[Any] = [
        commands.Prioritise(contact="contact-0004", priority=5, by=sue, reason="late"),
        commands.Consult(contact=mine, agent=ann, other_agent=bob, question="Is it you?"),
        commands.EndConsult(contact=mine, by=ann),
        commands.Transfer(contact=mine, by=ann, queue=queue, note="please"),
        commands.ChangeState(agent=ann, state="break", by=sue, reason="rest"),
        commands.ChangeState(agent=ann, state="on_queue", by=ann),
    ]
    for move in moves:
        await ask(move)
        await in_step(centre, seats)
        mine_now = seats["ann"].entities["agent"][ann]
        by = "Sue Test" if mine_now["state"] == "break" else ""
        assert mine_now["forced_by"] == by
    theirs = next(one.id for one in floor.contacts.values() if one.agent == bob)
    for move in (
        commands.End(contact=theirs, by="customer"),
        commands.ExtendWrapUp(contact=theirs, agent=bob),
        commands.Close(contact=theirs, agent=bob, code="any"),
        commands.Abandon(contact="contact-0004"),
    ):
        await ask(move)
        await in_step(centre, seats)


async def test_desk_that_was_away_catches_up_without_a_snapshot(centre: Centre) -> None:
    seat = await centre.sit("sue")
    shopper = await centre.shop()
    desks = centre.program.house.desks
    desks.close(seat.desk)
    version, epoch = seat.frames[-1]["n"], desks.epoch
    await shopper.say(t="start", id="contact-0001", form={"name": "Carl"}, text="Hello")
    await shopper.say(t="end", id="end-000001")
    await shopper.say(t="start", id="contact-0002", form={"name": "Carl"}, text="Me again")
    back = await centre.sit("sue", after=version, epoch=epoch)
    assert [frame["t"] for frame in back.frames].count("snapshot") == 0
    back.entities = {**seat.entities, **back.entities}
    assert list(back.entities["contact"]) == ["contact-0002"]


async def test_desk_of_another_epoch_gets_a_snapshot(centre: Centre) -> None:
    back = await centre.sit("sue", after=1, epoch="of-another-process")
    assert back.frames[0]["t"] == "snapshot"


async def test_desk_that_falls_behind_starts_over(centre: Centre) -> None:
    seat = await centre.sit("sue")
    for number in range(1_200):
        seat.desk.tell(t="typing", number=number)
    assert seat.desk.lagging
    assert await seat.desk.frames() == []
    centre.program.house.desks.refresh(seat.desk)
    await seat.look()
    assert seat.frames[-1]["t"] == "snapshot"


async def test_desks_are_told_the_time_that_timers_count_by(centre: Centre) -> None:
    clock = centre.program.clock
    seat = await centre.sit("sue")
    assert (seat.frames[0]["t"], seat.frames[0]["now_at"]) == ("snapshot", clock.now())
    await centre.later(7_000)
    centre.program.house.desks.ping(seat.desk)
    await seat.look()
    assert seat.frames[-1] == {"t": "ping", "now_at": clock.now()}


async def test_agents_see_their_own_work_only(centre: Centre) -> None:
    ask = centre.program.house.asking.ask
    ann, bob = await centre.sit("ann"), await centre.sit("bob")
    me = ann.actor.account
    await ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    shopper = await centre.shop()
    await shopper.say(t="start", id="contact-0001", form={"name": "Carl"}, text="Hello")
    await ann.look()
    await bob.look()
    assert list(ann.entities["contact"]) == ["contact-0001"]
    assert bob.entities.get("contact", {}) == {}
    assert bob.entities.get("offer", {}) == {}
    assert list(bob.entities["agent"]) == [bob.actor.account]


async def test_contact_disappears_from_the_desk_it_left(centre: Centre) -> None:
    ask = centre.program.house.asking.ask
    ann = await centre.sit("ann")
    me = ann.actor.account
    await ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    shopper = await centre.shop()
    await shopper.say(t="start", id="contact-0001", form={"name": "Carl"}, text="Hello")
    await ann.look()
    await ask(commands.Accept(offer=ann.only("offer")["id"], agent=me))
    await ask(commands.ChangeState(agent=me, state="break", by=me))
    await ann.look()
    conversation = ann.only("contact")["conversation"]
    await centre.program.house.threads.watch(ann.desk, conversation=conversation, after=0)
    await ask(commands.Transfer(contact="contact-0001", by=me, queue=centre.made.queue))
    await centre.settle()
    await shopper.say(t="say", id="message-01", text="Is anybody there?")
    await centre.settle()
    await ann.look()
    assert ann.entities["contact"] == {}
    assert "Is anybody there?" not in str(ann.messages)


async def test_queues_show_who_is_there_for_them(centre: Centre) -> None:
    ask = centre.program.house.asking.ask
    ann, sue = await centre.sit("ann"), await centre.sit("sue")
    me = ann.actor.account
    await ask(commands.ChangeState(agent=me, state="on_queue", by=me))
    await sue.look()
    queue = sue.entities["queue"][centre.made.queue]
    assert (queue["agents_on"], queue["agents_free"], queue["waiting"]) == (1, 1, 0)
    for number in range(4):
        shopper = await centre.shop()
        await shopper.say(t="start", id=f"contact-{number:04}", form={"name": "Carl"}, text="Hello")
    await sue.look()
    queue = sue.entities["queue"][centre.made.queue]
    assert (queue["agents_on"], queue["agents_free"], queue["waiting"]) == (1, 0, 4)
    await ask(commands.ChangeState(agent=me, state="break", by=me))
    await sue.look()
    queue = sue.entities["queue"][centre.made.queue]
    assert (queue["agents_on"], queue["agents_free"]) == (0, 0)
