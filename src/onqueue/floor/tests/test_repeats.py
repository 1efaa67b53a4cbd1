"""Asking twice: clients may repeat what they are not sure of."""

from __future__ import annotations

from onqueue.floor import commands
from onqueue.floor.tests.stage import CHAT
from onqueue.floor.tests.test_refusals import ask_ben, busy


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


def test_ending_a_consultation_and_closing_a_queue_twice_is_no_error() -> None:
    stage = busy()
    assert stage.made(commands.EndConsult(contact="mine", by="ana")) == []
    assert stage.made(commands.CloseQueue(queue="help", opens_at=5)) == ["queue.closed"]
    assert stage.made(commands.CloseQueue(queue="help", opens_at=5)) == []
    assert stage.made(commands.CloseQueue(queue="help", opens_at=6)) == ["queue.closed"]
    assert stage.made(commands.OpenQueue(queue="help", closes_at=7)) == ["queue.opened"]
    assert stage.made(commands.OpenQueue(queue="help", closes_at=7)) == []
