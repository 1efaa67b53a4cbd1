"""Was a customer told that their call is recorded, and did they say no?

They are told while they wait, in their language, as soon as they hear music. Whoever talks with an
agent before it was said to the end is told then, on their own line; until then the recording has
silence. Where it cannot be spoken, the call is not recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice import commands
from onqueue.channels.voice.call import UP, Words
from onqueue.channels.voice.port import ACCEPTED
from onqueue.channels.voice.speech.phrases import phrase
from onqueue.conversations import queries as conversations
from onqueue.floor import model
from onqueue.kernel.ids import new_id
from onqueue.recording import queries

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from onqueue.channels.voice.call import Call
    from onqueue.channels.voice.carriers import Carrier
    from onqueue.floor.model import Contact
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database

REFUSE: Final = "9"
REFUSE_MS: Final = 30_000
"""So long after it was said a key still means no; later it may mean anything."""
TRIES_MAX: Final = 3


@dataclass(slots=True)
class Notice:
    """What a customer is told of recording, for the queue that they are in."""

    queue: str
    wanted: bool
    language: str = ""
    media: tuple[str, ...] = ()
    play: str = ""
    """By which it is being said."""
    tries: int = 0
    told: bool = False
    refused: bool = False
    refuse_until: int = 0

    @property
    def can_be_told(self) -> bool:
        """Whether there is something to say, and it was not tried too often."""
        return bool(self.media) and self.tries < TRIES_MAX

    @property
    def is_clear(self) -> bool:
        """Whether what is said may be written."""
        return not self.wanted or self.told


@dataclass(slots=True)
class Notices:
    """Tells those who are to be recorded."""

    db: Database
    clock: Clock
    carriers: Mapping[str, Carrier]
    say: Callable[[str, str], Awaitable[str]]
    _there: dict[str, Notice] = field(default_factory=dict)

    async def of(self, call: Call, there: Contact) -> Notice:
        """Return what a customer is to be told of the queue that they are in."""
        known = self._there.get(call.contact)
        if known is not None and known.queue == there.queue:
            return known
        can = self.carriers[call.carrier].telephony.capabilities
        wanted = can.record and await self.db.read(
            queries.is_notice_due, queue=there.queue, contact=call.contact
        )
        notice = Notice(queue=there.queue, wanted=wanted)
        if known is not None:
            notice.told, notice.refused = known.told, known.refused
        if wanted and can.play:
            row = await self.db.read(conversations.contact, id=call.contact)
            notice.language = "" if row is None else row.language
            notice.media = await self._spoken("notice", notice.language)
        self._there[call.contact] = notice
        return notice

    async def tell_waiting(self, call: Call, there: Contact) -> bool:
        """Have somebody told who waits with music; whether their call is to be looked at."""
        customer = call.customer
        waits = there.state in {model.WAITING, model.OFFERED}
        if not waits or customer is None or customer.state != UP or customer.place != "parked":
            return False
        if call.telling or call.words is not None:
            return False
        notice = await self.of(call, there)
        if notice.is_clear or notice.play or not notice.can_be_told:
            return False
        self._begin(notice)
        call.words = Words(play=notice.play, media=notice.media)
        return True

    async def tell_talking(self, call: Call, notice: Notice) -> None:
        """Tell somebody who talks already."""
        customer = call.customer
        if notice.is_clear or notice.play or not notice.can_be_told or customer is None:
            return
        self._begin(notice)
        play = commands.Play(play=notice.play, to=customer.leg, media=notice.media)
        if await self.carriers[call.carrier].telephony.do(play) != ACCEPTED:
            notice.play = ""

    def contact_told(self, play: str) -> str | None:
        """Return the contact whose notice something is."""
        return next((one for one, notice in self._there.items() if notice.play == play), None)

    def played(self, play: str, *, how: str) -> str | None:
        """Something was played; return the contact whose notice it was."""
        contact = self.contact_told(play)
        if contact is not None:
            notice = self._there[contact]
            notice.play = ""
            if how == "completed":
                notice.told = True
                notice.refuse_until = self.clock.now() + REFUSE_MS
        return contact

    def refuses(self, call: Call, key: str) -> bool:
        """Whether a key that a customer pressed means that they will not be recorded."""
        notice = self._there.get(call.contact)
        if notice is None or not notice.wanted or notice.refused or key != REFUSE:
            return False
        if not notice.play and self.clock.now() > notice.refuse_until:
            return False
        notice.refused = True
        return True

    async def confirm(self, call: Call) -> None:
        """Tell somebody that they are not recorded."""
        notice, customer = self._there[call.contact], call.customer
        media = await self._spoken("not_recorded", notice.language)
        if not media or customer is None:
            return
        words = Words(play=f"unrecorded-{new_id()}", media=media)
        if customer.place in {"room", "held"}:
            play = commands.Play(play=words.play, to=customer.leg, media=media)
            await self.carriers[call.carrier].telephony.do(play)
        else:
            call.words = words

    def forget(self, contact: str) -> None:
        """A call is over."""
        self._there.pop(contact, None)

    def _begin(self, notice: Notice) -> None:
        notice.play = f"notice-{new_id()}"
        notice.tries += 1

    async def _spoken(self, name: str, language: str) -> tuple[str, ...]:
        """Return what to play for one of our phrases; nothing where it cannot be spoken."""
        text = phrase(name, language=language, key=REFUSE)
        said = await self.say(text, language) if text else ""
        # Where there is no engine, a tone stands for each text: it tells nobody anything.
        return (said,) if said and said != await self.say("", language) else ()
