"""Is there room for one more contact of a channel?

Each channel has a number of contacts at once. Beside that, an exclusive channel stands
alone; contacts may have weights, with a bound on their sum and units kept for a channel;
and a channel may interrupt another, whose contacts then do not count against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onqueue.floor.specs import AgentSpec


def room_for(spec: AgentSpec, used: Mapping[str, int], channel: str) -> bool:
    """Whether one more contact of a channel is within the capacity."""
    for name, slots in spec.capacity:
        if name == channel:
            if used.get(channel, 0) >= slots:
                return False
            break
    else:
        return False
    interrupted = _interrupted(spec, channel)
    if any(name in used for name in spec.exclusive if name not in interrupted):
        return False
    if channel in spec.exclusive and any(name not in interrupted for name in used):
        return False
    return _units_left(spec, used, channel, interrupted)


def fits(spec: AgentSpec, used: Mapping[str, int]) -> bool:
    """Whether what is held could have been taken, in some order, by what the agent can do."""
    capacity = dict(spec.capacity)
    if any(count > capacity.get(name, 0) for name, count in used.items()):
        return False
    for name in spec.exclusive:
        if name in used and (
            used[name] > 1 or any(other != name and not _apart(spec, name, other) for other in used)
        ):
            return False
    if not spec.units_max:
        return True
    # What is being interrupted weighs nothing while the interruption lasts.
    paused = {low for high, low in spec.interrupts if high in used and low in used}
    weight = dict(spec.units)
    held = sum(weight.get(name, 1) * count for name, count in used.items() if name not in paused)
    return held <= spec.units_max


def _interrupted(spec: AgentSpec, channel: str) -> tuple[str, ...]:
    return tuple(low for high, low in spec.interrupts if high == channel)


def _apart(spec: AgentSpec, one: str, other: str) -> bool:
    return (one, other) in spec.interrupts or (other, one) in spec.interrupts


def _units_left(
    spec: AgentSpec, used: Mapping[str, int], channel: str, interrupted: tuple[str, ...]
) -> bool:
    if not spec.units_max:
        return True
    weight = dict(spec.units)
    held = {name: weight.get(name, 1) * count for name, count in used.items()}
    needed = weight.get(channel, 1)
    for name, count in held.items():
        if name not in interrupted:
            needed += count
    for name, units in spec.reserved:
        if name != channel and name not in interrupted:
            needed += max(0, units - held.get(name, 0))
    return needed <= spec.units_max
