"""Who listens to a call, and through whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.channels.voice import commands
from onqueue.channels.voice.call import AGENT, LISTENER, UP

if TYPE_CHECKING:
    from onqueue.channels.voice.call import Act, Call, Line


def heard_through(call: Call) -> Line | None:
    """Return the leg through which one listens: the owner's, or that of whoever is there."""
    return next((one for one in call.lines.values() if one.role == AGENT and one.state == UP), None)


def tap_acts(call: Call) -> list[Act]:
    """What to ask so that whoever listens hears through the agent who is there now."""
    target = heard_through(call)
    acts: list[Act] = []
    for account, mode in call.taps.items():
        line = call.live(account)
        if line is None or line.role != LISTENER or line.state != UP or target is None:
            continue
        wanted = f"{target.leg}:{mode}"
        if line.place == wanted:
            continue
        tap = f"tap-{line.leg}-{target.leg}"
        same = line.place.startswith(f"{target.leg}:")
        if same:
            acts.append(commands.SetTap(tap=tap, mode=mode))  # type: ignore[arg-type]  # a TapMode by `tap`
        else:
            acts.append(
                commands.StartTap(tap=tap, target=target.leg, listener=line.leg, mode=mode)  # type: ignore[arg-type]  # a TapMode by `tap`
            )
        line.place = wanted
    return acts
