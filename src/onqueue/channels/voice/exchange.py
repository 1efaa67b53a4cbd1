"""Which Asterisk carries a centre's telephone calls, and which telephones do agents have there?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import structlog

from onqueue.channels.voice import desk_phones
from onqueue.channels.voice.asterisk.asking import AGENT
from onqueue.channels.voice.asterisk.configuration import secret_of
from onqueue.channels.voice.asterisk.driver import AsteriskTelephony
from onqueue.channels.voice.asterisk.install import installed
from onqueue.channels.voice.asterisk.place import Place, place_of, plan_of
from onqueue.channels.voice.carriers import BROWSER
from onqueue.channels.voice.softphones import Softphones
from onqueue.channels.voice.speech.install import engine_of
from onqueue.channels.voice.speech.speaker import Speaker
from onqueue.channels.voice.spool import sweep
from onqueue.kernel.durable import make_folder
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.plan import Plan
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.kernel.settings import Settings

log = structlog.get_logger(__name__)

Way = Literal["browser", "desk_phone", "none"]
"""By which telephone an agent speaks with those who call by one."""

TOLD: Final = ("im-sorry", "please-try-call-later")
"""Asterisk's own words, where the centre has none of its own."""


class Exchange:
    """The Asterisk of one centre, as this process knows it."""

    def __init__(self, *, db: Database, clock: Clock, place: Place, plan: Plan) -> None:
        self._db = db
        self._place, self._plan = place, plan
        make_folder(place.run)
        self._spool = place.run / "spool" / "recording"
        self.telephony = AsteriskTelephony(
            plan=plan,
            secret=secret_of(place.run),
            recordings=self._spool,
            clock=clock,
        )
        self.softphones = Softphones(phones=self.telephony.phones, now=clock.now)
        self._there: frozenset[str] = frozenset()
        self._started = False
        self.speaker = Speaker(sounds=place.run / "sounds" / "en", engine=engine_of(place.speech))

    async def start(self) -> None:
        """Wait for Asterisk from now on; once."""
        if self._started:
            return
        self._started = True
        await self.tell_phones()
        await sweep(self._spool, db=self._db)
        try:
            await self.telephony.start()
        except OSError as error:
            # Chats and calls between browsers go on without it.
            log.error("exchange.not_waiting", port=self._plan.events_port, reason=str(error))  # noqa: TRY400 - a sentence for people

    async def stop(self) -> None:
        """Let go of Asterisk; its calls go on."""
        if self._started:
            await self.telephony.stop()

    async def tell_phones(self) -> None:
        """Let exactly those telephones register whose agents may have one."""
        wanted = {one.account: one for one in await self._db.read(desk_phones.all_phones)}
        phones = self.telephony.phones
        for account in phones.names(kind="desk") - wanted.keys():
            await phones.dismiss(account)
        for account, phone in wanted.items():
            if not phones.knows(account, proof=phone.proof):
                await phones.admit(account, proof=phone.proof)

    async def look(self) -> None:
        """See which telephones are there now."""
        if not self._started:
            return
        await self.softphones.look()
        there = await self.telephony.phones.all_there()
        self._there = self._there if there is None else there

    def reachable(self) -> frozenset[str]:
        """Return the agents who have a telephone now."""
        pages = self.softphones.accounts()
        desks = self.telephony.phones.names(kind="desk") & self._there
        return desks | {pages[name] for name in pages.keys() & self._there}

    def way(self, account: str) -> Way:
        """Say by which telephone an agent speaks: the one on the desk goes first."""
        if account in self._there:
            return "desk_phone"
        page = self.softphones.of(account)
        return "browser" if page is not None and page.name in self._there else "none"

    def phone_of(self, target: str) -> str:
        """Return what is dialled for an agent."""
        account = target.removeprefix(AGENT)
        page = self.softphones.of(account)
        if self.way(account) == "browser" and page is not None:
            return f"{BROWSER}{page.name}"
        return target

    def is_coming(self, account: str) -> bool:
        """Tell whether an agent has no telephone and is expected to have one within moments."""
        return self.way(account) == "none" and self.softphones.is_coming(account)

    async def test(self, account: str) -> bool:
        """Call an agent's telephone, and let them hear themselves; False when there is none."""
        if self.way(account) == "none":
            return False
        return await self.telephony.echo(self.phone_of(f"{AGENT}{account}"))

    @property
    def emergency(self) -> tuple[str, ...]:
        """The numbers that are always dialled."""
        return self._plan.emergency

    def is_emergency(self, number: str) -> bool:
        """Tell whether a number is one that is always dialled, and nobody is asked."""
        return number in self._plan.emergency

    async def call_for_help(self, account: str, *, number: str) -> bool:
        """Let an agent's telephone call an emergency number; False when there is none."""
        if self.way(account) == "none":
            return False
        return await self.telephony.call_for_help(self.phone_of(f"{AGENT}{account}"), number=number)

    @property
    def sockets(self) -> str:
        """Where browsers reach Asterisk; from this machine alone."""
        return f"ws://127.0.0.1:{self._plan.http_port}/ws"

    @property
    def address(self) -> str:
        """Where a telephone registers."""
        plan = self._plan
        host = plan.public_address or plan.bind
        return f"{host}:{plan.sip_port}"

    def words(self, kind: str) -> tuple[str, ...]:
        """Return what is played to somebody who cannot wait."""
        own = self._place.run / "sounds" / "en" / "onqueue" / f"{kind}.wav"
        return (f"onqueue/{kind}",) if own.exists() else TOLD


def exchange_of(settings: Settings, *, db: Database, clock: Clock) -> Exchange | None:
    """Return the centre's Asterisk; None where it has none, or none that can be used."""
    if not settings.carries_calls or settings.asterisk == "off":
        return None
    place = place_of(settings)
    try:
        installed(place.program)
        return Exchange(db=db, clock=clock, place=place, plan=plan_of(settings))
    except OnqueueError as error:
        if settings.asterisk == "on":
            raise
        if error.code != "voice.not_installed":
            log.error("exchange.unusable", reason=str(error))  # noqa: TRY400 - a sentence for people
        return None
