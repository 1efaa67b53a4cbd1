"""Who listens to a call, and through whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onqueue.channels.voice import books, commands, facts
from onqueue.channels.voice.call import AGENT, LISTENER, UP, Line, endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from onqueue.channels.voice.call import Call
    from onqueue.channels.voice.doing import Doing
    from onqueue.channels.voice.settling import Act
    from onqueue.kernel.clock import Clock
    from onqueue.kernel.db import Database


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


class Taps:
    """Lets people listen to calls, and lets them go."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        calls: Mapping[str, Call],
        legs: dict[str, str],
        doing: Doing,
        look: Callable[[str], None],
    ) -> None:
        self._db, self._clock = db, clock
        self._calls, self._legs = calls, legs
        self._doing, self._look = doing, look

    async def tap(self, *, contact: str, account: str, mode: commands.TapMode) -> str | None:
        """Let somebody listen, whisper or barge in; returns why not, or None."""
        call = self._calls.get(contact)
        target = None if call is None else heard_through(call)
        if call is None or target is None or target.state != UP:
            return "call.not_talking"
        if call.live(account) is None:
            call.dialled += 1
            leg = f"{contact}-s{call.dialled}"
            call.lines[leg] = Line(leg=leg, role=LISTENER, account=account)
            self._legs[leg] = contact
            await self._doing.carry_out(call, [commands.Dial(leg=leg, target=endpoint(account))])
        call.taps[account] = mode
        await self._note_tap(contact, account, mode)
        self._look(contact)
        return None

    async def untap(self, *, contact: str, account: str) -> None:
        """Let somebody go who listened; they need not have."""
        call = self._calls.get(contact)
        if call is not None and call.taps.pop(account, None) is not None:
            line = call.live(account)
            if line is not None and line.role == LISTENER:
                await self._doing.carry_out(call, [commands.Hangup(leg=line.leg)])
            await self._note_tap(contact, account, "")
            self._look(contact)

    async def _note_tap(self, contact: str, account: str, mode: str) -> None:
        happened = facts.TapChanged(
            at=self._clock.now(), contact=contact, account=account, mode=mode
        )
        await self._db.write(books.note, happened=happened)
