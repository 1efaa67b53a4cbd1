"""What is somebody told who waits on the telephone? Their place and about how long, at times.

As in a chat, a wait that was told never grows, and one that cannot be said is not. Whoever waits
in a language for which we have no words hears music only.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.call import UP, Words
from onqueue.channels.voice.speech.phrases import waiting
from onqueue.channels.webchat import status
from onqueue.conversations import queries as conversations
from onqueue.floor import model
from onqueue.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from onqueue.channels.voice.call import Call
    from onqueue.channels.voice.carriers import Carrier
    from onqueue.floor.model import Contact
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.replica import Replica

FIRST_MS: Final = 15_000
"""So long there is music before somebody is told their place for the first time."""
EVERY_MS: Final = 60_000
LOOK_S: Final = 1.0
PARKED: Final = "parked"


@dataclass(slots=True)
class _Told:
    """What somebody in line was told, and when it is time again."""

    language: str
    due_at: int
    last: status.Status | None = None


@dataclass(slots=True)
class Announcer:
    """Tells those who wait where they stand."""

    db: Database
    clock: Clock
    replica: Replica
    carriers: Mapping[str, Carrier]
    say: Callable[[str, str], Awaitable[str]]
    told: dict[str, _Told] = field(default_factory=dict)

    async def run(self, calls: Mapping[str, Call], look: Callable[[str], None]) -> None:
        """Have those told whose time it is, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            for call in await self.tell(calls):
                look(call.contact)

    async def tell(self, calls: Mapping[str, Call]) -> list[Call]:
        """Give words to those whose time it is; return their calls."""
        self.told = {id_: one for id_, one in self.told.items() if id_ in calls}
        return [call for call in list(calls.values()) if await self._tell(call)]

    async def _tell(self, call: Call) -> bool:
        there = self.replica.floor.contacts.get(call.contact)
        if there is None or not self._waits(call, there):
            return False
        now = self.clock.now()
        told = self.told.get(call.contact)
        if told is None:
            row = await self.db.read(conversations.contact, id=call.contact)
            language = "" if row is None else row.language
            self.told[call.contact] = _Told(language, now + FIRST_MS)
            return False
        if now < told.due_at:
            return False
        told.due_at = now + EVERY_MS
        standing = status.of_contact(self.replica.floor, there)
        if told.last is not None:
            standing = told.last.never_rising(standing)
        told.last = standing
        said = waiting(
            place=standing.position or 1, wait_s=standing.wait_high_s, language=told.language
        )
        media = tuple([await self.say(text, told.language) for text in said])
        if not media:
            return False
        call.words = Words(play=f"place-{new_id()}", media=media)
        return True

    def _waits(self, call: Call, there: Contact) -> bool:
        customer, carrier = call.customer, self.carriers.get(call.carrier)
        return (
            there.state in {model.WAITING, model.OFFERED}
            and customer is not None
            and customer.state == UP
            and customer.place == PARKED
            and carrier is not None
            and carrier.telephony.capabilities.numbers
        )
