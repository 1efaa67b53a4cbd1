"""Who hears whom? The sound that a switch's state stands for, as sets of names.

A driver of our own carries sound so that this comes true; tests of all drivers measure it.
What a person says goes by the name of their far end, music by `music:` and its name, and what
is played by `play:` and the piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.channels.voice.model import UP

if TYPE_CHECKING:
    from onqueue.channels.voice.model import Leg, Tap
    from onqueue.channels.voice.switch import Switch


def hears(switch: Switch, leg: str) -> frozenset[str]:
    """What the far end of a leg hears now."""
    found = switch.legs.get(leg)
    if found is None or found.state != UP or found.mute_out or found.far_held:
        return frozenset()
    for tap in switch.taps.values():
        if tap.listener == leg:
            return _through(switch, tap)
    return _of_its_own(switch, found)


def speaks(leg: Leg) -> frozenset[str]:
    """What comes from the far end of a leg."""
    silent = leg.state != UP or leg.mute_in or leg.far_held
    return frozenset() if silent else frozenset({leg.far})


def _of_its_own(switch: Switch, leg: Leg) -> frozenset[str]:
    """What a leg hears that listens to nobody secretly, with what is whispered to it."""
    heard = _played(switch, leg.id)
    if leg.parked or leg.held:
        if not heard and leg.music is not None:
            heard = frozenset({f"music:{leg.music}"})
    elif leg.room is not None:
        heard |= _in_room(switch, leg)
    for tap in switch.taps.values():
        if tap.target == leg.id and tap.mode != "listen":
            heard |= speaks(switch.legs[tap.listener])
    return heard


def _in_room(switch: Switch, leg: Leg) -> frozenset[str]:
    assert leg.room is not None
    heard = _played(switch, leg.room)
    for other in switch.rooms[leg.room].values():
        if other is not leg and not other.held:
            heard |= speaks(other)
    for tap in switch.taps.values():
        target = switch.legs[tap.target]
        if tap.mode == "barge" and target.room == leg.room and not target.held:
            heard |= speaks(switch.legs[tap.listener])
    return heard


def _through(switch: Switch, tap: Tap) -> frozenset[str]:
    target, listener = switch.legs[tap.target], switch.legs[tap.listener]
    heard = speaks(target) | _of_its_own(switch, target)
    return heard - {listener.far} | _played(switch, listener.id)


def _played(switch: Switch, to: str) -> frozenset[str]:
    return frozenset(f"play:{sound.media[0]}" for sound in switch.sounds.values() if sound.to == to)
