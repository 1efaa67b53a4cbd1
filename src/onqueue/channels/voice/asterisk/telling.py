"""What does an event of Asterisk mean in the words of the port?"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from onqueue.channels.voice import causes, events
from onqueue.channels.voice.model import OFFERED, UP, Leg

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.asterisk.node import Node

SILENCED: Final = (
    "BridgeCreated", "BridgeDestroyed", "ChannelCallerId", "ChannelConnectedLine",
    "ChannelCreated", "ChannelDialplan", "ChannelEnteredBridge", "ChannelHangupRequest",
    "ChannelLeftBridge", "ChannelStateChange", "ChannelVarset", "PlaybackContinuing",
)  # fmt: skip
"""More than half of all that Asterisk tells; nobody here listens to it."""
WHO: Final = {"HUMAN": "human", "MACHINE": "machine"}
FAREWELL_S: Final = 2
"""How long the news of an end may take after the channel has left us."""


def hear(node: Node, event: dict[str, Any]) -> None:
    """Take in an event."""
    handle = _HANDLERS.get(event["type"])
    if handle is not None:
        handle(node, event)


def _started(node: Node, event: dict[str, Any]) -> None:
    leg, args = event["channel"]["id"], [*event["args"], "", "", ""]
    match args[0]:
        case "offered":
            _offered(node, event["channel"], did=args[1], origin=args[2])
        case "dialled":
            node.switch.take(leg)
        case "detected":
            node.switch.take(leg)
            if leg in node.switch.legs:
                who = WHO.get(args[1], "unknown")
                node.switch.say(events.LegDetected, leg=leg, who=who)
        case _:
            node.snoops.started(leg)


def _offered(node: Node, channel: dict[str, Any], *, did: str, origin: str) -> None:
    leg = channel["id"]
    if leg in node.unwanted or leg in node.switch.legs:
        return  # found and told while we compared, if it is there
    caller = channel["caller"]["number"] or ""
    node.wire(leg)
    node.switch.offer(
        Leg(id=leg, far=caller, state=OFFERED, offered=True), did=did, headers={"origin": origin}
    )
    node.go(settle(node, leg), name="settle")


async def settle(node: Node, leg: str) -> None:
    """Let an inbound leg stay, and be told of its end.

    Left alone, the dialplan would take it back for its message after some seconds; and of a
    channel that came in by itself Asterisk would not tell the end.
    """
    async with node.wire(leg).lock:
        subscribed = await node.link.ask(
            "POST",
            "applications",
            node.plan.application,
            "subscription",
            lane=leg,
            eventSource=f"channel:{leg}",
        )
        if not subscribed.ok:
            _lose(node, leg)
            return
        await node.link.ask(
            "POST",
            "channels",
            leg,
            "variable",
            lane=leg,
            variable="TIMEOUT(absolute)",
            value="0",
        )


def _destroyed(node: Node, event: dict[str, Any]) -> None:
    leg = event["channel"]["id"]
    cause = int(event.get("cause", causes.INTERWORKING))
    code = event.get("tech_cause")
    node.unwanted.pop(leg, None)
    node.switch.lose(
        leg,
        cause=cause if cause in causes.CAUSES - {causes.LOST} else causes.INTERWORKING,
        sip=int(code) if code else None,
    )


def _left(node: Node, event: dict[str, Any]) -> None:
    """A channel left us. Its end is told apart, unless it came before we asked to be told."""
    leg = event["channel"]["id"]
    if leg in node.switch.legs:
        node.go(_confirm(node, leg), name="farewell")


async def _confirm(node: Node, leg: str) -> None:
    await asyncio.sleep(FAREWELL_S)
    _lose(node, leg)


def _lose(node: Node, leg: str) -> None:
    found = node.switch.legs.get(leg)
    if found is not None:
        cause = causes.NORMAL if found.state == UP else causes.INTERWORKING
        node.switch.lose(leg, cause=cause)


def _dialled(node: Node, event: dict[str, Any]) -> None:
    leg = event["peer"]["id"]
    if event["dialstatus"] == "RINGING":
        node.switch.ring(leg)
    elif event["dialstatus"] == "PROGRESS" and leg in node.switch.legs:
        node.switch.say(events.LegProgressed, leg=leg)


def _pressed(node: Node, event: dict[str, Any]) -> None:
    node.switch.press(event["channel"]["id"], event["digit"])


def _held(node: Node, event: dict[str, Any]) -> None:
    node.switch.hold_far(event["channel"]["id"], on=event["type"] == "ChannelHold")


def _talking(node: Node, event: dict[str, Any]) -> None:
    leg = event["channel"]["id"]
    if leg in node.switch.legs:
        on = event["type"] == "ChannelTalkingStarted"
        node.switch.say(events.LegTalking, leg=leg, on=on)


def _transfer(node: Node, event: dict[str, Any]) -> None:
    """The phone asks; the dialplan has seen to it that Asterisk does nothing by itself."""
    source = event.get("referred_by", {}).get("source_channel") or {}
    leg = source.get("id", "")
    wanted = event.get("refer_to", {}).get("requested_destination", {})
    other = event.get("refer_to", {}).get("destination_channel") or {}
    if leg in node.switch.legs:
        node.switch.say(
            events.LegTransferRequested,
            leg=leg,
            kind="attended" if other else "blind",
            target=wanted.get("destination", ""),
            other_leg=other.get("id"),
        )


def _played(node: Node, event: dict[str, Any]) -> None:
    playback = event["playback"]
    done = playback["state"] == "done"
    node.switch.end_sound(playback["id"], how="completed" if done else "failed")


def _recorded(node: Node, event: dict[str, Any]) -> None:
    node.recordings.heard(event["recording"], event["type"])


_HANDLERS: Final[dict[str, Callable[[Node, dict[str, Any]], None]]] = {
    "StasisStart": _started,
    "StasisEnd": _left,
    "ChannelDestroyed": _destroyed,
    "Dial": _dialled,
    "ChannelDtmfReceived": _pressed,
    "ChannelHold": _held,
    "ChannelUnhold": _held,
    "ChannelTalkingStarted": _talking,
    "ChannelTalkingFinished": _talking,
    "ChannelTransfer": _transfer,
    "PlaybackFinished": _played,
    "RecordingStarted": _recorded,
    "RecordingFinished": _recorded,
    "RecordingFailed": _recorded,
}
