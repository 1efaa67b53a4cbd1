"""What does the floor look like at a durable position, for everybody who watches?

The driver's own floor runs ahead of the journal while an append is under way, so nobody
looks at it. A replica follows the journal and evolves a floor of its own: what it shows is
durable by construction, and any process can have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import structlog

from onqueue.floor.evolve import evolve
from onqueue.floor.model import Floor
from onqueue.live import codec, recovery

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from onqueue.floor.events import Event
    from onqueue.floor.model import Contact
    from onqueue.journal.feed import Feed
    from onqueue.journal.store import Entry
    from onqueue.kernel.db import Database

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Applied:
    """A fact that the replica has taken in.

    `event` is the floor's, if it is one. `conversation` is that of the event's contact, also
    when the event took the contact off the floor.
    """

    entry: Entry
    event: Event | None
    conversation: str | None


Batch: TypeAlias = "Sequence[Applied]"
Watcher: TypeAlias = "Callable[[Batch], Awaitable[None]]"
Recover: TypeAlias = "Callable[[], Awaitable[None]]"


class Replica:
    """A floor that follows the journal, and tells its watchers each batch it applied."""

    def __init__(self, *, db: Database, feed: Feed) -> None:
        self.floor = Floor()
        self.position = 0
        self._db = db
        self._feed = feed
        self._watchers: list[tuple[Watcher, Recover]] = []
        self._contacts: dict[str, str] = {}

    async def start(self) -> None:
        """Build the floor as of now; from then on the feed carries it forward."""
        recovered = await self._db.read(recovery.load)
        self.floor, self.position = recovered.floor, recovered.position
        # A replica follows and matches nothing, so what is marked for matching is only counted.
        self.floor.index.unmark()
        self._contacts = {one.conversation: one.id for one in self.floor.contacts.values()}
        self._feed.follow("replica", self._apply)

    async def abreast(self) -> None:
        """Wait until the floor is as the journal has it now, whichever process added to it."""
        await self._feed.abreast()

    def watch(self, watcher: Watcher, *, recover: Recover) -> None:
        """Call `watcher` with each batch, after the floor has taken it in.

        A watcher that fails has missed a batch and the others have not: its `recover` brings
        it up to date from what is there now.
        """
        self._watchers.append((watcher, recover))

    def contact_of(self, conversation: str | None) -> Contact | None:
        """The contact of a conversation that is on the floor, if there is one."""
        contact = self._contacts.get(conversation or "")
        return None if contact is None else self.floor.contacts.get(contact)

    async def _apply(self, entries: Sequence[Entry]) -> None:
        batch = [self._take_in(entry) for entry in entries if entry.seq > self.position]
        self.floor.index.unmark()
        for watcher, recover in self._watchers:
            try:
                await watcher(batch)
            except Exception:
                log.exception("replica.watcher_failed", position=self.position)
                await self._recover(recover)

    async def _recover(self, recover: Recover) -> None:
        try:
            await recover()
        except Exception:
            # It is as far behind as before, and gets another chance with the next batch.
            log.exception("replica.recover_failed", position=self.position)

    def _take_in(self, entry: Entry) -> Applied:
        self.position = entry.seq
        if entry.stream != codec.STREAM:
            return Applied(entry=entry, event=None, conversation=None)
        event = codec.to_event(entry)
        id_: str = getattr(event, "contact", "")
        before = self.floor.contacts.get(id_)
        evolve(self.floor, event)
        after = self.floor.contacts.get(id_)
        contact = after or before
        if contact is not None:
            self._note(contact, gone=after is None)
        conversation = contact.conversation if contact is not None else None
        return Applied(entry=entry, event=event, conversation=conversation)

    def _note(self, contact: Contact, *, gone: bool) -> None:
        if not gone:
            self._contacts[contact.conversation] = contact.id
        elif self._contacts.get(contact.conversation) == contact.id:
            del self._contacts[contact.conversation]
