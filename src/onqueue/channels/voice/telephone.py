"""How are the parts of calls put together: those between browsers, and those by telephone?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice.calls import Calls
from onqueue.channels.voice.carriers import (
    ANSWER_BY_ITSELF,
    ASTERISK,
    PHONE_ANSWERS_S,
    WEBRTC,
    Carrier,
)
from onqueue.channels.voice.drivers.webrtc import Expected, WebRtc
from onqueue.channels.voice.exchange import exchange_of
from onqueue.channels.voice.ice import servers
from onqueue.channels.voice.incoming import Incoming
from onqueue.channels.voice.lines import Lines
from onqueue.channels.voice.outgoing import Outgoing
from onqueue.channels.voice.phones import Phones
from onqueue.channels.voice.walking.messages import Messages
from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onqueue.channels.voice.books import OpenLeg
    from onqueue.channels.webchat.arrivals import Arrivals
    from onqueue.conversations.service import FileStore
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.kernel.settings import Settings
    from onqueue.live.house import House

LOOK_S: Final = 0.5
"""How often the driver looks what is due."""
LINES_EVERY_S: Final = 2.0
"""How often it is looked which telephones are there."""
PHONES_EVERY_S: Final = 60.0
"""How often the telephones of agents who are gone are looked for."""


class Telephone:
    """All calls of one centre, in one process."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        settings: Settings,
        house: House,
        arrivals: Arrivals,
        files: FileStore,
    ) -> None:
        self._house = house
        self.exchange = exchange_of(settings, db=db, clock=clock)
        self.webrtc = WebRtc(
            now=clock.now,
            epoch=new_id(),
            ice=lambda leg: servers(settings, leg=leg, now=clock.now()),
        )
        self.outgoing = Outgoing(db=db, clock=clock, asking=house.asking)
        self.calls = Calls(
            db=db,
            clock=clock,
            replica=house.replica,
            asking=house.asking,
            carriers=self._carriers(),
            incoming=Incoming(db=db, clock=clock, arrivals=arrivals),
            outgoing=self.outgoing,
            words=self.exchange.words if self.exchange is not None else _no_words,
            say=self.exchange.speaker.say if self.exchange is not None else _say_nothing,
            keep=Messages(files).keep,
            show=self._show,
        )
        self.lines = self._lines(settings, clock)
        self.phones = Phones(db=db, webrtc=self.webrtc, calls=self.calls, lines=self.lines)

    async def run(self) -> None:
        """Carry calls until cancelled."""
        if self.exchange is not None:
            await self.exchange.start()
        await self.calls.run()

    async def stop(self) -> None:
        """Let go of what carries calls; they go on where they can."""
        if self.exchange is not None:
            await self.exchange.stop()

    async def look_at_phones(self) -> None:
        """Take the telephones of agents who are gone out of use."""
        if self.exchange is not None:
            await self.exchange.tell_phones()

    async def look_at_lines(self) -> None:
        """See who has a telephone now, and let everybody know whom it concerns."""
        if self.lines is not None:
            await self.lines.look()

    def _lines(self, settings: Settings, clock: Clock) -> Lines | None:
        if self.exchange is None:
            return None
        return Lines(
            exchange=self.exchange,
            calls=self.calls,
            equip=self._house.equip,
            desks_of=self._house.desks.of,
            ice=lambda name: servers(settings, leg=name, now=clock.now()),
        )

    def _carriers(self) -> list[Carrier]:
        pages = Carrier(name=WEBRTC, telephony=self.webrtc, is_up=lambda: True, expect=self._expect)
        if self.exchange is None:
            return [pages]
        telephony = self.exchange.telephony
        return [
            pages,
            Carrier(
                name=ASTERISK,
                telephony=telephony,
                is_up=lambda: telephony.is_up,
                answers_s=PHONE_ANSWERS_S,
                headers=ANSWER_BY_ITSELF,
                phone_of=self.exchange.phone_of,
                is_coming=self.exchange.is_coming,
            ),
        ]

    async def look(self) -> None:
        """Let happen what is due."""
        self.webrtc.look()

    def _expect(self, legs: Sequence[OpenLeg]) -> None:
        self.webrtc.start(
            Expected(
                leg=leg.id,
                endpoint=leg.endpoint,
                offered=leg.role == "customer",
                attachment=leg.attachment,
            )
            for leg in legs
        )

    def _show(self, shown: dict[str, Any], people: frozenset[str]) -> None:
        for account in people:
            for desk in self._house.desks.of(account):
                desk.tell(**shown)


async def _say_nothing(_text: str, _language: str) -> str:
    raise AssertionError("numbers are called by telephone alone")


def _no_words(_kind: str) -> tuple[str, ...]:
    return ()
