"""What is done with recordings after the call, and on a schedule?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.kernel.errors import Unavailable
from onqueue.recording.service.talks import STORE

if TYPE_CHECKING:
    from onqueue.kernel.worker import Jobs
    from onqueue.recording.service.vault import Vault

DELETE: Final = "recording.delete_due"
DELETE_CRON: Final = "23 * * * *"


class NotDeleted(Unavailable):
    """{count} recordings whose time is over could not be deleted."""

    code = "recording.not_deleted"


def register(jobs: Jobs, *, vault: Vault) -> None:
    """Let finished recordings be stored, and those whose time is over be deleted."""

    async def store(payload: dict[str, Any]) -> None:
        await vault.store(payload["recording"])

    async def delete(_payload: dict[str, Any]) -> None:
        left = await vault.delete_due()
        if left:
            raise NotDeleted(retry_after_s=60, count=left)

    jobs.handle(STORE, store)
    jobs.handle(DELETE, delete)
    jobs.every(DELETE, cron=DELETE_CRON)
