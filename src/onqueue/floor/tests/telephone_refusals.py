"""What is refused for want of a telephone, beside the other refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from onqueue.floor import commands
from onqueue.floor.specs import TELEPHONE, Needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.floor.tests.stage import Stage


def _dora_talks(stage: Stage) -> None:
    stage.agent("dora", cleared=(TELEPHONE,))
    stage.arrive("called", needs=Needs(channel="chat", gates=(TELEPHONE,)))
    assert stage.accept("called") == "dora"


def _call(agent: str = "ana", queue: str = "sales", **needs: Any) -> commands.CallOut:
    return commands.CallOut(
        contact="out",
        conversation="",
        customer="",
        queue=queue,
        agent=agent,
        needs=Needs(channel="chat", **needs),
    )


def _dora_calls(stage: Stage) -> None:
    stage.agent("dora")
    stage.do(_call("dora"))


def _dora_is_off(stage: Stage) -> None:
    stage.agent("dora", state="off")


def _dora_is_full(stage: Stage) -> None:
    stage.agent("dora", capacity=(("chat", 1),))
    stage.do(_call("dora"))
    stage.do(commands.Reach(contact="out"))


OF_TELEPHONES: Final[
    list[tuple[str, Callable[[Stage], object], commands.Command, dict[str, str | int]]]
] = [
    (
        "agent.no_telephone",
        _dora_talks,
        commands.Transfer(contact="called", by="dora", queue="help", target="ben"),
        {"agent": "ben", "name": "Ben", "queue": "Help"},
    ),
    (
        "agent.no_telephone",
        _dora_talks,
        commands.TakeOver(contact="called", agent="ben", reason=""),
        {"agent": "ben", "name": "Ben", "queue": "Sales"},
    ),
    (
        "contact.not_reached",
        _dora_calls,
        commands.Transfer(contact="out", by="dora", queue="sales"),
        {"contact": "out"},
    ),
    ("call_out.away", _dora_is_off, _call("dora"), {"agent": "dora"}),
    (
        "call_out.no_telephone",
        lambda stage: stage.agent("dora"),
        _call("dora", gates=(TELEPHONE,)),
        {"agent": "dora"},
    ),
    (
        "call_out.full",
        _dora_is_full,
        msgspec.structs.replace(_call("dora"), contact="other"),
        {"agent": "dora"},
    ),
    (
        "call_out.other_queue",
        lambda stage: stage.agent("dora"),
        _call("dora", queue="help"),
        {"queue": "help", "name": "Help"},
    ),
]
