"""The driver between browsers keeps the contract: with browsers that do as their plans say.

That real browsers do, and that people then hear each other, is proven by the browser journeys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from onqueue.channels.voice import causes, commands, events
from onqueue.channels.voice.drivers.simulated import ANSWERS, Behaviour
from onqueue.channels.voice.drivers.webrtc import (
    APART_MS_MAX,
    AWAY_MS_MAX,
    SIGNALS_MAX,
    Expected,
    WebRtc,
)
from onqueue.channels.voice.plans import MIC, Plan
from onqueue.channels.voice.tests.contract import TelephonyContract
from onqueue.channels.voice.tests.stage import do, in_room, of_leg, told
from onqueue.kernel.clock import VirtualClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.events import Event

STEP_MS = 50
PATIENCE_MS = 60_000


class Browser:
    """One person's browser: does as it is told, and passes on what it is sent."""

    def __init__(self, stage: BrowserStage, name: str, does: Behaviour) -> None:
        self.name = name
        self.does = does
        self.plans: dict[str, Plan] = {}
        self.signals: list[dict[str, Any]] = []
        self.ended: dict[str, int] = {}
        self._stage = stage

    def tell(self, **frame: Any) -> None:
        if frame["t"] == "signal":
            self.signals.append(frame)
            return
        leg, plan = frame["leg"], frame["plan"]
        if plan is None:
            self.ended[leg] = frame["cause"]
            self.plans.pop(leg, None)
            return
        rings = plan.state == "ringing" and leg not in self.plans
        self.plans[leg] = plan
        if rings:
            self._stage.later(lambda: self._decide(leg))

    def _decide(self, leg: str) -> None:
        if self.does.refuses_with is not None:
            self._stage.driver.hang_up(leg, phone=self, cause=self.does.refuses_with)
        elif self.does.answers_after_ms is not None:
            self._stage.driver.take(leg, phone=self)


