"""Where does Asterisk have each leg: in which bridge, and with which music?

A leg is in one bridge or in none, and hears music only while it is in none. Music is put on the
channel itself, because music of a bridge dies for good when the bridge is once empty; and it is
taken off before a join, or it would go on there.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.link import Answer, Link


UNKNOWN: Final = "?"
"""The music of a leg that was there before us: perhaps there is some, perhaps none."""


class NotTakenError(Exception):
    """Asterisk did not do what it was asked for."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status}: {answer.body}")
        self.missing = answer.missing


@dataclass(slots=True, eq=False)
class Wire:
    """One channel, as Asterisk has it."""

    leg: str
    bridge: str | None = None
    music: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """What is asked about one leg is done one after another."""


def need(answer: Answer) -> Answer:
    """Return an answer that says yes; a no is raised."""
    if not answer.ok:
        raise NotTakenError(answer)
    return answer


async def place(link: Link, wire: Wire, *, bridge: str | None, music: str | None) -> None:
    """Move a leg to where it shall be. Nothing is asked that is so already."""
    leg = wire.leg
    if wire.music is not None and wire.music != music:
        await link.ask("DELETE", "channels", leg, "moh", lane=leg)
        wire.music = None
    if wire.bridge is not None and wire.bridge != bridge:
        left, wire.bridge = wire.bridge, None
        await link.ask("POST", "bridges", left, "removeChannel", lane=leg, channel=leg)
    if bridge is not None and wire.bridge != bridge:
        need(await link.ask("POST", "bridges", bridge, "addChannel", lane=leg, channel=leg))
        wire.bridge = bridge
    if music is not None and wire.music != music:
        need(await link.ask("POST", "channels", leg, "moh", lane=leg, mohClass=music))
        wire.music = music
