"""Which browsers are telephones at Asterisk, and by which secret?

One page of an agent at a time. Its name is made of the account and of the page, its password is
drawn for it and kept in memory alone: so a page that is gone cannot be called by mistake, and what
it knew opens nothing any more.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onqueue.kernel.ids import new_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.asterisk.phones import Phones

COMING_MS: Final = 8_000
"""How long a page may take to register, or to come back after it was loaded anew."""
GONE_MS_MAX: Final = 20_000
"""How long the secret of a page counts whose socket is gone: its sound may go on meanwhile."""
ATTACHMENT_MAX: Final = 36


@dataclass(slots=True, eq=False)
class Softphone:
    """One page as a telephone."""

    name: str
    attachment: str
    password: str
    here_at: int
    """When it came, or went."""
    is_here: bool = True
    revoked: asyncio.Event = field(default_factory=asyncio.Event)


class Softphones:
    """The pages that are telephones."""

    def __init__(self, *, phones: Phones, now: Callable[[], int]) -> None:
        self._phones = phones
        self._now = now
        self._of: dict[str, Softphone] = {}

    async def give(self, account: str, *, attachment: str) -> Softphone:
        """Let a page register; the one before of the same agent does no more."""
        known = self._of.get(account)
        if known is not None and known.attachment == attachment:
            known.is_here, known.here_at = True, self._now()
            return known
        await self.take(account)
        name = f"{account}.{attachment[:ATTACHMENT_MAX]}"
        made = Softphone(
            name=name, attachment=attachment, password=new_token(), here_at=self._now()
        )
        self._of[account] = made
        await self._phones.admit(name, password=made.password, kind="browser")
        return made

    def gone(self, account: str) -> None:
        """The page's socket is gone; it may come back."""
        known = self._of.get(account)
        if known is not None and known.is_here:
            known.is_here, known.here_at = False, self._now()

    async def take(self, account: str) -> None:
        """Let the page of an agent register no more."""
        known = self._of.pop(account, None)
        if known is not None:
            known.revoked.set()
            await self._phones.dismiss(known.name)

    async def look(self) -> None:
        """Let those register no more who have been gone for too long."""
        now = self._now()
        for account, known in list(self._of.items()):
            if not known.is_here and now - known.here_at >= GONE_MS_MAX:
                await self.take(account)

    def of(self, account: str) -> Softphone | None:
        """Return the page that is an agent's telephone."""
        return self._of.get(account)

    def accounts(self) -> dict[str, str]:
        """Return whose the pages are, by their names."""
        return {known.name: account for account, known in self._of.items()}

    def is_coming(self, account: str) -> bool:
        """Tell whether a page is expected to register within moments."""
        known = self._of.get(account)
        return known is not None and self._now() - known.here_at < COMING_MS
