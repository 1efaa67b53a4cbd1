"""Which things an event touched."""

from __future__ import annotations

from onqueue.floor import commands
from onqueue.floor.refs import Refs, refs
from onqueue.floor.tests.stage import Stage


def test_an_event_touches_what_it_names_and_the_queue_of_its_contact() -> None:
    stage = Stage()
    stage.queue()
    stage.queue("help")
    stage.agent("ana")
    stage.agent("ben")
    arrived, offered = stage.arrive("mine").events
    assert refs(arrived, stage.floor) == Refs(("mine",), (), ("sales",), ())
    assert refs(offered, stage.floor) == Refs(("mine",), ("ana",), ("sales",), ("mine-1",))
    stage.accept("mine")
    (moved, _) = stage.do(
        commands.Transfer(contact="mine", by="ana", queue="help", target="ben")
    ).events
    assert refs(moved, stage.floor) == Refs(("mine",), ("ana", "ben"), ("sales", "help"), ())
    gone = stage.do(commands.Abandon(contact="mine")).events[-1]
    assert refs(gone, stage.floor) == Refs(("mine",), (), ("help",), ())


def test_settings_touch_what_they_set() -> None:
    stage = Stage()
    (tuned,) = stage.do(commands.TuneFloor(misses_max=3)).events
    assert refs(tuned, stage.floor) == Refs((), (), (), ())
