"""Contacts come, wait, end and close; the deadlines of each."""

from __future__ import annotations

from onqueue.floor import commands
from onqueue.floor.decide import decide
from onqueue.floor.events import (
    ContactAbandoned,
    ContactClosed,
    ContactDue,
    ContactEnded,
    ContactPrioritised,
    ContactScheduled,
    WrapUpExtended,
)
from onqueue.floor.model import HANDLE_MS_FIRST
from onqueue.floor.step import step
from onqueue.floor.tests.stage import CHAT, Stage, tags
from onqueue.floor.timers import TICK_MAX, next_deadline


def with_ana() -> Stage:
    stage = Stage()
    stage.queue()
    stage.agent("ana")
    return stage


def test_a_customer_leaves_while_waiting_being_offered_or_planned() -> None:
    stage = with_ana()
    stage.arrive("ringing")
    gone = stage.do(commands.Abandon(contact="ringing"))
    assert tags(gone.events) == ["offer.withdrawn", "contact.abandoned"]
    assert gone.events[1] == ContactAbandoned(
        at=stage.now, contact="ringing", queue="sales", reason="customer left"
    )
    stage.agent("ana", state="off", capacity=())
    stage.arrive("waiting")
    assert stage.made(commands.Abandon(contact="waiting")) == ["contact.abandoned"]
    stage.do(
        commands.Schedule(
            contact="later",
            conversation="",
            customer="",
            queue="sales",
            needs=CHAT,
            due_at=9_000_000,
        )
    )
    assert stage.made(commands.Abandon(contact="later")) == ["contact.abandoned"]
    assert stage.floor.contacts == {}
    assert next_deadline(stage.floor) is None


def test_a_customer_who_leaves_as_the_agent_accepts_ends_the_conversation() -> None:
    stage = with_ana()
    stage.arrive("first")
    stage.accept("first")
    ended = stage.do(commands.Abandon(contact="first", reason="closed the page"))
    assert ended.events == (
        ContactEnded(
            at=stage.now,
            contact="first",
            agent="ana",
            by="customer",
            reason="closed the page",
            wrap_up_until_at=stage.now + 60_000,
        ),
    )


def test_wrap_up_ends_by_itself_and_can_be_extended() -> None:
    stage = with_ana()
    stage.arrive("first")
    stage.accept("first")
    stage.do(commands.End(contact="first", by="ana"))
    stage.now += 59_999
    more = stage.do(commands.ExtendWrapUp(contact="first", agent="ana"))
    until_at = 1_001_000 + 120_000
    assert more.events == (
        WrapUpExtended(at=stage.now, contact="first", agent="ana", wrap_up_until_at=until_at),
    )
    assert next_deadline(stage.floor) == until_at
    assert stage.wait(60_000) == []
    closed = stage.do(commands.Tick(), after=1).events
    assert closed == (
        ContactClosed(
            at=until_at,
            contact="first",
            queue="sales",
            agent="ana",
            code="",
            reason="time ran out",
        ),
    )
    assert stage.floor.agents["ana"].load == 0


def test_a_code_closes_the_contact_and_the_queue_learns_how_long_it_took() -> None:
    stage = with_ana()
    stage.arrive("first")
    stage.accept("first")
    stage.now += 60_000
    stage.do(commands.End(contact="first", by="customer"))
    stage.now += 20_000
    assert stage.made(commands.Close(contact="first", agent="ana", code="sold")) == [
        "contact.closed"
    ]
    assert (
        stage.floor.queues["sales"].handle_ms == HANDLE_MS_FIRST + (80_000 - HANDLE_MS_FIRST) // 8
    )


def test_a_steering_supervisor_ends_what_another_holds() -> None:
    stage = with_ana()
    stage.arrive("first")
    stage.accept("first")
    assert stage.made(commands.End(contact="first", by="eve", steering=True)) == ["contact.ended"]


def test_a_scheduled_contact_waits_from_when_it_is_due_even_in_a_closed_queue() -> None:
    stage = Stage()
    stage.queue(waiting_max=1)
    stage.do(commands.CloseQueue(queue="sales"))
    due_at = stage.now + 60_000
    command = commands.Schedule(
        contact="later",
        conversation="talk",
        customer="kim",
        queue="sales",
        needs=CHAT,
        due_at=due_at,
        priority=2,
    )
    assert stage.do(command).events == (
        ContactScheduled(
            at=stage.now,
            contact="later",
            conversation="talk",
            queue="sales",
            needs=CHAT,
            priority=2,
            due_at=due_at,
            customer="kim",
        ),
    )
    assert stage.wait(59_999) == []
    assert stage.do(commands.Tick(), after=1).events == (ContactDue(at=due_at, contact="later"),)
    later = stage.floor.contacts["later"]
    assert (later.arrived_at, later.waiting_since_at, later.key) == (
        due_at,
        due_at,
        due_at - 60_000,
    )


