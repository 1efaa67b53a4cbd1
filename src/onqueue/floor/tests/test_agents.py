"""Agents come, go, miss, and lose their connection."""

from __future__ import annotations

from onqueue.floor import commands
from onqueue.floor.events import AgentSetAside, AgentStateChanged, ContactRequeued
from onqueue.floor.tests.stage import Stage


def at_work() -> Stage:
    """Ana works on `mine`, wraps `done` up, and is offered `ringing`; nobody else is there."""
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    for contact in ("mine", "done"):
        stage.arrive(contact)
        stage.accept(contact)
    stage.do(commands.End(contact="done", by="ana"))
    stage.arrive("ringing")
    return stage


def test_a_break_ends_offers_and_leaves_contacts() -> None:
    stage = at_work()
    pause = commands.ChangeState(agent="ana", state="break", by="ana", reason="lunch")
    assert stage.made(pause) == ["offer.withdrawn", "agent.state_changed"]
    ana = stage.floor.agents["ana"]
    assert (ana.state, ana.reason, ana.since_at) == ("break", "lunch", stage.now)
    assert list(ana.contacts) == ["mine", "done"]
    back = commands.ChangeState(agent="ana", state="on_queue", by="ana")
    assert stage.made(back) == ["agent.state_changed", "offer.made"]


def test_a_supervisor_signs_off_an_agent_who_holds_contacts() -> None:
    stage = at_work()
    done = stage.do(commands.ChangeState(agent="ana", state="off", by="eve", reason="ill"))
    assert [event.__struct_config__.tag for event in done.events] == [
        "offer.withdrawn",
        "contact.requeued",
        "contact.closed",
        "agent.state_changed",
    ]
    assert done.events[1] == ContactRequeued(
        at=stage.now,
        contact="mine",
        agent="ana",
        by="eve",
        reason="signed off by a supervisor",
    )
    assert done.events[3] == AgentStateChanged(
        at=stage.now, agent="ana", state="off", reason="ill", by="eve", forced=True
    )
    assert (stage.floor.agents["ana"].load, stage.floor.agents["ana"].forced_by) == (0, "eve")
    assert sorted(stage.floor.contacts) == ["mine", "ringing"]


def test_a_state_of_ones_own_was_forced_by_nobody() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    ana = stage.floor.agents["ana"]
    stage.do(commands.ChangeState(agent="ana", state="training", by="eve", reason="prices"))
    assert (ana.state, ana.forced_by) == ("training", "eve")
    stage.do(commands.ChangeState(agent="ana", state="break", by="ana"))
    assert (ana.state, ana.forced_by) == ("break", "")
    stage.do(commands.ChangeState(agent="ana", state="meeting", by="eve"))
    stage.do(commands.Disconnect(agent="ana"))
    stage.wait(stage.floor.presence_grace_ms)
    assert (ana.state, ana.forced_by) == ("off", "")


def test_an_agent_with_empty_hands_signs_off() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    stage.arrive("ringing")
    off = commands.ChangeState(agent="ana", state="off", by="ana")
    assert stage.made(off) == ["offer.withdrawn", "agent.state_changed"]


def test_two_misses_in_a_row_set_an_agent_aside_until_they_come_back() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    stage.arrive("first")
    assert stage.wait(19_999) == []
    assert stage.wait(1) == ["offer.expired", "offer.made"]
    stage.arrive("second")
    made = stage.do(commands.Tick(), after=20_000).events
    assert [event.__struct_config__.tag for event in made] == [
        "offer.expired",
        "offer.withdrawn",
        "agent.set_aside",
    ]
    assert made[2] == AgentSetAside(at=stage.now, agent="ana", misses=2)
    ana = stage.floor.agents["ana"]
    assert (ana.state, ana.reason, ana.load) == ("set_aside", "missed offers", 0)
    back = commands.ChangeState(agent="ana", state="on_queue", by="ana")
    assert stage.made(back) == ["agent.state_changed", "offer.made", "offer.made"]
    assert ana.misses == 0


def test_taking_one_or_declining_breaks_a_row_of_misses() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    stage.arrive("first")
    stage.wait(20_000)
    assert stage.floor.agents["ana"].misses == 1
    stage.accept("first")
    assert stage.floor.agents["ana"].misses == 0
    stage.arrive("second")
    stage.wait(20_000)
    stage.do(commands.Decline(offer=stage.offer_of("second"), agent="ana"))
    assert stage.floor.agents["ana"].misses == 0


def test_a_lost_connection_withdraws_offers_at_once_and_keeps_the_rest_for_a_while() -> None:
    stage = at_work()
    assert stage.made(commands.Disconnect(agent="ana")) == ["offer.withdrawn", "agent.disconnected"]
    ana = stage.floor.agents["ana"]
    assert (ana.connected, ana.grace_until_at) == (False, stage.now + 30_000)
    stage.now += 29_999
    assert stage.made(commands.Connect(agent="ana")) == ["agent.connected", "offer.made"]
    assert (ana.state, ana.grace_until_at) == ("on_queue", None)
    assert list(ana.contacts) == ["mine", "done"]


def test_who_does_not_come_back_is_signed_off_and_the_contacts_go_to_others() -> None:
    stage = at_work()
    stage.do(commands.Disconnect(agent="ana"))
    stage.agent("ben", capacity=(("chat", 2),))
    assert stage.offered("ringing") == "ben"
    assert stage.wait(29_000) == [
        "offer.expired",
        "contact.requeued",
        "contact.closed",
        "agent.lost",
        "offer.made",
        "offer.made",
    ]
    ana = stage.floor.agents["ana"]
    assert (ana.state, ana.reason, ana.load) == ("off", "connection lost", 0)
    mine = stage.floor.contacts["mine"]
    assert (mine.arrived_at, mine.waiting_since_at) == (1_001_000, stage.now)
    assert stage.offered("mine") == "ben"


def test_an_agent_who_is_off_is_not_waited_for() -> None:
    stage = Stage()
    stage.agent("ana", state="off")
    stage.do(commands.Connect(agent="ana"))
    assert stage.made(commands.Disconnect(agent="ana")) == ["agent.disconnected"]
    assert stage.wait(60_000) == []


def test_removing_an_agent_gives_back_what_they_hold() -> None:
    stage = at_work()
    assert stage.made(commands.RemoveAgent(agent="ana")) == [
        "offer.withdrawn",
        "contact.requeued",
        "contact.closed",
        "agent.removed",
    ]
    assert stage.floor.agents == {}
    assert sorted(stage.floor.contacts) == ["mine", "ringing"]


def test_a_supervisor_has_no_queues_and_is_offered_nothing() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("eve", queues=())
    stage.arrive("first")
    assert stage.offered("first") is None


def test_an_agent_who_leaves_a_queue_is_offered_nothing_from_it() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    stage.agent("ana", queues=())
    stage.arrive("first")
    assert stage.offered("first") is None
    stage.agent("ana", queues=("sales", "sales"))
    assert stage.offered("first") == "ana"
