"""The simulated driver keeps the contract, and writes down what each leg heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onqueue.channels.voice import causes, commands, events
from onqueue.channels.voice.drivers.simulated import ANSWERS, Behaviour, Simulated
from onqueue.channels.voice.tests.contract import TelephonyContract
from onqueue.channels.voice.tests.stage import do, in_room, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.events import Event

STEP_MS = 10
PATIENCE_MS = 60_000


class SimulatedStage:
    """The simulated driver, in virtual time."""

    def __init__(self) -> None:
        self.driver = Simulated()
        self.telephony = self.driver
        self.events: list[Event] = []
        self.driver.listen(self.events.append)

    def phone(self, name: str, does: Behaviour | None = None) -> None:
        self.driver.phone(name, does or ANSWERS)

    async def call_in(self, name: str) -> str:
        return self.driver.call_in(caller=name)

    async def hang_up(self, leg: str) -> None:
        self.driver.hang_up(leg)

    async def press(self, leg: str, digits: str) -> None:
        self.driver.press(leg, digits)

    async def hold(self, leg: str, *, on: bool) -> None:
        self.driver.hold(leg, on=on)

    async def ask_transfer(self, leg: str, target: str) -> None:
        self.driver.ask_transfer(leg, target)

    async def crash(self) -> None:
        self.driver.crash()

    async def pass_ms(self, ms: int) -> None:
        self.driver.advance(ms=ms)

    async def until(self, seen: Callable[[], bool]) -> None:
        for _ in range(0, PATIENCE_MS, STEP_MS):
            if seen():
                return
            self.driver.advance(ms=STEP_MS)
        raise AssertionError(f"it did not happen; last: {self.events[-5:]}")

    async def hears(self, leg: str) -> set[str]:
        return set(self.driver.hears(leg))


@pytest.fixture
def stage() -> SimulatedStage:
    return SimulatedStage()


class TestSimulated(TelephonyContract):
    """All that the contract asks."""


async def test_what_a_leg_heard_is_written_down(stage: SimulatedStage) -> None:
    await in_room(stage, "ann", "ben")
    await stage.pass_ms(1_000)
    await do(stage, commands.Hold(leg="to-ann"))
    await stage.pass_ms(500)
    await do(stage, commands.Hangup(leg="to-ann"))
    assert stage.driver.heard["to-ann"] == [
        (0, frozenset()),
        (100, frozenset({"ben"})),
        (1_100, frozenset({"music:default"})),
        (1_600, frozenset()),
    ]


async def test_a_phone_hangs_up_when_its_script_says(stage: SimulatedStage) -> None:
    stage.phone("ann", Behaviour(answers_after_ms=2_000, hangs_up_after_ms=5_000))
    await do(stage, commands.Dial(leg="leg", target="ann"))
    ended = await told(stage, events.LegEnded, leg="leg")
    assert (ended.at, ended.cause, ended.by) == (7_000, causes.NORMAL, "far")


async def test_a_command_that_no_driver_here_knows_is_rejected(stage: SimulatedStage) -> None:
    outcome = await stage.driver.do(commands.OpenStream(stream="s", of="leg"))
    assert outcome.__class__.__name__ == "Rejected"