class BrowserStage:
    """The driver with browsers around it, in virtual time."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.events: list[Event] = []
        self.browsers: dict[str, Browser] = {}
        self.legs: dict[str, str] = {}
        self._later: list[Callable[[], None]] = []
        self._epoch = 0
        self.driver = self._new_driver()

    @property
    def telephony(self) -> WebRtc:
        return self.driver

    def _new_driver(self) -> WebRtc:
        self._epoch += 1
        driver = WebRtc(now=self.clock.now, epoch=str(self._epoch), ice=lambda _leg: [])
        driver.listen(self._heard)
        return driver

    def _heard(self, event: Event) -> None:
        self.events.append(event)

    def later(self, happen: Callable[[], None]) -> None:
        self._later.append(happen)

    def phone(self, name: str, does: Behaviour | None = None) -> None:
        browser = self.browsers.setdefault(name, Browser(self, name, ANSWERS))
        browser.does = does or ANSWERS
        self.driver.attach(name, attachment=f"tab-of-{name}", phone=browser)

    async def call_in(self, name: str) -> str:
        self.phone(name)
        self.driver.call_in(f"from-{name}", endpoint=name, did="centre")
        return f"from-{name}"

    def _browser_of(self, leg: str) -> Browser:
        return self.browsers[leg.split("-", 1)[1]]

    async def hang_up(self, leg: str) -> None:
        up = any(isinstance(one, events.LegAnswered) and one.leg == leg for one in self.events)
        cause = causes.NORMAL if up else causes.INTERWORKING
        self.driver.hang_up(leg, phone=self._browser_of(leg), cause=cause)

    async def press(self, leg: str, digits: str) -> None:
        pytest.fail("a page has no keypad, and the driver says so")

    async def hold(self, leg: str, *, on: bool) -> None:
        pytest.fail("a page does not put us on hold, and the driver says so")

    async def ask_transfer(self, leg: str, target: str) -> None:
        pytest.fail("a page asks for no transfer, and the driver says so")

    async def crash(self) -> None:
        """Our process dies with what it knew; the books know the legs, and nobody comes back."""
        legs = [leg.id for leg in (await self.driver.snapshot()).legs]
        self.driver = self._new_driver()
        self.driver.start(
            Expected(
                leg=leg,
                endpoint=self._browser_of(leg).name,
                offered=leg.startswith("from"),
                attachment="tab",
            )
            for leg in legs
        )

    async def pass_ms(self, ms: int) -> None:
        for _ in range(0, ms, STEP_MS):
            self.clock.advance(ms=STEP_MS)
            happening, self._later = self._later, []
            for happen in happening:
                happen()
            self.driver.look()

    async def until(self, seen: Callable[[], bool]) -> None:
        for _ in range(0, PATIENCE_MS, STEP_MS):
            if seen():
                return
            await self.pass_ms(STEP_MS)
        raise AssertionError(f"it did not happen; last: {self.events[-5:]}")

    async def hears(self, leg: str) -> set[str]:
        plan = self._plan(leg)
        if plan is None:
            return set()
        heard = set() if plan.music is None else {f"music:{plan.music}"}
        for peer in plan.peers:
            if peer.play:
                heard |= {self._browser_of(one).name for one in self._sent(peer.leg, leg)}
        return heard

    def _plan(self, leg: str) -> Plan | None:
        return self._browser_of(leg).plans.get(leg)

    def _sent(self, by: str, to: str) -> set[str]:
        """Whose voices the browser of one leg sends to that of another."""
        plan = self._plan(by)
        assert plan is not None
        [peer] = [one for one in plan.peers if one.leg == to]
        voices: set[str] = set()
        for source in peer.send:
            if source == MIC:
                voices.add(by)
            elif MIC in self._sends(source, by):
                voices.add(source)
        return voices

    def _sends(self, by: str, to: str) -> tuple[str, ...]:
        plan = self._plan(by)
        assert plan is not None
        [peer] = [one for one in plan.peers if one.leg == to]
        return peer.send


@pytest.fixture
def stage() -> BrowserStage:
    return BrowserStage()


class TestWebRtc(TelephonyContract):
    """All that the contract asks of browsers."""


def _link(stage: BrowserStage, leg: str) -> str:
    plan = stage.browsers[leg.removeprefix("to-")].plans[leg]
    return plan.peers[0].link


def _signal(stage: BrowserStage, name: str, link: str, data: bytes = b'"sdp"') -> bool:
    browser = stage.browsers[name]
    return stage.driver.signal(f"to-{name}", phone=browser, link=link, data=msgspec.Raw(data))


async def test_signals_go_to_the_other_end_of_the_connection(stage: BrowserStage) -> None:
    await in_room(stage, "ann", "ben")
    link = _link(stage, "to-ann")
    assert link == _link(stage, "to-ben")
    assert _signal(stage, "ann", link)
    assert stage.browsers["ben"].signals == [
        {"t": "signal", "leg": "to-ben", "link": link, "data": msgspec.Raw(b'"sdp"')}
    ]
    assert stage.browsers["ann"].signals == []


async def test_signals_of_strangers_and_on_other_links_go_nowhere(stage: BrowserStage) -> None:
    await in_room(stage, "ann", "ben")
    stage.phone("eve")
    link = _link(stage, "to-ann")
    eve = stage.browsers["eve"]
    assert not stage.driver.signal("to-ann", phone=eve, link=link, data=msgspec.Raw(b"1"))
    assert not _signal(stage, "ann", "another")
    assert stage.browsers["ben"].signals == []


async def test_signals_are_bounded_in_size_and_number(stage: BrowserStage) -> None:
    await in_room(stage, "ann", "ben")
    link = _link(stage, "to-ann")
    assert not _signal(stage, "ann", link, b"1" * 20_000)
    taken = [_signal(stage, "ann", link) for _ in range(SIGNALS_MAX + 5)]
    assert taken == [True] * SIGNALS_MAX + [False] * 5
    await stage.pass_ms(10_000)
    assert _signal(stage, "ann", link)


async def test_a_browser_that_comes_back_goes_on_in_the_same_connection(
    stage: BrowserStage,
) -> None:
    await in_room(stage, "ann", "ben")
    link = _link(stage, "to-ann")
    stage.driver.detach("ann", phone=stage.browsers["ann"])
    await stage.pass_ms(AWAY_MS_MAX - STEP_MS)
    stage.phone("ann")
    await stage.pass_ms(AWAY_MS_MAX)
    assert _link(stage, "to-ann") == link
    assert await stage.hears("to-ben") == {"ann"}


async def test_a_browser_that_stays_away_ends_its_leg(stage: BrowserStage) -> None:
    await in_room(stage, "ann", "ben")
    stage.driver.detach("ann", phone=stage.browsers["ann"])
    await stage.pass_ms(AWAY_MS_MAX)
    ended = await told(stage, events.LegEnded, leg="to-ann")
    assert (ended.cause, ended.by) == (causes.NO_MEDIA, "system")


async def test_another_tab_takes_the_leg_over_in_a_new_connection(stage: BrowserStage) -> None:
    await in_room(stage, "ann", "ben")
    link = _link(stage, "to-ann")
    first = stage.browsers["ann"]
    second = stage.browsers["ann"] = Browser(stage, "ann", ANSWERS)
    before = stage.driver.attach("ann", attachment="another-tab", phone=second)
    assert before is first
    assert _link(stage, "to-ann") == _link(stage, "to-ben") != link
    stage.driver.detach("ann", phone=first)
    await stage.pass_ms(AWAY_MS_MAX * 2)
    assert "LegEnded" not in of_leg(stage, "to-ann")
    stage.driver.hang_up("to-ann", phone=first)
    assert "LegEnded" not in of_leg(stage, "to-ann")


async def test_who_cannot_be_reached_is_given_up_and_the_caller_stays(
    stage: BrowserStage,
) -> None:
    leg = await stage.call_in("carl")
    await do(stage, commands.Answer(leg=leg))
    await in_room(stage, "ann")
    await do(stage, commands.Join(room="room", leg=leg))
    carl = stage.browsers["carl"]
    stage.driver.report(leg, phone=carl, apart=True, stats=None)
    await stage.pass_ms(APART_MS_MAX)
    ended = await told(stage, events.LegEnded, leg="to-ann")
    assert ended.cause == causes.NO_MEDIA
    assert "LegEnded" not in of_leg(stage, leg)


async def test_who_was_apart_for_a_moment_goes_on(stage: BrowserStage) -> None:
    await in_room(stage, "ann", "ben")
    ann = stage.browsers["ann"]
    stage.driver.report("to-ann", phone=ann, apart=True, stats=None)
    await stage.pass_ms(APART_MS_MAX - STEP_MS)
    stage.driver.report("to-ann", phone=ann, apart=False, stats=None)
    await stage.pass_ms(APART_MS_MAX)
    assert "LegEnded" not in of_leg(stage, "to-ann")


async def test_a_browser_in_a_call_is_busy(stage: BrowserStage) -> None:
    await in_room(stage, "ann")
    await do(stage, commands.Dial(leg="second", target="ann"))
    ended = await told(stage, events.LegEnded, leg="second")
    assert ended.cause == causes.BUSY


async def test_after_a_restart_browsers_come_back_to_their_legs(stage: BrowserStage) -> None:
    await in_room(stage, "ann", "ben")
    link = _link(stage, "to-ann")
    await stage.crash()
    stage.driver.start(
        Expected(leg=f"to-{name}", endpoint=name, offered=False, attachment=f"tab-of-{name}")
        for name in ("ann", "ben")
    )
    stage.phone("ann")
    stage.phone("ben")
    await do(stage, commands.OpenRoom(room="room"))
    await do(stage, *(commands.Join(room="room", leg=f"to-{name}") for name in ("ann", "ben")))
    await stage.pass_ms(AWAY_MS_MAX * 2)
    assert _link(stage, "to-ann") == link
    assert await stage.hears("to-ann") == {"ben"}
