"""How does somebody listen to a leg without being in its room?

A snoop channel of Asterisk hears what the leg says and hears, and can speak to the leg, into
its room, or both: that is the difference between listening, whispering and barging in. It is put
into a bridge of its own with the listener. It follows the leg from room to room.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onqueue.channels.voice.asterisk.wires import need, place
from onqueue.channels.voice.model import UP
from onqueue.channels.voice.port import ACCEPTED, GONE, Rejected

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.link import Link
    from onqueue.channels.voice.asterisk.snoops import Snoops
    from onqueue.channels.voice.asterisk.wires import Wire
    from onqueue.channels.voice.commands import SetTap, StartTap
    from onqueue.channels.voice.port import Outcome
    from onqueue.channels.voice.switch import Switch

WHISPERS: Final = {"listen": "none", "whisper": "out", "barge": "both"}


@dataclass(slots=True)
class _Tapped:
    """What Asterisk has for one tap."""

    bridge: str
    snoop: str
    target: str
    listener: str


class Taps:
    """All taps of one node."""

    def __init__(self, *, link: Link, snoops: Snoops, wires: dict[str, Wire]) -> None:
        self._link, self._snoops, self._wires = link, snoops, wires
        self._there: dict[str, _Tapped] = {}

    def listens(self, leg: str) -> bool:
        """Tell whether a leg is a listener's."""
        return any(tapped.listener == leg for tapped in self._there.values())

    async def start(self, switch: Switch, command: StartTap) -> Outcome:
        """Connect the listener, and let the switch know."""
        refused = self._refused(switch, command)
        if refused is not None:
            return refused
        bridge = f"tap-{command.tap}"
        need(await self._link.ask("POST", "bridges", type="mixing", bridgeId=bridge))
        wire = self._wires[command.listener]
        async with wire.lock:
            snoop = await self._snoop(command.target, bridge, mode=command.mode)
            self._there[command.tap] = _Tapped(bridge, snoop, command.target, command.listener)
            await place(self._link, wire, bridge=bridge, music=None)
        outcome = switch.do(command)
        if outcome != ACCEPTED:
            await self.end(command.tap)
        return outcome

    async def set_mode(self, switch: Switch, command: SetTap) -> Outcome:
        """Let the listener speak, or cease. A snoop's mode is fixed, so another takes its place."""
        tapped = self._there.get(command.tap)
        if tapped is None:
            return GONE
        if switch.taps[command.tap].mode != command.mode:
            older = tapped.snoop
            tapped.snoop = await self._snoop(tapped.target, tapped.bridge, mode=command.mode)
            await self._snoops.end(older)
        return switch.do(command)

    async def end(self, tap: str) -> None:
        """Take the listener away; what is gone already is as well."""
        tapped = self._there.pop(tap, None)
        if tapped is None:
            return
        await self._snoops.end(tapped.snoop)
        await self._link.ask("DELETE", "bridges", tapped.bridge)
        wire = self._wires.get(tapped.listener)
        if wire is not None and wire.bridge == tapped.bridge:
            wire.bridge = None

    def forget(self) -> None:
        """The node has died with all of them."""
        self._there.clear()

    async def _snoop(self, target: str, bridge: str, *, mode: str) -> str:
        snoop = await self._snoops.start(target, spy="both", whisper=WHISPERS[mode])
        added = await self._link.ask("POST", "bridges", bridge, "addChannel", channel=snoop)
        need(added)
        return snoop

    def _refused(self, switch: Switch, command: StartTap) -> Outcome | None:
        """What the switch would say against it, before Asterisk is asked."""
        target, listener = switch.legs.get(command.target), switch.legs.get(command.listener)
        if command.tap in self._there:
            return ACCEPTED
        if target is None or listener is None:
            return GONE
        if target.state != UP or listener.state != UP:
            return Rejected(reason="leg.not_answered")
        if listener.room is not None or self.listens(listener.id):
            return Rejected(reason="leg.busy")
        if target.id == listener.id or self.listens(target.id):
            return Rejected(reason="leg.listens")
        return None
