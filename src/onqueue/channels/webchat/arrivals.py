"""How does a contact that was written down come to the floor, also when we are killed between?

A chat is stored whole before the floor hears of it. Bringing it there can be repeated: the
floor takes a contact once. What was written down and never arrived is found again a few
seconds later, or at the next start, and brought with all that it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.webchat import opening
from onqueue.channels.webchat.errors import ChatClosed
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.conversations.rules.progress import NEW, OUTBOUND, REFUSED
from onqueue.floor.commands import Arrive, KeepPlace, Schedule
from onqueue.floor.model import DIRECT
from onqueue.floor.reasons import CALL_INTERRUPTED
from onqueue.floor.specs import Needs
from onqueue.flows import queries as flows
from onqueue.live.errors import FloorRefused

if TYPE_CHECKING:
    from onqueue.channels.webchat.opening import Begun, Person
    from onqueue.conversations.schemas import ContactRow
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking

log = structlog.get_logger(__name__)

GRACE_MS: Final = 5_000
"""As long as the request that wrote the contact down may still be bringing it to the floor."""


class Arrivals:
    """Brings contacts to the floor."""

    def __init__(self, *, db: Database, clock: Clock, asking: Asking) -> None:
        self._db = db
        self._clock = clock
        self._asking = asking

    async def bring(self, begun: Begun, *, leaving: bool) -> None:
        """Let a contact wait, or hold a message that was left until the queue opens.

        A contact that has been on the floor before is not brought again: a repeated start
        must not begin anew what was finished in the meantime.
        """
        if begun.contact.state not in {NEW, REFUSED}:
            return
        due_at = None
        if leaving:
            # Also while it is open: who was asked for a message does not wait.
            due_at = await self._db.read(
                opening.message_due, queue=begun.contact.queue, now=self._clock.now()
            )
        try:
            await self._ask(
                begun.contact,
                skills=begun.skills,
                priority=begun.priority,
                due_at=due_at,
                person=begun.person,
            )
        except FloorRefused as refused:
            await self._refuse(begun.contact, refused)
            if refused.code == "queue.closed":
                raise ChatClosed from refused
            raise

    async def bring_again(self) -> None:
        """Bring every contact that should be on the floor and never got there."""
        before = self._clock.now() - GRACE_MS
        for row in await self._db.read(conversations.contacts_not_routed, before=before):
            now = self._clock.now()
            if row.direction == OUTBOUND:
                # Whoever called has seen it fail; nobody is called without being asked to.
                await self._db.write(
                    threads.refuse_contact, contact=row.id, code=CALL_INTERRUPTED, now=now
                )
                continue
            skills = await self._db.read(opening.needs_of, contact=row)
            priority = await self._db.read(opening.priority_of, contact=row)
            due_at = await self._db.read(opening.next_opening, queue=row.queue, now=now)
            person = await self._db.read(opening.person_for, contact=row, queue=row.queue, now=now)
            try:
                await self._ask(row, skills=skills, priority=priority, due_at=due_at, person=person)
                log.info("webchat.brought_later", contact=row.id)
            except FloorRefused as refused:
                await self._refuse(row, refused)

    async def _ask(
        self,
        row: ContactRow,
        *,
        skills: tuple[tuple[str, int], ...],
        priority: int,
        due_at: int | None,
        person: Person | None,
    ) -> None:
        gates = await self._db.read(opening.gates_of, contact=row)
        needs = Needs(channel=row.channel, skills=skills, gates=gates)
        if due_at is None:
            await self._asking.ask(
                Arrive(
                    contact=row.id,
                    conversation=row.conversation,
                    queue=row.queue,
                    needs=needs,
                    customer=row.customer,
                    priority=priority,
                    target=None if person is None else person.account,
                    target_rule=DIRECT if person is None else person.rule,
                )
            )
            if await self._db.read(flows.callback_number, contact=row.id):
                await self._asking.ask(KeepPlace(contact=row.id))
            return
        await self._asking.ask(
            Schedule(
                contact=row.id,
                conversation=row.conversation,
                queue=row.queue,
                needs=needs,
                customer=row.customer,
                priority=priority,
                due_at=due_at,
            )
        )

    async def _refuse(self, row: ContactRow, refused: FloorRefused) -> None:
        now = self._clock.now()
        await self._db.write(threads.refuse_contact, contact=row.id, code=refused.code, now=now)
