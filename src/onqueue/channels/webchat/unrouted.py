"""Which contacts were written down, and never reached the floor?

We may be killed between the two. Whoever was not answered is put on the floor here, a few
seconds later or at the next start; the floor takes a contact once, however often it comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.floor.commands import Arrive
from onqueue.floor.model import Needs
from onqueue.live.errors import FloorRefused

if TYPE_CHECKING:
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.live.asking import Asking

log = structlog.get_logger(__name__)

GRACE_MS: Final = 5_000
"""As long as the request that wrote the contact down may still be bringing it to the floor."""


async def route_again(*, db: Database, clock: Clock, asking: Asking) -> None:
    """Put every contact on the floor that should be there and is not."""
    now = clock.now()
    for row in await db.read(conversations.contacts_not_routed, before=now - GRACE_MS):
        try:
            await asking.ask(
                Arrive(
                    contact=row.id,
                    conversation=row.conversation,
                    queue=row.queue,
                    needs=Needs(channel=row.channel),
                    customer=row.customer,
                    priority=row.priority,
                )
            )
            log.warning("webchat.routed_late", contact=row.id)
        except FloorRefused as refused:
            await db.write(threads.refuse_contact, contact=row.id, code=refused.code, now=now)
