"""How does a customer send a file, and open one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.channels.webchat.errors import FilesOff
from onqueue.channels.webchat.visitor import visitor_of
from onqueue.conversations import access
from onqueue.conversations import queries as conversations
from onqueue.conversations import service as threads
from onqueue.conversations.errors import FileInfected
from onqueue.conversations.rules.files import FilePolicy, clean_name
from onqueue.directory import queries as directory
from onqueue.kernel.authz import SYSTEM
from onqueue.kernel.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import AsyncIterable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from onqueue.conversations.schemas import File
    from onqueue.conversations.service import FileStore
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database


class TokenUnknown(Unauthenticated):
    """Begin a chat first; then files can be sent."""

    code = "token.unknown"


class ChatFiles:
    """Files of customers who chat."""

    def __init__(self, *, db: Database, clock: Clock, store: FileStore, bytes_max: int) -> None:
        self._db = db
        self._clock = clock
        self._store = store
        self._bytes_max = bytes_max

    async def receive(self, chunks: AsyncIterable[bytes], *, name: str, token: str) -> File:
        """Store a file in the visitor's conversation, for the next message that names it."""
        now = self._clock.now()
        conversation, policy = await self._db.read(_place, token=token, bytes_max=self._bytes_max)
        try:
            blob = await self._store.receive(chunks, name=name, policy=policy)
        except FileInfected as refused:
            await self._db.write(
                threads.record_refused_file,
                actor=SYSTEM,
                conversation=conversation,
                name=clean_name(name),
                code=refused.code,
                now=now,
            )
            raise
        try:
            return await self._db.write(
                threads.add_file,
                conversation=conversation,
                blob=blob,
                side="customer",
                uploader=visitor_of(token),
                now=now,
            )
        except BaseException:
            await self._store.discard(blob.blob)
            raise

    async def link(self, *, file: str, token: str) -> str:
        """Return a new address at which the visitor can open a file for some minutes."""
        visitor = visitor_of(token)
        return await self._db.read(
            access.link_visitor_file, file=file, visitor=visitor, now=self._clock.now()
        )

    async def find(self, *, file: str, ticket: str) -> tuple[File, Path]:
        """The file that a signed link opens."""
        found = await self._db.read(
            access.access_visitor_file, file=file, ticket=ticket, now=self._clock.now()
        )
        return found.file, self._store.path(found.blob)


def _place(session: Session, *, token: str, bytes_max: int) -> tuple[str, FilePolicy]:
    thread = conversations.conversation_of_visitor(session, visitor=visitor_of(token))
    if thread is None:
        raise TokenUnknown
    widget = directory.widget(session, id=thread.place)
    if widget is None or not widget.files.enabled:
        raise FilesOff
    size_max = min(widget.files.max_bytes, bytes_max)
    return thread.id, FilePolicy(types=tuple(widget.files.types), size_max=size_max)
