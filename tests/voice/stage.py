"""Asterisk for the contract of telephony: phones on the wire, and an ear that measures."""

import asyncio
from collections.abc import Callable

from onqueue.channels.voice import causes, commands, events
from onqueue.channels.voice.asterisk.driver import AsteriskTelephony
from onqueue.channels.voice.drivers.simulated import Behaviour
from onqueue.channels.voice.events import Event
from onqueue.cli.demo.telephones.phone import Call, Manners, Phone
from onqueue.kernel.clock import SystemClock
from tests.voice.exchange import CARRIER, Exchange

DESKS = ("ann", "ben", "carl", "cid", "sue")
SIP_CODES = {causes.BUSY: 486, causes.REFUSED: 603, causes.ABSENT: 480}
PATIENCE_S = 20
LOOK_EVERY_S = 0.02


class AsteriskStage:
    """A driver at a real Asterisk, and phones around it."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.events: list[Event] = []
        self.telephony = self.connect()
        self.phones: dict[str, Phone] = {}
        self.callers: dict[str, Call] = {}
        """Calls that came in, by their legs."""

    def connect(self) -> AsteriskTelephony:
        """Make a driver that knows nothing yet, as after our restart."""
        telephony = AsteriskTelephony(
            plan=self.exchange.plan,
            secret=self.exchange.secret,
            recordings=self.exchange.run / "spool" / "recording",
            clock=SystemClock(),
        )
        telephony.listen(self.events.append)
        return telephony

    async def open(self) -> None:
        await self.telephony.start()
        await self.until(self.is_up)
        for name in DESKS:
            await self.telephony.phones.admit(name, password=f"secret-{name}")
            phone = await Phone(name=name, ip="127.0.0.1", exchange=self.exchange.sip).open()
            self.phones[name] = phone
            await phone.register(f"secret-{name}")
        self.events.clear()

    async def reopen(self) -> None:
        """Come back as another process that remembers nothing."""
        self.events.clear()
        self.telephony = self.connect()
        await self.telephony.start()
        await self.until(self.is_up)

    async def close(self) -> None:
        """Leave nothing behind for the next test: neither calls nor news of them."""
        try:
            for leg in (await self.telephony.snapshot()).legs:
                await self.telephony.do(commands.Hangup(leg=leg.id))
            for room in (await self.telephony.snapshot()).rooms:
                await self.telephony.do(commands.CloseRoom(room=room))
            for phone in [*self.phones.values(), *(one.phone for one in self.callers.values())]:
                await phone.close()
            if self.exchange.asterisk.pid() is not None:
                await self.until_empty()
        finally:
            await self.telephony.stop()

    async def until_empty(self) -> None:
        """Wait until nobody talks."""
        async with asyncio.timeout(PATIENCE_S):
            while not await asyncio.to_thread(self.exchange.is_empty):  # noqa: ASYNC110 - below
                await asyncio.sleep(LOOK_EVERY_S)

    def is_up(self) -> bool:
        return any(isinstance(event, events.NodeResynced) for event in self.events)

    # --- the contract's ------------------------------------------------------------------------

    def phone(self, name: str, does: Behaviour | None = None) -> None:
        does = does or Behaviour()
        cause = does.refuses_with
        self.phones[name].manners = Manners(
            refuses_with=None if cause is None else SIP_CODES[cause],
            answers=does.answers_after_ms is not None,
        )

    async def call_in(self, name: str) -> str:
        phone = await Phone(name=name, ip=CARRIER, exchange=self.exchange.sip).open()
        call = await phone.call("centre")
        offered: list[events.LegOffered] = []

        def found() -> bool:
            offered[:] = [
                one
                for one in self.events
                if isinstance(one, events.LegOffered) and one.leg not in self.callers
            ]
            return bool(offered)

        await self.until(found)
        self.callers[offered[0].leg] = call
        return offered[0].leg

    def call_of(self, leg: str) -> Call:
        """The call that a leg is at its far end."""
        if leg in self.callers:
            return self.callers[leg]
        return self.phones[leg.removeprefix("to-")].calls[-1]

    async def hang_up(self, leg: str) -> None:
        await self.call_of(leg).hang_up()

    async def press(self, leg: str, digits: str) -> None:
        call = self.call_of(leg)
        await self.until(lambda: call.is_up)
        call.media.keys.extend(digits)

    async def hold(self, leg: str, *, on: bool) -> None:
        await self.call_of(leg).hold(on=on)

    async def ask_transfer(self, leg: str, target: str) -> None:
        await self.call_of(leg).refer(target)

    async def crash(self) -> None:
        await asyncio.to_thread(self.exchange.asterisk.kill)
        await asyncio.to_thread(self.exchange.asterisk.start)

    async def pass_ms(self, ms: int) -> None:
        await asyncio.sleep(ms / 1_000)

    async def until(self, seen: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not seen():  # noqa: ASYNC110 - what is seen may lie at a phone
                    await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            raise AssertionError(f"it did not happen; last: {self.events[-5:]}") from None

    async def hears(self, leg: str) -> set[str]:
        return await self.call_of(leg).media.hears()
