"""Where does a message go that was recorded? Among the files of its conversation.

There it is shown, kept, looked at for viruses, backed up and forgotten like all that a customer
sends.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import structlog

from onqueue.conversations.rules.files import FilePolicy
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from onqueue.channels.voice.events import RecordFinished
    from onqueue.conversations.service import FileStore
    from onqueue.conversations.service.blobs import Blob

log = structlog.get_logger(__name__)

NAME: Final = "voice-message.wav"
POLICY: Final = FilePolicy(types=("audio/wav",), size_max=20 * 1024 * 1024)
PIECE: Final = 256 * 1024


class Messages:
    """Takes recorded messages into the centre's files."""

    def __init__(self, files: FileStore) -> None:
        self._files = files

    async def keep(self, event: RecordFinished) -> Blob | None:
        """Return a message as a file of ours; None where it is gone, or must not be kept."""
        path = Path(unquote(urlsplit(event.uri).path))
        try:
            blob = await self._files.receive(_pieces(path), name=NAME, policy=POLICY)
            await asyncio.to_thread(path.unlink, missing_ok=True)
        except (OSError, OnqueueError) as error:
            log.warning("calls.message_not_kept", record=event.record, reason=str(error))
            return None
        return blob


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
