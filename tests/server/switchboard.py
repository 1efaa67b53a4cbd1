"""Telephone calls without sound, in virtual time: the whole program but for Asterisk."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onqueue.channels.voice.calls import Calls
from onqueue.channels.voice.carriers import ASTERISK, Carrier
from onqueue.channels.voice.drivers.simulated import Simulated
from onqueue.channels.voice.incoming import Incoming
from onqueue.channels.voice.outgoing import Outgoing
from onqueue.channels.voice.walking.messages import NAME, POLICY
from onqueue.kernel.clock import VirtualClock
from onqueue.kernel.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from onqueue.channels.voice.events import RecordFinished
    from onqueue.conversations.service.blobs import Blob
    from tests.server.scene import Centre

STEP_MS = 100
LOOK_MS = 500


@dataclass
class Switchboard:
    """What carries the calls of a centre, and those who call."""

    centre: Centre
    driver: Simulated
    calls: Calls
    tasks: Tasks = field(default_factory=Tasks)
    broken: bool = False
    """Nothing can be spoken."""

    @property
    def clock(self) -> VirtualClock:
        clock = self.centre.program.clock
        assert isinstance(clock, VirtualClock)
        return clock

    async def call(self, did: str, *, caller: str = "+4917012345") -> str:
        """Let somebody call; returns the leg."""
        leg = self.driver.call_in(caller=caller, did=did)
        await self.settle()
        return leg

    async def press(self, leg: str, keys: str) -> None:
        for key in keys:
            self.driver.press(leg, key)
            await self.settle()

    async def pass_ms(self, ms: int) -> None:
        """Let time pass, here and at the centre, and everything happen that is due."""
        for _ in range(0, ms, STEP_MS):
            self.clock.advance(ms=STEP_MS)
            self.driver.advance(ms=STEP_MS)
            if (self.driver.now_at // STEP_MS) % (LOOK_MS // STEP_MS) == 0:
                await self.settle()

    async def settle(self) -> None:
        for _ in range(3):
            await self.calls._announcer.tell(self.calls._calls)
            self.calls.look_at_all()
            await self.calls.caught_up()
            await self.centre.settle()

    def hears(self, leg: str) -> str:
        """The one thing that a caller hears."""
        heard = self.driver.hears(leg)
        assert len(heard) <= 1, heard
        return next(iter(heard), "").removeprefix("play:")

    async def heard(self, leg: str, *, until: str) -> list[str]:
        """All that a caller hears one after another, until something is heard."""
        told: list[str] = []
        for _ in range(600):
            now = self.hears(leg)
            if now and told[-1:] != [now]:
                told.append(now)
            if now == until:
                return told
            await self.pass_ms(LOOK_MS)
        raise AssertionError(f"{until!r} was not heard: {told}")

    async def again(self) -> None:
        """Another life of the server: it knows the books, and what the driver carries."""
        await self.tasks.stop()
        self.calls = calls_of(self.centre, self.driver, self)
        await self.start()

    async def start(self) -> None:
        await self.calls.start()
        self.tasks = Tasks()
        self.tasks.start(self.calls._turns.run(), name="calls")
        await self.settle()


async def _wav(samples: list[int]) -> AsyncIterator[bytes]:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(2 * len(samples)))
    yield kept.getvalue()


async def _say(text: str, language: str) -> str:
    return f"{language}: {text}" if text else "tone"


def calls_of(centre: Centre, driver: Simulated, board: Switchboard | None = None) -> Calls:
    program = centre.program

    async def say(text: str, language: str) -> str:
        if board is not None and board.broken:
            raise RuntimeError("nothing can be spoken")
        return await _say(text, language)

    async def keep(event: RecordFinished) -> Blob | None:
        """The simulated driver writes no sound, so this is some."""
        samples = [0] * (event.duration_ms * 8)
        return await program.files.receive(_wav(samples), name=NAME, policy=POLICY)

    return Calls(
        db=program.db,
        clock=program.clock,
        replica=program.house.replica,
        asking=program.house.asking,
        carriers=[
            Carrier(name=ASTERISK, telephony=driver, is_up=lambda: True),
        ],
        incoming=Incoming(db=program.db, clock=program.clock, arrivals=program.arrivals),
        outgoing=Outgoing(db=program.db, clock=program.clock, asking=program.house.asking),
        words=lambda kind: (kind,),
        say=say,
        keep=keep,
        show=lambda _shown, _people: None,
    )


async def switchboard(centre: Centre) -> Switchboard:
    """A switchboard that runs."""
    driver = Simulated(start_at=centre.program.clock.now())
    board = Switchboard(centre=centre, driver=driver, calls=calls_of(centre, driver))
    board.calls = calls_of(centre, driver, board)
    await board.start()
    return board
