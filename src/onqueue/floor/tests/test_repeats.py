"""Asking twice: clients may repeat what they are not sure of."""

from __future__ import annotations

from msgspec.structs import replace

from onqueue.floor import commands
from onqueue.floor.evolving.moves import DEPARTED_MAX
from onqueue.floor.snapshot import dump, load
from onqueue.floor.specs import Diversion
from onqueue.floor.step import step
from onqueue.floor.tests.stage import CHAT, Stage, tags
from onqueue.floor.tests.test_refusals import ask_ben, busy

ARRIVAL = commands.Arrive(contact="", conversation="", customer="", queue="sales", needs=CHAT)


def test_asking_twice_is_no_error_and_changes_nothing() -> None:
    stage = busy()
    ask_ben(stage)
    sales = stage.floor.queues["sales"].spec
    for command in (
        commands.Connect(agent="ana"),
        commands.Disconnect(agent="carl"),
        commands.ChangeState(agent="ana", state="on_queue", by="ana"),
        commands.ConfigureQueue(queue="sales", spec=sales),
        commands.ConfigureAgent(agent="ana", spec=stage.floor.agents["ana"].spec),
        commands.TuneFloor(),
        commands.OpenQueue(queue="sales"),
        commands.RemoveQueue(queue="none"),
        commands.RemoveAgent(agent="zoe"),
        commands.Accept(offer="mine-1", agent="ana"),
        commands.Decline(offer="ringing-3", agent="ben"),
        commands.Decline(offer="gone-99", agent="ben"),
        commands.End(contact="done", by="ben"),
        commands.End(contact="none", by="ana"),
        commands.Close(contact="none", agent="ana", code="done"),
        commands.Abandon(contact="none"),
        commands.Abandon(contact="done"),
        commands.Requeue(contact="ringing", by="ana", reason=""),
        commands.Prioritise(contact="ringing", priority=0, by="eve", reason=""),
        commands.TakeOver(contact="mine", agent="ana", reason=""),
        commands.Consult(contact="mine", agent="ana", other_agent="ben"),
        commands.Arrive(contact="mine", conversation="", customer="", queue="none", needs=CHAT),
        commands.Schedule(
            contact="later", conversation="", customer="", queue="none", needs=CHAT, due_at=0
        ),
        commands.Tick(),
    ):
        assert stage.made(command) == []


def test_who_left_does_not_come_again() -> None:
    stage = Stage()
    stage.queue(diversions=(Diversion(when="waiting_per_agent", over=1, to="message"),))
    stage.agent("ana")
    for name in ("first", "left"):
        assert tags(stage.arrive(name).events)[0] == "contact.arrived"
    stage.do(commands.Abandon(contact="first"))
    assert stage.floor.contacts == {}
    for name in ("first", "left"):
        assert stage.arrive(name).events == ()
    stage.do(
        commands.Schedule(
            contact="left", conversation="", customer="", queue="sales", needs=CHAT, due_at=0
        )
    )
    assert stage.floor.contacts == {}


def test_a_waiting_contact_is_moved_once() -> None:
    stage = busy()
    stage.arrive("waiting", queue="help")
    move = commands.Transfer(contact="waiting", by="eve", queue="help", note="x", steering=True)
    assert stage.made(move) == ["contact.transferred"]
    assert stage.made(move) == []


def test_only_the_last_who_left_are_remembered() -> None:
    stage = Stage()
    stage.queue()
    for number in range(DEPARTED_MAX + 1):
        name = f"contact-{number}"
        step(stage.floor, replace(ARRIVAL, contact=name), stage.now)
        step(stage.floor, commands.Abandon(contact=name), stage.now)
    assert len(stage.floor.departed) == DEPARTED_MAX // 2 + 1
    assert f"contact-{DEPARTED_MAX}" in stage.floor.departed
    assert load(dump(stage.floor)).departed == stage.floor.departed


def test_ending_a_consultation_and_closing_a_queue_twice_is_no_error() -> None:
    stage = busy()
    assert stage.made(commands.EndConsult(contact="mine", by="ana")) == []
    assert stage.made(commands.CloseQueue(queue="help", opens_at=5)) == ["queue.closed"]
    assert stage.made(commands.CloseQueue(queue="help", opens_at=5)) == []
    assert stage.made(commands.CloseQueue(queue="help", opens_at=6)) == ["queue.closed"]
    assert stage.made(commands.OpenQueue(queue="help", closes_at=7)) == ["queue.opened"]
    assert stage.made(commands.OpenQueue(queue="help", closes_at=7)) == []
