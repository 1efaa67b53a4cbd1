"""Snapshot and patches give the same picture as a fresh snapshot, for everybody."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from onqueue.floor import commands
from onqueue.identity.service import people, teams
from onqueue.identity.service.by import By
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.tasks import Running, Tasks
from onqueue.live.desks import MISSED_FEW, SLICE, Desk
from onqueue.live.views import Sight, entity, everything
from tests.server.scene import Centre, Seat

WHO = ("ann", "bob", "sue", "sub", "far")


def lead_parts(centre: Centre) -> None:
    """Let two people oversee a part: one the only queue, one a team that nobody is in."""
    sue = centre.people["sue"]
    queue = frozenset({centre.made.queue})
    centre.people["sub"] = dataclasses.replace(sue, account="sub", queues=queue, teams=frozenset())
    centre.people["far"] = dataclasses.replace(
        sue, account="far", queues=frozenset(), teams=frozenset({"x"})
    )


def looked_at(centre: Centre, who: str) -> dict[str, dict[str, Any]]:
    """What somebody may see of the floor, asked of each thing on it, and as it is now."""
    house = centre.program.house
    floor, sight = house.replica.floor, Sight(centre.people[who])
    seen: dict[str, dict[str, Any]] = {}
    for kind, id_ in everything(floor):
        if sight.sees(floor, house.names, (kind, id_)):
            found = entity(floor, house.names, (kind, id_))
            seen.setdefault(kind, {})[id_] = msgspec.json.decode(msgspec.json.encode(found))
    return seen


def without_stats(seen: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Leave out the figures of the day: they come by themselves, once a second."""
    return {kind: things for kind, things in seen.items() if kind != "stats"}


async def look_at_once(*seats: Seat) -> None:
    """Take in what waits at several desks, between which nothing else is told to any."""
    for seat in seats:
        await seat.look()  # Frames that are there are taken without a turn for anybody else.


async def in_step(centre: Centre, seats: dict[str, Seat]) -> None:
    """Compare each desk with a fresh one of the same person, and with the floor."""
    await centre.settle()
    for who, seat in seats.items():
        fresh = await centre.sit(who)
        await centre.program.house.desks.tell_round()
        await look_at_once(seat, fresh)
        assert seat.seen() == fresh.seen(), who
        assert without_stats(fresh.seen()) == looked_at(centre, who), who
        centre.program.house.desks.close(fresh.desk)
        if fresh.actor.agent:
            await centre.program.house.presence.left(fresh.actor.account)


async def test_every_kind_of_move_keeps_desks_in_step(centre: Centre) -> None:
    ask = centre.program.house.asking.ask
    floor = centre.program.house.replica.floor
    lead_parts(centre)
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


async def test_agents_hear_how_their_queues_stand_in_rounds(centre: Centre) -> None:
    ann, sue = await centre.sit("ann"), await centre.sit("sue")
    desks = centre.program.house.desks
    await desks.tell_round()
    await ann.look()
    await sue.look()
    heard, told = len(ann.frames), len(sue.frames)
    queue = ("queue", centre.made.queue)
    # Nothing else runs until the next look: no other round comes between.
    desks.touch([queue, ("agent", ann.actor.account)])
    desks.touch([queue])
    await sue.look()
    await ann.look()
    assert len(sue.frames) == told + 2
    assert [put[0] for frame in ann.frames[heard:] for put in frame["put"]] == ["agent"]
    await desks.tell_round()
    await desks.tell_round()
    await ann.look()
    await sue.look()
    assert [put[0] for frame in ann.frames[heard:] for put in frame["put"]] == ["agent", "queue"]
    assert len(sue.frames) == told + 2


async def test_agent_who_comes_back_between_rounds_is_told_with_the_next(centre: Centre) -> None:
    ann = await centre.sit("ann")
    desks = centre.program.house.desks
    await desks.tell_round()
    desks.touch([("queue", centre.made.queue), ("agent", ann.actor.account)])
    await ann.look()
    desks.close(ann.desk)
    await desks.tell_round()
    back = Seat(actor=ann.actor, desk=Desk(actor=ann.actor))
    desks.open(back.desk, after=ann.frames[-1]["n"], epoch=desks.epoch)
    await back.look()
    assert [frame["t"] for frame in back.frames] == ["patch"]
    assert [put[:2] for put in back.frames[0]["put"]] == [["queue", centre.made.queue]]


async def in_a_round(centre: Centre) -> tuple[list[Seat], Running, Tasks]:
    """Stand where a round has told the first of many desks, and not the last."""
    desks, ann = centre.program.house.desks, centre.people["ann"]
    seats = [Seat(actor=ann, desk=Desk(actor=ann)) for _ in range(3 * SLICE)]
    for seat in seats:
        desks.open(seat.desk, after=None, epoch=None)
    await desks.tell_round()
    await look_at_once(*seats)
    for seat in seats:
        seat.frames.clear()
    desks.touch([("queue", centre.made.queue)])
    tasks = Tasks()
    running = tasks.start(desks.tell_round(), name="round")
    await asyncio.sleep(0)
    await look_at_once(*seats)
    told = [len(seat.frames) for seat in seats]
    assert (told[0], told[-1]) == (1, 0), "nothing else runs until a round lets it"
    return seats, running, tasks


def queues_put(frames: list[dict[str, Any]]) -> list[str]:
    """The queues that frames bring, in their order."""
    return [id_ for one in frames for kind, id_, _ in one.get("put", ()) if kind == "queue"]


