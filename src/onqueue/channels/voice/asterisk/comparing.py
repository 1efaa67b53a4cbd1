"""The node can be asked (again): what does it carry, and what of what we believed is still true?

Asterisk tells nothing anew after a reconnect. So its channels and bridges are listed and compared
with the switch, one after another: it has died of being tidied up all at once. A leg that we know
and that is gone has ended as lost. A leg that we do not know is taken into the switch, where
those above find it by the snapshot and hang it up unless it is theirs. Who calls in and was not
answered yet is told anew: whoever heard of them may have died of it. Calls that the dialplan has in
hand, emergencies among them, are none of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice import causes, events
from onqueue.channels.voice.asterisk.snoops import PREFIX
from onqueue.channels.voice.asterisk.telling import SILENCED, settle
from onqueue.channels.voice.asterisk.wires import UNKNOWN, need
from onqueue.channels.voice.model import DIALLING, OFFERED, UP, Leg

if TYPE_CHECKING:
    from onqueue.channels.voice.asterisk.node import Node

PHONES: Final = "PJSIP/"
TAPPED: Final = "tap-"
OURS: Final = frozenset({"", "AMD", "AppDial2", "Stasis"})
"""What a channel does that we have in hand, or dialled."""


async def compare(node: Node) -> bool:
    """Make our state the node's. Tell whether it began a new life, in which it knows nothing."""
    link = node.link
    info = need(await link.ask("GET", "asterisk", "info", only="status")).body
    epoch = info["status"]["startup_time"]
    is_new: bool = epoch != node.switch.epoch
    if is_new:
        node.lose_all()
        node.unwanted.clear()
        node.switch.epoch = epoch
    silenced = {"disallowed": [{"type": name} for name in SILENCED]}
    await link.ask("PUT", "applications", node.plan.application, "eventFilter", body=silenced)
    channels = {one["id"]: one for one in need(await link.ask("GET", "channels")).body}
    bridges = {one["id"]: one for one in need(await link.ask("GET", "bridges")).body}
    for leg in [leg for leg in node.switch.legs if leg not in channels]:
        node.switch.lose(leg, cause=causes.LOST, by="system")
    for leg, channel in channels.items():
        await _meet(node, leg, channel)
    for bridge, found in bridges.items():
        await _note(node, bridge, found)
    return is_new


async def _meet(node: Node, leg: str, channel: dict[str, Any]) -> None:
    if leg in node.unwanted:
        return
    if leg.startswith(PREFIX) and leg not in node.snoops.there:
        await node.link.ask("DELETE", "channels", leg)
    elif leg in node.switch.legs:
        if node.switch.legs[leg].offered:
            await settle(node, leg)
    elif channel["name"].startswith(PHONES) and channel["dialplan"]["app_name"] in OURS:
        await _take_in(node, leg, channel)


async def _take_in(node: Node, leg: str, channel: dict[str, Any]) -> None:
    """Take a channel into the switch; what it was given when it was handed to us says which."""
    said: str = channel["dialplan"]["app_data"]
    _, how, did, origin, *_ = [*said.split(","), "", "", "", ""]
    up, offered = channel["state"] == "Up", how == "offered"
    state = UP if up else OFFERED if offered else DIALLING
    far = channel["caller"]["number"] or channel["name"]
    found = Leg(id=leg, far=far, state=state, offered=offered)
    node.wire(leg).music = UNKNOWN
    if state == OFFERED:
        node.switch.offer(found, did=did, headers={"origin": origin})
    else:
        node.switch.legs[leg] = found
    await settle(node, leg)


async def _note(node: Node, bridge: str, found: dict[str, Any]) -> None:
    """Take a room with those in it; a bridge of a tap that nobody remembers goes."""
    if bridge.startswith(TAPPED):
        if bridge.removeprefix(TAPPED) not in node.switch.taps:
            await node.link.ask("DELETE", "bridges", bridge)
        return
    if bridge in node.switch.rooms:
        return
    room = node.switch.rooms.setdefault(bridge, {})
    for leg in found["channels"]:
        known = node.switch.legs.get(leg)
        if known is not None:
            known.room = bridge
            room[leg] = known
            wire = node.wire(leg)
            wire.bridge, wire.music = bridge, None


async def hang_up_unwanted(node: Node) -> None:
    """Hang up those whose end we have told, while we could not ask, or compared."""
    for leg in list(node.unwanted):
        await node.link.ask("DELETE", "channels", leg)
        node.unwanted.pop(leg, None)


def tell_up(node: Node) -> None:
    """Say that calls can be carried, and that the books agree."""
    node.switch.say(events.NodeUp)
    node.ready = True
    node.switch.say(events.NodeResynced)
