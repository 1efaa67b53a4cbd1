"""Which customers have gone away without saying so?

A chat whose widget has been gone for long enough is abandoned while it waits, and ended
while it is being handled; a message left for later and a place that is kept wait without
their customer. A flow ends when its question is not answered for long. After a
start everybody has the full time again to come back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from onqueue.conversations import queries as conversations
from onqueue.floor import model
from onqueue.floor.commands import Abandon, End
from onqueue.floor.reasons import CUSTOMER_GONE
from onqueue.flows import service as flows
from onqueue.kernel.errors import Refused
from onqueue.live.attendance import CHAT

if TYPE_CHECKING:
    from onqueue.channels.webchat.chats import Chats
    from onqueue.floor.model import Contact
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking
    from onqueue.live.attendance import Attendance

log = structlog.get_logger(__name__)

WAITING_ABSENCE_MS: Final = 2 * 60_000
ACTIVE_ABSENCE_MS: Final = 15 * 60_000


class AbsenceWatch:
    """Ends the chats of customers who are gone."""

    def __init__(
        self, *, db: Database, chats: Chats, attendance: Attendance, asking: Asking, clock: Clock
    ) -> None:
        self._db = db
        self._chats = chats
        self._attendance = attendance
        self._asking = asking
        self._clock = clock
        self._gone_since: dict[str, int] = {}

    async def look(self) -> None:
        """Look once who is gone, and end what has been left for too long."""
        now = self._clock.now()
        elsewhere = await self._attendance.all(CHAT)
        absent = {one.id: one for one in self._chats.live() if self._is_absent(one, elsewhere)}
        self._gone_since = {id_: self._gone_since.get(id_, now) for id_ in absent}
        for id_, contact in absent.items():
            limit = ACTIVE_ABSENCE_MS if contact.state == model.ACTIVE else WAITING_ABSENCE_MS
            if now - self._gone_since[id_] >= limit and not await self._left_a_message(id_):
                await self._end(contact)

    async def end_silent_flows(self) -> None:
        """End the flows of customers who have not answered for long."""
        await self._db.write(flows.end_silent_runs, now=self._clock.now())

    def _is_absent(self, contact: Contact, elsewhere: set[str]) -> bool:
        if contact.state not in {model.WAITING, model.OFFERED, model.ACTIVE}:
            return False
        if contact.keeps_place and contact.state != model.ACTIVE:
            return False
        here = self._chats.connected(contact.conversation)
        return not (here or contact.conversation in elsewhere)

    async def _left_a_message(self, contact: str) -> bool:
        """Whether the customer is not expected to be there."""
        row = await self._db.read(conversations.contact, id=contact)
        return row is not None and row.due_at is not None

    async def _end(self, contact: Contact) -> None:
        try:
            if contact.state == model.ACTIVE:
                await self._asking.ask(End(contact=contact.id, by="system", reason=CUSTOMER_GONE))
            else:
                await self._asking.ask(Abandon(contact=contact.id, reason=CUSTOMER_GONE))
        except Refused as refused:
            log.info("webchat.absence_kept", contact=contact.id, code=refused.code)
