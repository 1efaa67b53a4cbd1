"""How is a channel made that hears another one? And when may it be used?

A channel may be used only when Asterisk has told that it started. The wait for that begins before
the channel is asked for, because the news can be quicker than the answer.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.asterisk.link import AwayError
from onqueue.channels.voice.asterisk.wires import need
from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.link import Link

PREFIX: Final = "snoop-"
START_S_MAX: Final = 5


class Snoops:
    """The snoop channels of one node."""

    def __init__(self, *, link: Link, application: str) -> None:
        self._link, self._application = link, application
        self._awaited: dict[str, asyncio.Future[None]] = {}
        self.there: set[str] = set()
        self.plays: dict[str, str] = {}
        """Which channel whispers what plays."""

    async def start(self, target: str, *, spy: str, whisper: str = "none") -> str:
        """Make a channel that hears `target`, and return its id once it can be used."""
        snoop = f"{PREFIX}{new_id()}"
        started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited[snoop] = started
        self.there.add(snoop)
        try:
            need(
                await self._link.ask(
                    "POST",
                    "channels",
                    target,
                    "snoop",
                    snoop,
                    lane=target,
                    app=self._application,
                    appArgs="snoop",
                    spy=spy,
                    whisper=whisper,
                )
            )
            async with asyncio.timeout(START_S_MAX):
                await started
        except TimeoutError:
            raise AwayError from None
        finally:
            del self._awaited[snoop]
        return snoop

    def started(self, channel: str) -> None:
        """Asterisk has told that a channel can be used."""
        awaited = self._awaited.get(channel)
        if awaited is not None and not awaited.done():
            awaited.set_result(None)

    async def end_play(self, play: str) -> None:
        """What was whispered is over."""
        snoop = self.plays.pop(play, None)
        if snoop is not None:
            await self.end(snoop)

    async def end(self, snoop: str) -> None:
        """Take a channel away; one that is gone already is as well."""
        self.there.discard(snoop)
        await self._link.ask("DELETE", "channels", snoop)
