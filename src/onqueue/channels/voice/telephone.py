"""How are the parts of calls between browsers put together?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice.calls import Calls
from onqueue.channels.voice.drivers.webrtc import Expected, WebRtc
from onqueue.channels.voice.ice import servers
from onqueue.channels.voice.phones import Phones
from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onqueue.channels.voice.books import OpenLeg
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.kernel.settings import Settings
    from onqueue.live.house import House

LOOK_S: Final = 0.5
"""How often the driver looks what is due."""


class Telephone:
    """Calls from browser to browser, for one centre in one process."""

    def __init__(self, *, db: Database, clock: Clock, settings: Settings, house: House) -> None:
        self._house = house
        self.webrtc = WebRtc(
            now=clock.now,
            epoch=new_id(),
            ice=lambda leg: servers(settings, leg=leg, now=clock.now()),
        )
        self.calls = Calls(
            db=db,
            clock=clock,
            replica=house.replica,
            asking=house.asking,
            telephony=self.webrtc,
            expect=self._expect,
            show=self._show,
        )
        self.phones = Phones(db=db, webrtc=self.webrtc, calls=self.calls)

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
                desk.tell(t="call", **shown)
