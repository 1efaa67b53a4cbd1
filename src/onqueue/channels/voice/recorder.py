"""Which talks are recorded, and what of them? As the policy of their queue says.

A talk is an agent's part in a call while the customer is with them. It is looked at as often as the
call is: whether it is to be recorded is decided once and written down, and then what is to be heard
in it is compared with what is. A pause and a hold write silence, so that a place in the file is a
place in the talk.

A recording that another life of ours began is finished from what it left, and the talk goes on in
another one.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice import books, commands, events
from onqueue.channels.voice.call import AGENT, CUSTOMER, UP
from onqueue.channels.voice.port import ACCEPTED, GONE
from onqueue.floor import model
from onqueue.kernel.ids import new_id
from onqueue.recording import queries
from onqueue.recording.rules.policy import PAUSE_MS_MAX
from onqueue.recording.service import talks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from onqueue.channels.voice.call import Call
    from onqueue.channels.voice.carriers import Carrier
    from onqueue.channels.voice.notices import Notice, Notices
    from onqueue.floor.model import Contact
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.recording.rules.segments import Kind

log = structlog.get_logger(__name__)

PREFIX: Final = "talk-"
"""Before the name of a recording of ours; messages of callers have another one."""
NOT_STARTED: Final = "carrier.refused"
NOT_HANDED_OVER: Final = "carrier.lost"
UNTOLD: Final = "notice"
"""Why the beginning of a talk is silence: the customer was being told."""
CLOSING_MS_MAX: Final = 60_000
"""So long a carrier may take to hand over what it has recorded."""


@dataclass(slots=True)
class Talk:
    """A talk that goes on, and what is written of it."""

    talk: str
    recording: str = ""
    """Empty where it is not recorded."""
    kind: Kind = "recorded"
    reason: str = ""
    paused: str = ""
    """Why an agent has it paused; empty while they have not."""
    paused_by: str = ""
    paused_at: int = 0
    clear: bool = True
    """The customer knows of it, or need not."""
    announced: bool = False


@dataclass(slots=True)
class Recorder:
    """Records talks."""

    db: Database
    clock: Clock
    carriers: Mapping[str, Carrier]
    calls: Mapping[str, Call]
    look_at: Callable[[str], None]
    notices: Notices
    _there: dict[str, Talk] = field(default_factory=dict)
    """For each contact, its talk."""
    _closing: dict[str, int] = field(default_factory=dict)
    """Recordings whose sound is to come, and since when."""
    _unasked: set[str] = field(default_factory=set)
    """Those of them that no carrier could be asked for yet."""
    _inherited: set[str] = field(default_factory=set)
    """Those that another life of ours began: their files say when they ended."""
    _voices: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each of them, whose legs there were."""
    _one_by_one: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    def shown(self, contact: str) -> str:
        """What is recorded of a call now: recorded, paused, held, or off."""
        there = self._there.get(contact)
        return there.kind if there is not None and there.recording else "off"

    def contact_of(self, record: str) -> str:
        """Return whose talk is being recorded under a name; nothing where it is none of ours."""
        recording = record.removeprefix(PREFIX)
        return next((one for one, known in self._there.items() if known.recording == recording), "")

    async def start(self) -> None:
        """Ask for what another life of ours had recorded."""
        for one in await self.db.read(queries.open_recordings):
            self._closing[one.id] = self.clock.now()
            self._inherited.add(one.id)
            legs = await self.db.read(books.legs_of, contact=one.contact)
            self._voices[one.id] = {leg.id: leg.account or CUSTOMER for leg in legs}
            await self._end(one.id)

    async def follow(self, call: Call, there: Contact | None) -> None:
        """Make what is recorded of a call be what is to be."""
        async with self._one_by_one[call.contact]:
            await self._follow(call, there)
        if call.contact not in self._there:
            self._one_by_one.pop(call.contact, None)

    async def _follow(self, call: Call, there: Contact | None) -> None:
        talk, known = talk_of(call, there), self._there.get(call.contact)
        if known is not None and known.talk != talk:
            await self._finish(call.contact, known)
            known = None
        if there is None:
            self.notices.forget(call.contact)
        elif not talk:
            if await self.notices.tell_waiting(call, there):
                self.look_at(call.contact)
        else:
            notice = await self.notices.of(call, there)
            if known is None:
                known = await self._begin(call, there, talk, notice)
            if known.recording:
                await self._go_on(call, known, notice)

    async def _go_on(self, call: Call, known: Talk, notice: Notice) -> None:
        await self.notices.tell_talking(call, notice)
        if notice.told and not known.announced:
            known.announced, now = True, self.clock.now()
            await self.db.write(talks.note_told, recording=known.recording, now=now)
        known.clear = notice.is_clear
        self._note_voices(call, known)
        await self._hide(call, known)

    async def pause(self, *, contact: str, reason: str, by: str) -> bool:
        """Let nothing be written for a while, or go on without a reason; False where nothing is.

        When it returns, it is so.
        """
        call = self.calls.get(contact)
        if call is None:
            return False
        async with self._one_by_one[contact]:
            known = self._there.get(contact)
            if known is None or not known.recording:
                return False
            known.paused, known.paused_by = reason, by
            known.paused_at = self.clock.now()
            if not await self._hide(call, known):
                return False
        self.look_at(contact)
        return True

    def played(self, event: events.PlayFinished) -> None:
        """Something was played that may have been a notice."""
        contact = self.notices.played(event.play, how=event.how)
        if contact is not None:
            self.look_at(contact)

    async def press(self, call: Call, key: str, contacts: Mapping[str, Contact]) -> None:
        """The customer pressed a key, which may say that they will not be recorded."""
        there = contacts.get(call.contact)
        if there is None or not self.notices.refuses(call, key):
            return
        async with self._one_by_one[call.contact]:
            now, id_ = self.clock.now(), new_id()
            await self.db.write(
                talks.decline, id=id_, contact=call.contact, queue=there.queue, now=now
            )
            known = self._there.get(call.contact)
            if known is not None and known.recording:
                recording, known.recording = known.recording, ""
                discard = commands.DiscardRecord(record=f"{PREFIX}{recording}")
                await self.carriers[call.carrier].telephony.do(discard)
            await self.notices.confirm(call)

    async def hear(self, event: events.RecordFinished | events.RecordFailed) -> bool:
        """Take what the carrier wrote, or that there is nothing; False if it is not ours."""
        if not event.record.startswith(PREFIX):
            return False
        recording = event.record.removeprefix(PREFIX)
        self._closing.pop(recording, None)
        self._unasked.discard(recording)
        voices = self._voices.pop(recording, {})
        for contact, known in list(self._there.items()):
            if known.recording == recording:
                # It ended by itself: what comes now of the talk is another recording.
                del self._there[contact]
        if isinstance(event, events.RecordFailed):
            await self._fail(recording, event.reason)
            return True
        await self.db.write(
            talks.take_sound,
            recording=recording,
            duration_ms=event.duration_ms,
            raw=event.uri,
            sha256=event.sha256,
            voices=[voices.get(leg, "") for leg in event.channels] or [""],
            ends_with_file=recording in self._inherited,
            now=self.clock.now(),
        )
        return True

    async def look(self) -> None:
        """Ask again for what could not be asked for, and give up what does not come."""
        now = self.clock.now()
        for recording, since in list(self._closing.items()):
            if recording in self._unasked:
                self._closing[recording] = now
                await self._end(recording)
            elif now - since > CLOSING_MS_MAX:
                del self._closing[recording]
                self._voices.pop(recording, None)
                await self._fail(recording, NOT_HANDED_OVER)

    # --- inside -------------------------------------------------------------------------------

    async def _begin(self, call: Call, there: Contact, talk: str, notice: Notice) -> Talk:
        carrier, recording = self.carriers[call.carrier], new_id()
        form = await self.db.write(
            talks.begin_talk,
            id=recording,
            contact=call.contact,
            queue=there.queue,
            agent=there.agent or "",
            talk=talk,
            can_record=carrier.telephony.capabilities.record,
            can_tell=notice.is_clear or notice.can_be_told,
            now=self.clock.now(),
        )
        known = self._there[call.contact] = Talk(talk)
        if form is None:
            return known
        # What was not announced is silence from the first moment.
        known.kind, known.reason = ("recorded", "") if notice.is_clear else ("paused", UNTOLD)
        command = commands.StartRecord(
            record=f"{PREFIX}{recording}", of=call.room, form=form, masked=not notice.is_clear
        )
        outcome = await carrier.telephony.do(command)
        if outcome == ACCEPTED:
            known.recording = recording
            await self._note(known, by="")
        else:
            log.warning("recorder.not_started", contact=call.contact, outcome=str(outcome))
            await self._fail(recording, NOT_STARTED)
        return known

    async def _hide(self, call: Call, known: Talk) -> bool:
        """Write silence while a talk is paused, on hold or not announced; False if it cannot be."""
        now, by = self.clock.now(), known.paused_by
        if known.paused and now - known.paused_at > PAUSE_MS_MAX:
            known.paused, by = "", ""
        reason = known.paused or ("" if known.clear else UNTOLD)
        kind: Kind = "paused" if reason else "held" if call.held else "recorded"
        if (kind, reason) == (known.kind, known.reason):
            return True
        if (kind == "recorded") != (known.kind == "recorded"):
            record = f"{PREFIX}{known.recording}"
            mask = commands.UnmaskRecord if kind == "recorded" else commands.MaskRecord
            if await self.carriers[call.carrier].telephony.do(mask(record=record)) != ACCEPTED:
                return False
        known.kind, known.reason = kind, reason
        await self._note(known, by="" if kind == "held" else by)
        return True

    async def _note(self, known: Talk, *, by: str) -> None:
        await self.db.write(
            talks.change_segment,
            recording=known.recording,
            kind=known.kind,
            reason=known.reason,
            by=by,
            now=self.clock.now(),
        )

    def _note_voices(self, call: Call, known: Talk) -> None:
        voices = self._voices.setdefault(known.recording, {})
        for line in call.lines.values():
            voices[line.leg] = CUSTOMER if line.role == CUSTOMER else line.account

    async def _finish(self, contact: str, known: Talk) -> None:
        self._there.pop(contact, None)
        if known.recording:
            self._closing[known.recording] = now = self.clock.now()
            await self.db.write(talks.end_talk, recording=known.recording, now=now)
            await self._end(known.recording)

    async def _end(self, recording: str) -> None:
        """Ask for the sound of a recording, of whichever carrier has it."""
        self._unasked.discard(recording)
        stop = commands.StopRecord(record=f"{PREFIX}{recording}")
        for carrier in self.carriers.values():
            if not carrier.telephony.capabilities.record:
                continue
            if await carrier.telephony.do(stop) not in {ACCEPTED, GONE}:
                self._unasked.add(recording)

    async def _fail(self, recording: str, why: str) -> None:
        now = self.clock.now()
        await self.db.write(talks.fail_talk, recording=recording, why=why, now=now)


def talk_of(call: Call, there: Contact | None) -> str:
    """Which talk goes on in a call; empty when nobody talks with the customer."""
    customer = call.customer
    if there is None or there.state != model.ACTIVE or not call.open:
        return ""
    if customer is None or customer.state != UP or customer.place not in {"room", "held"}:
        return ""
    owner = next(
        (
            one
            for one in call.lines.values()
            if one.account == there.agent and one.role == AGENT and one.state == UP
        ),
        None,
    )
    return f"{there.agent}:{there.taken_at}" if owner is not None and owner.place else ""
