"""A floor that was written down and read again goes on as if nothing had been."""

from __future__ import annotations

import msgspec
import pytest

from onqueue.floor import commands
from onqueue.floor.invariants import check
from onqueue.floor.model import Floor
from onqueue.floor.snapshot import FORMAT, UnknownFormat, dump, load
from onqueue.floor.specs import Needs
from onqueue.floor.step import step
from onqueue.floor.tests.stage import CHAT, Stage


def full_stage() -> Stage:
    """Every state at once."""
    stage = Stage()
    stage.queue()
    stage.queue("help", priority=1)
    for agent in ("ana", "ben", "cleo"):
        stage.agent(agent, queues=("sales", "help"), capacity=(("chat", 2),))
    for contact in ("asked", "done", "moved", "given"):
        stage.arrive(contact)
        stage.accept(contact)
    stage.do(commands.Consult(contact="asked", agent="ana", other_agent="ben"))
    stage.do(commands.End(contact="done", by="customer"))
    stage.arrive("ringing")
    stage.arrive("waiting", needs=Needs(channel="chat", skills=(("tax", 1),)))
    stage.do(commands.Transfer(contact="moved", by="cleo", queue="help", target="ana"))
    stage.do(
        commands.Schedule(
            contact="later",
            conversation="",
            customer="",
            queue="help",
            needs=CHAT,
            due_at=9_000_000,
        )
    )
    stage.arrive("hard")
    stage.do(commands.Disconnect(agent="cleo"))
    return stage


def test_a_snapshot_behaves_like_the_floor() -> None:
    stage = full_stage()
    twin = load(dump(stage.floor))
    assert check(twin) == []
    assert twin.deadlines.as_dict() == stage.floor.deadlines.as_dict()
    for command, after in (
        (commands.Connect(agent="cleo"), 1_000),
        (commands.Tick(), 20_000),
        (commands.ChangeState(agent="ana", state="off", by="eve"), 1_000),
        (commands.Tick(), 60_000),
        (commands.Tick(), 9_000_000),
    ):
        stage.now += after
        assert step(twin, command, stage.now) == step(stage.floor, command, stage.now)
        assert dump(twin) == dump(stage.floor)


def test_an_empty_floor_survives() -> None:
    assert dump(load(dump(Floor()))) == dump(Floor())


def test_an_unknown_format_is_refused() -> None:
    kept = msgspec.msgpack.encode({"format": FORMAT + 1, "anything": "else"})
    with pytest.raises(UnknownFormat, match=f"format {FORMAT + 1}, and only {FORMAT} can be read"):
        load(kept)