async def test_round_lets_others_go_first(centre: Centre) -> None:
    sue = await centre.sit("sue")
    await sue.look()
    seen = len(sue.frames)
    seats, round_, tasks = await in_a_round(centre)
    me = ("agent", centre.people["ann"].account)
    centre.program.house.desks.touch([me])
    await look_at_once(sue, seats[-1])
    assert list(me) in [put[:2] for frame in sue.frames[seen:] for put in frame["put"]]
    await round_.ended()
    await look_at_once(*seats)
    kinds = [put[0] for frame in seats[-1].frames for put in frame["put"]]
    assert [kind for kind in kinds if kind != "stats"] == ["agent", "queue"]
    numbers = [frame["n"] for frame in seats[-1].frames]
    assert numbers == sorted(numbers)
    for seat in seats[1:-1]:
        assert seat.seen() == seats[0].seen()
    await tasks.stop()


async def test_desk_that_comes_back_within_a_round_is_told_of_it(centre: Centre) -> None:
    seats, round_, tasks = await in_a_round(centre)
    desks, last, queue = centre.program.house.desks, seats[-1], centre.made.queue
    # What it hears now is later than the beginning of the round, of which it has heard nothing.
    desks.touch([("agent", last.actor.account)])
    await last.look()
    heard = last.frames[-1]["n"]
    desks.close(last.desk)
    back = Seat(actor=last.actor, desk=Desk(actor=last.actor))
    desks.open(back.desk, after=heard, epoch=desks.epoch)
    await back.look()
    assert queues_put(back.frames) == [queue]
    await round_.ended()
    after_it = Seat(actor=last.actor, desk=Desk(actor=last.actor))
    desks.open(after_it.desk, after=heard, epoch=desks.epoch)
    await after_it.look()
    assert queues_put(after_it.frames) == [queue]
    await tasks.stop()


async def test_round_that_breaks_off_is_made_up_for_by_the_next(centre: Centre) -> None:
    seats, round_, tasks = await in_a_round(centre)
    round_.cancel()
    await round_.ended()
    desks = centre.program.house.desks
    await desks.tell_round()
    await look_at_once(*seats)
    assert queues_put(seats[-1].frames) == [centre.made.queue]
    await tasks.stop()


async def test_desk_that_missed_more_than_it_sees_gets_a_snapshot(centre: Centre) -> None:
    desks = centre.program.house.desks
    for who in ("ann", "sue"):
        seat = await centre.sit(who)
        desks.close(seat.desk)
        desks.touch([("contact", f"of-others-{n}") for n in range(MISSED_FEW + 1)])
        back = await centre.sit(who, after=seat.frames[-1]["n"], epoch=desks.epoch)
        assert back.frames[0]["t"] == "snapshot"
        assert without_stats(back.seen()) == looked_at(centre, who)


async def test_those_who_see_the_same_get_the_same_frame(centre: Centre) -> None:
    desks = centre.program.house.desks
    one, two = Desk(actor=centre.people["sue"]), Desk(actor=centre.people["sue"])
    for desk in (one, two):
        desks.open(desk, after=None, epoch=None)
    (first,), (second,) = await one.frames(), await two.frames()
    assert first == second
    desks.touch([("agent", centre.people["ann"].account)])
    (first,), (second,) = await one.frames(), await two.frames()
    assert first is second


async def test_agent_sees_at_once_for_which_queues_they_work(centre: Centre) -> None:
    ask = centre.program.house.asking.ask
    ann = await centre.sit("ann")
    me = ann.actor.account
    spec = centre.program.house.replica.floor.agents[me].spec
    await ask(commands.ConfigureAgent(agent=me, spec=msgspec.structs.replace(spec, queues=())))
    await ann.look()
    assert ann.entities["queue"] == {}
    await ask(commands.ConfigureAgent(agent=me, spec=spec))
    await ann.look()
    assert list(ann.entities["queue"]) == [centre.made.queue]


async def test_queue_that_is_gone_leaves_the_desks(centre: Centre) -> None:
    house = centre.program.house
    ann, sue = await centre.sit("ann"), await centre.sit("sue")
    spec = house.replica.floor.queues[centre.made.queue].spec
    mine = house.replica.floor.agents[ann.actor.account].spec
    await house.asking.ask(commands.ConfigureQueue(queue="short-lived", spec=spec))
    both = msgspec.structs.replace(mine, queues=(*mine.queues, "short-lived"))
    await house.asking.ask(commands.ConfigureAgent(agent=ann.actor.account, spec=both))
    for seat in (ann, sue):
        await seat.look()
        assert sorted(seat.entities["queue"]) == sorted([centre.made.queue, "short-lived"])
    await house.asking.ask(commands.RemoveQueue(queue="short-lived"))
    await house.desks.tell_round()
    for seat in (ann, sue):
        await seat.look()
        assert list(seat.entities["queue"]) == [centre.made.queue]


async def test_other_agents_are_shown_anew_when_their_teams_changed(centre: Centre) -> None:
    house = centre.program.house
    sue = await centre.sit("sue")
    ann = centre.people["ann"]

    def found_team(session: Session) -> str:
        by = By(actor=SYSTEM, now=centre.program.clock.now(), network="")
        team = teams.create_team(session, by=by, name="First").id
        changes = people.Changes(teams=(team,))
        people.change_person(session, by=by, person=ann.account, version=1, changes=changes)
        return team

    team = await centre.program.db.write(found_team)
    await house.look_after_people()
    fresh = await centre.sit("sue")
    await look_at_once(sue, fresh)
    assert sue.entities["agent"][ann.account]["teams"] == [team]
    assert fresh.seen() == sue.seen()
