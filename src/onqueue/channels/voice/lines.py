"""Who has a telephone for those who call by one, and who hears of it?

A page that carries an agent's sound gets what it needs to register at Asterisk. What is there is
looked at time and again; whoever has a telephone is asked for such calls, everybody else is not,
and the desk says by which telephone its agent speaks.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from onqueue.channels.voice.carriers import BROWSER
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from onqueue.channels.voice.calls import Calls
    from onqueue.channels.voice.drivers.webrtc import Phone
    from onqueue.channels.voice.exchange import Exchange

log = structlog.get_logger(__name__)


class Lines:
    """The telephones of all agents at one Asterisk."""

    def __init__(
        self,
        *,
        exchange: Exchange,
        calls: Calls,
        equip: Callable[[frozenset[str]], Awaitable[None]],
        desks_of: Callable[[str], Iterable[Phone]],
        ice: Callable[[str], list[dict[str, Any]]],
    ) -> None:
        """`equip` is told who has a telephone; `ice` names what helps a page to be found."""
        self._exchange = exchange
        self._calls = calls
        self._equip = equip
        self._desks_of = desks_of
        self._ice = ice
        self._looking = asyncio.Lock()
        self._equipped: frozenset[str] | None = None
        self._told: dict[str, dict[str, Any]] = {}

    async def give(self, account: str, attachment: str, page: Phone) -> None:
        """Let a page of an agent be their telephone."""
        line = await self._exchange.softphones.give(account, attachment=attachment)
        page.tell(t="line", name=line.name, password=line.password, ice=self._ice(line.name))
        await self._calls.moved(account, target=f"{BROWSER}{line.name}")

    async def gone(self, account: str, *, for_good: bool) -> None:
        """The page that was an agent's telephone is gone."""
        if for_good:
            await self._exchange.softphones.take(account)
        else:
            self._exchange.softphones.gone(account)
        await self.look()

    def greet(self, account: str, desk: Phone) -> None:
        """Tell a desk by which telephone its agent speaks, and let it hear when that changes."""
        shown = self._told[account] = self._shown(account)
        desk.tell(**shown)

    async def look(self) -> None:
        """See who has a telephone now, and tell whom it concerns."""
        async with self._looking:
            await self._exchange.look()
            self._tell()
            if self._exchange.telephony.is_up:
                await self._settle(self._exchange.reachable())

    async def _settle(self, reachable: frozenset[str]) -> None:
        if reachable == self._equipped:
            return
        self._calls.look_at_all()
        try:
            await self._equip(reachable)
        except OnqueueError as error:
            log.info("lines.delayed", code=error.code)  # the next look asks again
        else:
            self._equipped = reachable

    def _tell(self) -> None:
        for account, told in list(self._told.items()):
            desks = list(self._desks_of(account))
            shown = self._shown(account)
            if not desks:
                del self._told[account]
            elif shown != told:
                self._told[account] = shown
                for desk in desks:
                    desk.tell(**shown)

    def _shown(self, account: str) -> dict[str, Any]:
        exchange = self._exchange
        up = exchange.telephony.is_up
        return {"t": "telephone", "way": exchange.way(account) if up else "none", "carried": up}