def test_what_is_scheduled_for_the_past_is_due_at_once() -> None:
    stage = Stage()
    stage.queue()
    stage.do(
        commands.Schedule(
            contact="later", conversation="", customer="", queue="sales", needs=CHAT, due_at=5
        )
    )
    assert stage.floor.contacts["later"].due_at == stage.now
    assert stage.wait(0) == ["contact.due"]


def test_priority_moves_who_waits_is_offered_or_is_planned() -> None:
    stage = Stage()
    stage.queue()
    stage.agent("ana", capacity=(("chat", 1),))
    for contact in ("ringing", "first", "second"):
        stage.arrive(contact)
    up = stage.do(commands.Prioritise(contact="second", priority=1, by="eve", reason="a promise"))
    assert up.events == (
        ContactPrioritised(
            at=stage.now, contact="second", priority=1, by="eve", reason="a promise"
        ),
    )
    down = commands.Prioritise(contact="ringing", priority=-5, by="eve", reason="")
    assert stage.made(down) == ["contact.prioritised"]
    stage.do(commands.Decline(offer=stage.offer_of("ringing"), agent="ana"))
    assert stage.offered("second") == "ana"


def test_an_arrival_is_refused_when_as_many_wait_as_may_and_let_in_again_after() -> None:
    stage = Stage()
    stage.queue(waiting_max=1)
    stage.arrive("first")
    refusal = stage.arrive("second").refusal
    assert refusal is not None
    assert refusal.code == "queue.full"
    stage.do(commands.Abandon(contact="first"))
    assert tags(stage.arrive("second").events) == ["contact.arrived"]


def test_what_is_due_happens_before_the_command_that_comes_late() -> None:
    stage = with_ana()
    stage.arrive("first")
    offer = stage.offer_of("first")
    late = stage.do(commands.Accept(offer=offer, agent="ana"), after=20_000)
    assert tags(late.events) == ["offer.expired", "offer.made"]
    assert late.refusal is not None
    assert late.refusal.code == "offer.over"


def test_a_clock_that_goes_back_changes_nothing() -> None:
    stage = with_ana()
    stage.arrive("first")
    stage.now -= 500_000
    assert stage.wait(0) == []
    done = stage.do(commands.Accept(offer=stage.offer_of("first"), agent="ana"))
    assert [event.at for event in done.events] == [1_001_000]


def test_one_step_lets_only_so_much_happen_and_the_next_goes_on() -> None:
    stage = Stage()
    stage.queue(wrap_up_ms=1_000)
    due_at = stage.now + 1_000
    for number in range(TICK_MAX + 1):
        command = commands.Schedule(
            contact=f"later-{number:03}",
            conversation="",
            customer="",
            queue="sales",
            needs=CHAT,
            due_at=due_at,
        )
        step(stage.floor, command, stage.now)
    first = step(stage.floor, commands.Tick(), due_at)
    assert tags(first.events) == ["contact.due"] * TICK_MAX
    assert next_deadline(stage.floor) == due_at
    assert tags(step(stage.floor, commands.Tick(), due_at).events) == ["contact.due"]
    assert next_deadline(stage.floor) is None


def test_a_tick_alone_decides_for_the_earliest_deadline() -> None:
    stage = with_ana()
    stage.arrive("first")
    stage.arrive("second")
    assert decide(stage.floor, commands.Tick(), stage.now) == ()
    made = decide(stage.floor, commands.Tick(), stage.now + 20_000)
    assert isinstance(made, tuple)
    assert tags(made) == ["offer.expired"]


def test_an_empty_queue_is_removed_and_can_come_back() -> None:
    stage = with_ana()
    stage.arrive("first")
    stage.do(commands.Abandon(contact="first"))
    assert stage.made(commands.RemoveQueue(queue="sales")) == ["queue.removed"]
    stage.queue()
    stage.arrive("second")
    assert stage.offered("second") == "ana"
