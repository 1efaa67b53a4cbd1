"""What must each browser do, so that everybody hears whom they should?

Where no server mixes, the browsers do: each gets a plan of whom it is connected with, what it sends
there, and whether it plays what comes from there. A plan says how things are to be and not what
to change, so it can be sent again at any time and a lost one does no harm.

Everybody in a room is connected with everybody else in it. Who listens secretly is connected
with the target alone, which passes on what the others say: the others cannot know of it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import msgspec

from onqueue.channels.voice.model import UP

if TYPE_CHECKING:
    from collections.abc import Callable

    from onqueue.channels.voice.model import Leg, Tap
    from onqueue.channels.voice.switch import Switch

MIC: Final = "mic"
"""What a browser sends of its own; anything else that it sends is named by the leg it is from."""


class Peer(msgspec.Struct, frozen=True, kw_only=True):
    """One connection of a browser."""

    leg: str
    link: str
    """Names the connection: another one when either browser was replaced."""
    offers: bool
    """Of the two, this one begins."""
    send: tuple[str, ...]
    play: bool


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All that a browser has to do for a leg."""

    state: str
    music: str | None
    muted: bool
    heard_by: tuple[str, ...]
    """Who listens to this leg without being in its room."""
    peers: tuple[Peer, ...]


def plan(switch: Switch, leg: Leg, *, attachment: Callable[[str], str]) -> Plan:
    """Return what the browser of a leg has to do; `attachment` names the browser of a leg."""
    peers: dict[str, Peer] = {}
    if leg.state == UP:
        for other in _mates(switch, leg):
            peers[other.id] = _peer(leg, other, _to_mate(switch, leg, other), attachment)
        for tap in switch.taps.values():
            if tap.target == leg.id:
                listener = switch.legs[tap.listener]
                send, play = _to_listener(switch, leg, tap), tap.mode != "listen"
                peers[listener.id] = _peer(leg, listener, (send, play), attachment)
            elif tap.listener == leg.id:
                spoken = _own(leg) if tap.mode != "listen" else ()
                target = switch.legs[tap.target]
                peers[target.id] = _peer(leg, target, (spoken, not leg.mute_out), attachment)
    return Plan(
        state=leg.state,
        music=leg.music if leg.parked or leg.held else None,
        muted=leg.mute_in,
        heard_by=tuple(tap.listener for tap in switch.taps.values() if tap.target == leg.id),
        peers=tuple(peers[one] for one in sorted(peers)),
    )


def _mates(switch: Switch, leg: Leg) -> list[Leg]:
    if leg.room is None:
        return []
    return [other for other in switch.rooms[leg.room].values() if other is not leg]


def _own(leg: Leg) -> tuple[str, ...]:
    return () if leg.mute_in else (MIC,)


def _to_mate(switch: Switch, leg: Leg, other: Leg) -> tuple[tuple[str, ...], bool]:
    """What is sent to somebody in the same room, and whether they are heard."""
    if leg.held or other.held:
        return (), False
    barging = tuple(
        tap.listener
        for tap in switch.taps.values()
        if tap.target == leg.id and tap.mode == "barge" and not switch.legs[tap.listener].mute_in
    )
    return (*_own(leg), *barging), not leg.mute_out


def _to_listener(switch: Switch, leg: Leg, tap: Tap) -> tuple[str, ...]:
    """What a listener gets: what the target says, and what it hears."""
    mates = (
        ()
        if leg.held
        else tuple(
            other.id for other in _mates(switch, leg) if not other.held and not other.mute_in
        )
    )
    others = tuple(
        one.listener
        for one in switch.taps.values()
        if one.target == leg.id and one is not tap and one.mode != "listen"
    )
    return (*_own(leg), *mates, *others)


def _peer(
    leg: Leg, other: Leg, way: tuple[tuple[str, ...], bool], attachment: Callable[[str], str]
) -> Peer:
    ends = sorted((one.id, attachment(one.id)) for one in (leg, other))
    named = "|".join(f"{id_}:{browser}" for id_, browser in ends)
    return Peer(
        leg=other.id,
        link=hashlib.sha256(named.encode()).hexdigest()[:16],
        offers=leg.id < other.id,
        send=way[0],
        play=way[1],
    )
