"""What is refused for want of a telephone, beside the other refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onqueue.floor import commands
from onqueue.floor.specs import TELEPHONE, Needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.floor.tests.stage import Stage


def _dora_talks(stage: Stage) -> None:
    stage.agent("dora", cleared=(TELEPHONE,))
    stage.arrive("called", needs=Needs(channel="chat", gates=(TELEPHONE,)))
    assert stage.accept("called") == "dora"


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
]
