"""Which browsers carry sound, and for whom?

An agent's phone is one page of theirs, whichever asked first; another page of the same person can
take it. A customer's phone is the page that called: no other page of the same visitor can take
the call from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.channels.voice import books, causes
from onqueue.channels.voice.call import customer_leg, endpoint
from onqueue.channels.voice.frames import (
    HangUp,
    LineUp,
    PhoneOff,
    PhoneOn,
    Report,
    Signal,
    Take,
)
from onqueue.channels.voice.port import Stats

if TYPE_CHECKING:
    from onqueue.channels.voice.calls import Calls
    from onqueue.channels.voice.drivers.webrtc import Phone, WebRtc
    from onqueue.channels.voice.frames import CallFrame
    from onqueue.channels.voice.lines import Lines
    from onqueue.kernel.db import Database


class Phones:
    """The browsers that are phones."""

    def __init__(
        self, *, db: Database, webrtc: WebRtc, calls: Calls, lines: Lines | None = None
    ) -> None:
        self._db = db
        self._webrtc = webrtc
        self.calls = calls
        self.lines = lines
        """The lines of pages to Asterisk, where there is one."""
        self._of: dict[Phone, tuple[str, str]] = {}
        """For each socket: its endpoint and the attachment it speaks with."""
        self._waiting: dict[str, list[tuple[str, Phone]]] = {}
        """Pages of an agent that could be the phone, and are not."""

    # --- agents -------------------------------------------------------------------------------

    async def agent(self, account: str, phone: Phone, frame: CallFrame) -> None:
        """Take what an agent's page says."""
        if isinstance(frame, PhoneOn):
            await self._agent_on(account, phone, frame)
        elif isinstance(frame, PhoneOff):
            await self.agent_gone(account, phone, for_good=True)
        elif isinstance(frame, LineUp):
            if self.lines is not None:
                await self.lines.look()
                self.lines.greet(account, phone)
        else:
            self._pass_on(phone, frame)

    async def _agent_on(self, account: str, phone: Phone, frame: PhoneOn) -> None:
        name = endpoint(account)
        mine = self._of.get(phone) is not None
        if self._webrtc.is_attached(name) and not frame.take and not mine:
            self._wait(account, phone, frame.attachment)
            phone.tell(t="phone_state", owner=False)
            return
        self._forget_waiting(account, phone)
        await self._attach(name, frame.attachment, phone)
        phone.tell(t="phone_state", owner=True)
        for shown in self.calls.showing.to(account):
            phone.tell(**shown)
        if self.lines is not None:
            await self.lines.give(account, frame.attachment, phone)

    async def agent_gone(self, account: str, phone: Phone, *, for_good: bool = False) -> None:
        """A page is gone; another page of the same agent becomes the phone, if there is one.

        Who signed out, or wants to be no phone, does not come back.
        """
        self._forget_waiting(account, phone)
        if self._of.pop(phone, None) is None:
            return
        self._webrtc.detach(endpoint(account), phone=phone)
        waiting = self._waiting.get(account)
        if waiting:
            attachment, other = waiting[-1]
            await self._agent_on(account, other, PhoneOn(attachment=attachment))
        elif self.lines is not None:
            await self.lines.gone(account, for_good=for_good)

    def _wait(self, account: str, phone: Phone, attachment: str) -> None:
        self._forget_waiting(account, phone)
        self._waiting.setdefault(account, []).append((attachment, phone))

    def _forget_waiting(self, account: str, phone: Phone) -> None:
        left = [one for one in self._waiting.get(account, []) if one[1] is not phone]
        if left:
            self._waiting[account] = left
        else:
            self._waiting.pop(account, None)

    # --- customers ----------------------------------------------------------------------------

    async def call(self, contact: str, phone: Phone, *, attachment: str) -> None:
        """Let a customer's page call; once for a contact."""
        name, leg = _customer(contact), customer_leg(contact)
        known = await self._db.read(books.legs_of, contact=contact)
        if any(one.id == leg for one in known):
            await self.customer_back(contact, phone, attachment=attachment)
            return
        await self._attach(name, attachment, phone)
        await self.calls.begin(contact=contact, leg=leg, endpoint=name, attachment=attachment)
        self._webrtc.call_in(leg, endpoint=name, did=contact)

    async def customer_back(self, contact: str, phone: Phone, *, attachment: str) -> None:
        """Let the page that called go on, on another socket."""
        legs = await self._db.read(books.open_legs)
        ours = [one for one in legs if one.id == customer_leg(contact)]
        if ours and ours[0].attachment == attachment:
            await self._attach(_customer(contact), attachment, phone)

    async def customer(self, contact: str, phone: Phone, frame: CallFrame) -> None:
        """Take what the page of a customer in a call says."""
        if isinstance(frame, PhoneOn):
            await self.customer_back(contact, phone, attachment=frame.attachment)
        else:
            self._pass_on(phone, frame)

    def customer_gone(self, phone: Phone) -> None:
        """A customer's socket is gone."""
        found = self._of.pop(phone, None)
        if found is not None:
            self._webrtc.detach(found[0], phone=phone)

    async def drop(self, contact: str) -> None:
        """The floor did not take the contact: the call does not begin."""
        await self.calls.drop(customer_leg(contact))

    # --- both ---------------------------------------------------------------------------------

    async def _attach(self, name: str, attachment: str, phone: Phone) -> None:
        self._of[phone] = (name, attachment)
        before = self._webrtc.attach(name, attachment=attachment, phone=phone)
        if before is not None and self._of.pop(before, None) is not None:
            before.tell(t="phone_state", owner=False)
        await self._db.write(books.move_leg, endpoint=name, attachment=attachment)

    def _pass_on(self, phone: Phone, frame: CallFrame) -> None:
        if isinstance(frame, Take):
            self._webrtc.take(frame.leg, phone=phone)
        elif isinstance(frame, HangUp):
            cause = causes.REFUSED if frame.refused else causes.NORMAL
            self._webrtc.hang_up(frame.leg, phone=phone, cause=cause)
        elif isinstance(frame, Signal):
            self._webrtc.signal(frame.leg, phone=phone, link=frame.link, data=frame.data)
        elif isinstance(frame, Report):
            self._webrtc.report(frame.leg, phone=phone, apart=frame.apart, stats=_stats(frame))


def _customer(contact: str) -> str:
    return f"customer:{contact}"


def _stats(frame: Report) -> Stats | None:
    if frame.lost is None:
        return None
    return Stats(lost=frame.lost, jitter_ms=frame.jitter_ms, round_trip_ms=frame.round_trip_ms)
