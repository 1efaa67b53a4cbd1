"""Calls through Asterisk: one node that connects to us, fulfilling the telephony port.

It is up while its first socket is there and what it carries has been compared with what we
believe. An event is sent round every few seconds: a way that is open in one direction only would
otherwise look well. A node that stays away has lost its calls as far as we are concerned, so that
agents are free and customers can be called back; if it comes back with them, they are hung up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice import events
from onqueue.channels.voice.asterisk import comparing, telling
from onqueue.channels.voice.asterisk.asking import Asking
from onqueue.channels.voice.asterisk.dialplan import SEEN
from onqueue.channels.voice.asterisk.link import AwayError
from onqueue.channels.voice.asterisk.node import Node
from onqueue.channels.voice.asterisk.phones import Phones
from onqueue.channels.voice.asterisk.wires import NotTakenError
from onqueue.channels.voice.port import Capabilities, Outcome, Snapshot, Stats

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from onqueue.channels.voice.asterisk.plan import Plan
    from onqueue.channels.voice.commands import Command
    from onqueue.channels.voice.events import Event
    from onqueue.kernel.clock import Clock

BEAT: Final = "onqueue.beat"
BEAT_MS: Final = 3_000
LOST_AFTER_MS: Final = 8_000
MS: Final = 1_000
CAN: Final = Capabilities(
    driver="asterisk",
    numbers=True,
    record=True,
    tap=True,
    play=True,
    dtmf=True,
    amd=True,
    streams=False,
    transfers=True,
)


class AsteriskTelephony:
    """One Asterisk node."""

    def __init__(self, *, plan: Plan, secret: str, recordings: Path, clock: Clock) -> None:
        self._node = Node(
            plan=plan,
            secret=secret,
            recordings=recordings,
            clock=clock,
            hear=self._hear,
            change=self._change,
        )
        self._asking = Asking(self._node)
        self.phones = Phones(self._node.link)
        """Phones that may register, and can be dialled by their names."""
        self._echoed = True
        self._stopping = False
        self._life = 0
        """Counts connections: what was begun under one does not go on under the next."""

    async def start(self) -> None:
        """Wait for Asterisk; `NodeUp` is told when it is there."""
        await self._node.link.start()
        self._node.tasks.start(self._beat(), name="asterisk: beat")

    async def stop(self) -> None:
        """Let go of Asterisk. Calls go on there."""
        self._stopping = True
        await self._node.link.stop()
        await self._node.tasks.stop()

    def cut(self) -> None:
        """Drop the connection; Asterisk makes another one."""
        self._node.link.cut()

    @property
    def is_up(self) -> bool:
        """Tell whether it can be asked."""
        return self._node.ready

    # --- the port -----------------------------------------------------------------------------

    @property
    def capabilities(self) -> Capabilities:
        """Everything but streams."""
        return CAN

    def listen(self, hear: Callable[[Event], None]) -> None:
        """Tell events to `hear` from now on."""
        self._node.listener = hear

    async def do(self, command: Command) -> Outcome:
        """Take a command."""
        return await self._asking.do(command)

    async def echo(self, target: str) -> bool:
        """Call a phone and send back what it says; whether it could be called."""
        if not self._node.ready:
            return False
        try:
            return await self._asking.echo(target)
        except AwayError:
            return False

    async def call_for_help(self, target: str, *, number: str) -> bool:
        """Let a phone call an emergency number; whether it could be called."""
        try:
            return await self._asking.call_for_help(target, number=number)
        except AwayError:
            return False

    async def snapshot(self) -> Snapshot:
        """Say what is carried now."""
        return self._node.snapshot()

    async def stats(self, leg: str) -> Stats | None:
        """Say how a leg sounds."""
        try:
            answer = await self._node.link.ask("GET", "channels", leg, "rtp_statistics", lane=leg)
        except AwayError:
            return None
        if not answer.ok:
            return None
        lost, came = answer.body.get("rxploss", 0), answer.body.get("rxcount", 0)
        return Stats(
            lost=lost / (lost + came) if lost + came else 0.0,
            jitter_ms=answer.body.get("rxjitter", 0.0) * MS,
            round_trip_ms=answer.body.get("rtt", 0.0) * MS,
        )

    # --- the connection -----------------------------------------------------------------------

    def _hear(self, event: dict[str, Any]) -> None:
        if event["type"] == "ChannelUserevent" and event["eventname"] == BEAT:
            self._echoed = True
        else:
            telling.hear(self._node, event)

    def _change(self, up: bool) -> None:  # noqa: FBT001 - the link calls it so
        """The link is there, anew, or gone."""
        node = self._node
        if self._stopping:
            return
        was, node.ready = node.ready, False
        self._life += 1
        if was:
            node.switch.say(events.NodeDown)
        if up:
            self._echoed = True
            node.tasks.start(self._come_up(self._life), name="asterisk: compare")
        elif was:
            node.tasks.start(self._give_up(self._life), name="asterisk: away")

    async def _come_up(self, life: int) -> None:
        node = self._node
        try:
            if await comparing.compare(node):
                await self.phones.tell_all()
            await self._say_seen()
        except (AwayError, NotTakenError):
            if life == self._life:
                node.link.cut()
            return
        if life == self._life:
            comparing.tell_up(node)
            node.go(comparing.hang_up_unwanted(node), name="unwanted")

    async def _give_up(self, life: int) -> None:
        """After a while without the node, its calls have ended as lost."""
        await self._node.clock.wait_until(self._node.clock.now() + LOST_AFTER_MS)
        if life == self._life:
            self._node.lose_all()

    async def _beat(self) -> None:
        """Send an event round, time and again; cut the way when it does not come back."""
        node = self._node
        while True:
            await node.clock.wait_until(node.clock.now() + BEAT_MS)
            if not node.ready:
                continue
            if not self._echoed:
                node.link.cut()
                continue
            self._echoed = False
            # Beside, so that an answer that never comes does not keep us from looking.
            node.go(self._send_round(), name="beat")

    async def _send_round(self) -> None:
        await self._say_seen()
        application = self._node.plan.application
        await self._node.link.ask("POST", "events", "user", BEAT, application=application)

    async def _say_seen(self) -> None:
        """Let the dialplan know that we are here."""
        seen = str(self._node.clock.now() // MS)
        await self._node.link.ask("POST", "asterisk", "variable", variable=SEEN, value=seen)
