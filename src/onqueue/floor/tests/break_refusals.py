"""How the floor says no to wishes for short breaks: the cases for `test_refusals`."""

from __future__ import annotations

from collections.abc import Callable

from onqueue.floor import commands
from onqueue.floor.specs import BreakRules
from onqueue.floor.tests.stage import Stage


def nothing(_stage: Stage) -> None:
    """Leave the stage as it is."""


def wish(stage: Stage) -> None:
    rules = BreakRules(between_ms_min=0, away_max=1, level_min=0)
    stage.do(commands.TuneFloor(breaks=rules))
    stage.do(commands.AskBreak(agent="ana", span_ms=60_000))


OF_BREAKS: list[tuple[str, Callable[[Stage], object], commands.Command, dict[str, str | int]]] = [
    (
        "agent.unknown",
        nothing,
        commands.AskBreak(agent="zoe", span_ms=60_000),
        {"agent": "zoe"},
    ),
    ("agent.unknown", nothing, commands.DropBreak(agent="zoe"), {"agent": "zoe"}),
    (
        "agent.unknown",
        nothing,
        commands.GrantBreak(agent="zoe", by="eva", reason="go"),
        {"agent": "zoe"},
    ),
    (
        "break.not_on_queue",
        nothing,
        commands.AskBreak(agent="carl", span_ms=60_000),
        {"agent": "carl"},
    ),
    ("break.asked", wish, commands.AskBreak(agent="ana", span_ms=60_000), {"agent": "ana"}),
    ("break.too_short", nothing, commands.AskBreak(agent="ana", span_ms=59_999), {"agent": "ana"}),
    (
        "break.none",
        nothing,
        commands.RefuseBreak(agent="ana", by="eva", reason="no"),
        {"agent": "ana", "name": "Ana"},
    ),
]
