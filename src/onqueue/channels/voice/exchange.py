"""Which Asterisk carries a centre's telephone calls, and which telephones do agents have there?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from onqueue.channels.voice import desk_phones
from onqueue.channels.voice.asterisk.configuration import secret_of
from onqueue.channels.voice.asterisk.driver import AsteriskTelephony
from onqueue.channels.voice.asterisk.install import installed
from onqueue.channels.voice.asterisk.place import Place, place_of, plan_of
from onqueue.channels.voice.speech.install import engine_of
from onqueue.channels.voice.speech.speaker import Speaker
from onqueue.kernel.durable import make_folder
from onqueue.kernel.errors import OnqueueError

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.plan import Plan
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database
    from onqueue.kernel.settings import Settings

log = structlog.get_logger(__name__)

TOLD: Final = ("im-sorry", "please-try-call-later")
"""Asterisk's own words, where the centre has none of its own."""


class Exchange:
    """The Asterisk of one centre, as this process knows it."""

    def __init__(self, *, db: Database, clock: Clock, place: Place, plan: Plan) -> None:
        self._db = db
        self._place, self._plan = place, plan
        make_folder(place.run)
        self.telephony = AsteriskTelephony(
            plan=plan,
            secret=secret_of(place.run),
            recordings=place.run / "spool" / "recording",
            clock=clock,
        )
        self._started = False
        self.speaker = Speaker(sounds=place.run / "sounds" / "en", engine=engine_of(place.speech))

    async def start(self) -> None:
        """Wait for Asterisk from now on; once."""
        if self._started:
            return
        self._started = True
        await self.tell_phones()
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
        for account in phones.names() - wanted.keys():
            await phones.dismiss(account)
        for account, phone in wanted.items():
            if not phones.knows(account, proof=phone.proof):
                await phones.admit(account, proof=phone.proof)

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
